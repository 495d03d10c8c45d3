-- Whose data was erased: kept for ever, so that a restored backup does not bring it back. It holds no name, only our own id
-- and a keyed pseudonym by which the same person is known again.
CREATE TABLE "erasure" (
    "user_id" UUID NOT NULL,
    "pseudonym" TEXT NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "asked_by" UUID,
    "done_at" TIMESTAMPTZ(3),
    "counts" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "erasure_pkey" PRIMARY KEY ("user_id"),
    CONSTRAINT "erasure_asked_by_fkey" FOREIGN KEY ("asked_by") REFERENCES "agent"("id") ON DELETE SET NULL ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "erasure_pseudonym_key" ON "erasure"("pseudonym");
CREATE INDEX "erasure_asked_at_idx" ON "erasure"("asked_at");
CREATE INDEX "erasure_open" ON "erasure"("asked_at") WHERE "done_at" IS NULL;

-- Pictures whose rows are gone and whose files have still to go.
CREATE TABLE "abandoned_file" (
    "storage_key" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "abandoned_file_pkey" PRIMARY KEY ("storage_key")
);

-- Evidence stays as it was written, but the words in it go with the person they are about: of a decision the note, of an event
-- what was said with it, and of neither anything else.
CREATE FUNCTION "refuse_change_but_forget"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('makegood.forgetting', true) = 'person'
     AND to_jsonb(NEW) - '{note,data}'::text[] = to_jsonb(OLD) - '{note,data}'::text[] THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
DROP TRIGGER "decision_append_only" ON "decision";
DROP TRIGGER "ticket_event_append_only" ON "ticket_event";
CREATE TRIGGER "decision_append_only" BEFORE UPDATE ON "decision" FOR EACH ROW EXECUTE FUNCTION "refuse_change_but_forget"();
CREATE TRIGGER "ticket_event_append_only" BEFORE UPDATE ON "ticket_event" FOR EACH ROW EXECUTE FUNCTION "refuse_change_but_forget"();

-- By person, as preview, export and erasure ask.
CREATE INDEX "screenshot_user_id_idx" ON "screenshot"("user_id");
CREATE INDEX "wall_session_user_id_idx" ON "wall_session"("user_id");
