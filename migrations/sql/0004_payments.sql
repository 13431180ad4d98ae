CREATE TABLE "fee_notice" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"dossier_id" uuid NOT NULL,
	"citizen_id" uuid NOT NULL,
	"step" integer NOT NULL,
	"amount_vnd" bigint,
	"purpose_sealed" text,
	"payee" text,
	"due_at" timestamp (3) with time zone,
	"received_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"paid_payment_id" uuid,
	CONSTRAINT "fee_notice_paidPaymentId_unique" UNIQUE("paid_payment_id"),
	CONSTRAINT "fee_notice_step" UNIQUE("dossier_id","step")
);
--> statement-breakpoint
CREATE TABLE "payment" (
	"id" uuid PRIMARY KEY NOT NULL,
	"citizen_id" uuid NOT NULL,
	"dossier_id" uuid NOT NULL,
	"fee_notice_id" uuid NOT NULL,
	"idempotency_key" text NOT NULL,
	"request_hash" "bytea" NOT NULL,
	"method" text NOT NULL,
	"reference" text NOT NULL,
	"amount_vnd" bigint NOT NULL,
	"state" text DEFAULT 'created' NOT NULL,
	"pay_url_sealed" text,
	"order_id" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"transaction_id" text,
	"received_vnd" bigint,
	"received_at" timestamp (3) with time zone,
	"concern" text,
	"needs_staff" boolean DEFAULT false NOT NULL,
	"receipt_number" text,
	"receipt_url" text,
	"refund_started_at" timestamp (3) with time zone,
	"refund_id" text,
	"tell_state" text DEFAULT 'none' NOT NULL,
	"tell_started_at" timestamp (3) with time zone,
	"fence" integer DEFAULT 0 NOT NULL,
	"lease_until" timestamp (3) with time zone,
	"next_look_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"look_no" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "payment_reference_unique" UNIQUE("reference"),
	CONSTRAINT "payment_idempotency_key" UNIQUE("citizen_id","idempotency_key")
);
--> statement-breakpoint
CREATE TABLE "payment_notice" (
	"id" uuid PRIMARY KEY NOT NULL,
	"method" text NOT NULL,
	"notice_key" "bytea" NOT NULL,
	"body_sealed" text NOT NULL,
	"received_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"processed_at" timestamp (3) with time zone,
	"outcome" text,
	CONSTRAINT "payment_notice_key" UNIQUE("method","notice_key")
);
--> statement-breakpoint
ALTER TABLE "fee_notice" ADD CONSTRAINT "fee_notice_dossier_id_dossier_id_fk" FOREIGN KEY ("dossier_id") REFERENCES "public"."dossier"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment" ADD CONSTRAINT "payment_dossier_id_dossier_id_fk" FOREIGN KEY ("dossier_id") REFERENCES "public"."dossier"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment" ADD CONSTRAINT "payment_fee_notice_id_fee_notice_id_fk" FOREIGN KEY ("fee_notice_id") REFERENCES "public"."fee_notice"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "payment_one_live" ON "payment" USING btree ("fee_notice_id") WHERE state in ('created', 'awaiting', 'paid');--> statement-breakpoint
CREATE INDEX "payment_fee_idx" ON "payment" USING btree ("fee_notice_id","created_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "payment_due_idx" ON "payment" USING btree ("next_look_at") WHERE state in ('created', 'awaiting', 'refunding') or tell_state in ('due', 'sending', 'uncertain');--> statement-breakpoint
CREATE INDEX "payment_notice_due_idx" ON "payment_notice" USING btree ("received_at") WHERE processed_at is null;