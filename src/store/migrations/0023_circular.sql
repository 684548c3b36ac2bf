-- The life of a circular (通报) before and after it is issued. Rows are written once and never changed: the newest revision of a
-- draft holds, a signature holds for the text whose digest it names, a receipt is given once.

CREATE TABLE circular_draft (
    id          TEXT NOT NULL PRIMARY KEY,
    campaign    TEXT NOT NULL REFERENCES campaign (code),
    period      TEXT NOT NULL,
    version     BIGINT NOT NULL, -- of the circular that it becomes: 1 the circular itself, then its later papers
    kind        TEXT NOT NULL,   -- circular · notice (更正) · withdrawal (撤回)
    revision    BIGINT NOT NULL, -- 1, 2, 3 … of the version
    issuer      TEXT NOT NULL,
    mark        TEXT NOT NULL,   -- 发文代字
    basis       TEXT NOT NULL,   -- by what it may be issued; may be empty until it is signed
    reason      TEXT NOT NULL,   -- of a later paper
    countersign TEXT NOT NULL,   -- accounts that countersign, separated by ';'; empty: nobody
    passages    TEXT NOT NULL,   -- JSON: text with references, never a figure
    source      TEXT NOT NULL,   -- page · docx · command
    digest      TEXT NOT NULL,   -- of the whole paper as filled, without number and date
    at          BIGINT NOT NULL,
    by_account  TEXT NOT NULL,
    behalf      TEXT NOT NULL,
    UNIQUE (campaign, period, version, revision)
);

CREATE TABLE circular_sign (
    draft      TEXT NOT NULL REFERENCES circular_draft (id),
    number     BIGINT NOT NULL, -- 1, 2, 3 …
    step       TEXT NOT NULL,   -- drafted 拟稿 · checked 核稿 · countersigned 会签 · approved 签发 · returned 退回
    digest     TEXT NOT NULL,   -- of the text that was read
    opinion    TEXT NOT NULL,
    at         BIGINT NOT NULL,
    on_date    TEXT NOT NULL,
    by_account TEXT NOT NULL,
    behalf     TEXT NOT NULL,
    PRIMARY KEY (draft, number)
);

-- What an issued paper stands on. One issued before this table has no row here.
CREATE TABLE circular_issue (
    circular    TEXT NOT NULL PRIMARY KEY REFERENCES circular (id),
    draft       TEXT NOT NULL REFERENCES circular_draft (id),
    kind        TEXT NOT NULL,
    basis       TEXT NOT NULL,
    reason      TEXT NOT NULL,
    approved_by TEXT NOT NULL,
    approved_on TEXT NOT NULL,
    receipt_due TEXT NOT NULL  -- last day to sign for it; empty: the campaign states none
);

-- 签收: each addressed unit signs for it once.
CREATE TABLE circular_receipt (
    id         TEXT NOT NULL PRIMARY KEY,
    campaign   TEXT NOT NULL REFERENCES campaign (code),
    circular   TEXT NOT NULL REFERENCES circular (id),
    unit       TEXT NOT NULL,
    signer     TEXT NOT NULL,  -- a post
    sender     TEXT NOT NULL,  -- who handed in a paper receipt, when the office entered it; else empty
    at         BIGINT NOT NULL,
    on_date    TEXT NOT NULL,
    by_account TEXT NOT NULL,
    behalf     TEXT NOT NULL,
    UNIQUE (circular, unit)
);
