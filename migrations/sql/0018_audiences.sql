CREATE TABLE "recipient_list" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"unit_code" text NOT NULL,
	"reason" text,
	"created_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"archived_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "recipient_list_row" (
	"list_id" uuid NOT NULL,
	"line_no" integer NOT NULL,
	"state" text NOT NULL,
	"citizen_id" uuid,
	"fault" text,
	"values_sealed" text,
	CONSTRAINT "recipient_list_row_list_id_line_no_pk" PRIMARY KEY("list_id","line_no"),
	CONSTRAINT "recipient_list_row_values" CHECK ((state = 'faulty') = (values_sealed is not null)),
	CONSTRAINT "recipient_list_row_person" CHECK ((state = 'matched') = (citizen_id is not null))
);
--> statement-breakpoint
CREATE TABLE "segment" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"unit_code" text NOT NULL,
	"definition" jsonb NOT NULL,
	"reason" text,
	"created_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"last_count" integer NOT NULL,
	"counted_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"archived_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "recipient_list_row" ADD CONSTRAINT "recipient_list_row_list_id_recipient_list_id_fk" FOREIGN KEY ("list_id") REFERENCES "public"."recipient_list"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "recipient_list_unit_idx" ON "recipient_list" USING btree ("unit_code","created_at" DESC NULLS LAST) WHERE archived_at is null;--> statement-breakpoint
CREATE INDEX "recipient_list_row_citizen_idx" ON "recipient_list_row" USING btree ("citizen_id","list_id") WHERE citizen_id is not null;--> statement-breakpoint
CREATE INDEX "recipient_list_row_faulty_idx" ON "recipient_list_row" USING btree ("list_id","line_no") WHERE state = 'faulty';--> statement-breakpoint
CREATE INDEX "segment_unit_idx" ON "segment" USING btree ("unit_code","updated_at" DESC NULLS LAST) WHERE archived_at is null;--> statement-breakpoint
CREATE INDEX "identity_link_person_idx" ON "identity_link" USING btree ("personal_number_index") WHERE revoked_at is null;