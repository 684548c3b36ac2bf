-- Appeals (申诉) widened: against a deduction as before, and now against one value of an indicator or the application of a
-- rule to a leaf. What ended one (a ruling, or that the unit took it back) is a row of its own; nothing of either changes any more.
-- The old table names an event in every row and holds its ruling, so it is made anew; what stood in it is taken over.

CREATE TABLE appeal_wide (
    id           TEXT NOT NULL PRIMARY KEY,
    campaign     TEXT NOT NULL REFERENCES campaign (code),
    period       TEXT NOT NULL,
    unit         TEXT NOT NULL,
    event        TEXT NOT NULL,   -- contested; empty for the other kinds
    reason       TEXT NOT NULL,
    filed_by     TEXT NOT NULL,
    filed_on     TEXT NOT NULL,
    kind         TEXT NOT NULL,   -- event · value · rule
    node         TEXT NOT NULL,   -- leaf of the scheme; empty: an event
    rule         TEXT NOT NULL,   -- of kind rule: late · missing · na
    indicator    TEXT NOT NULL,   -- whose value stands behind the leaf; empty: none does
    value_period TEXT NOT NULL,   -- the value's own month, an earlier one where the leaf has a lag
    value_unit   TEXT NOT NULL,   -- the unit that held the seat then
    object       TEXT NOT NULL,   -- reported · confirmed
    found        TEXT NOT NULL,   -- what was scored: the value, its days late, the points of an event
    wished       TEXT NOT NULL,   -- what should stand: a value, NA, days late; empty: an event is to be struck
    run          TEXT NOT NULL,   -- the run that was open to the unit
    late_reason  TEXT NOT NULL,   -- why the office took it after the last day; empty: in time
    filed_at     BIGINT NOT NULL, -- 0: filed before there was this column
    filed_behalf TEXT NOT NULL    -- the account acted for; empty = nobody else
);
INSERT INTO appeal_wide (id, campaign, period, unit, event, reason, filed_by, filed_on, kind, node, rule, indicator, value_period, value_unit, object, found, wished, run, late_reason, filed_at, filed_behalf)
SELECT id, campaign, period, unit, event, reason, filed_by, filed_on, 'event', '', '', '', '', '', '', '', '', '', '', 0, '' FROM appeal;

CREATE TABLE appeal_ruling (
    appeal       TEXT NOT NULL PRIMARY KEY REFERENCES appeal_wide (id),
    ruling       TEXT NOT NULL,   -- upheld · part · rejected, or withdrawn by who filed it
    by_account   TEXT NOT NULL,
    on_date      TEXT NOT NULL,
    reason       TEXT NOT NULL,
    behalf       TEXT NOT NULL,
    at           BIGINT NOT NULL, -- 0: before there was this column
    stands       TEXT NOT NULL,   -- the value, NA or days late that stand now; empty: nothing changed, or an event was struck
    submission   TEXT NOT NULL,   -- the correction that it became; empty: none
    score_before TEXT NOT NULL,   -- of the unit, as shown; what a trial run gave when it was ruled
    score_after  TEXT NOT NULL,
    rank_before  BIGINT NOT NULL, -- 0 = without rank
    rank_after   BIGINT NOT NULL,
    peers        BIGINT NOT NULL, -- other units of the group
    scores_moved BIGINT NOT NULL, -- of them
    ranks_moved  BIGINT NOT NULL
);
INSERT INTO appeal_ruling (appeal, ruling, by_account, on_date, reason, behalf, at, stands, submission, score_before, score_after, rank_before, rank_after, peers, scores_moved, ranks_moved)
SELECT id, ruling, ruled_by, ruled_on, ruling_reason, '', 0, '', '', '', '', 0, 0, 0, 0, 0 FROM appeal WHERE ruling <> '';

DROP TABLE appeal;
ALTER TABLE appeal_wide RENAME TO appeal;
CREATE INDEX appeal_of_period ON appeal (campaign, period);
