-- Before results are frozen: the units see them, and a first person says that they are right. Rows are written once and
-- never changed; of each list the newest row of a period holds. A period that was frozen before these tables were
-- there has neither, and stays as it is.

-- 向单位开放: names the trial runs that units may read from then on, and the last day on which they may appeal.
CREATE TABLE result_opening (
    id         TEXT NOT NULL PRIMARY KEY,
    campaign   TEXT NOT NULL REFERENCES campaign (code),
    period     TEXT NOT NULL,
    seq        BIGINT NOT NULL, -- 1, 2, 3 … of the period
    runs       TEXT NOT NULL,   -- JSON object: number of the run of each group
    digest     TEXT NOT NULL,   -- over the results of all groups
    until_on   TEXT NOT NULL,   -- last day to appeal
    at         BIGINT NOT NULL,
    by_account TEXT NOT NULL,
    behalf     TEXT NOT NULL,   -- the account acted for; empty = nobody else
    UNIQUE (campaign, period, seq)
);

-- 确认: one person confirms exactly these results; another one freezes them, which is the second confirmation.
CREATE TABLE result_confirmation (
    id         TEXT NOT NULL PRIMARY KEY,
    campaign   TEXT NOT NULL REFERENCES campaign (code),
    period     TEXT NOT NULL,
    seq        BIGINT NOT NULL,
    runs       TEXT NOT NULL,
    digest     TEXT NOT NULL,
    at         BIGINT NOT NULL,
    by_account TEXT NOT NULL,
    behalf     TEXT NOT NULL,
    UNIQUE (campaign, period, seq)
);
