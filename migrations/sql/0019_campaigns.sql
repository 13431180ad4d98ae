CREATE TABLE "campaign" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"unit_code" text NOT NULL,
	"state" text DEFAULT 'draft' NOT NULL,
	"content" jsonb NOT NULL,
	"content_hash" text GENERATED ALWAYS AS (encode(sha256(replace(content::text, chr(92), repeat(chr(92), 2))::bytea), 'hex')) STORED NOT NULL,
	"creation_key" text,
	"created_by" uuid NOT NULL,
	"edited_by" uuid NOT NULL,
	"editors" uuid[] NOT NULL,
	"submitted_by" uuid,
	"submitted_at" timestamp (3) with time zone,
	"approved_by" uuid,
	"approved_at" timestamp (3) with time zone,
	"approved_hash" text,
	"second_approved_by" uuid,
	"second_approved_at" timestamp (3) with time zone,
	"plan" jsonb,
	"planned_at" timestamp (3) with time zone,
	"audience_count" integer,
	"canary_count" integer,
	"canary_sent_at" timestamp (3) with time zone,
	"halted_reason" text,
	"enqueue_cursor" uuid,
	"enqueued_at" timestamp (3) with time zone,
	"paused_at" timestamp (3) with time zone,
	"killed_from" text,
	"started_at" timestamp (3) with time zone,
	"finished_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "campaign_four_eyes" CHECK (approved_by <> created_by and approved_by <> edited_by and not (approved_by = any (editors))),
	CONSTRAINT "campaign_four_eyes_second" CHECK (second_approved_by <> approved_by and second_approved_by <> created_by and not (second_approved_by = any (editors))),
	CONSTRAINT "campaign_approval_whole" CHECK (num_nulls(approved_by, approved_at, approved_hash) in (0, 3)),
	CONSTRAINT "campaign_second_whole" CHECK (num_nulls(second_approved_by, second_approved_at) in (0, 2) and (second_approved_by is null or approved_by is not null)),
	CONSTRAINT "campaign_second_in_time" CHECK (second_approved_at between approved_at and approved_at + interval '10 minutes'),
	CONSTRAINT "campaign_approved_as_is" CHECK (approved_hash = content_hash),
	CONSTRAINT "campaign_approved_to_run" CHECK (state in ('draft', 'checked', 'submitted', 'aborted') or approved_by is not null),
	CONSTRAINT "campaign_emergency_twice" CHECK (state in ('draft', 'checked', 'submitted', 'aborted') or content ->> 'kind' <> 'emergency' or second_approved_by is not null),
	CONSTRAINT "campaign_state" CHECK (state in ('draft', 'checked', 'submitted', 'approved', 'scheduled', 'canary', 'running', 'done', 'aborted', 'killed'))
);
--> statement-breakpoint
CREATE TABLE "campaign_count" (
	"campaign_id" uuid NOT NULL,
	"state" text NOT NULL,
	"channel" text NOT NULL,
	"reason" text DEFAULT '' NOT NULL,
	"count" integer NOT NULL,
	CONSTRAINT "campaign_count_campaign_id_state_channel_reason_pk" PRIMARY KEY("campaign_id","state","channel","reason")
);
--> statement-breakpoint
CREATE TABLE "campaign_delivery" (
	"campaign_id" uuid NOT NULL,
	"citizen_id" uuid NOT NULL,
	"state" text NOT NULL,
	"channel" text NOT NULL,
	"reason" text,
	"provider_code" text,
	"attempts" smallint DEFAULT 0 NOT NULL,
	"provider_message_id" text,
	"is_canary" boolean DEFAULT false NOT NULL,
	"not_before" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "campaign_delivery_campaign_id_citizen_id_pk" PRIMARY KEY("campaign_id","citizen_id")
);
--> statement-breakpoint
CREATE TABLE "campaign_event" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"campaign_id" uuid NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"actor" uuid,
	"action" text NOT NULL,
	"text" text NOT NULL,
	"details" jsonb
);
--> statement-breakpoint
CREATE TABLE "kill_switch" (
	"id" uuid PRIMARY KEY NOT NULL,
	"scope" text NOT NULL,
	"key" text NOT NULL,
	"reason" text NOT NULL,
	"pulled_by" uuid NOT NULL,
	"pulled_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"release_asked_by" uuid,
	"release_asked_at" timestamp (3) with time zone,
	"released_by" uuid,
	"released_at" timestamp (3) with time zone,
	CONSTRAINT "kill_switch_two_persons" CHECK (released_by <> release_asked_by and (released_by is null or release_asked_by is not null)),
	CONSTRAINT "kill_switch_release_whole" CHECK (num_nulls(released_by, released_at) in (0, 2) and num_nulls(release_asked_by, release_asked_at) in (0, 2))
);
--> statement-breakpoint
CREATE TABLE "recipient_day" (
	"citizen_id" uuid NOT NULL,
	"day" text NOT NULL,
	"sent" smallint DEFAULT 0 NOT NULL,
	"broadcast" smallint DEFAULT 0 NOT NULL,
	CONSTRAINT "recipient_day_day_citizen_id_pk" PRIMARY KEY("day","citizen_id")
);
--> statement-breakpoint
CREATE UNIQUE INDEX "campaign_creation_key" ON "campaign" USING btree ("created_by","creation_key");--> statement-breakpoint
CREATE INDEX "campaign_page_idx" ON "campaign" USING btree ("updated_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "campaign_at_work_idx" ON "campaign" USING btree ("state") WHERE state in ('submitted', 'approved', 'scheduled', 'canary', 'running');--> statement-breakpoint
CREATE INDEX "campaign_delivery_queued_idx" ON "campaign_delivery" USING btree ("campaign_id","not_before") WHERE state = 'queued';--> statement-breakpoint
CREATE INDEX "campaign_delivery_under_way_idx" ON "campaign_delivery" USING btree ("updated_at") WHERE state in ('dispatching', 'uncertain');--> statement-breakpoint
CREATE INDEX "campaign_delivery_receipt_idx" ON "campaign_delivery" USING btree ("provider_message_id") WHERE provider_message_id is not null;--> statement-breakpoint
CREATE INDEX "campaign_event_idx" ON "campaign_event" USING btree ("campaign_id","at");--> statement-breakpoint
CREATE UNIQUE INDEX "kill_switch_held" ON "kill_switch" USING btree ("scope","key") WHERE released_at is null;