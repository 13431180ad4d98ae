CREATE TABLE "procedure_use" (
	"unit_code" text NOT NULL,
	"code" text NOT NULL,
	"month" date NOT NULL,
	"count" integer NOT NULL,
	CONSTRAINT "procedure_use_unit_code_code_month_pk" PRIMARY KEY("unit_code","code","month")
);
--> statement-breakpoint
ALTER TABLE "dossier" ADD COLUMN "unit_code" text;--> statement-breakpoint
ALTER TABLE "draft" ADD COLUMN "unit_code" text;