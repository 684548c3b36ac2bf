-- What the database needs before any aggregate: its own facts, and the heads of the audit chains.
-- db_write locks the head row of its chain first, so this table is part of db/'s contract.
CREATE TABLE duban_meta (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE audit_head (
    chain TEXT NOT NULL PRIMARY KEY,
    seq BIGINT NOT NULL,
    hash TEXT NOT NULL
);
