-- On whose behalf and from where; signed checkpoints of the chains' heads.
ALTER TABLE audit ADD COLUMN behalf TEXT NOT NULL DEFAULT '';
ALTER TABLE audit ADD COLUMN origin TEXT NOT NULL DEFAULT '';
CREATE INDEX audit_by_at ON audit (at, chain, seq);
CREATE INDEX audit_by_account ON audit (account, at);

CREATE TABLE checkpoint (
    id         TEXT NOT NULL PRIMARY KEY,
    at         BIGINT NOT NULL,
    by_account TEXT NOT NULL,
    body       TEXT NOT NULL, -- JSON: every chain with its last number and hash
    public_key TEXT NOT NULL, -- Ed25519, hex
    signature  TEXT NOT NULL  -- of body, hex
);

-- What stands for a picture of refusals, and for the bursts among them.
CREATE INDEX audit_denied ON audit (at) WHERE result = 'denied';

-- Refusals that had no row of their own, because an account met too many in a minute: how many since the row
-- that told of them last. The next such row tells these.
CREATE TABLE audit_withheld (
    account TEXT NOT NULL PRIMARY KEY, -- empty: nobody was signed in
    held    BIGINT NOT NULL,
    last_at BIGINT NOT NULL
);
