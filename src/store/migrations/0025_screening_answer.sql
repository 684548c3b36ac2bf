-- Answers to findings of the screening (疑点答复): what the unit said of its own figures and how the office closed it. Findings themselves are
-- not kept, only what they were about when somebody spoke. Rows are written once and never changed.
CREATE TABLE screening_answer (
    id         TEXT NOT NULL PRIMARY KEY,
    campaign   TEXT NOT NULL REFERENCES campaign (code),
    finding    TEXT NOT NULL,   -- of rule, unit, indicator, period and figures: other figures are another finding
    seq        BIGINT NOT NULL, -- 1, 2, 3 … of the finding
    period     TEXT NOT NULL,
    unit       TEXT NOT NULL,   -- empty: of an indicator of all units, or of the city
    kind       TEXT NOT NULL,   -- of the rule: goal, jump …
    indicator  TEXT NOT NULL,   -- empty: of several
    figures    TEXT NOT NULL,   -- that it was about, as who spoke saw them
    step       TEXT NOT NULL,   -- explained · correcting, by the unit; asked · accepted, by the office
    words      TEXT NOT NULL,
    correction TEXT NOT NULL,   -- that was asked for; empty: none
    at         BIGINT NOT NULL,
    by_account TEXT NOT NULL,
    behalf     TEXT NOT NULL,   -- the account acted for; empty = nobody else
    UNIQUE (campaign, finding, seq)
);
CREATE INDEX screening_answer_of_period ON screening_answer (campaign, period);
