-- What the log of an integration is read by, newest first.
DROP INDEX "receipt_integration_id_received_at_idx";
CREATE INDEX "receipt_integration_id_received_at_id_idx" ON "receipt"("integration_id", "received_at", "id");

-- CreateTable
CREATE TABLE "receipt_hour" (
    "integration_id" UUID NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "outcome" TEXT NOT NULL,
    "code" TEXT NOT NULL DEFAULT '',
    "count" BIGINT NOT NULL,

    CONSTRAINT "receipt_hour_pkey" PRIMARY KEY ("integration_id","hour","outcome","code")
);

-- What is seldom has indexes of its own; the many that are simply recorded pay nothing for them.
CREATE INDEX "receipt_seldom" ON "receipt" ("integration_id", "outcome", "received_at", "id") WHERE "outcome" <> 'recorded';
CREATE INDEX "receipt_refused_transaction" ON "receipt" ("integration_id", "transaction") WHERE "outcome" = 'refused';
CREATE INDEX "receipt_unknown_integration" ON "receipt" ("integration_key", "received_at", "id") WHERE "integration_id" IS NULL;
CREATE INDEX "receipt_replays" ON "receipt" ("replay_of") WHERE "replay_of" IS NOT NULL;
