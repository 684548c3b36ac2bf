-- One digest a day for each account, and how far a person has read.

CREATE TABLE inbox_digest (
    account TEXT NOT NULL REFERENCES account (name),
    on_date TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    body    TEXT NOT NULL,   -- JSON
    read_at BIGINT NOT NULL, -- 0: not yet
    PRIMARY KEY (account, on_date)
);

CREATE TABLE inbox_seen (
    account  TEXT NOT NULL PRIMARY KEY REFERENCES account (name),
    campaign TEXT NOT NULL,
    seq      BIGINT NOT NULL, -- of the campaign's audit chain: what happened up to there is read
    at       BIGINT NOT NULL
);
