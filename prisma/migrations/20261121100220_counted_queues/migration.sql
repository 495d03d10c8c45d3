-- What decides whether a ticket stands in a queue stands in the queue's index too: the badges are counted without the tickets.
DROP INDEX "ticket_by_deadline";
CREATE INDEX "ticket_by_deadline" ON "ticket" ("status", "due_at", "id", "breach_at", "held_at", "snoozed_until", "deciding_until")
  WHERE "status" IN ('OPEN', 'PENDING_CONFIRMATION', 'ESCALATED', 'WITH_ADVERTISER');
DROP INDEX "ticket_new";
CREATE INDEX "ticket_new" ON "ticket" ("status", "due_at", "id", "snoozed_until", "deciding_until")
  WHERE "assignee_id" IS NULL AND "held_at" IS NULL AND "status" IN ('OPEN', 'PENDING_CONFIRMATION');
CREATE INDEX "ticket_of_agent" ON "ticket" ("assignee_id", "status", "due_at", "id", "snoozed_until", "deciding_until")
  WHERE "assignee_id" IS NOT NULL AND "status" IN ('OPEN', 'PENDING_CONFIRMATION', 'ESCALATED', 'WITH_ADVERTISER');

-- Names are found by a part of them.
CREATE INDEX "offer_title_part" ON "offer" USING GIN ("title" gin_trgm_ops) WHERE "title" <> '';
