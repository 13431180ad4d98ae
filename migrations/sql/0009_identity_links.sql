CREATE TABLE "counter_dossiers" (
	"citizen_id" uuid PRIMARY KEY NOT NULL,
	"personal_number_index" "bytea" NOT NULL,
	"items_sealed" text NOT NULL,
	"as_of" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "identity_link" (
	"id" uuid PRIMARY KEY NOT NULL,
	"citizen_id" uuid NOT NULL,
	"personal_number_index" "bytea" NOT NULL,
	"facts_sealed" text NOT NULL,
	"level" smallint NOT NULL,
	"linked_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"last_auth_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"revoked_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "identity_linking" (
	"id" uuid PRIMARY KEY NOT NULL,
	"citizen_id" uuid NOT NULL,
	"session_id" uuid NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"reason" text,
	"state_hash" "bytea" NOT NULL,
	"secrets_sealed" text NOT NULL,
	"proven_sealed" text,
	"tries_left" smallint DEFAULT 3 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "identity_linking_stateHash_unique" UNIQUE("state_hash")
);
--> statement-breakpoint
ALTER TABLE "draft" ADD COLUMN "submit_level" smallint DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "auth_session" ADD COLUMN "identity_proven_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "identity_link" ADD CONSTRAINT "identity_link_citizen_id_citizen_id_fk" FOREIGN KEY ("citizen_id") REFERENCES "public"."citizen"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identity_linking" ADD CONSTRAINT "identity_linking_citizen_id_citizen_id_fk" FOREIGN KEY ("citizen_id") REFERENCES "public"."citizen"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "identity_link_alive" ON "identity_link" USING btree ("citizen_id") WHERE revoked_at is null;--> statement-breakpoint
CREATE INDEX "identity_linking_citizen_idx" ON "identity_linking" USING btree ("citizen_id");--> statement-breakpoint
CREATE INDEX "identity_linking_expires_idx" ON "identity_linking" USING btree ("expires_at");