CREATE TABLE "catalogue_import_run" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"file_hash" text NOT NULL,
	"state" text NOT NULL,
	"cursor" integer DEFAULT 0 NOT NULL,
	"counts" jsonb NOT NULL,
	"started_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "national_record" (
	"code" text PRIMARY KEY NOT NULL,
	"content" jsonb NOT NULL,
	"content_hash" text NOT NULL,
	"imported_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"run_id" uuid NOT NULL
);
--> statement-breakpoint
CREATE TABLE "procedure_override" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "procedure_override_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"code" text NOT NULL,
	"layer" text NOT NULL,
	"patch" jsonb NOT NULL,
	"reason" text NOT NULL,
	"author" text NOT NULL,
	"valid_from" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "procedure_version" ADD COLUMN "changes" jsonb;--> statement-breakpoint
ALTER TABLE "national_record" ADD CONSTRAINT "national_record_run_id_catalogue_import_run_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."catalogue_import_run"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "catalogue_import_run_running" ON "catalogue_import_run" USING btree ("state") WHERE "catalogue_import_run"."state" = 'running';--> statement-breakpoint
CREATE UNIQUE INDEX "procedure_override_curated" ON "procedure_override" USING btree ("code") WHERE "procedure_override"."layer" = 'curated' and "procedure_override"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "procedure_override_code" ON "procedure_override" USING btree ("code") WHERE "procedure_override"."ended_at" is null;