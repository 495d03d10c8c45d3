-- The queues of the desk: each is read in its own order from an index that holds little more than the queue.

ALTER TABLE "ticket" ADD COLUMN "advertiser_answered_at" TIMESTAMPTZ(3);

-- Only tickets under review have a deadline: those that are decided need not stand in this index.
DROP INDEX "ticket_status_due_at_id_idx";
CREATE INDEX "ticket_by_deadline" ON "ticket" ("status", "due_at", "id", "breach_at")
  WHERE "status" IN ('OPEN', 'PENDING_CONFIRMATION', 'ESCALATED', 'WITH_ADVERTISER');
CREATE INDEX "ticket_new" ON "ticket" ("status", "due_at", "id")
  WHERE "assignee_id" IS NULL AND "held_at" IS NULL AND "status" IN ('OPEN', 'PENDING_CONFIRMATION');
CREATE INDEX "ticket_for_lead" ON "ticket" ("status", "due_at", "id") WHERE "lead_at" IS NOT NULL OR "second_wanted_at" IS NOT NULL;
CREATE INDEX "ticket_answered" ON "ticket" ("status", "due_at", "id") WHERE "advertiser_answered_at" IS NOT NULL;
CREATE INDEX "ticket_held_ones" ON "ticket" ("held_at", "id") WHERE "held_at" IS NOT NULL;
CREATE INDEX "ticket_user_replied" ON "ticket" ("user_replied_at", "id") WHERE "user_replied_at" IS NOT NULL;
CREATE INDEX "ticket_status_value_micros_id_idx" ON "ticket" ("status", "value_micros", "id");

-- The last word of the advertiser, beside the ticket: asking again takes it away.
CREATE FUNCTION "note_advertiser_answer"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE ticket SET advertiser_answered_at = NEW.answered_at
   WHERE id = NEW.ticket_id AND advertiser_answered_at IS DISTINCT FROM NEW.answered_at;
  RETURN NULL;
END $$;
CREATE TRIGGER "recheck_answered" AFTER INSERT OR UPDATE OF "answered_at" ON "recheck"
  FOR EACH ROW EXECUTE FUNCTION "note_advertiser_answer"();

-- Tickets of which an e-mail or a callback has failed for good: one row each, kept true by the two outboxes themselves.
CREATE TABLE "delivery_problem" (
    "ticket_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "emails" INTEGER NOT NULL,
    "callbacks" INTEGER NOT NULL,

    CONSTRAINT "delivery_problem_pkey" PRIMARY KEY ("ticket_id")
);
CREATE INDEX "delivery_problem_at_ticket_id_idx" ON "delivery_problem" ("at", "ticket_id");
ALTER TABLE "delivery_problem" ADD CONSTRAINT "delivery_problem_ticket_id_fkey" FOREIGN KEY ("ticket_id") REFERENCES "ticket"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE FUNCTION "look_at_delivery"(tickets uuid[]) RETURNS void LANGUAGE sql AS $$
  WITH found AS (
    SELECT t.id, mails.failed AS emails, calls.failed AS callbacks, greatest(mails.last, calls.last) AS at
      FROM ticket t
      CROSS JOIN LATERAL (
        SELECT count(*)::int AS failed, max(coalesce(failed_at, created_at)) AS last
          FROM email WHERE ticket_id = t.id AND status = 'FAILED') AS mails
      CROSS JOIN LATERAL (
        SELECT count(*)::int AS failed, max(coalesce(c.failed_at, c.created_at)) AS last
          FROM ticket_task k
          JOIN reward_grant g ON g.user_id = k.user_id AND g.title_key = k.title_key AND g.task_key = k.task_key
          JOIN callback c ON c.grant_id = g.id AND c.status = 'FAILED'
         WHERE k.ticket_id = t.id) AS calls
     WHERE t.id = ANY(tickets)),
  gone AS (
    DELETE FROM delivery_problem WHERE ticket_id IN (SELECT id FROM found WHERE emails + callbacks = 0))
  INSERT INTO delivery_problem (ticket_id, at, emails, callbacks)
  SELECT id, at, emails, callbacks FROM found WHERE emails + callbacks > 0
  ON CONFLICT (ticket_id) DO UPDATE SET at = excluded.at, emails = excluded.emails, callbacks = excluded.callbacks
$$;

