-- A mail that somebody reads is left to them for a minute: several readers at once must not use up its three tries.
ALTER TABLE "inbound_email" ADD COLUMN "lease_until" TIMESTAMPTZ(3);
