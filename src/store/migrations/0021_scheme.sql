-- Versions of schemes (考评方案) that were proposed after the import, and what was decided on any version. Rows are written
-- once and never changed. The versions that came with the campaign's own files stand in table scheme and stay there.

CREATE TABLE scheme_version (
    id         TEXT NOT NULL PRIMARY KEY,
    campaign   TEXT NOT NULL REFERENCES campaign (code),
    peer_group TEXT NOT NULL,
    version    BIGINT NOT NULL, -- goes on where those of the import end
    effective  TEXT NOT NULL,   -- period code
    file       TEXT NOT NULL,   -- what was brought in was called so
    body_text  TEXT NOT NULL,   -- the canonical text
    digest     TEXT NOT NULL,
    reason     TEXT NOT NULL,
    at         BIGINT NOT NULL,
    by_account TEXT NOT NULL,
    behalf     TEXT NOT NULL,   -- the account acted for; empty = nobody else
    UNIQUE (campaign, peer_group, version),
    FOREIGN KEY (campaign, peer_group) REFERENCES peer_group (campaign, code)
);

-- Of a version the newest row holds.
CREATE TABLE scheme_decision (
    id         TEXT NOT NULL PRIMARY KEY,
    campaign   TEXT NOT NULL REFERENCES campaign (code),
    peer_group TEXT NOT NULL,
    version    BIGINT NOT NULL,
    act        TEXT NOT NULL, -- approve · withdraw
    digest     TEXT NOT NULL, -- of the text that was decided on
    authority  TEXT NOT NULL, -- who approved: a body
    document   TEXT NOT NULL, -- its number
    dated_on   TEXT NOT NULL, -- its date
    reason     TEXT NOT NULL, -- of a withdrawal
    at         BIGINT NOT NULL,
    by_account TEXT NOT NULL,
    behalf     TEXT NOT NULL
);
CREATE INDEX scheme_decision_by_campaign ON scheme_decision (campaign, peer_group, version, id);
