-- AlterTable
ALTER TABLE "confirmation" ADD COLUMN     "held" TEXT,
ADD COLUMN     "held_micros" BIGINT;

-- AlterTable
ALTER TABLE "end_user" ADD COLUMN     "banned_by_integration_id" UUID;

-- AlterTable
ALTER TABLE "integration" ADD COLUMN     "breaker_figures" JSONB,
ADD COLUMN     "breaker_tripped_at" TIMESTAMPTZ(3),
ADD COLUMN     "usual_count" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "usual_micros" BIGINT NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "budget_day" (
    "integration_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "spent_micros" BIGINT NOT NULL DEFAULT 0,
    "limit_micros" BIGINT NOT NULL,

    CONSTRAINT "budget_day_pkey" PRIMARY KEY ("integration_id","day")
);

-- CreateTable
CREATE TABLE "confirmation_hour" (
    "integration_id" UUID NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "part" INTEGER NOT NULL,
    "count" INTEGER NOT NULL DEFAULT 0,
    "micros" BIGINT NOT NULL DEFAULT 0,
    "passed_count" INTEGER NOT NULL DEFAULT 0,
    "passed_micros" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "confirmation_hour_pkey" PRIMARY KEY ("integration_id","hour","part")
);

-- AddForeignKey
ALTER TABLE "budget_day" ADD CONSTRAINT "budget_day_integration_id_fkey" FOREIGN KEY ("integration_id") REFERENCES "integration"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "confirmation_hour" ADD CONSTRAINT "confirmation_hour_integration_id_fkey" FOREIGN KEY ("integration_id") REFERENCES "integration"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "end_user" ADD CONSTRAINT "end_user_banned_by_integration_id_fkey" FOREIGN KEY ("banned_by_integration_id") REFERENCES "integration"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- A budget is never exceeded, whoever writes it.
ALTER TABLE "budget_day" ADD CONSTRAINT "budget_day_spent" CHECK ("spent_micros" BETWEEN 0 AND "limit_micros");
ALTER TABLE "confirmation" ADD CONSTRAINT "confirmation_held" CHECK ("held" IN ('breaker', 'no-allow-list', 'no-budget', 'budget-used-up'));

-- What waits because it is not believed by itself: by source, the oldest first. Nearly no confirmation is in it.
CREATE INDEX "confirmation_held_by_source" ON "confirmation" ("integration_id", "id") INCLUDE ("held", "trust", "held_micros") WHERE "held" IS NOT NULL;

-- Two more things that must never be true, added to whatever the view counts already.
DO $$ BEGIN
  EXECUTE 'CREATE OR REPLACE VIEW invariant_violations AS ' || rtrim(pg_get_viewdef('invariant_violations'::regclass), ';') || $more$
UNION ALL
SELECT 'weak confirmations pay by themselves only within the daily budget', count(*)::int FROM (
  SELECT c.integration_id, (g.granted_at AT TIME ZONE 'UTC')::date AS day, sum(g.amount_micros) AS micros
    FROM reward_grant g JOIN confirmation c ON c.id = g.confirmation_id AND c.trust = 'weak' LEFT JOIN decision d ON d.id = g.decision_id
   WHERE coalesce(d.actor_kind, 'AUTO') = 'AUTO' GROUP BY 1, 2) paid
  LEFT JOIN budget_day b ON b.integration_id = paid.integration_id AND b.day = paid.day WHERE paid.micros > coalesce(b.spent_micros, 0) UNION ALL
SELECT 'no ticket is left denied with all its steps confirmed, however weakly', count(*)::int FROM ticket t WHERE t.status = 'DENIED' AND t.decided_at < now() - interval '5 minutes' AND (SELECT reason FROM decision d WHERE d.ticket_id = t.id ORDER BY round DESC LIMIT 1) = 'not-confirmed' AND NOT EXISTS (SELECT FROM ticket_task tt WHERE tt.ticket_id = t.id AND NOT EXISTS (SELECT FROM confirmation c WHERE c.user_id = tt.user_id AND c.title_key = tt.title_key AND c.task_key = tt.task_key AND c.state = 'COMPLETED' AND NOT EXISTS (SELECT FROM confirmation r WHERE r.integration_id = c.integration_id AND r.transaction = c.transaction AND r.state = 'RECONCILED')))$more$;
END $$;
