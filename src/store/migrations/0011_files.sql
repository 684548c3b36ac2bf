-- Files by their content, what they are attached to, and what was purged.

CREATE TABLE stored_file (
    digest    TEXT NOT NULL PRIMARY KEY, -- SHA-256 of the bytes, and their name in the store
    bytes     BIGINT NOT NULL,
    type      TEXT NOT NULL,   -- by content: application/pdf …
    scan      TEXT NOT NULL,   -- clean · off (no scanner is set)
    stored_at BIGINT NOT NULL,
    purged_at BIGINT NOT NULL  -- 0: the bytes are there
);

CREATE TABLE attachment (
    id         TEXT NOT NULL PRIMARY KEY,
    campaign   TEXT NOT NULL REFERENCES campaign (code),
    object     TEXT NOT NULL,  -- "task 1.2"
    unit       TEXT NOT NULL,  -- whose it is: unit or body; empty = the office's
    digest     TEXT NOT NULL REFERENCES stored_file (digest),
    name       TEXT NOT NULL,  -- as the person called it; empty after a purge
    added_at   BIGINT NOT NULL,
    added_by   TEXT NOT NULL,
    withdrawn_at BIGINT NOT NULL, -- 0: it stands
    withdrawn_by TEXT NOT NULL
);
CREATE INDEX attachment_by_object ON attachment (campaign, object);
CREATE INDEX attachment_by_digest ON attachment (digest);

-- 清除: asked for by one, decided by another; what is left is the tombstone.
CREATE TABLE purge (
    id         TEXT NOT NULL PRIMARY KEY,
    campaign   TEXT NOT NULL,
    target     TEXT NOT NULL,  -- "file DIGEST" · "progress ID" · "audit CHAIN SEQ"
    cause      TEXT NOT NULL,  -- secret · personal
    authority  TEXT NOT NULL,  -- who ordered it, by what document
    asked_at   BIGINT NOT NULL,
    asked_by   TEXT NOT NULL,
    asked_behalf TEXT NOT NULL, -- the account acted for; empty = nobody else
    state      TEXT NOT NULL,  -- asked · done · refused
    decided_at BIGINT NOT NULL,
    decided_by TEXT NOT NULL,
    decided_behalf TEXT NOT NULL,
    decision   TEXT NOT NULL,  -- its reason
    backups    TEXT NOT NULL   -- JSON: ids of the backups to destroy
);
CREATE INDEX purge_by_campaign ON purge (campaign, id);
