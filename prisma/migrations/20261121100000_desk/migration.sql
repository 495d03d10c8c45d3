-- What the desk writes on a ticket beside its status.
ALTER TABLE "ticket"
    ADD COLUMN "snoozed_until" TIMESTAMPTZ(3),
    ADD COLUMN "lead_at" TIMESTAMPTZ(3),
    ADD COLUMN "duplicate_of_id" UUID,
    ADD COLUMN "held_reason" TEXT,
    ADD COLUMN "held_at" TIMESTAMPTZ(3),
    ADD COLUMN "deciding_until" TIMESTAMPTZ(3),
    ADD COLUMN "second_wanted_at" TIMESTAMPTZ(3),
    ADD COLUMN "second_wanted_by" UUID,
    ADD COLUMN "user_replied_at" TIMESTAMPTZ(3),
    ADD COLUMN "asked_user_at" TIMESTAMPTZ(3);

ALTER TABLE "ticket" ADD CONSTRAINT "ticket_duplicate_of_id_fkey" FOREIGN KEY ("duplicate_of_id") REFERENCES "ticket"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "ticket" ADD CONSTRAINT "ticket_second_wanted_by_fkey" FOREIGN KEY ("second_wanted_by") REFERENCES "agent"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "ticket" ADD CONSTRAINT "ticket_not_its_own_duplicate" CHECK ("duplicate_of_id" <> "id");
ALTER TABLE "ticket" ADD CONSTRAINT "ticket_held" CHECK (("held_at" IS NULL) = ("held_reason" IS NULL));
-- What is seldom is found without reading what is usual.
CREATE INDEX "ticket_asleep" ON "ticket" ("snoozed_until") WHERE "snoozed_until" IS NOT NULL;
CREATE INDEX "ticket_duplicates" ON "ticket" ("duplicate_of_id") WHERE "duplicate_of_id" IS NOT NULL;

-- A decision or a reply that an agent has given and can still take back: nothing of it has left yet.
CREATE TABLE "intent" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "ticket_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "agent_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "runs_at" TIMESTAMPTZ(3) NOT NULL,
    "done_at" TIMESTAMPTZ(3),
    "undone_at" TIMESTAMPTZ(3),
    "undone_by" UUID,
    "failed_at" TIMESTAMPTZ(3),
    "failure" TEXT,
    "seen_at" TIMESTAMPTZ(3),

    CONSTRAINT "intent_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "intent_ticket_id_created_at_idx" ON "intent"("ticket_id", "created_at");
CREATE INDEX "intent_agent_id_created_at_idx" ON "intent"("agent_id", "created_at");
ALTER TABLE "intent" ADD CONSTRAINT "intent_ticket_id_fkey" FOREIGN KEY ("ticket_id") REFERENCES "ticket"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "intent" ADD CONSTRAINT "intent_agent_id_fkey" FOREIGN KEY ("agent_id") REFERENCES "agent"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "intent" ADD CONSTRAINT "intent_undone_by_fkey" FOREIGN KEY ("undone_by") REFERENCES "agent"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "intent" ADD CONSTRAINT "intent_kind" CHECK ("kind" IN ('decide', 'ask-user'));
-- It ends in one way: carried out, taken back or failed.
ALTER TABLE "intent" ADD CONSTRAINT "intent_ends_once" CHECK (num_nonnulls("done_at", "undone_at", "failed_at") <= 1);
ALTER TABLE "intent" ADD CONSTRAINT "intent_failure" CHECK (("failed_at" IS NULL) = ("failure" IS NULL));
CREATE UNIQUE INDEX "intent_one_open" ON "intent" ("ticket_id") WHERE "done_at" IS NULL AND "undone_at" IS NULL AND "failed_at" IS NULL;
CREATE INDEX "intent_due" ON "intent" ("runs_at") WHERE "done_at" IS NULL AND "undone_at" IS NULL AND "failed_at" IS NULL;
CREATE INDEX "intent_failed_unseen" ON "intent" ("agent_id", "failed_at") WHERE "failed_at" IS NOT NULL AND "seen_at" IS NULL;

-- An agent whom a colleague named in a note.
CREATE TABLE "mention" (
    "message_id" UUID NOT NULL,
    "agent_id" UUID NOT NULL,
    "ticket_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "seen_at" TIMESTAMPTZ(3),

    CONSTRAINT "mention_pkey" PRIMARY KEY ("message_id", "agent_id")
);

CREATE INDEX "mention_agent_id_at_idx" ON "mention"("agent_id", "at");
ALTER TABLE "mention" ADD CONSTRAINT "mention_message_id_fkey" FOREIGN KEY ("message_id") REFERENCES "message"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "mention" ADD CONSTRAINT "mention_agent_id_fkey" FOREIGN KEY ("agent_id") REFERENCES "agent"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "mention" ADD CONSTRAINT "mention_ticket_id_fkey" FOREIGN KEY ("ticket_id") REFERENCES "ticket"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
CREATE INDEX "mention_unseen" ON "mention" ("agent_id", "at") WHERE "seen_at" IS NULL;
