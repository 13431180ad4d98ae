CREATE TABLE "dossier_act" (
	"id" uuid PRIMARY KEY NOT NULL,
	"dossier_id" uuid NOT NULL,
	"citizen_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"supplement_id" uuid,
	"idempotency_key" text NOT NULL,
	"request_hash" "bytea" NOT NULL,
	"content_sealed" text NOT NULL,
	"files" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"stars" smallint,
	"state" text DEFAULT 'accepted' NOT NULL,
	"fence" integer DEFAULT 0 NOT NULL,
	"lease_until" timestamp (3) with time zone,
	"attempt_no" integer DEFAULT 0 NOT NULL,
	"attempt_started_at" timestamp (3) with time zone,
	"next_attempt_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"accepted_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "dossier_act_idempotency_key" UNIQUE("citizen_id","idempotency_key")
);
--> statement-breakpoint
CREATE TABLE "supplement" (
	"id" uuid PRIMARY KEY NOT NULL,
	"dossier_id" uuid NOT NULL,
	"citizen_id" uuid NOT NULL,
	"event_key" text NOT NULL,
	"ask_sealed" text NOT NULL,
	"has_list" boolean NOT NULL,
	"until" timestamp (3) with time zone,
	"asked_at" timestamp (3) with time zone NOT NULL,
	"draft_sealed" text,
	CONSTRAINT "supplement_event_key" UNIQUE("dossier_id","event_key")
);
--> statement-breakpoint
CREATE TABLE "tracking_fact" (
	"dossier_id" uuid NOT NULL,
	"fact_index" "bytea" NOT NULL,
	CONSTRAINT "tracking_fact_dossier_id_fact_index_pk" PRIMARY KEY("dossier_id","fact_index")
);
--> statement-breakpoint
CREATE TABLE "tracking_spend" (
	"bucket" "bytea" NOT NULL,
	"window_start" timestamp (3) with time zone NOT NULL,
	"spent" integer NOT NULL,
	"ends_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "tracking_spend_bucket_window_start_pk" PRIMARY KEY("bucket","window_start")
);
--> statement-breakpoint
ALTER TABLE "dossier" ADD COLUMN "from_dossier_id" uuid;--> statement-breakpoint
ALTER TABLE "dossier_event" ADD COLUMN "due_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "draft" ADD COLUMN "from_dossier_id" uuid;--> statement-breakpoint
ALTER TABLE "dossier_act" ADD CONSTRAINT "dossier_act_dossier_id_dossier_id_fk" FOREIGN KEY ("dossier_id") REFERENCES "public"."dossier"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dossier_act" ADD CONSTRAINT "dossier_act_supplement_id_supplement_id_fk" FOREIGN KEY ("supplement_id") REFERENCES "public"."supplement"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "supplement" ADD CONSTRAINT "supplement_dossier_id_dossier_id_fk" FOREIGN KEY ("dossier_id") REFERENCES "public"."dossier"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "dossier_act_dossier_idx" ON "dossier_act" USING btree ("dossier_id");--> statement-breakpoint
CREATE INDEX "dossier_act_due_idx" ON "dossier_act" USING btree ("state","next_attempt_at");--> statement-breakpoint
CREATE UNIQUE INDEX "dossier_act_supplement_once" ON "dossier_act" USING btree ("supplement_id") WHERE state not in ('rejected', 'needs_citizen');--> statement-breakpoint
CREATE UNIQUE INDEX "dossier_act_once" ON "dossier_act" USING btree ("dossier_id","kind") WHERE kind <> 'supplement' and state not in ('rejected', 'needs_citizen');--> statement-breakpoint
CREATE INDEX "tracking_spend_ends_idx" ON "tracking_spend" USING btree ("ends_at");--> statement-breakpoint
CREATE INDEX "dossier_from_idx" ON "dossier" USING btree ("from_dossier_id") WHERE from_dossier_id is not null;