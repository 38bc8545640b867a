-- Accounts, their sign-ins, and the refresh tokens of each sign-in.

CREATE TABLE users (
    id uuid PRIMARY KEY,
    -- Kept in lower case, so that uniqueness ignores case without an extension. The domain lowers all of Unicode; this
    -- guards A to Z, the same under every locale and version.
    email text NOT NULL CONSTRAINT users_email_lower CHECK (email = lower(email COLLATE "C")),
    name text CONSTRAINT users_name_length CHECK (char_length(name) BETWEEN 1 AND 100),
    role text NOT NULL CONSTRAINT users_role CHECK (role IN ('customer', 'staff', 'admin')),
    password_hash text NOT NULL,
    disabled_at timestamptz,
    -- Access tokens carry the epoch they were made in. Raising it (role change, disabled, logged out everywhere)
    -- makes every older one worthless; processes poll for recent raises.
    epoch integer NOT NULL DEFAULT 0,
    epoch_raised_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT users_email_unique UNIQUE (email)
);
CREATE INDEX users_epoch_raised ON users (epoch_raised_at) WHERE epoch_raised_at IS NOT NULL;

-- Whoever changes what an account may do, in whatever program or by hand, ends its access tokens with it.
CREATE FUNCTION raise_epoch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.epoch := greatest(NEW.epoch, OLD.epoch + 1);
    NEW.epoch_raised_at := clock_timestamp();
    RETURN NEW;
END
$$;
CREATE TRIGGER users_raise_epoch BEFORE UPDATE OF role, disabled_at, epoch ON users FOR EACH ROW
    WHEN (OLD.role <> NEW.role OR OLD.disabled_at IS DISTINCT FROM NEW.disabled_at OR OLD.epoch <> NEW.epoch)
    EXECUTE FUNCTION raise_epoch();

-- One sign-in on one device: the family of its refresh tokens.
CREATE TABLE sessions (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id),
    user_agent text,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    last_used_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    revoked_at timestamptz
);
CREATE INDEX sessions_user ON sessions (user_id);
CREATE INDEX sessions_revoked ON sessions (revoked_at) WHERE revoked_at IS NOT NULL;

CREATE TABLE refresh_tokens (
    -- SHA-256 of the token: who reads the table cannot sign in.
    hash bytea PRIMARY KEY,
    session_id uuid NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    expires_at timestamptz NOT NULL,
    -- Rotated at its first use; tolerated for a short while after it, a theft later.
    used_at timestamptz
);
CREATE INDEX refresh_tokens_session ON refresh_tokens (session_id);
-- For the sweep that forgets them.
CREATE INDEX refresh_tokens_expires ON refresh_tokens (expires_at);
