UPDATE "preference" SET "muted" = array_append("muted", 'dossiers:zalo') WHERE NOT "zalo_dossier_updates";--> statement-breakpoint
ALTER TABLE "preference" DROP COLUMN "zalo_dossier_updates";