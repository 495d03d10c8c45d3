-- CreateIndex
CREATE INDEX "ticket_status_decided_at_id_idx" ON "ticket"("status", "decided_at", "id");
