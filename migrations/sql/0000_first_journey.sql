CREATE TABLE "audit_entry" (
	"no" bigserial PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"resource_id" uuid,
	"request_id" text
);
--> statement-breakpoint
CREATE TABLE "consent_entry" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"citizen_id" uuid NOT NULL,
	"purpose" text NOT NULL,
	"text_version" text NOT NULL,
	"act" text NOT NULL,
	"channel" text NOT NULL,
	"session_id" uuid,
	"subject_ref" uuid,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "dossier" (
	"id" uuid PRIMARY KEY NOT NULL,
	"citizen_id" uuid NOT NULL,
	"receipt_no" text NOT NULL,
	"draft_id" uuid NOT NULL,
	"procedure_code" text NOT NULL,
	"procedure_version_no" integer NOT NULL,
	"case_id" text NOT NULL,
	"form_version" text NOT NULL,
	"answers_id" uuid NOT NULL,
	"files" jsonb NOT NULL,
	"idempotency_key" text NOT NULL,
	"request_hash" "bytea" NOT NULL,
	"state" text DEFAULT 'accepted' NOT NULL,
	"fence" integer DEFAULT 0 NOT NULL,
	"lease_until" timestamp (3) with time zone,
	"attempt_no" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"province_code" text,
	"status" smallint DEFAULT 1 NOT NULL,
	"sub_status_sealed" text,
	"due_at" timestamp (3) with time zone,
	"province_step" integer DEFAULT 0 NOT NULL,
	"accepted_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"confirmed_at" timestamp (3) with time zone,
	"as_of" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"polled_at" timestamp (3) with time zone,
	CONSTRAINT "dossier_receiptNo_unique" UNIQUE("receipt_no"),
	CONSTRAINT "dossier_draftId_unique" UNIQUE("draft_id"),
	CONSTRAINT "dossier_provinceCode_unique" UNIQUE("province_code"),
	CONSTRAINT "dossier_idempotency_key" UNIQUE("citizen_id","idempotency_key")
);
--> statement-breakpoint
CREATE TABLE "dossier_event" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"dossier_id" uuid NOT NULL,
	"event_key" text NOT NULL,
	"kind" text NOT NULL,
	"status" smallint,
	"text_sealed" text,
	"is_unknown_text" boolean DEFAULT false NOT NULL,
	"occurred_at" timestamp (3) with time zone NOT NULL,
	"recorded_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "dossier_event_key" UNIQUE("dossier_id","event_key")
);
--> statement-breakpoint
CREATE TABLE "draft" (
	"id" uuid PRIMARY KEY NOT NULL,
	"citizen_id" uuid NOT NULL,
	"procedure_code" text NOT NULL,
	"procedure_version_no" integer NOT NULL,
	"case_id" text NOT NULL,
	"form_version" text NOT NULL,
	"answers_id" uuid NOT NULL,
	"files" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"is_complete" boolean DEFAULT false NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"idempotency_key" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "draft_idempotency_key" UNIQUE("citizen_id","idempotency_key")
);
--> statement-breakpoint
CREATE TABLE "form_answers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"citizen_id" uuid NOT NULL,
	"content_sealed" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "inbox_event" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"source" text NOT NULL,
	"event_key" text NOT NULL,
	"body_sealed" text NOT NULL,
	"received_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"processed_at" timestamp (3) with time zone,
	"outcome" text,
	CONSTRAINT "inbox_event_key" UNIQUE("source","event_key")
);
--> statement-breakpoint
CREATE TABLE "send_attempt" (
	"dossier_id" uuid NOT NULL,
	"attempt_no" integer NOT NULL,
	"started_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"outcome" text,
	CONSTRAINT "send_attempt_no" UNIQUE("dossier_id","attempt_no")
);
--> statement-breakpoint
CREATE TABLE "status_mapping" (
	"system" text NOT NULL,
	"text_folded" text NOT NULL,
	"status" smallint NOT NULL,
	CONSTRAINT "status_mapping_key" UNIQUE("system","text_folded")
);
--> statement-breakpoint
CREATE TABLE "auth_session" (
	"id" uuid PRIMARY KEY NOT NULL,
	"citizen_id" uuid NOT NULL,
	"device_hash" "bytea",
	"refresh_hash" "bytea" NOT NULL,
	"previous_hash" "bytea",
	"previous_rotation_hash" "bytea",
	"successor_sealed" text,
	"rotated_at" timestamp (3) with time zone,
	"generation" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"refresh_expires_at" timestamp (3) with time zone NOT NULL,
	"absolute_expires_at" timestamp (3) with time zone NOT NULL,
	"revoked_at" timestamp (3) with time zone,
	"revoked_for" text
);
--> statement-breakpoint
CREATE TABLE "citizen" (
	"id" uuid PRIMARY KEY NOT NULL,
	"zalo_id_index" "bytea" NOT NULL,
	"zalo_id_sealed" text NOT NULL,
	"oa_user_id_index" "bytea",
	"oa_user_id_sealed" text,
	"name_sealed" text,
	"phone_index" "bytea",
	"phone_sealed" text,
	"level" smallint DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"last_seen_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "citizen_zaloIdIndex_unique" UNIQUE("zalo_id_index"),
	CONSTRAINT "citizen_oaUserIdIndex_unique" UNIQUE("oa_user_id_index")
);
--> statement-breakpoint
CREATE TABLE "subject_key" (
	"subject_id" uuid PRIMARY KEY NOT NULL,
	"wrapped_key" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "delivery" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"message_id" uuid NOT NULL,
	"channel" text DEFAULT 'none' NOT NULL,
	"state" text DEFAULT 'queued' NOT NULL,
	"reason" text,
	"provider_message_id" text,
	"attempt_no" integer DEFAULT 0 NOT NULL,
	"template_id" text NOT NULL,
	"procedure_name" text NOT NULL,
	"masked_code" text NOT NULL,
	"status_text" text NOT NULL,
	"note" text NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "delivery_messageId_unique" UNIQUE("message_id")
);
--> statement-breakpoint
CREATE TABLE "inbox_message" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"citizen_id" uuid NOT NULL,
	"event_key" text NOT NULL,
	"kind" text NOT NULL,
	"title" text NOT NULL,
	"body" text NOT NULL,
	"dossier_id" uuid,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"read_at" timestamp (3) with time zone,
	CONSTRAINT "inbox_message_event" UNIQUE("citizen_id","event_key")
);
--> statement-breakpoint
CREATE TABLE "oa_token" (
	"oa_id" text PRIMARY KEY NOT NULL,
	"access_sealed" text NOT NULL,
	"refresh_sealed" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "preference" (
	"citizen_id" uuid PRIMARY KEY NOT NULL,
	"zalo_dossier_updates" boolean DEFAULT true NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "e_form" (
	"procedure_code" text NOT NULL,
	"case_id" text NOT NULL,
	"form_version" text NOT NULL,
	"content" jsonb NOT NULL,
	"published_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "e_form_procedure_code_case_id_form_version_pk" PRIMARY KEY("procedure_code","case_id","form_version")
);
--> statement-breakpoint
CREATE TABLE "procedure" (
	"code" text PRIMARY KEY NOT NULL,
	"current_version_no" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "procedure_version" (
	"code" text NOT NULL,
	"version_no" integer NOT NULL,
	"content" jsonb NOT NULL,
	"content_hash" text NOT NULL,
	"published_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "procedure_version_code_version_no_pk" PRIMARY KEY("code","version_no")
);
--> statement-breakpoint
CREATE TABLE "uploaded_file" (
	"id" text PRIMARY KEY NOT NULL,
	"citizen_id" uuid NOT NULL,
	"name_sealed" text NOT NULL,
	"declared_type" text NOT NULL,
	"type" text,
	"size_bytes" integer NOT NULL,
	"key_sealed" text NOT NULL,
	"sha256" "bytea",
	"state" text DEFAULT 'uploading' NOT NULL,
	"dossier_id" uuid,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"completed_at" timestamp (3) with time zone,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "dossier_event" ADD CONSTRAINT "dossier_event_dossier_id_dossier_id_fk" FOREIGN KEY ("dossier_id") REFERENCES "public"."dossier"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "draft" ADD CONSTRAINT "draft_answers_id_form_answers_id_fk" FOREIGN KEY ("answers_id") REFERENCES "public"."form_answers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "send_attempt" ADD CONSTRAINT "send_attempt_dossier_id_dossier_id_fk" FOREIGN KEY ("dossier_id") REFERENCES "public"."dossier"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "auth_session" ADD CONSTRAINT "auth_session_citizen_id_citizen_id_fk" FOREIGN KEY ("citizen_id") REFERENCES "public"."citizen"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_message_id_inbox_message_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."inbox_message"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_entry_resource_idx" ON "audit_entry" USING btree ("resource_id");--> statement-breakpoint
CREATE INDEX "consent_entry_citizen_idx" ON "consent_entry" USING btree ("citizen_id","purpose","at");--> statement-breakpoint
CREATE INDEX "dossier_citizen_idx" ON "dossier" USING btree ("citizen_id","accepted_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "dossier_due_idx" ON "dossier" USING btree ("state","next_attempt_at");--> statement-breakpoint
CREATE INDEX "draft_citizen_idx" ON "draft" USING btree ("citizen_id","updated_at");--> statement-breakpoint
CREATE INDEX "auth_session_citizen_idx" ON "auth_session" USING btree ("citizen_id");--> statement-breakpoint
CREATE INDEX "citizen_phone_idx" ON "citizen" USING btree ("phone_index");--> statement-breakpoint
CREATE INDEX "delivery_state_idx" ON "delivery" USING btree ("state","updated_at");--> statement-breakpoint
CREATE INDEX "inbox_message_page_idx" ON "inbox_message" USING btree ("citizen_id","created_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "uploaded_file_citizen_idx" ON "uploaded_file" USING btree ("citizen_id","created_at");--> statement-breakpoint
CREATE INDEX "uploaded_file_dossier_idx" ON "uploaded_file" USING btree ("dossier_id");