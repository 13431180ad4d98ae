CREATE TABLE "channel_budget" (
	"key" text NOT NULL,
	"day" date NOT NULL,
	"used" integer DEFAULT 0 NOT NULL,
	"limit" integer NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "channel_budget_key_day_pk" PRIMARY KEY("key","day")
);
--> statement-breakpoint
CREATE TABLE "reach" (
	"citizen_id" uuid PRIMARY KEY NOT NULL,
	"follows_oa" boolean,
	"follows_at" timestamp (3) with time zone,
	"mini_app_notices" boolean DEFAULT false NOT NULL,
	"mini_app_sent_on" date,
	"last_interaction_at" timestamp (3) with time zone,
	"uid_blocked_until" timestamp (3) with time zone,
	"phone_blocked_until" timestamp (3) with time zone,
	"mini_app_blocked_until" timestamp (3) with time zone,
	"refused_categories" text[] DEFAULT '{}' NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "send_bucket" (
	"key" text PRIMARY KEY NOT NULL,
	"tokens" double precision NOT NULL,
	"refilled_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"rate_per_second" double precision NOT NULL,
	"burst" double precision NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sent_text" (
	"hash" "bytea" PRIMARY KEY NOT NULL,
	"what" text NOT NULL,
	"first_sent_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"last_sent_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "webhook_event" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"source" text NOT NULL,
	"event_key" text NOT NULL,
	"event_name" text NOT NULL,
	"occurred_at" timestamp (3) with time zone NOT NULL,
	"subject_index" "bytea",
	"body_sealed" text NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"reason" text,
	"attempts" smallint DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"received_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"done_at" timestamp (3) with time zone,
	CONSTRAINT "webhook_event_key" UNIQUE("source","event_key")
);
--> statement-breakpoint
CREATE INDEX "webhook_event_waiting_idx" ON "webhook_event" USING btree ("next_attempt_at","occurred_at") WHERE "webhook_event"."state" = 'waiting';--> statement-breakpoint
CREATE INDEX "webhook_event_received_idx" ON "webhook_event" USING btree ("received_at");