CREATE FUNCTION "email_delivery_changed"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM look_at_delivery(ARRAY[NEW.ticket_id]);
  RETURN NULL;
END $$;
CREATE TRIGGER "email_failed" AFTER UPDATE OF "status" ON "email" FOR EACH ROW
  WHEN (NEW."ticket_id" IS NOT NULL AND OLD."status" <> NEW."status" AND (OLD."status" = 'FAILED' OR NEW."status" = 'FAILED'))
  EXECUTE FUNCTION "email_delivery_changed"();
CREATE TRIGGER "email_born_failed" AFTER INSERT ON "email" FOR EACH ROW
  WHEN (NEW."ticket_id" IS NOT NULL AND NEW."status" = 'FAILED') EXECUTE FUNCTION "email_delivery_changed"();

CREATE FUNCTION "callback_delivery_changed"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM look_at_delivery(array_agg(k.ticket_id))
     FROM reward_grant g JOIN ticket_task k ON k.user_id = g.user_id AND k.title_key = g.title_key AND k.task_key = g.task_key
    WHERE g.id = NEW.grant_id;
  RETURN NULL;
END $$;
CREATE TRIGGER "callback_failed" AFTER UPDATE OF "status" ON "callback" FOR EACH ROW
  WHEN (OLD."status" <> NEW."status" AND (OLD."status" = 'FAILED' OR NEW."status" = 'FAILED'))
  EXECUTE FUNCTION "callback_delivery_changed"();
CREATE TRIGGER "callback_born_failed" AFTER INSERT ON "callback" FOR EACH ROW
  WHEN (NEW."status" = 'FAILED') EXECUTE FUNCTION "callback_delivery_changed"();

SELECT look_at_delivery(array_agg(DISTINCT id)) FROM (
  SELECT ticket_id AS id FROM email WHERE status = 'FAILED' AND ticket_id IS NOT NULL
  UNION
  SELECT k.ticket_id FROM callback c JOIN reward_grant g ON g.id = c.grant_id
    JOIN ticket_task k ON k.user_id = g.user_id AND k.title_key = g.title_key AND k.task_key = g.task_key
   WHERE c.status = 'FAILED') AS failed;

-- One automatic decision in twenty is looked at again by a person.
CREATE TABLE "sample_check" (
    "ticket_id" UUID NOT NULL,
    "round" INTEGER NOT NULL,
    "outcome" TEXT NOT NULL,
    "drawn_at" TIMESTAMPTZ(3) NOT NULL,
    "verdict" TEXT,
    "reason" TEXT,
    "agent_id" UUID,
    "checked_at" TIMESTAMPTZ(3),

    CONSTRAINT "sample_check_pkey" PRIMARY KEY ("ticket_id", "round")
);
CREATE INDEX "sample_check_checked_at_idx" ON "sample_check" ("checked_at");
CREATE INDEX "sample_check_waiting" ON "sample_check" ("drawn_at", "ticket_id") WHERE "verdict" IS NULL;
ALTER TABLE "sample_check" ADD CONSTRAINT "sample_check_ticket_id_fkey" FOREIGN KEY ("ticket_id") REFERENCES "ticket"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "sample_check" ADD CONSTRAINT "sample_check_agent_id_fkey" FOREIGN KEY ("agent_id") REFERENCES "agent"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "sample_check" ADD CONSTRAINT "sample_check_outcome" CHECK ("outcome" IN ('APPROVED', 'DENIED'));
ALTER TABLE "sample_check" ADD CONSTRAINT "sample_check_verdict" CHECK ("verdict" IN ('right', 'wrong'));
ALTER TABLE "sample_check" ADD CONSTRAINT "sample_check_whole" CHECK (("verdict" IS NULL) = ("checked_at" IS NULL) AND ("verdict" <> 'wrong' OR "reason" IS NOT NULL));

-- A list worth coming back to: the part of its address after the question mark.
CREATE TABLE "saved_view" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "owner_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "visibility" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "saved_view_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "saved_view_visibility_name_idx" ON "saved_view" ("visibility", "name");
CREATE INDEX "saved_view_owner_id_name_idx" ON "saved_view" ("owner_id", "name");
ALTER TABLE "saved_view" ADD CONSTRAINT "saved_view_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "agent"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "saved_view" ADD CONSTRAINT "saved_view_visibility" CHECK ("visibility" IN ('me', 'team', 'everyone'));
