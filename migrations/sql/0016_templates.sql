CREATE TABLE "template" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"key" text NOT NULL,
	"name" text NOT NULL,
	"category" text NOT NULL,
	"unit_code" text NOT NULL,
	"archived_at" timestamp (3) with time zone,
	"created_by" uuid,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "template_key_unique" UNIQUE("key")
);
--> statement-breakpoint
CREATE TABLE "template_version" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"template_id" uuid NOT NULL,
	"no" integer NOT NULL,
	"content" jsonb NOT NULL,
	"content_hash" text GENERATED ALWAYS AS (encode(sha256(decode(replace(content::text, '\', '\\'), 'escape')), 'hex')) STORED NOT NULL,
	"zbs_template_id" text,
	"provider_state" text DEFAULT 'none' NOT NULL,
	"provider_reason" text,
	"quality" text,
	"price_by_user_vnd" integer,
	"price_by_phone_vnd" integer,
	"provider_seen_at" timestamp (3) with time zone,
	"created_by" uuid,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"frozen_at" timestamp (3) with time zone,
	"frozen_hash" text,
	CONSTRAINT "template_version_no" UNIQUE("template_id","no"),
	CONSTRAINT "template_version_frozen" CHECK ((frozen_at is null) = (frozen_hash is null) and (frozen_hash is null or frozen_hash = content_hash)),
	CONSTRAINT "template_version_provider_state" CHECK (provider_state in ('none', 'pending', 'enabled', 'rejected', 'disabled'))
);
--> statement-breakpoint
ALTER TABLE "template_version" ADD CONSTRAINT "template_version_template_id_template_id_fk" FOREIGN KEY ("template_id") REFERENCES "public"."template"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "template_unit_idx" ON "template" USING btree ("unit_code","created_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "template_version_provider_idx" ON "template_version" USING btree ("zbs_template_id");