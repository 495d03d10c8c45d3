-- The audit log says by which request and in which batch, and is sealed.
ALTER TABLE "audit_entry" ADD COLUMN "request_id" TEXT, ADD COLUMN "batch_id" UUID, ADD COLUMN "seal_id" BIGINT;

-- Each filter of its page, newest first.
DROP INDEX "audit_entry_at_idx";
CREATE INDEX "audit_entry_at_id_idx" ON "audit_entry"("at", "id");
CREATE INDEX "audit_entry_actor_id_at_id_idx" ON "audit_entry"("actor_id", "at", "id");
CREATE INDEX "audit_entry_action_at_id_idx" ON "audit_entry"("action", "at", "id");
CREATE INDEX "audit_entry_ip" ON "audit_entry" ("ip", "at", "id") WHERE "ip" IS NOT NULL;
CREATE INDEX "audit_entry_batch" ON "audit_entry" ("batch_id", "at", "id") WHERE "batch_id" IS NOT NULL;
CREATE INDEX "audit_entry_seal_id_idx" ON "audit_entry"("seal_id");
CREATE INDEX "audit_entry_unsealed" ON "audit_entry" ("id") WHERE "seal_id" IS NULL;

-- A link of the chain: the digest of its entries over the hash of the link before it.
CREATE TABLE "audit_seal" (
    "id" BIGINT NOT NULL,
    "sealed_at" TIMESTAMPTZ(3) NOT NULL,
    "entries" INTEGER NOT NULL,
    "previous" BYTEA,
    "hash" BYTEA NOT NULL,
    "forgotten_at" TIMESTAMPTZ(3),

    CONSTRAINT "audit_seal_pkey" PRIMARY KEY ("id")
);

-- What an entry says, as bytes that are the same in every session.
CREATE FUNCTION "audit_digest"(entry audit_entry) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
  SELECT sha256(convert_to(jsonb_build_array(entry.id, extract(epoch FROM entry.at)::text, entry.actor_kind, entry.actor_id,
    entry.action, entry.subject, entry.before, entry.after, entry.ip, entry.request_id, entry.batch_id)::text, 'UTF8'))
$$;

-- An entry stands as it was written; only the number of its seal is added, once. What retention asks for goes by whole seals.
CREATE FUNCTION "guard_audit_entry"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND current_setting('makegood.forgetting', true) = 'audit' THEN
    RETURN OLD;
  END IF;
  IF TG_OP = 'UPDATE' AND OLD.seal_id IS NULL AND NEW.seal_id IS NOT NULL AND audit_digest(OLD) = audit_digest(NEW) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'audit_entry is append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$;
DROP TRIGGER "audit_entry_append_only" ON "audit_entry";
CREATE TRIGGER "audit_entry_append_only" BEFORE UPDATE OR DELETE ON "audit_entry" FOR EACH ROW EXECUTE FUNCTION "guard_audit_entry"();

-- Removes the entries of the oldest seals, of which none is younger than `before`; their links stay, so that the chain goes on.
CREATE FUNCTION "forget_audit_entries"(before timestamptz, most_seals int) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
  upto bigint;
  forgotten int;
BEGIN
  SELECT max(oldest.id) INTO upto FROM (
    SELECT s.id FROM audit_seal s WHERE s.forgotten_at IS NULL AND s.sealed_at < before ORDER BY s.id LIMIT most_seals) AS oldest;
  PERFORM set_config('makegood.forgetting', 'audit', true);
  DELETE FROM audit_entry WHERE seal_id <= upto;
  GET DIAGNOSTICS forgotten = ROW_COUNT;
  PERFORM set_config('makegood.forgetting', '', true);
  UPDATE audit_seal SET forgotten_at = date_trunc('milliseconds', now()) WHERE id <= upto AND forgotten_at IS NULL;
  RETURN forgotten;
END $$;
