-- CreateTable
CREATE TABLE "bulk_job" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "agent_id" UUID NOT NULL,
    "kind" TEXT NOT NULL DEFAULT 'do',
    "action" TEXT NOT NULL,
    "payload" JSONB NOT NULL DEFAULT '{}',
    "chosen" TEXT,
    "of_id" UUID,
    "status" TEXT NOT NULL DEFAULT 'WAITING',
    "total" INTEGER NOT NULL DEFAULT 0,
    "done" INTEGER NOT NULL DEFAULT 0,
    "failed" INTEGER NOT NULL DEFAULT 0,
    "skipped" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "runs_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "bulk_job_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "bulk_item" (
    "job_id" UUID NOT NULL,
    "ticket_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "outcome" TEXT,
    "code" TEXT,
    "message" TEXT,
    "before" JSONB,
    "version_after" INTEGER,
    "at" TIMESTAMPTZ(3),

    CONSTRAINT "bulk_item_pkey" PRIMARY KEY ("job_id","ticket_id")
);

-- CreateIndex
CREATE INDEX "bulk_job_agent_id_id_idx" ON "bulk_job"("agent_id", "id");

-- CreateIndex
CREATE INDEX "bulk_item_job_id_outcome_position_idx" ON "bulk_item"("job_id", "outcome", "position");

-- CreateIndex
CREATE INDEX "bulk_item_ticket_id_idx" ON "bulk_item"("ticket_id");

-- AddForeignKey
ALTER TABLE "bulk_job" ADD CONSTRAINT "bulk_job_agent_id_fkey" FOREIGN KEY ("agent_id") REFERENCES "agent"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bulk_job" ADD CONSTRAINT "bulk_job_of_id_fkey" FOREIGN KEY ("of_id") REFERENCES "bulk_job"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bulk_item" ADD CONSTRAINT "bulk_item_job_id_fkey" FOREIGN KEY ("job_id") REFERENCES "bulk_job"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bulk_item" ADD CONSTRAINT "bulk_item_ticket_id_fkey" FOREIGN KEY ("ticket_id") REFERENCES "ticket"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "bulk_job" ADD CONSTRAINT "bulk_job_kind" CHECK ("kind" IN ('do','retry','undo'));
ALTER TABLE "bulk_job" ADD CONSTRAINT "bulk_job_status" CHECK ("status" IN ('WAITING','RUNNING','DONE','CANCELLED'));
ALTER TABLE "bulk_item" ADD CONSTRAINT "bulk_item_outcome" CHECK ("outcome" IN ('DONE','FAILED','SKIPPED'));

-- What every minute is looked for: orders whose job went down with its worker.
CREATE INDEX "bulk_job_open" ON "bulk_job" ("runs_at") WHERE "status" IN ('WAITING','RUNNING');
