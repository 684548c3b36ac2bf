-- 分管领导阅知: a leader in charge has seen which targets of the own areas are red, before colleagues see them so. Rows are written once
-- and never changed.
CREATE TABLE leader_seen (
    id         TEXT NOT NULL PRIMARY KEY,
    campaign   TEXT NOT NULL REFERENCES campaign (code),
    post       TEXT NOT NULL,   -- of the leader in charge
    period     TEXT NOT NULL,   -- that the ledger stood at
    reds       TEXT NOT NULL,   -- "T01:2021-09 T07:2021-10": each target with the period of its value
    how        TEXT NOT NULL,   -- page, or paper: the office has handed it over
    at         BIGINT NOT NULL,
    by_account TEXT NOT NULL,
    behalf     TEXT NOT NULL    -- the account acted for; empty = nobody else
);
CREATE INDEX leader_seen_by_campaign ON leader_seen (campaign, at);
