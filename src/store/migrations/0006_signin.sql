-- Who may sign in at the pages, and who has. A password is kept as Argon2id with its parameters; a
-- token only as its digest, so that a copy of the database opens no session.

CREATE TABLE account_password (
    account     TEXT NOT NULL PRIMARY KEY REFERENCES account (name),
    hash        TEXT NOT NULL,
    set_at      BIGINT NOT NULL,
    set_by      TEXT NOT NULL,
    must_change BOOLEAN NOT NULL -- set by another: the person is to choose their own
);

CREATE TABLE session (
    id           TEXT NOT NULL PRIMARY KEY,
    token_digest TEXT NOT NULL UNIQUE,
    account      TEXT NOT NULL REFERENCES account (name),
    created_at   BIGINT NOT NULL,
    seen_at      BIGINT NOT NULL, -- at most a minute old
    ended_at     BIGINT NOT NULL, -- 0: nobody has ended it; it may have run out
    address      TEXT NOT NULL    -- where from; of IPv6 the network
);
CREATE INDEX session_by_account ON session (account, address);

-- Wrong attempts at an account, from an address, at an account from an address: what slows the next.
CREATE TABLE sign_in_attempt (
    kind       TEXT NOT NULL, -- account · address · pair
    key_digest TEXT NOT NULL, -- of what was typed, which may be anything
    failures   BIGINT NOT NULL,
    last_at    BIGINT NOT NULL,
    PRIMARY KEY (kind, key_digest)
);
