ALTER TABLE "search_miss" ADD COLUMN "kind" text DEFAULT 'none' NOT NULL;--> statement-breakpoint
ALTER TABLE "search_miss" DROP CONSTRAINT "search_miss_day_query_key_pk";--> statement-breakpoint
ALTER TABLE "search_miss" ADD CONSTRAINT "search_miss_day_kind_query_key_pk" PRIMARY KEY("day","kind","query_key");
