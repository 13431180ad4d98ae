ALTER TABLE "uploaded_file" ADD COLUMN "clean_id" text;--> statement-breakpoint
ALTER TABLE "uploaded_file" ADD COLUMN "trouble" text;--> statement-breakpoint
ALTER TABLE "uploaded_file" ADD COLUMN "check_fence" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "uploaded_file" ADD COLUMN "check_lease_until" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "uploaded_file" ADD COLUMN "next_check_at" timestamp (3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "uploaded_file" ADD COLUMN "looks" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "uploaded_file_unchecked_idx" ON "uploaded_file" USING btree ("next_check_at") WHERE state in ('held', 'scanned');