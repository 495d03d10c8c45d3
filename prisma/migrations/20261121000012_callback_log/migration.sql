-- What the log of an app's callbacks is read by, newest first.
CREATE INDEX "callback_app_id_created_at_id_idx" ON "callback"("app_id", "created_at", "id");

-- What is seldom has indexes of its own; the many that are sent and acknowledged pay nothing for them.
CREATE INDEX "callback_given_up" ON "callback" ("app_id", "status", "created_at", "id") WHERE "status" IN ('FAILED','CANCELLED');
CREATE INDEX "callback_not_reward" ON "callback" ("app_id", "kind", "created_at", "id") WHERE "kind" <> 'REWARD';

-- A filtered set that is told again: how far it has come, so that whoever goes on knows where.
CREATE TABLE "callback_replay" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "app_id" UUID NOT NULL,
    "filter" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'RUNNING',
    "total" INTEGER NOT NULL,
    "replayed" INTEGER NOT NULL DEFAULT 0,
    "upto_at" TIMESTAMPTZ(3) NOT NULL,
    "upto_id" UUID NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "started_by" UUID NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "callback_replay_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "callback_replay_app_id_started_at_idx" ON "callback_replay"("app_id", "started_at");
ALTER TABLE "callback_replay" ADD CONSTRAINT "callback_replay_app_id_fkey" FOREIGN KEY ("app_id") REFERENCES "app"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "callback_replay" ADD CONSTRAINT "callback_replay_started_by_fkey" FOREIGN KEY ("started_by") REFERENCES "agent"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "callback_replay" ADD CONSTRAINT "callback_replay_status" CHECK ("status" IN ('RUNNING','DONE','CANCELLED') AND ("status" = 'RUNNING') = ("ended_at" IS NULL));
-- One set at a time, or the publisher would be sent the sum of them.
CREATE UNIQUE INDEX "callback_replay_running" ON "callback_replay" ("app_id") WHERE "status" = 'RUNNING';
