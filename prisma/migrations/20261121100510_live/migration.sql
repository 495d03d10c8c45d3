-- What an open page of the console is told: which ticket has changed, in the order in which it could be seen. Kept a day.
-- `tx` orders what commits out of order: a reader goes no further than the oldest transaction that is still open.
CREATE TABLE "live_event" (
    "tx" BIGINT NOT NULL DEFAULT ((pg_current_xact_id())::text)::bigint,
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "kind" TEXT NOT NULL,
    "ticket_id" UUID,

    CONSTRAINT "live_event_pkey" PRIMARY KEY ("tx","id")
);
CREATE INDEX "live_event_at_idx" ON "live_event"("at");
ALTER TABLE "live_event" ADD CONSTRAINT "live_event_kind" CHECK ("kind" IN ('ticket', 'opened', 'message', 'screenshot', 'callback', 'many'));

-- Who is looking at which ticket: worth nothing after a crash.
CREATE UNLOGGED TABLE "presence" (
    "agent_id" UUID NOT NULL,
    "ticket_id" UUID NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,
    "replying" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "presence_pkey" PRIMARY KEY ("agent_id","ticket_id")
);
CREATE INDEX "presence_seen_at_idx" ON "presence"("seen_at");
ALTER TABLE "presence" ADD CONSTRAINT "presence_agent_id_fkey" FOREIGN KEY ("agent_id") REFERENCES "agent"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "presence" ADD CONSTRAINT "presence_ticket_id_fkey" FOREIGN KEY ("ticket_id") REFERENCES "ticket"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- By statement, so that a batch of thousands pays for one event ("look again") and nobody can forget to tell.
-- The trigger's argument is the kind of the event; `changed` holds the new rows.
CREATE FUNCTION "tell_live"(kind text, tickets uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF cardinality(tickets) = 0 THEN
    RETURN;
  ELSIF cardinality(tickets) > 100 THEN
    INSERT INTO live_event (kind) VALUES ('many');
  ELSE
    INSERT INTO live_event (kind, ticket_id) SELECT tell_live.kind, unnest(tickets);
  END IF;
  PERFORM pg_notify('makegood_live', '');
END $$;

CREATE FUNCTION "tell_of_tickets"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tell_live(TG_ARGV[0], ARRAY(SELECT id FROM changed LIMIT 101));
  RETURN NULL;
END $$;
CREATE TRIGGER "ticket_opened_live" AFTER INSERT ON "ticket" REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "tell_of_tickets"('opened');
CREATE TRIGGER "ticket_changed_live" AFTER UPDATE ON "ticket" REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "tell_of_tickets"('ticket');

CREATE FUNCTION "tell_of_parts"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tell_live(TG_ARGV[0], ARRAY(SELECT ticket_id FROM changed WHERE ticket_id IS NOT NULL LIMIT 101));
  RETURN NULL;
END $$;
CREATE TRIGGER "message_live" AFTER INSERT ON "message" REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "tell_of_parts"('message');
CREATE TRIGGER "screenshot_added_live" AFTER INSERT ON "screenshot" REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "tell_of_parts"('screenshot');
CREATE TRIGGER "screenshot_moved_live" AFTER UPDATE ON "screenshot" REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "tell_of_parts"('screenshot');

-- A callback that is given up; the others are told by their ticket.
CREATE FUNCTION "tell_of_callbacks"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tell_live('callback', ARRAY(
    SELECT task.ticket_id FROM changed JOIN reward_grant g ON g.id = changed.grant_id
      JOIN ticket_task task ON (task.user_id, task.title_key, task.task_key) = (g.user_id, g.title_key, g.task_key)
     WHERE changed.status = 'FAILED' AND task.live LIMIT 101));
  RETURN NULL;
END $$;
CREATE TRIGGER "callback_failed_live" AFTER UPDATE ON "callback" REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "tell_of_callbacks"();

-- The oldest event that is kept says how far back a cursor can be followed.
INSERT INTO "live_event" ("kind", "at") VALUES ('many', 'epoch');

-- Below it no transaction of this database is open any more. Others on the server are none of our business; where the details
-- of sessions are hidden from us (another role), theirs have to count too. To be asked BEFORE the statement that reads: what
-- ends between a snapshot and this answer would be below it and yet unseen.
CREATE FUNCTION "live_edge"() RETURNS bigint LANGUAGE sql VOLATILE AS $$
  WITH snapshot AS MATERIALIZED (
         SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS oldest,
                pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS next),
       session AS (
         SELECT query = '<insufficient privilege>' AS hidden,
                -- How far behind `next`, whatever the epoch: `backend_xid` has 32 bits.
                mod(mod(snapshot.next, 4294967296) - backend_xid::text::bigint + 4294967296, 4294967296) AS behind
           FROM snapshot, pg_stat_activity
          WHERE datname = current_database() AND pid <> pg_backend_pid())
  SELECT CASE WHEN EXISTS (SELECT FROM session WHERE hidden) THEN oldest
              ELSE next - coalesce((SELECT max(behind) FROM session WHERE behind < 2147483648), 0) END
    FROM snapshot
$$;
