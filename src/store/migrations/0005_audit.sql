-- The audit log: one hash chain a campaign and one ('') for the installation. hash covers the hash
-- before it, seq, at, account, action, object, result and the salted digest of the detail, so that
-- an authorised purge may remove a detail and leave the chain whole.
CREATE TABLE audit (
    chain         TEXT NOT NULL,
    seq           BIGINT NOT NULL,
    at            BIGINT NOT NULL,
    account       TEXT NOT NULL,
    action        TEXT NOT NULL,
    object        TEXT NOT NULL,
    result        TEXT NOT NULL, -- ok · denied
    detail        TEXT,          -- JSON; NULL after a purge
    salt          TEXT NOT NULL,
    detail_digest TEXT NOT NULL,
    previous_hash TEXT NOT NULL,
    hash          TEXT NOT NULL,
    PRIMARY KEY (chain, seq)
);
