-- What the page of one's sessions needs, and a way for the other processes to hear of a revocation at once.

-- A person's open sessions, in the order they are listed in; also what logging out everywhere walks. The plain index on
-- the user is covered by it: nobody looks for the sessions that are over.
CREATE INDEX sessions_open ON sessions (user_id, created_at DESC, id DESC) WHERE revoked_at IS NULL;
DROP INDEX sessions_user;

-- The door cuts it at the same length; this says so to every other program.
ALTER TABLE sessions ADD CONSTRAINT sessions_user_agent_length CHECK (char_length(user_agent) <= 200);

-- Whoever revokes, in whatever program or by hand, tells it to all processes. NOTIFY serialises the commits of those who
-- notify, so it is never used by a purchase; a purchase revokes nothing. Who misses it learns it from the next poll.
CREATE FUNCTION announce_revoked_session() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('doorbuster_revocations', format('session %s', NEW.id));
    RETURN NULL;
END
$$;
CREATE TRIGGER sessions_announce AFTER UPDATE OF revoked_at ON sessions FOR EACH ROW
    WHEN (OLD.revoked_at IS NULL AND NEW.revoked_at IS NOT NULL)
    EXECUTE FUNCTION announce_revoked_session();

CREATE FUNCTION announce_raised_epoch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('doorbuster_revocations', format('epoch %s %s', NEW.epoch, NEW.id));
    RETURN NULL;
END
$$;
-- Not `OF epoch`: it is the trigger raise_epoch that sets it.
CREATE TRIGGER users_announce AFTER UPDATE ON users FOR EACH ROW
    WHEN (OLD.epoch <> NEW.epoch)
    EXECUTE FUNCTION announce_raised_epoch();
