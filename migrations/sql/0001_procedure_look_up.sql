CREATE TABLE "office" (
	"id" text PRIMARY KEY NOT NULL,
	"unit_code" text NOT NULL,
	"level" text NOT NULL,
	"name" text NOT NULL,
	"address" text,
	"phone" text,
	"hours_profile" text NOT NULL,
	"lat" double precision NOT NULL,
	"lng" double precision NOT NULL,
	"flags" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "unit" (
	"code" text PRIMARY KEY NOT NULL,
	"parent_code" text,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"lat" double precision,
	"lng" double precision
);
--> statement-breakpoint
CREATE TABLE "unit_former_name" (
	"unit_code" text NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"district_kind" text NOT NULL,
	"district" text NOT NULL,
	"province" text NOT NULL,
	CONSTRAINT "unit_former_name_province_district_kind_name_unit_code_pk" PRIMARY KEY("province","district","kind","name","unit_code")
);
--> statement-breakpoint
CREATE TABLE "unit_polygon" (
	"unit_code" text PRIMARY KEY NOT NULL,
	"polygons" jsonb NOT NULL,
	"imported_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
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
CREATE TABLE "checklist_table" (
	"code" text NOT NULL,
	"version_no" integer NOT NULL,
	"content" jsonb NOT NULL,
	"content_hash" text NOT NULL,
	"published_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "checklist_table_code_version_no_pk" PRIMARY KEY("code","version_no")
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
CREATE TABLE "search_miss" (
	"day" date NOT NULL,
	"query_key" text NOT NULL,
	"count" integer NOT NULL,
	CONSTRAINT "search_miss_day_query_key_pk" PRIMARY KEY("day","query_key")
);
--> statement-breakpoint
CREATE TABLE "calendar_day" (
	"date" date PRIMARY KEY NOT NULL,
	"year" integer NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"source" text NOT NULL,
	"provisional" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "calendar_year" (
	"year" integer PRIMARY KEY NOT NULL,
	"provisional" boolean NOT NULL,
	"source" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "office_profile" (
	"id" text PRIMARY KEY NOT NULL,
	"content" jsonb NOT NULL
);
--> statement-breakpoint
DROP INDEX "uploaded_file_dossier_idx";--> statement-breakpoint
ALTER TABLE "form_answers" ADD COLUMN "checklist_sealed" text;--> statement-breakpoint
ALTER TABLE "procedure_version" ADD COLUMN "changes" jsonb;--> statement-breakpoint
ALTER TABLE "office" ADD CONSTRAINT "office_unit_code_unit_code_fk" FOREIGN KEY ("unit_code") REFERENCES "public"."unit"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "office" ADD CONSTRAINT "office_hours_profile_office_profile_id_fk" FOREIGN KEY ("hours_profile") REFERENCES "public"."office_profile"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "unit_former_name" ADD CONSTRAINT "unit_former_name_unit_code_unit_code_fk" FOREIGN KEY ("unit_code") REFERENCES "public"."unit"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "unit_polygon" ADD CONSTRAINT "unit_polygon_unit_code_unit_code_fk" FOREIGN KEY ("unit_code") REFERENCES "public"."unit"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "national_record" ADD CONSTRAINT "national_record_run_id_catalogue_import_run_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."catalogue_import_run"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "calendar_day" ADD CONSTRAINT "calendar_day_year_calendar_year_year_fk" FOREIGN KEY ("year") REFERENCES "public"."calendar_year"("year") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "catalogue_import_run_running" ON "catalogue_import_run" USING btree ("state") WHERE "catalogue_import_run"."state" = 'running';--> statement-breakpoint
CREATE UNIQUE INDEX "procedure_override_curated" ON "procedure_override" USING btree ("code") WHERE "procedure_override"."layer" = 'curated' and "procedure_override"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "procedure_override_code" ON "procedure_override" USING btree ("code") WHERE "procedure_override"."ended_at" is null;--> statement-breakpoint
-- Rows of these tables change a few times soon after they come: room in their page keeps each change out of the indexes.
ALTER TABLE "uploaded_file" SET (fillfactor = 80);--> statement-breakpoint
ALTER TABLE "draft" SET (fillfactor = 80);
