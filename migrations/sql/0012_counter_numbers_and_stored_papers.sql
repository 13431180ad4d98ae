CREATE TABLE "pickup_number" (
	"id" uuid PRIMARY KEY NOT NULL,
	"dossier_id" uuid NOT NULL,
	"citizen_id" uuid NOT NULL,
	"office_id" text NOT NULL,
	"day" date NOT NULL,
	"from_clock" text NOT NULL,
	"to_clock" text NOT NULL,
	"number" text,
	"state" text DEFAULT 'accepted' NOT NULL,
	"fence" integer DEFAULT 0 NOT NULL,
	"lease_until" timestamp (3) with time zone,
	"attempt_no" integer DEFAULT 0 NOT NULL,
	"attempt_started_at" timestamp (3) with time zone,
	"next_attempt_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"accepted_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "stored_papers" (
	"citizen_id" uuid PRIMARY KEY NOT NULL,
	"personal_number_index" "bytea" NOT NULL,
	"items_sealed" text NOT NULL,
	"as_of" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
DROP INDEX "dossier_act_once";--> statement-breakpoint
ALTER TABLE "uploaded_file" ADD COLUMN "level" smallint DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "pickup_number" ADD CONSTRAINT "pickup_number_dossier_id_dossier_id_fk" FOREIGN KEY ("dossier_id") REFERENCES "public"."dossier"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "pickup_number_once" ON "pickup_number" USING btree ("dossier_id") WHERE state not in ('rejected', 'returned', 'over');--> statement-breakpoint
CREATE INDEX "pickup_number_due_idx" ON "pickup_number" USING btree ("state","next_attempt_at");--> statement-breakpoint
CREATE UNIQUE INDEX "dossier_act_once" ON "dossier_act" USING btree ("dossier_id","kind") WHERE kind not in ('supplement', 'delivery') and state not in ('rejected', 'needs_citizen');