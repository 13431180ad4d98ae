CREATE TABLE "download_ticket" (
	"hash" "bytea" PRIMARY KEY NOT NULL,
	"citizen_id" uuid NOT NULL,
	"session_id" uuid NOT NULL,
	"file_id" text NOT NULL,
	"name_sealed" text NOT NULL,
	"purpose" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "dossier_result" (
	"id" uuid PRIMARY KEY NOT NULL,
	"dossier_id" uuid NOT NULL,
	"citizen_id" uuid NOT NULL,
	"no" integer NOT NULL,
	"province_id" text NOT NULL,
	"facts_sealed" text NOT NULL,
	"code" text,
	"signed_on" date,
	"valid_until" date,
	"is_permanent" boolean NOT NULL,
	"state" text NOT NULL,
	"file_id" text,
	"size_bytes" integer,
	"type" text,
	"sha256" "bytea",
	"signature" text,
	"signature_sealed" text,
	"noted_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"fetched_at" timestamp (3) with time zone,
	"fence" integer DEFAULT 0 NOT NULL,
	"lease_until" timestamp (3) with time zone,
	"next_look_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"look_no" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "dossier_result_fileId_unique" UNIQUE("file_id"),
	CONSTRAINT "dossier_result_province_id" UNIQUE("dossier_id","province_id"),
	CONSTRAINT "dossier_result_no" UNIQUE("dossier_id","no")
);
--> statement-breakpoint
ALTER TABLE "uploaded_file" ADD COLUMN "source" text DEFAULT 'citizen' NOT NULL;--> statement-breakpoint
ALTER TABLE "dossier_result" ADD CONSTRAINT "dossier_result_dossier_id_dossier_id_fk" FOREIGN KEY ("dossier_id") REFERENCES "public"."dossier"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dossier_result" ADD CONSTRAINT "dossier_result_file_id_uploaded_file_id_fk" FOREIGN KEY ("file_id") REFERENCES "public"."uploaded_file"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "download_ticket_expiry_idx" ON "download_ticket" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "dossier_result_citizen_idx" ON "dossier_result" USING btree ("citizen_id","noted_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "dossier_result_due_idx" ON "dossier_result" USING btree ("next_look_at") WHERE state = 'due';--> statement-breakpoint
CREATE INDEX "dossier_result_expiry_idx" ON "dossier_result" USING btree ("valid_until") WHERE valid_until is not null;