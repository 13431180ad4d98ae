ALTER TABLE "inbox_message" ADD COLUMN "category" text DEFAULT 'dossiers' NOT NULL;--> statement-breakpoint
ALTER TABLE "inbox_message" ADD COLUMN "campaign_id" uuid;--> statement-breakpoint
ALTER TABLE "inbox_message" ADD COLUMN "action" jsonb;--> statement-breakpoint
ALTER TABLE "inbox_message" ADD COLUMN "event_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "inbox_message" ADD COLUMN "archived_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "inbox_message" ADD COLUMN "search_text" text GENERATED ALWAYS AS (regexp_replace(lower(translate(regexp_replace(normalize(title || ' ' || body, NFD), '[\u0300-\u036F]', '', 'g'), 'Đđ', 'dd')), '[^a-z0-9]+', ' ', 'g')) STORED NOT NULL;--> statement-breakpoint
ALTER TABLE "preference" ADD COLUMN "muted" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "preference" ADD COLUMN "wants" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "preference" ADD COLUMN "quiet_from" integer;--> statement-breakpoint
ALTER TABLE "preference" ADD COLUMN "quiet_to" integer;--> statement-breakpoint
ALTER TABLE "preference" ADD COLUMN "home_unit_code" text;--> statement-breakpoint
ALTER TABLE "preference" ADD COLUMN "language" text;--> statement-breakpoint
CREATE INDEX "inbox_message_unread_idx" ON "inbox_message" USING btree ("citizen_id","category") WHERE read_at is null and archived_at is null;--> statement-breakpoint
ALTER TABLE "preference" ADD CONSTRAINT "preference_quiet_hours" CHECK ((quiet_from is null) = (quiet_to is null) and (quiet_from is null or (quiet_from <> quiet_to and quiet_from between 0 and 1439 and quiet_to between 0 and 1439)));--> statement-breakpoint
ALTER TABLE "preference" ADD CONSTRAINT "preference_never_muted" CHECK (not (muted && array['emergency:zalo', 'emergency:mini-app', 'security:zalo', 'security:mini-app']));