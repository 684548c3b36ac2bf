-- What happens to a report that has come in, and to a period that is closed. Rows are written once and never changed:
-- of each list the newest row holds.

-- 退回 or 通过 of one version of a report. None: it is received, and nobody has looked yet.
CREATE TABLE report_step (
    id         TEXT NOT NULL PRIMARY KEY,
    submission TEXT NOT NULL REFERENCES submission (id),
    seq        BIGINT NOT NULL, -- 1, 2, 3 … of the version
    state      TEXT NOT NULL,   -- returned · accepted
    causes     TEXT NOT NULL,   -- of a return: JSON array of words of core/report_cause.h
    places     TEXT NOT NULL,   -- of a return: JSON array: codes of indicators, "task 1.1.1", "head"
    note       TEXT NOT NULL,   -- a sentence; never a figure that the office would like to see
    at         BIGINT NOT NULL,
    by_account TEXT NOT NULL,
    behalf     TEXT NOT NULL,   -- the account acted for; empty = nobody else
    UNIQUE (submission, seq)
);

-- 锁定: from then on reports and confirmed values change by corrections only.
CREATE TABLE period_lock (
    id         TEXT NOT NULL PRIMARY KEY,
    campaign   TEXT NOT NULL REFERENCES campaign (code),
    period     TEXT NOT NULL,
    seq        BIGINT NOT NULL, -- 1, 2, 3 … of the period
    state      TEXT NOT NULL,   -- locked · opened
    reason     TEXT NOT NULL,
    at         BIGINT NOT NULL,
    by_account TEXT NOT NULL,
    behalf     TEXT NOT NULL,
    UNIQUE (campaign, period, seq)
);

-- 更正申请: a sheet of corrections that one person asks for and another approves. It is on record with its first byte,
-- and has no effect before it is approved.
CREATE TABLE correction_ask (
    id         TEXT NOT NULL PRIMARY KEY,
    campaign   TEXT NOT NULL REFERENCES campaign (code),
    unit       TEXT NOT NULL,   -- of the unit that asks; empty: the office
    file       TEXT NOT NULL,   -- name of the sheet
    digest     TEXT NOT NULL,   -- of its bytes
    body_text  TEXT NOT NULL,   -- the sheet, as CSV
    sheet_rows BIGINT NOT NULL,
    periods    TEXT NOT NULL,   -- JSON array of the periods that it corrects
    asked_at   BIGINT NOT NULL,
    asked_by   TEXT NOT NULL,
    asked_behalf TEXT NOT NULL
);
CREATE INDEX correction_ask_by_campaign ON correction_ask (campaign, id);

CREATE TABLE correction_ruling (
    ask        TEXT NOT NULL PRIMARY KEY REFERENCES correction_ask (id), -- ruled on once
    state      TEXT NOT NULL,   -- approved · refused
    reason     TEXT NOT NULL,   -- of a refusal; of an approval it may be empty
    at         BIGINT NOT NULL,
    by_account TEXT NOT NULL,
    behalf     TEXT NOT NULL
);
