DROP INDEX "campaign_delivery_queued_idx";--> statement-breakpoint
ALTER TABLE "campaign" ADD COLUMN "seen_outcomes" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "campaign" ADD COLUMN "seen_failures" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "campaign_delivery_turn_idx" ON "campaign_delivery" USING btree ("campaign_id","channel","is_canary","not_before") WHERE state = 'queued';