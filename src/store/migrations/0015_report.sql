-- The monthly report (月报) from its form to its receipt: the unfinished form, and with a submission how it
-- came and who signed. The new columns are part of a digest only where they are not empty, so that records
-- from before them keep theirs.

CREATE TABLE report_draft (
    id         TEXT NOT NULL PRIMARY KEY,
    campaign   TEXT NOT NULL REFERENCES campaign (code),
    period     TEXT NOT NULL,
    unit       TEXT NOT NULL,
    revision   BIGINT NOT NULL, -- 1, 2, 3 …: who saves names the one that they saw
    state      TEXT NOT NULL,   -- open · filled (first signature) · gone (sent)
    body       TEXT NOT NULL,   -- JSON of the form as it stands
    saved_at   BIGINT NOT NULL,
    saved_by   TEXT NOT NULL,   -- account
    filled_at  BIGINT NOT NULL, -- 0: not signed
    filled_by  TEXT NOT NULL,   -- account of the first signature
    submission TEXT NOT NULL,   -- that it went into; empty: none yet
    UNIQUE (campaign, period, unit)
);

ALTER TABLE submission ADD COLUMN channel TEXT NOT NULL DEFAULT '';     -- web · workbook · folder · paper · api; empty: a command
ALTER TABLE submission ADD COLUMN filled_by TEXT NOT NULL DEFAULT '';   -- account of the first signature
ALTER TABLE submission ADD COLUMN approved_by TEXT NOT NULL DEFAULT ''; -- account of the second; 'scan': the signed form is among the files
ALTER TABLE submission_value ADD COLUMN tolerance TEXT NOT NULL DEFAULT ''; -- its own ±, canonical
ALTER TABLE submission_value ADD COLUMN state TEXT NOT NULL DEFAULT '';     -- not_yet · no_rank; NA stays na

-- What a form must say in its head where the law wants it (统计法): of the campaign's files.
CREATE TABLE report_form (
    campaign    TEXT NOT NULL REFERENCES campaign (code),
    code        TEXT NOT NULL,
    position    BIGINT NOT NULL,
    name        TEXT NOT NULL,   -- 表名
    nature      TEXT NOT NULL,   -- 工作进展 · 部门统计 · 引用统计机构
    number      TEXT NOT NULL,   -- 表号
    issuer      TEXT NOT NULL,   -- 制定机关
    approval    TEXT NOT NULL,   -- 批准文号
    valid_from  TEXT NOT NULL,
    valid_to    TEXT NOT NULL,
    peer_group  TEXT NOT NULL,   -- of which groups; empty: all
    source      TEXT NOT NULL,
    PRIMARY KEY (campaign, code)
);
