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
