-- Mail that was put aside: who settled it, when, and whether its sender was told how to write.
ALTER TABLE "inbound_email"
  ADD COLUMN "handled_at" TIMESTAMPTZ(3),
  ADD COLUMN "answered_at" TIMESTAMPTZ(3);

CREATE INDEX "inbound_email_look_at" ON "inbound_email" ("received_at", "id") WHERE "look_at";
-- For forgetting: what was forgotten already is not looked through again.
CREATE INDEX "inbound_email_raw_kept" ON "inbound_email" ("received_at") WHERE "raw" IS NOT NULL;

-- Whether anybody has proven an address.
CREATE INDEX "validated_email_address_idx" ON "validated_email"("address");

-- The number in the rail follows. One event for a statement, however many mails it settles.
CREATE FUNCTION "tell_of_suspended"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM earlier JOIN changed USING (id)
              WHERE earlier.outcome <> changed.outcome AND 'SUSPENDED' IN (earlier.outcome, changed.outcome)) THEN
    INSERT INTO live_event (kind) VALUES ('many');
    PERFORM pg_notify('makegood_live', '');
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "suspended_live" AFTER UPDATE ON "inbound_email" REFERENCING OLD TABLE AS earlier NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "tell_of_suspended"();

-- Who put an address on the list by hand; null: it came back by itself.
ALTER TABLE "suppression" ADD COLUMN "added_by" UUID;

-- A message that was sent again is no delivery problem any more; that it once failed stays on it.
ALTER TABLE "email" ADD COLUMN "resent_at" TIMESTAMPTZ(3);

CREATE OR REPLACE FUNCTION "look_at_delivery"(tickets uuid[]) RETURNS void LANGUAGE sql AS $$
  WITH found AS (
    SELECT t.id, mails.failed AS emails, calls.failed AS callbacks, greatest(mails.last, calls.last) AS at
      FROM ticket t
      CROSS JOIN LATERAL (
        SELECT count(*)::int AS failed, max(coalesce(failed_at, created_at)) AS last
          FROM email WHERE ticket_id = t.id AND status = 'FAILED' AND resent_at IS NULL) AS mails
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
CREATE TRIGGER "email_resent" AFTER UPDATE OF "resent_at" ON "email" FOR EACH ROW
  WHEN (NEW."ticket_id" IS NOT NULL AND NEW."status" = 'FAILED' AND OLD."resent_at" IS DISTINCT FROM NEW."resent_at")
  EXECUTE FUNCTION "email_delivery_changed"();
