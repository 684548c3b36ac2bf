-- One digest a day for each account, and how far a person has read.

CREATE TABLE inbox_digest (
    account TEXT NOT NULL REFERENCES account (name),
    on_date TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    body    TEXT NOT NULL,   -- JSON: the digest as plain text, by language
    read_at BIGINT NOT NULL, -- 0: not yet
    PRIMARY KEY (account, on_date)
);

CREATE TABLE inbox_seen (
    account  TEXT NOT NULL REFERENCES account (name),
    campaign TEXT NOT NULL,  -- empty: of an account without a campaign
    seq      BIGINT NOT NULL, -- of the campaign's audit chain: what happened up to there is read
    at       BIGINT NOT NULL,
    PRIMARY KEY (account, campaign)
);

-- Which tasks somebody has noted this month, without walking all notes.
CREATE INDEX progress_note_by_account ON progress_note (campaign, by_account, at);
