-- What arrives in a month. Nothing that was submitted is ever updated or deleted: a newer version
-- stands beside the older one, and the value that holds is the one of the greatest seq.

CREATE TABLE submission (
    id          TEXT NOT NULL PRIMARY KEY,
    campaign    TEXT NOT NULL REFERENCES campaign (code),
    seq         BIGINT NOT NULL, -- order of arrival in the campaign, 1, 2, 3 …
    kind        TEXT NOT NULL,   -- report · confirmation · correction
    period      TEXT NOT NULL,
    party       TEXT NOT NULL,   -- report: unit; confirmation: body; correction: the unit corrected
    version     BIGINT NOT NULL, -- 1, 2, 3 … of the same kind, period and party
    received_at BIGINT NOT NULL, -- instant of arrival, by the clock
    claimed_at  TEXT NOT NULL,   -- as the file says
    received_on TEXT NOT NULL,   -- civil date of arrival
    late_days   BIGINT NOT NULL, -- workdays after the deadline, 0 = in time
    entered_by  TEXT NOT NULL,   -- account
    sender      TEXT NOT NULL,   -- who handed it in, when entered on behalf; else empty
    file        TEXT NOT NULL,   -- name of the file
    digest      TEXT NOT NULL,   -- of its bytes
    head        TEXT NOT NULL,   -- head of the form, JSON
    reason      TEXT NOT NULL,   -- of a correction
    body_digest TEXT NOT NULL,   -- over head, values and tasks: what verify recomputes
    UNIQUE (campaign, seq),
    UNIQUE (campaign, kind, period, party, version)
);

CREATE TABLE submission_value (
    submission TEXT NOT NULL REFERENCES submission (id),
    unit       TEXT NOT NULL,
    indicator  TEXT NOT NULL,
    object     TEXT NOT NULL,  -- reported · confirmed
    value      TEXT NOT NULL,  -- the value scored, canonical; empty = missing
    na         BOOLEAN NOT NULL,
    month      TEXT NOT NULL,  -- as reported, empty = not given
    last_year  TEXT NOT NULL,
    note       TEXT NOT NULL,
    position   BIGINT NOT NULL,
    PRIMARY KEY (submission, unit, indicator, object)
);

CREATE TABLE submission_task (
    submission TEXT NOT NULL REFERENCES submission (id),
    position   BIGINT NOT NULL,
    kind       TEXT NOT NULL,  -- task · request
    cells      TEXT NOT NULL,  -- JSON array of the row's cells
    PRIMARY KEY (submission, kind, position)
);

-- Bonus and deduction events (加分/扣分). An upheld appeal strikes an event, it does not delete it.
CREATE TABLE event (
    id        TEXT NOT NULL PRIMARY KEY,
    campaign  TEXT NOT NULL REFERENCES campaign (code),
    period    TEXT NOT NULL,
    position  BIGINT NOT NULL, -- order of arrival in the period
    unit      TEXT NOT NULL,
    kind      TEXT NOT NULL,   -- bonus · deduct
    rule      TEXT NOT NULL,
    points    TEXT NOT NULL,
    basis     TEXT NOT NULL,
    evidence  TEXT NOT NULL,
    entered_by TEXT NOT NULL,
    UNIQUE (campaign, period, position)
);

CREATE TABLE appeal (
    id        TEXT NOT NULL PRIMARY KEY,
    campaign  TEXT NOT NULL REFERENCES campaign (code),
    period    TEXT NOT NULL,
    unit      TEXT NOT NULL,
    event     TEXT NOT NULL REFERENCES event (id),
    reason    TEXT NOT NULL,
    filed_by  TEXT NOT NULL,
    filed_on  TEXT NOT NULL,
    ruling    TEXT NOT NULL,   -- empty · upheld · rejected
    ruled_by  TEXT NOT NULL,
    ruled_on  TEXT NOT NULL,
    ruling_reason TEXT NOT NULL,
    UNIQUE (event)
);
