-- The advertiser's re-check (R21): a letter with claims, its clock, a conversation of its own, and the people who answer.
ALTER TABLE "advertiser"
  ADD COLUMN "recheck_gather" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "recheck_rule" TEXT NOT NULL DEFAULT 'by-agent',
  ADD COLUMN "recheck_locale" TEXT NOT NULL DEFAULT 'en',
  ADD COLUMN "escalation_email" TEXT,
  ADD COLUMN "version" INTEGER NOT NULL DEFAULT 1;
ALTER TABLE "advertiser" ADD CONSTRAINT "advertiser_recheck_rule" CHECK ("recheck_rule" IN ('by-agent', 'with-proof'));
ALTER TABLE "advertiser" ADD CONSTRAINT "advertiser_deadline_policy" CHECK ("deadline_policy" IN ('stay-with-agent', 'approve'));

ALTER TABLE "recheck_request"
  ADD COLUMN "to_address" TEXT,
  ADD COLUMN "question" TEXT,
  ADD COLUMN "gather_until" TIMESTAMPTZ(3),
  ADD COLUMN "sent_at" TIMESTAMPTZ(3),
  ADD COLUMN "next_step" TEXT,
  ADD COLUMN "next_step_at" TIMESTAMPTZ(3),
  ADD COLUMN "closed_at" TIMESTAMPTZ(3),
  ADD COLUMN "created_by" UUID;
CREATE INDEX "recheck_request_due" ON "recheck_request" ("next_step_at") WHERE "next_step_at" IS NOT NULL;
CREATE UNIQUE INDEX "recheck_request_one_gathering" ON "recheck_request" ("advertiser_id") WHERE "gather_until" IS NOT NULL AND "sent_at" IS NULL AND "closed_at" IS NULL;

ALTER TABLE "recheck"
  ADD COLUMN "question" TEXT,
  ADD COLUMN "answer_words" TEXT,
  ADD COLUMN "answered_by" TEXT,
  ADD COLUMN "closed_at" TIMESTAMPTZ(3);
ALTER TABLE "recheck" ADD CONSTRAINT "recheck_status" CHECK ("status" IN ('ASKED', 'ANSWERED', 'SETTLED', 'EXPIRED', 'WITHDRAWN'));
ALTER TABLE "recheck" ADD CONSTRAINT "recheck_answer" CHECK ("answer" IN ('eligible', 'not-eligible', 'need-more'));
ALTER TABLE "recheck" ADD CONSTRAINT "recheck_request_id_fkey" FOREIGN KEY ("request_id") REFERENCES "recheck_request"("id") ON DELETE SET NULL ON UPDATE CASCADE;
CREATE INDEX "recheck_request_id_idx" ON "recheck"("request_id");
CREATE INDEX "recheck_advertiser_id_asked_at_id_idx" ON "recheck"("advertiser_id", "asked_at", "id");
-- A claim is with the advertiser once; the next one begins when this one is over.
CREATE UNIQUE INDEX "recheck_one_open" ON "recheck" ("ticket_id") WHERE "status" = 'ASKED';
DROP INDEX "recheck_ticket_id_round_key";
CREATE INDEX "recheck_ticket_id_asked_at_idx" ON "recheck"("ticket_id", "asked_at");

-- What agent and advertiser say to each other about a claim. It never mixes with the user's conversation.
CREATE TABLE "recheck_message" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "recheck_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "author" TEXT NOT NULL,
    "author_name" TEXT NOT NULL,
    "agent_id" UUID,
    "body" TEXT NOT NULL,

    CONSTRAINT "recheck_message_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "recheck_message_recheck_id_at_idx" ON "recheck_message"("recheck_id", "at");
ALTER TABLE "recheck_message" ADD CONSTRAINT "recheck_message_recheck_id_fkey" FOREIGN KEY ("recheck_id") REFERENCES "recheck"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "recheck_message" ADD CONSTRAINT "recheck_message_author" CHECK ("author" IN ('AGENT', 'ADVERTISER'));

-- Named people of an advertiser: they sign in by a link that is sent to them.
CREATE TABLE "advertiser_contact" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "advertiser_id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "locale" TEXT NOT NULL DEFAULT 'en',
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "seen_at" TIMESTAMPTZ(3),
    "disabled_at" TIMESTAMPTZ(3),

    CONSTRAINT "advertiser_contact_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "advertiser_contact_advertiser_id_email_key" ON "advertiser_contact"("advertiser_id", "email");
CREATE INDEX "advertiser_contact_email_idx" ON "advertiser_contact"("email");
ALTER TABLE "advertiser_contact" ADD CONSTRAINT "advertiser_contact_advertiser_id_fkey" FOREIGN KEY ("advertiser_id") REFERENCES "advertiser"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TABLE "advertiser_link" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "token_hash" TEXT NOT NULL,
    "contact_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "advertiser_link_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "advertiser_link_token_hash_key" ON "advertiser_link"("token_hash");
CREATE INDEX "advertiser_link_contact_id_created_at_idx" ON "advertiser_link"("contact_id", "created_at");
ALTER TABLE "advertiser_link" ADD CONSTRAINT "advertiser_link_contact_id_fkey" FOREIGN KEY ("contact_id") REFERENCES "advertiser_contact"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "advertiser_session" (
    "token_hash" TEXT NOT NULL,
    "contact_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "advertiser_session_pkey" PRIMARY KEY ("token_hash")
);
CREATE INDEX "advertiser_session_contact_id_idx" ON "advertiser_session"("contact_id");
CREATE INDEX "advertiser_session_expires_at_idx" ON "advertiser_session"("expires_at");
ALTER TABLE "advertiser_session" ADD CONSTRAINT "advertiser_session_contact_id_fkey" FOREIGN KEY ("contact_id") REFERENCES "advertiser_contact"("id") ON DELETE CASCADE ON UPDATE CASCADE;
