DROP INDEX "dossier_act_once";--> statement-breakpoint
ALTER TABLE "dossier" ADD COLUMN "resent_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE UNIQUE INDEX "dossier_act_once" ON "dossier_act" USING btree ("dossier_id","kind") WHERE kind not in ('supplement', 'delivery', 'resend') and state not in ('rejected', 'needs_citizen');