-- Highlights (亮点) that units send, what became of each, and the monthly report to the province (报省材料). Rows are
-- written once and never changed: the newest step of a highlight, the newest draft of a period, the newest version of a
-- report hold.

CREATE TABLE highlight (
    id         TEXT NOT NULL PRIMARY KEY,
    campaign   TEXT NOT NULL REFERENCES campaign (code),
    unit       TEXT NOT NULL,  -- whose it is; empty = the office's own
    sender     TEXT NOT NULL,  -- who handed it in, when the office entered it; else empty
    task       TEXT NOT NULL,  -- area or task that it is about
    title      TEXT NOT NULL,
    body_text  TEXT NOT NULL,
    indicator  TEXT NOT NULL,  -- what its effect is measured by; empty = stated with a file
    period     TEXT NOT NULL,  -- of the figure
    figure     TEXT NOT NULL,  -- as it stood in the database when it was sent
    object     TEXT NOT NULL,  -- of the figure: reported · confirmed
    submission TEXT NOT NULL,  -- the figure's
    version    BIGINT NOT NULL,
    effect     TEXT NOT NULL,  -- as stated
    evidence   TEXT NOT NULL,  -- attachment; empty = none
    same       TEXT NOT NULL   -- JSON: what it resembles
);
CREATE INDEX highlight_by_campaign ON highlight (campaign, id);

CREATE TABLE highlight_step (
    highlight  TEXT NOT NULL REFERENCES highlight (id),
    number     BIGINT NOT NULL, -- 1, 2, 3 …
    state      TEXT NOT NULL,  -- sent · taken · returned · adopted · withdrawn
    at         BIGINT NOT NULL,
    by_account TEXT NOT NULL,
    behalf     TEXT NOT NULL,  -- the account acted for; empty = nobody else
    cause      TEXT NOT NULL,  -- of a return
    reason     TEXT NOT NULL,
    adopter    TEXT NOT NULL,  -- of an adoption: which higher level
    document   TEXT NOT NULL,  -- its number; empty = not counted
    adopted_on TEXT NOT NULL,
    PRIMARY KEY (highlight, number)
);

CREATE TABLE province_draft (
    id         TEXT NOT NULL PRIMARY KEY,
    campaign   TEXT NOT NULL REFERENCES campaign (code),
    period     TEXT NOT NULL,
    revision   BIGINT NOT NULL, -- 1, 2, 3 … of the period
    edits      TEXT NOT NULL,  -- JSON: what the office chose and wrote; figures are never part of it
    at         BIGINT NOT NULL,
    by_account TEXT NOT NULL,
    behalf     TEXT NOT NULL,
    UNIQUE (campaign, period, revision)
);

CREATE TABLE province_report (
    id         TEXT NOT NULL PRIMARY KEY,
    campaign   TEXT NOT NULL REFERENCES campaign (code),
    period     TEXT NOT NULL,
    version    BIGINT NOT NULL, -- 1, 2, 3 … of the period
    number     TEXT NOT NULL,  -- 发文字号
    signer     TEXT NOT NULL,  -- 签发人
    issued_on  TEXT NOT NULL,
    at         BIGINT NOT NULL,
    by_account TEXT NOT NULL,
    behalf     TEXT NOT NULL,
    revision   BIGINT NOT NULL, -- of the draft that was approved
    body_text  TEXT NOT NULL,
    digest     TEXT NOT NULL,  -- of body_text
    body       TEXT NOT NULL,  -- the paper as JSON
    figures    TEXT NOT NULL,  -- CSV: every number and where it comes from
    trace      TEXT NOT NULL,  -- CSV: what the figures are made of, one value a line
    facts      TEXT NOT NULL,  -- CSV: place and value, to say later what a correction changed
    changes    TEXT NOT NULL,  -- CSV: place, before, after against the version before
    UNIQUE (campaign, period, version)
);
