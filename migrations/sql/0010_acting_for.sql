CREATE TABLE "authorisation" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"inviter_id" uuid NOT NULL,
	"helper_id" uuid,
	"principal_id" uuid,
	"organisation_id" uuid,
	"may_submit" boolean NOT NULL,
	"procedures" text[],
	"person_name_sealed" text,
	"code_hash" "bytea",
	"accept_by" timestamp (3) with time zone,
	"until" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"ended_by" uuid,
	CONSTRAINT "authorisation_codeHash_unique" UNIQUE("code_hash")
);
--> statement-breakpoint
CREATE TABLE "organisation" (
	"id" uuid PRIMARY KEY NOT NULL,
	"citizen_id" uuid NOT NULL,
	"name_sealed" text NOT NULL,
	"tax_code_sealed" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "handoff" (
	"id" uuid PRIMARY KEY NOT NULL,
	"draft_id" uuid NOT NULL,
	"code_hash" "bytea",
	"receipt_no" text NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"office" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "handoff_receiptNo_unique" UNIQUE("receipt_no")
);
--> statement-breakpoint
ALTER TABLE "dossier" ADD COLUMN "authorisation_id" uuid;--> statement-breakpoint
ALTER TABLE "dossier" ADD COLUMN "organisation_id" uuid;--> statement-breakpoint
ALTER TABLE "dossier" ADD COLUMN "for_citizen_id" uuid;--> statement-breakpoint
ALTER TABLE "dossier" ADD COLUMN "filed_by" uuid;--> statement-breakpoint
ALTER TABLE "dossier" ADD COLUMN "channel" text DEFAULT 'app' NOT NULL;--> statement-breakpoint
ALTER TABLE "draft" ADD COLUMN "authorisation_id" uuid;--> statement-breakpoint
ALTER TABLE "draft" ADD COLUMN "organisation_id" uuid;--> statement-breakpoint
ALTER TABLE "draft" ADD COLUMN "sent_for_review_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "authorisation" ADD CONSTRAINT "authorisation_organisation_id_organisation_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "handoff" ADD CONSTRAINT "handoff_draft_id_draft_id_fk" FOREIGN KEY ("draft_id") REFERENCES "public"."draft"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "authorisation_helper_idx" ON "authorisation" USING btree ("helper_id");--> statement-breakpoint
CREATE INDEX "authorisation_principal_idx" ON "authorisation" USING btree ("principal_id");--> statement-breakpoint
CREATE INDEX "authorisation_inviter_idx" ON "authorisation" USING btree ("inviter_id");--> statement-breakpoint
CREATE INDEX "authorisation_accept_by_idx" ON "authorisation" USING btree ("accept_by") WHERE state = 'invited';--> statement-breakpoint
CREATE INDEX "organisation_citizen_idx" ON "organisation" USING btree ("citizen_id");--> statement-breakpoint
CREATE UNIQUE INDEX "handoff_live_draft" ON "handoff" USING btree ("draft_id") WHERE state in ('waiting', 'opened');--> statement-breakpoint
CREATE UNIQUE INDEX "handoff_live_code" ON "handoff" USING btree ("code_hash") WHERE state in ('waiting', 'opened');--> statement-breakpoint
CREATE INDEX "handoff_expires_idx" ON "handoff" USING btree ("expires_at") WHERE state in ('waiting', 'opened');--> statement-breakpoint
CREATE INDEX "dossier_for_citizen_idx" ON "dossier" USING btree ("for_citizen_id","accepted_at" DESC NULLS LAST,"id" DESC NULLS LAST) WHERE for_citizen_id is not null;--> statement-breakpoint
CREATE INDEX "draft_authorisation_idx" ON "draft" USING btree ("authorisation_id") WHERE sent_for_review_at is not null;