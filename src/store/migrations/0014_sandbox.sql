-- Trials of another scheme (试算沙箱): past periods computed again under it, for whoever decides on a scheme.
-- Nothing of it is a result. Rows are written once and never changed.

CREATE TABLE sandbox_run (
    id         TEXT NOT NULL PRIMARY KEY,
    campaign   TEXT NOT NULL REFERENCES campaign (code),
    peer_group TEXT NOT NULL,
    base_digest TEXT NOT NULL, -- of the scheme in force in the last period that was computed again
    digest     TEXT NOT NULL,  -- of body_text
    body_text  TEXT NOT NULL,  -- the scheme that was tried, whole
    changes    TEXT NOT NULL,  -- JSON: what differs from the scheme in force
    period_from TEXT NOT NULL,
    period_to  TEXT NOT NULL,
    periods    BIGINT NOT NULL, -- computed again
    holds_from TEXT NOT NULL,  -- the first period for which it could hold; empty = none is left
    moved      BIGINT NOT NULL, -- ranks that would be others
    bottom     BIGINT NOT NULL, -- places among the last that would be another's
    talks      BIGINT NOT NULL, -- proposals of a talk that would appear or vanish
    result     TEXT NOT NULL,  -- JSON: every change, under masked names
    result_digest TEXT NOT NULL,
    at         BIGINT NOT NULL,
    by_account TEXT NOT NULL,
    behalf     TEXT NOT NULL   -- the account acted for; empty = nobody else
);
CREATE INDEX sandbox_run_by_campaign ON sandbox_run (campaign, id);
