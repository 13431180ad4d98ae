CREATE TABLE "checklist_table" (
	"code" text NOT NULL,
	"version_no" integer NOT NULL,
	"content" jsonb NOT NULL,
	"content_hash" text NOT NULL,
	"published_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "checklist_table_code_version_no_pk" PRIMARY KEY("code","version_no")
);
--> statement-breakpoint
ALTER TABLE "form_answers" ADD COLUMN "checklist_sealed" text;