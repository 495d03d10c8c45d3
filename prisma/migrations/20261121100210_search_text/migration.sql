-- What the search of the desk reads: a table of its own, so that tickets move without touching its indexes.
-- pg_trgm comes with PostgreSQL and is trusted: the owner of a database may create it.
CREATE EXTENSION IF NOT EXISTS "pg_trgm";

CREATE TABLE "ticket_text" (
    "ticket_id" UUID NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "words" TSVECTOR NOT NULL,
    "address" TEXT NOT NULL,
    "tags" TEXT[] NOT NULL DEFAULT '{}',

    CONSTRAINT "ticket_text_pkey" PRIMARY KEY ("ticket_id")
);
CREATE INDEX "ticket_text_opened_at_ticket_id_idx" ON "ticket_text" ("opened_at", "ticket_id");
CREATE INDEX "ticket_text_words_idx" ON "ticket_text" USING GIN ("words") WITH (gin_pending_list_limit = 512);
CREATE INDEX "ticket_text_address_idx" ON "ticket_text" USING GIN ("address" gin_trgm_ops) WITH (gin_pending_list_limit = 512);
CREATE INDEX "ticket_text_tags_idx" ON "ticket_text" USING GIN ("tags");
ALTER TABLE "ticket_text" ADD CONSTRAINT "ticket_text_ticket_id_fkey" FOREIGN KEY ("ticket_id") REFERENCES "ticket"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Words are taken as they are written, in whatever language; no text makes a row too large to be written.
CREATE FUNCTION "words_of"(body text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT to_tsvector('simple'::regconfig, left(body, 20000))
$$;

CREATE FUNCTION "read_ticket_text"(tickets uuid[]) RETURNS void LANGUAGE sql AS $$
  INSERT INTO ticket_text (ticket_id, opened_at, words, address, tags)
  SELECT t.id, t.opened_at, words_of(t.description) || words_of(coalesce(said.bodies, '')), lower(t.address), t.tags
    FROM ticket t
    LEFT JOIN LATERAL (
      SELECT string_agg(left(body, 4000), ' ' ORDER BY at) AS bodies FROM message WHERE ticket_id = t.id) AS said ON true
   WHERE t.id = ANY(tickets)
  ON CONFLICT (ticket_id) DO UPDATE SET words = excluded.words, address = excluded.address, tags = excluded.tags
$$;

CREATE FUNCTION "tickets_opened"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO ticket_text (ticket_id, opened_at, words, address, tags)
  SELECT id, opened_at, words_of(description), lower(address), tags FROM opened;
  RETURN NULL;
END $$;
CREATE TRIGGER "ticket_text_of_opened" AFTER INSERT ON "ticket" REFERENCING NEW TABLE AS opened
  FOR EACH STATEMENT EXECUTE FUNCTION "tickets_opened"();

CREATE FUNCTION "ticket_rewritten"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM read_ticket_text(ARRAY[NEW.id]);
  RETURN NULL;
END $$;
CREATE TRIGGER "ticket_text_of_rewritten" AFTER UPDATE OF "description", "address", "tags" ON "ticket" FOR EACH ROW
  WHEN (OLD."description" <> NEW."description" OR OLD."address" <> NEW."address" OR OLD."tags" <> NEW."tags")
  EXECUTE FUNCTION "ticket_rewritten"();

CREATE FUNCTION "messages_changed"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM read_ticket_text(array_agg(DISTINCT ticket_id)) FROM changed;
  RETURN NULL;
END $$;
CREATE TRIGGER "ticket_text_of_written" AFTER INSERT ON "message" REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "messages_changed"();
CREATE TRIGGER "ticket_text_of_changed" AFTER UPDATE ON "message" REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "messages_changed"();
CREATE TRIGGER "ticket_text_of_removed" AFTER DELETE ON "message" REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "messages_changed"();

SELECT read_ticket_text(array_agg(id)) FROM ticket;
