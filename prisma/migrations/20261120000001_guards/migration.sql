-- What must be true is true in the database: the guards that Prisma's schema cannot say.

-- R4: one live ticket per user, offer title and task.
CREATE UNIQUE INDEX "ticket_task_one_live" ON "ticket_task" ("user_id", "title_key", "task_key") WHERE "live";

-- The queues: what the hourly run and the outbox look for, and nothing else.
CREATE INDEX "ticket_due_for_automation" ON "ticket" ("queued_at", "id") WHERE "status" IN ('OPEN', 'PENDING_CONFIRMATION');
CREATE INDEX "ticket_waiting_for_24h" ON "ticket" ("opens_at", "id") WHERE "status" = 'AWAITING_24H';
CREATE INDEX "callback_due" ON "callback" ("app_id", "next_at", "id") WHERE "status" = 'PENDING';
CREATE INDEX "email_due" ON "email" ("next_at", "id") WHERE "status" = 'PENDING';
CREATE INDEX "confirmation_unmatched" ON "confirmation" ("received_at", "id") WHERE "matched_at" IS NULL;

ALTER TABLE "ticket" ADD CONSTRAINT "ticket_status" CHECK ("status" IN
  ('AWAITING_24H','AWAITING_EMAIL','OPEN','PENDING_CONFIRMATION','ESCALATED','WITH_ADVERTISER','APPROVED','DENIED','CLOSED'));
ALTER TABLE "ticket" ADD CONSTRAINT "ticket_value" CHECK ("value_micros" >= 0);
ALTER TABLE "confirmation" ADD CONSTRAINT "confirmation_state" CHECK ("state" IN ('PENDING','COMPLETED','RECONCILED'));
ALTER TABLE "decision" ADD CONSTRAINT "decision_outcome" CHECK ("outcome" IN ('APPROVED','DENIED'));
ALTER TABLE "callback" ADD CONSTRAINT "callback_status" CHECK ("status" IN ('PENDING','ACKNOWLEDGED','FAILED','CANCELLED'));
ALTER TABLE "callback" ADD CONSTRAINT "callback_kind" CHECK ("kind" IN ('REWARD','REVERSAL'));
ALTER TABLE "email" ADD CONSTRAINT "email_status" CHECK ("status" IN ('PENDING','SENT','FAILED','CANCELLED'));
ALTER TABLE "reward_grant" ADD CONSTRAINT "grant_amount" CHECK ("amount_micros" >= 0 AND "reward_amount" > 0);
ALTER TABLE "agent" ADD CONSTRAINT "agent_role" CHECK ("role" IN ('agent','senior','lead','admin','auditor'));

-- Ids compare byte by byte: `e1` and `E1` are two transactions whatever the database's collation.
ALTER TABLE "confirmation" ALTER COLUMN "transaction" TYPE text COLLATE "C";
ALTER TABLE "click" ALTER COLUMN "id" TYPE text COLLATE "C";
ALTER TABLE "end_user" ALTER COLUMN "external_id" TYPE text COLLATE "C";

-- Receipts by month, made ahead of time; the default partition catches what no month was made for.
CREATE TABLE "receipt_default" PARTITION OF "receipt" DEFAULT;

CREATE FUNCTION "ensure_receipt_partitions"(around timestamptz) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
  month timestamptz;
  made int := 0;
BEGIN
  FOR step IN 0..2 LOOP
    month := date_trunc('month', around AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' + make_interval(months => step);
    IF to_regclass(format('receipt_%s', to_char(month AT TIME ZONE 'UTC', 'YYYY_MM'))) IS NULL
       AND NOT EXISTS (SELECT FROM receipt_default WHERE received_at >= month AND received_at < month + interval '1 month') THEN
      EXECUTE format('CREATE TABLE %I PARTITION OF receipt FOR VALUES FROM (%L) TO (%L)',
        'receipt_' || to_char(month AT TIME ZONE 'UTC', 'YYYY_MM'), month,
        (date_trunc('month', month AT TIME ZONE 'UTC') + interval '1 month') AT TIME ZONE 'UTC');
      made := made + 1;
    END IF;
  END LOOP;
  RETURN made;
END $$;

-- Evidence is appended, never changed: a decision, an event, an attempt or an audit entry stands as it was written.
CREATE FUNCTION "refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER "decision_append_only" BEFORE UPDATE ON "decision" FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "ticket_event_append_only" BEFORE UPDATE ON "ticket_event" FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "audit_entry_append_only" BEFORE UPDATE OR DELETE ON "audit_entry" FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
