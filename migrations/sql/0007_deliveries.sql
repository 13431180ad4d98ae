CREATE TABLE "result_delivery" (
	"dossier_id" uuid PRIMARY KEY NOT NULL,
	"citizen_id" uuid NOT NULL,
	"way" text NOT NULL,
	"receiver_sealed" text,
	"order_number" text NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"fence" integer DEFAULT 0 NOT NULL,
	"lease_until" timestamp (3) with time zone,
	"next_look_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"look_no" integer DEFAULT 0 NOT NULL,
	"chosen_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"ordered_at" timestamp (3) with time zone,
	CONSTRAINT "result_delivery_orderNumber_unique" UNIQUE("order_number")
);
--> statement-breakpoint
ALTER TABLE "result_delivery" ADD CONSTRAINT "result_delivery_dossier_id_dossier_id_fk" FOREIGN KEY ("dossier_id") REFERENCES "public"."dossier"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "result_delivery_due_idx" ON "result_delivery" USING btree ("next_look_at") WHERE way = 'post' and state in ('open', 'sending');