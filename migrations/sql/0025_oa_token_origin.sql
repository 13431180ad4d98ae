ALTER TABLE "oa_token" ADD COLUMN "origin_hash" "bytea";--> statement-breakpoint
ALTER TABLE "oa_token" ADD COLUMN "refused_hash" "bytea";--> statement-breakpoint
CREATE INDEX "webhook_event_subject_idx" ON "webhook_event" USING btree ("subject_index","occurred_at");--> statement-breakpoint
CREATE INDEX "delivery_provider_idx" ON "delivery" USING btree ("provider_message_id");