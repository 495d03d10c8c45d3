-- Holidays that were read from a file and are looked at before they are taken over: one list per calendar or advertiser.
CREATE TABLE "holiday_import" (
    "subject" TEXT NOT NULL,
    "holidays" JSONB NOT NULL,
    "ignored" INTEGER NOT NULL,
    "agent_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "holiday_import_pkey" PRIMARY KEY ("subject")
);
ALTER TABLE "holiday_import" ADD CONSTRAINT "holiday_import_agent_id_fkey" FOREIGN KEY ("agent_id") REFERENCES "agent"("id") ON DELETE CASCADE ON UPDATE CASCADE;
