-- What happened on one day, counted once: in all, and for each app, advertiser, offer and agent, and some pairs of these.
CREATE TABLE "report_day" (
    "grain" SMALLINT NOT NULL,
    "app_id" UUID NOT NULL,
    "advertiser_id" UUID NOT NULL,
    "offer_id" UUID NOT NULL,
    "agent_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "counts" INTEGER[] NOT NULL DEFAULT '{}',
    "micros" BIGINT[] NOT NULL DEFAULT '{}',
    "backlog" INTEGER[] NOT NULL DEFAULT '{}',
    "backlog_micros" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "report_day_pkey" PRIMARY KEY ("grain","app_id","advertiser_id","offer_id","agent_id","day")
);

CREATE INDEX "report_day_grain_day_idx" ON "report_day"("grain", "day");

-- How long confirmations took, from the click on.
CREATE TABLE "delay_day" (
    "integration_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "part" SMALLINT NOT NULL,
    "count" BIGINT NOT NULL,

    CONSTRAINT "delay_day_pkey" PRIMARY KEY ("integration_id","day","part")
);

ALTER TABLE "delay_day" ADD CONSTRAINT "delay_day_integration_id_fkey" FOREIGN KEY ("integration_id") REFERENCES "integration"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Downloads page through what was decided in a period.
DROP INDEX "decision_decided_at_idx";
CREATE INDEX "decision_decided_at_id_idx" ON "decision"("decided_at", "id");

-- The rules of the automation over a past period, under one or two policies.
CREATE TABLE "dry_run" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "agent_id" UUID NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'RUNNING',
    "from_at" TIMESTAMPTZ(3) NOT NULL,
    "until_at" TIMESTAMPTZ(3) NOT NULL,
    "app_id" UUID,
    "advertiser_id" UUID,
    "policies" JSONB NOT NULL,
    "rule_version" TEXT NOT NULL,
    "total" INTEGER,
    "done" INTEGER NOT NULL DEFAULT 0,
    "upto_at" TIMESTAMPTZ(3) NOT NULL,
    "upto_id" UUID NOT NULL,
    "counts" JSONB NOT NULL DEFAULT '{}',
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "dry_run_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "dry_run_agent_id_started_at_idx" ON "dry_run"("agent_id", "started_at");
CREATE INDEX "dry_run_started_at_idx" ON "dry_run"("started_at");
ALTER TABLE "dry_run" ADD CONSTRAINT "dry_run_agent_id_fkey" FOREIGN KEY ("agent_id") REFERENCES "agent"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "dry_run" ADD CONSTRAINT "dry_run_app_id_fkey" FOREIGN KEY ("app_id") REFERENCES "app"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "dry_run" ADD CONSTRAINT "dry_run_advertiser_id_fkey" FOREIGN KEY ("advertiser_id") REFERENCES "advertiser"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "dry_run" ADD CONSTRAINT "dry_run_status" CHECK ("status" IN ('RUNNING', 'DONE', 'CANCELLED'));
ALTER TABLE "dry_run" ADD CONSTRAINT "dry_run_period" CHECK ("from_at" < "until_at");
ALTER TABLE "dry_run" ADD CONSTRAINT "dry_run_ended" CHECK (("status" = 'RUNNING') = ("ended_at" IS NULL));
-- One person, one run at a time.
CREATE UNIQUE INDEX "dry_run_one_running" ON "dry_run" ("agent_id") WHERE "status" = 'RUNNING';

-- The tickets that a dry run would have treated in another way than they were, or its policies differently.
CREATE TABLE "dry_run_row" (
    "dry_run_id" UUID NOT NULL,
    "place" INTEGER NOT NULL,
    "ticket_id" UUID NOT NULL,
    "happened" TEXT NOT NULL,
    "value_micros" BIGINT NOT NULL,
    "rulings" JSONB NOT NULL,

    CONSTRAINT "dry_run_row_pkey" PRIMARY KEY ("dry_run_id","place")
);

ALTER TABLE "dry_run_row" ADD CONSTRAINT "dry_run_row_dry_run_id_fkey" FOREIGN KEY ("dry_run_id") REFERENCES "dry_run"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "dry_run_row" ADD CONSTRAINT "dry_run_row_ticket_id_fkey" FOREIGN KEY ("ticket_id") REFERENCES "ticket"("id") ON DELETE CASCADE ON UPDATE CASCADE;
CREATE INDEX "dry_run_row_ticket_id_idx" ON "dry_run_row"("ticket_id");
