-- AlterTable
ALTER TABLE "app" ADD COLUMN     "callback_tried_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "callback" ADD COLUMN     "held_until" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "publisher" ADD COLUMN     "contact_email" TEXT,
ADD COLUMN     "contact_locale" TEXT;

-- What a publisher may hear besides rewards and reversals: that a reward is on hold, and that an unrewarded step was done.
ALTER TABLE "callback" DROP CONSTRAINT "callback_kind";
ALTER TABLE "callback" ADD CONSTRAINT "callback_kind" CHECK ("kind" IN ('REWARD','REVERSAL','PENDING','ACTIVITY'));
ALTER TABLE "callback" ADD CONSTRAINT "callback_held" CHECK ("held_until" IS NULL OR "kind" = 'REWARD');
ALTER TABLE "reward_grant" DROP CONSTRAINT "grant_amount";
ALTER TABLE "reward_grant" ADD CONSTRAINT "grant_amount"
  CHECK ("amount_micros" >= 0 AND CASE WHEN "origin" = 'ACTIVITY' THEN "reward_amount" = 0 ELSE "reward_amount" > 0 END);

-- Word of a hold that has not been heard yet: looked through whenever an app's lane is worked on. Nearly always empty.
CREATE INDEX "callback_unheard_hold" ON "callback" ("app_id") WHERE "status" = 'PENDING' AND "kind" = 'PENDING';

-- Two of the rules knew rewards and reversals only; three more speak of holds and activities.
DO $$ BEGIN
  EXECUTE 'CREATE OR REPLACE VIEW invariant_violations AS SELECT before.name, before.count FROM (' || rtrim(pg_get_viewdef('invariant_violations'::regclass), ';') || $more$
) before WHERE before.name NOT IN ('every grant has exactly one reward callback', 'money balances: grants minus reversals is what callbacks say') UNION ALL
SELECT 'every grant has exactly one reward callback', count(*)::int FROM reward_grant g WHERE (SELECT count(*) FROM callback c WHERE c.grant_id = g.id AND c.kind = 'REWARD') <> (g.origin <> 'ACTIVITY')::int UNION ALL
SELECT 'an activity rewards nothing, rests on a confirmation and is told once', count(*)::int FROM reward_grant g WHERE g.origin = 'ACTIVITY' AND (g.reward_amount <> 0 OR (SELECT count(*) FROM callback c WHERE c.grant_id = g.id AND c.kind = 'ACTIVITY') <> 1 OR NOT EXISTS (SELECT FROM confirmation c WHERE c.id = g.confirmation_id AND c.state = 'COMPLETED' AND c.user_id = g.user_id AND c.title_key = g.title_key AND c.task_key = g.task_key)) UNION ALL
SELECT 'a reward on hold is not told before its time', count(*)::int FROM callback c WHERE c.held_until > c.first_attempt_at UNION ALL
SELECT 'nobody hears of a hold after the reward itself', count(*)::int FROM callback p JOIN callback r ON r.grant_id = p.grant_id AND r.kind = 'REWARD' JOIN callback_attempt a ON a.callback_id = p.id WHERE p.kind = 'PENDING' AND a.started_at > r.first_attempt_at UNION ALL
SELECT 'money balances: grants minus reversals is what callbacks say', (coalesce((SELECT sum(amount_micros) FROM reward_grant WHERE reversed_at IS NULL AND origin <> 'ACTIVITY'), 0) <> coalesce((SELECT sum(CASE c.kind WHEN 'REWARD' THEN g.amount_micros ELSE -g.amount_micros END) FROM callback c JOIN reward_grant g ON g.id = c.grant_id WHERE c.kind IN ('REWARD', 'REVERSAL')), 0))::int
$more$;
END $$;
