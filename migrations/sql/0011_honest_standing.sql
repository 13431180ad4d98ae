CREATE TABLE "procedure_duration" (
	"procedure_code" text NOT NULL,
	"unit_code" text NOT NULL,
	"finished_count" integer NOT NULL,
	"median_minutes" integer NOT NULL,
	"p90_minutes" integer NOT NULL,
	"from_day" date NOT NULL,
	"until_day" date NOT NULL,
	CONSTRAINT "procedure_duration_procedure_code_unit_code_pk" PRIMARY KEY("procedure_code","unit_code")
);
--> statement-breakpoint
CREATE TABLE "maintenance_notice" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"system" text NOT NULL,
	"starts_at" timestamp (3) with time zone NOT NULL,
	"ends_at" timestamp (3) with time zone NOT NULL,
	"text" text NOT NULL,
	"text_en" text,
	CONSTRAINT "maintenance_notice_order" CHECK (starts_at < ends_at),
	CONSTRAINT "maintenance_notice_system" CHECK (system in ('province', 'notices', 'payments', 'scan', 'app'))
);
--> statement-breakpoint
CREATE TABLE "system_state" (
	"system" text PRIMARY KEY NOT NULL,
	"state" text NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	"fail_streak" integer NOT NULL,
	"failing_since" timestamp (3) with time zone,
	"seen_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "dossier_event" ADD COLUMN "facts_sealed" text;--> statement-breakpoint
CREATE INDEX "maintenance_notice_ends_idx" ON "maintenance_notice" USING btree ("ends_at");--> statement-breakpoint
CREATE INDEX "dossier_waiting_idx" ON "dossier" USING btree ("accepted_at") WHERE state in ('accepted', 'scanning', 'ready', 'sending', 'uncertain');--> statement-breakpoint
CREATE INDEX "dossier_confirmed_idx" ON "dossier" USING btree ("confirmed_at") WHERE confirmed_at is not null;