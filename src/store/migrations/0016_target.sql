-- How targets are handed on (分解), and what became of them in the course of the year.
ALTER TABLE target ADD COLUMN split TEXT NOT NULL DEFAULT '';       -- 分解方式; empty: derived
ALTER TABLE target ADD COLUMN numerator TEXT NOT NULL DEFAULT '';   -- indicators of a rate
ALTER TABLE target ADD COLUMN denominator TEXT NOT NULL DEFAULT '';
ALTER TABLE allotment ADD COLUMN weight TEXT NOT NULL DEFAULT '';   -- 权数

-- A unit's own monthly plan, where it has one.
CREATE TABLE unit_plan (
    campaign     TEXT NOT NULL,
    indicator    TEXT NOT NULL,
    unit         TEXT NOT NULL,
    period       TEXT NOT NULL,
    position     BIGINT NOT NULL, -- among all plans of the campaign
    percent_text TEXT NOT NULL,
    PRIMARY KEY (campaign, indicator, unit, period),
    FOREIGN KEY (campaign, indicator) REFERENCES indicator (campaign, code),
    FOREIGN KEY (campaign, unit) REFERENCES unit (campaign, code),
    FOREIGN KEY (campaign, period) REFERENCES period (campaign, code)
);

-- 目标调整: append-only; of those that have begun in a period the one made last holds.
CREATE TABLE target_change (
    id            TEXT NOT NULL PRIMARY KEY,
    campaign      TEXT NOT NULL,
    target        TEXT NOT NULL,
    unit          TEXT NOT NULL,   -- empty: the target itself
    seq           BIGINT NOT NULL, -- 1, 2, 3 … of the same target
    from_period   TEXT NOT NULL,
    value_before  TEXT NOT NULL,   -- empty = nothing was stated
    value_after   TEXT NOT NULL,
    behind_period TEXT NOT NULL,   -- it was behind in that month; empty = it was not
    behind_gap    TEXT NOT NULL,   -- by so many percentage points
    reason        TEXT NOT NULL,
    document      TEXT NOT NULL,
    at            BIGINT NOT NULL,
    by_account    TEXT NOT NULL,
    behalf        TEXT NOT NULL,   -- the account acted for; empty = nobody else
    UNIQUE (campaign, target, seq),
    FOREIGN KEY (campaign, target) REFERENCES target (campaign, code),
    FOREIGN KEY (campaign, from_period) REFERENCES period (campaign, code)
);
CREATE INDEX target_change_by_campaign ON target_change (campaign, id);
