-- Deadlines as rows (R20, R21): what was promised, when it rested, whether it was kept. ticket.due_at and breach_at are copies.
CREATE TABLE "clock" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "ticket_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "round" INTEGER NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "paused_ms" BIGINT NOT NULL DEFAULT 0,
    "paused_at" TIMESTAMPTZ(3),
    "target_at" TIMESTAMPTZ(3) NOT NULL,
    "breach_at" TIMESTAMPTZ(3) NOT NULL,
    "met_at" TIMESTAMPTZ(3),
    "breached_at" TIMESTAMPTZ(3),
    "policy" JSONB NOT NULL,

    CONSTRAINT "clock_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "clock_ticket_id_started_at_idx" ON "clock"("ticket_id", "started_at");
ALTER TABLE "clock" ADD CONSTRAINT "clock_ticket_id_fkey" FOREIGN KEY ("ticket_id") REFERENCES "ticket"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "clock" ADD CONSTRAINT "clock_kind" CHECK ("kind" IN ('review', 'recheck'));
ALTER TABLE "clock" ADD CONSTRAINT "clock_order" CHECK ("started_at" <= "target_at" AND "target_at" <= "breach_at" AND "paused_ms" >= 0);
-- What is over neither runs nor rests.
ALTER TABLE "clock" ADD CONSTRAINT "clock_over" CHECK ("met_at" IS NULL OR "paused_at" IS NULL);
CREATE UNIQUE INDEX "clock_one_open" ON "clock" ("ticket_id", "kind") WHERE "met_at" IS NULL;
CREATE INDEX "clock_to_breach" ON "clock" ("breach_at") WHERE "met_at" IS NULL AND "paused_at" IS NULL AND "breached_at" IS NULL;

-- Opening hours and holidays of a place. The version is kept in every clock that was counted with it.
CREATE TABLE "calendar" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "name" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL,
    "week" JSONB NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "calendar_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "calendar_name_key" ON "calendar"("name");

CREATE TABLE "calendar_holiday" (
    "calendar_id" UUID NOT NULL,
    "date" DATE NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "calendar_holiday_pkey" PRIMARY KEY ("calendar_id", "date")
);
ALTER TABLE "calendar_holiday" ADD CONSTRAINT "calendar_holiday_calendar_id_fkey" FOREIGN KEY ("calendar_id") REFERENCES "calendar"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Who is given tickets, how many at once, and whose turn it is.
ALTER TABLE "agent"
    ADD COLUMN "available" BOOLEAN NOT NULL DEFAULT true,
    ADD COLUMN "capacity" INTEGER NOT NULL DEFAULT 20,
    ADD COLUMN "assigned_at" TIMESTAMPTZ(3);
ALTER TABLE "agent" ADD CONSTRAINT "agent_capacity" CHECK ("capacity" BETWEEN 0 AND 500);

-- Tickets of before: the clock of their present round, by the dates on the ticket, or by R20 where those are gone.
INSERT INTO "clock" ("ticket_id", "kind", "round", "started_at", "paused_at", "target_at", "breach_at", "met_at", "breached_at", "policy")
SELECT id, 'review', round, started_at, paused_at, target_at, breach_at, met_at,
       CASE WHEN met_at >= breach_at THEN breach_at END, '{"targetHours": 24, "breachHours": 48}'
  FROM (SELECT id, round, started_at, target_at, greatest(target_at, breach_at) AS breach_at,
               CASE WHEN status = 'WITH_ADVERTISER' THEN greatest(started_at, asked_at) END AS paused_at,
               CASE WHEN status IN ('APPROVED', 'DENIED') THEN greatest(started_at, decided_at) END AS met_at
          FROM (SELECT t.id, t.round, t.status, t.decided_at, s.started_at,
                       (SELECT max(r.asked_at) FROM "recheck" r WHERE r.ticket_id = t.id) AS asked_at,
                       greatest(s.started_at, coalesce(CASE WHEN t.status <> 'WITH_ADVERTISER' THEN t.due_at END, s.started_at + interval '24 hours')) AS target_at,
                       coalesce(CASE WHEN t.status <> 'WITH_ADVERTISER' THEN t.breach_at END, s.started_at + interval '48 hours') AS breach_at
                  FROM "ticket" t, LATERAL (SELECT CASE WHEN t.round = 1 THEN t.queued_at ELSE t.escalated_at END AS started_at) s
                 WHERE s.started_at IS NOT NULL
                   AND t.status IN ('OPEN', 'PENDING_CONFIRMATION', 'ESCALATED', 'WITH_ADVERTISER', 'APPROVED', 'DENIED')) dated) past;
INSERT INTO "clock" ("ticket_id", "kind", "round", "started_at", "target_at", "breach_at", "policy")
SELECT r.ticket_id, 'recheck', r.round, r.asked_at, r.target_at, r.breach_at, '{"targetDays": 10, "breachDays": 14}'
  FROM "recheck" r JOIN "ticket" t ON t.id = r.ticket_id AND t.status = 'WITH_ADVERTISER' AND t.round = r.round
 WHERE r.answered_at IS NULL;

-- Two more things that must never be true, added to whatever the view counts already.
DO $$ BEGIN
  EXECUTE 'CREATE OR REPLACE VIEW invariant_violations AS ' || rtrim(pg_get_viewdef('invariant_violations'::regclass), ';') || $more$
UNION ALL
SELECT 'a queued ticket under review has one review clock that is not over, at rest while the advertiser has it', count(*)::int FROM ticket t WHERE t.queued_at IS NOT NULL AND t.status IN ('OPEN', 'PENDING_CONFIRMATION', 'ESCALATED', 'WITH_ADVERTISER') AND NOT EXISTS (SELECT FROM clock c WHERE c.ticket_id = t.id AND c.kind = 'review' AND c.met_at IS NULL AND (t.status <> 'WITH_ADVERTISER' OR c.paused_at IS NOT NULL)) UNION ALL
SELECT 'a clock that is not over is of a ticket under review', count(*)::int FROM clock c JOIN ticket t ON t.id = c.ticket_id WHERE c.met_at IS NULL AND t.status NOT IN ('OPEN', 'PENDING_CONFIRMATION', 'ESCALATED', 'WITH_ADVERTISER')
$more$;
END $$;
