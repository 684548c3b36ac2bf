-- Evaluation runs and their results. kind: trial (试算, may be run again), frozen (冻结, results
-- fixed; published_on is set when units may see them), rerun (what a correction would change; never
-- replaces a frozen run).

CREATE TABLE run (
    id            TEXT NOT NULL PRIMARY KEY,
    campaign      TEXT NOT NULL REFERENCES campaign (code),
    period        TEXT NOT NULL,
    peer_group    TEXT NOT NULL,
    kind          TEXT NOT NULL,
    number        BIGINT NOT NULL, -- 1, 2, 3 … of the same period and group
    scheme_version BIGINT NOT NULL,
    scheme_digest TEXT NOT NULL,
    input_seq     BIGINT NOT NULL, -- submissions up to this seq were seen
    input_digest  TEXT NOT NULL,   -- over all inputs, in order
    result_digest TEXT NOT NULL,   -- over all results, in order
    made_at       BIGINT NOT NULL,
    made_by       TEXT NOT NULL,
    frozen_by     TEXT NOT NULL,
    published_on  TEXT NOT NULL,   -- civil date, empty = not published
    published_by  TEXT NOT NULL,
    UNIQUE (campaign, period, peer_group, number)
);
-- One frozen run a period and group: the second freeze is refused by the database itself.
CREATE UNIQUE INDEX run_frozen ON run (campaign, period, peer_group) WHERE kind = 'frozen';

CREATE TABLE run_unit (
    run          TEXT NOT NULL REFERENCES run (id),
    unit         TEXT NOT NULL,
    position     BIGINT NOT NULL, -- official order
    score        TEXT NOT NULL,   -- unrounded, ten decimals
    score_shown  TEXT NOT NULL,   -- rounded as the scheme says; this is ranked
    rank         BIGINT NOT NULL, -- 0 = without rank (trial period, exempt)
    rank_bottom  BIGINT NOT NULL, -- counted from the bottom
    in_bottom    BOOLEAN NOT NULL,
    streak       BIGINT NOT NULL, -- periods in the bottom in a row, this one included
    gain_rank    BIGINT NOT NULL, -- rank of improvement, 0 = no earlier period
    plan_not_met BOOLEAN NOT NULL, -- a firm target stands behind its schedule
    status       TEXT NOT NULL,   -- ranked · trial · exempt · own_missing
    PRIMARY KEY (run, unit)
);

-- Every node of every unit: points and what they were made of. A leaf names the submission behind
-- its value, so that a point leads to the version of the report.
CREATE TABLE run_node (
    run        TEXT NOT NULL,
    unit       TEXT NOT NULL,
    node       TEXT NOT NULL,
    position   BIGINT NOT NULL, -- order in the scheme
    points     TEXT NOT NULL,   -- ten decimals
    full_marks TEXT NOT NULL,   -- points the node could give, after spreading
    status     TEXT NOT NULL,   -- scored · missing · na · not_yet · events
    value      TEXT NOT NULL,   -- the value scored
    reported   TEXT NOT NULL,   -- as reported, shown beside the confirmed one
    source     TEXT NOT NULL,   -- confirmed · reported · corrected · empty
    submission TEXT NOT NULL,   -- id behind the value; empty = none
    target     TEXT NOT NULL,
    plan       TEXT NOT NULL,   -- scheduled share, per cent
    detail     TEXT NOT NULL,   -- JSON: events, lateness
    PRIMARY KEY (run, unit, node),
    FOREIGN KEY (run, unit) REFERENCES run_unit (run, unit)
);

-- Proposals of a formal talk (约谈). The program proposes, a person decides; each change of state is
-- a row of talk_step, and the newest holds.
CREATE TABLE talk (
    id         TEXT NOT NULL PRIMARY KEY,
    campaign   TEXT NOT NULL REFERENCES campaign (code),
    period     TEXT NOT NULL,
    unit       TEXT NOT NULL,
    peer_group TEXT NOT NULL,
    step       TEXT NOT NULL,   -- step of the ladder
    run        TEXT NOT NULL REFERENCES run (id),
    months     TEXT NOT NULL,   -- period codes of the streak, ";"-separated
    evidence   TEXT NOT NULL,   -- JSON: rank and score of each month, rule, scheme
    bodies     TEXT NOT NULL,   -- who would be talked to: one talk for one cause
    UNIQUE (campaign, period, unit, step)
);

CREATE TABLE talk_step (
    talk     TEXT NOT NULL REFERENCES talk (id),
    number   BIGINT NOT NULL,
    state    TEXT NOT NULL,     -- proposed · approved · waived · held · closed · withdrawn
    at       BIGINT NOT NULL,   -- instant
    on_date  TEXT NOT NULL,
    by_account TEXT NOT NULL,
    reason   TEXT NOT NULL,
    PRIMARY KEY (talk, number)
);

CREATE TABLE circular (
    id        TEXT NOT NULL PRIMARY KEY,
    campaign  TEXT NOT NULL REFERENCES campaign (code),
    period    TEXT NOT NULL,
    version   BIGINT NOT NULL,
    number    TEXT NOT NULL,    -- 发文字号
    issuer    TEXT NOT NULL,
    issued_on TEXT NOT NULL,
    issued_by TEXT NOT NULL,
    body_text TEXT NOT NULL,    -- the txt as issued
    digest    TEXT NOT NULL,
    UNIQUE (campaign, period, version),
    UNIQUE (campaign, number)
);

-- What a correction after publication would change (never carried out by itself).
CREATE TABLE consequence (
    id         TEXT NOT NULL PRIMARY KEY,
    campaign   TEXT NOT NULL REFERENCES campaign (code),
    submission TEXT NOT NULL REFERENCES submission (id),
    position   BIGINT NOT NULL,
    period     TEXT NOT NULL,
    unit       TEXT NOT NULL,
    kind       TEXT NOT NULL,   -- score · rank · bottom · talk_vanishes · talk_appears · circular
    before     TEXT NOT NULL,
    after      TEXT NOT NULL,
    UNIQUE (submission, position)
);
