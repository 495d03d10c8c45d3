-- A session that is ended says so, so that the streams it has open end with it.
CREATE FUNCTION "tell_session_over"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('makegood_session', NEW.id::text);
  RETURN NULL;
END $$;
CREATE TRIGGER "agent_session_over" AFTER UPDATE OF "revoked_at" ON "agent_session" FOR EACH ROW
  WHEN (OLD.revoked_at IS NULL AND NEW.revoked_at IS NOT NULL) EXECUTE FUNCTION "tell_session_over"();
