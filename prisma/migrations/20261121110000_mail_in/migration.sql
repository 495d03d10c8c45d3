-- Mail in: the message as it came stands beside what was made of it, so that nothing a person wrote is ever lost.
ALTER TABLE "inbound_email"
  DROP COLUMN "raw_key",
  ADD COLUMN "raw" BYTEA,
  ADD COLUMN "size" INTEGER NOT NULL,
  ADD COLUMN "envelope_from" TEXT,
  ADD COLUMN "envelope_to" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[],
  ADD COLUMN "said" TEXT,
  ADD COLUMN "may_respond" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "look_at" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "suggested_ticket_id" UUID,
  ADD COLUMN "tries" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "repeats" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "processed_at" TIMESTAMPTZ(3),
  ADD COLUMN "handled_by" UUID;

-- Compressing what is mostly base64 costs more than it saves.
ALTER TABLE "inbound_email" ALTER COLUMN "raw" SET STORAGE EXTERNAL;

CREATE INDEX "inbound_email_message_id_idx" ON "inbound_email"("message_id");
CREATE INDEX "inbound_email_from_address_received_at_idx" ON "inbound_email"("from_address", "received_at");
CREATE INDEX "inbound_email_received_at_idx" ON "inbound_email"("received_at");

ALTER TABLE "message"
  ADD COLUMN "folded" TEXT,
  ADD COLUMN "attachments" JSONB NOT NULL DEFAULT '[]',
  ADD COLUMN "inbound_email_id" UUID;

ALTER TABLE "email"
  ADD COLUMN "bounced_at" TIMESTAMPTZ(3),
  ADD COLUMN "bounce" TEXT;
