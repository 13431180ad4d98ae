CREATE TABLE "search_miss" (
	"day" date NOT NULL,
	"query_key" text NOT NULL,
	"count" integer NOT NULL,
	CONSTRAINT "search_miss_day_query_key_pk" PRIMARY KEY("day","query_key")
);
