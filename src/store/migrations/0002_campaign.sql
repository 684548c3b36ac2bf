-- What a campaign is: imported from its files as a whole, kept as stated. Values are TEXT in
-- canonical decimal form; dates are TEXT YYYY-MM-DD, empty = not stated; position is the official order.

CREATE TABLE campaign (
    code            TEXT NOT NULL PRIMARY KEY,
    name            TEXT NOT NULL,
    city            TEXT NOT NULL,
    year            BIGINT NOT NULL,
    predecessor     TEXT NOT NULL,
    source_document TEXT NOT NULL,
    sample          BOOLEAN NOT NULL,
    issuer          TEXT NOT NULL,
    issuer_number   TEXT NOT NULL,
    month_rule      TEXT NOT NULL, -- nine numbers, comma-separated, or empty
    digest          TEXT NOT NULL  -- of the definition, to recognise the same files again
);

CREATE TABLE campaign_phase (
    campaign TEXT NOT NULL REFERENCES campaign (code),
    position BIGINT NOT NULL,
    name     TEXT NOT NULL,
    from_on  TEXT NOT NULL,
    to_on    TEXT NOT NULL,
    source   TEXT NOT NULL,
    PRIMARY KEY (campaign, position)
);

CREATE TABLE peer_group (
    campaign TEXT NOT NULL REFERENCES campaign (code),
    code     TEXT NOT NULL,
    position BIGINT NOT NULL,
    name     TEXT NOT NULL,
    size     BIGINT NOT NULL,
    source   TEXT NOT NULL,
    PRIMARY KEY (campaign, code)
);

CREATE TABLE stocktake_rule (
    campaign TEXT NOT NULL REFERENCES campaign (code),
    position BIGINT NOT NULL,
    chair    TEXT NOT NULL,
    every    TEXT NOT NULL,
    source   TEXT NOT NULL,
    PRIMARY KEY (campaign, position)
);

CREATE TABLE period (
    campaign     TEXT NOT NULL REFERENCES campaign (code),
    code         TEXT NOT NULL,
    position     BIGINT NOT NULL,
    name         TEXT NOT NULL,
    from_on      TEXT NOT NULL,
    to_on        TEXT NOT NULL,
    ranked       BOOLEAN NOT NULL,
    opens_on     TEXT NOT NULL,
    due_on       TEXT NOT NULL,
    confirm_on   TEXT NOT NULL,
    lock_on      TEXT NOT NULL,
    trial_run_on TEXT NOT NULL,
    appeal_on    TEXT NOT NULL,
    ruling_on    TEXT NOT NULL,
    freeze_on    TEXT NOT NULL,
    issue_on     TEXT NOT NULL,
    PRIMARY KEY (campaign, code)
);

CREATE TABLE body (
    campaign TEXT NOT NULL REFERENCES campaign (code),
    code     TEXT NOT NULL,
    position BIGINT NOT NULL,
    name     TEXT NOT NULL,
    kind     TEXT NOT NULL,
    parent   TEXT NOT NULL,
    source   TEXT NOT NULL,
    PRIMARY KEY (campaign, code)
);

CREATE TABLE post (
    campaign   TEXT NOT NULL REFERENCES campaign (code),
    position   BIGINT NOT NULL,
    body       TEXT NOT NULL,
    title      TEXT NOT NULL,
    holder     TEXT NOT NULL,
    concurrent BOOLEAN NOT NULL,
    source     TEXT NOT NULL,
    PRIMARY KEY (campaign, position)
);

CREATE TABLE unit (
    campaign   TEXT NOT NULL REFERENCES campaign (code),
    code       TEXT NOT NULL,
    position   BIGINT NOT NULL,
    name       TEXT NOT NULL,
    short_name TEXT NOT NULL,
    peer_group TEXT NOT NULL,
    kind       TEXT NOT NULL,
    bodies     TEXT NOT NULL,
    leader     TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to   TEXT NOT NULL,
    successor  TEXT NOT NULL,
    ranked     BOOLEAN NOT NULL,
    restricted BOOLEAN NOT NULL,
    source     TEXT NOT NULL,
    PRIMARY KEY (campaign, code)
);

CREATE TABLE task (
    campaign      TEXT NOT NULL REFERENCES campaign (code),
    no            TEXT NOT NULL,
    position      BIGINT NOT NULL,
    level         TEXT NOT NULL,
    parent        TEXT NOT NULL,
    title         TEXT NOT NULL,
    body_text     TEXT NOT NULL,
    deadline      TEXT NOT NULL,
    deadline_text TEXT NOT NULL,
    restricted    BOOLEAN NOT NULL,
    source        TEXT NOT NULL,
    PRIMARY KEY (campaign, no)
);

CREATE TABLE responsibility (
    campaign TEXT NOT NULL,
    position BIGINT NOT NULL,
    task     TEXT NOT NULL,
    role     TEXT NOT NULL,
    party    TEXT NOT NULL,
    source   TEXT NOT NULL,
    PRIMARY KEY (campaign, position),
    FOREIGN KEY (campaign, task) REFERENCES task (campaign, no)
);

CREATE TABLE indicator (
    campaign  TEXT NOT NULL REFERENCES campaign (code),
    code      TEXT NOT NULL,
    position  BIGINT NOT NULL,
    name      TEXT NOT NULL,
    unit      TEXT NOT NULL,
    measure   TEXT NOT NULL,
    basis     TEXT NOT NULL,
    direction TEXT NOT NULL,
    assessor  TEXT NOT NULL,
    reporter  TEXT NOT NULL,
    lag       BIGINT NOT NULL,
    decimals  BIGINT NOT NULL,
    source    TEXT NOT NULL,
    PRIMARY KEY (campaign, code)
);

CREATE TABLE target (
    campaign  TEXT NOT NULL REFERENCES campaign (code),
    code      TEXT NOT NULL,
    position  BIGINT NOT NULL,
    task      TEXT NOT NULL,
    indicator TEXT NOT NULL,
    what      TEXT NOT NULL,
    value     TEXT NOT NULL, -- empty = unknown
    unit      TEXT NOT NULL,
    relation  TEXT NOT NULL,
    modality  TEXT NOT NULL,
    scope     TEXT NOT NULL,
    period    TEXT NOT NULL,
    source    TEXT NOT NULL,
    PRIMARY KEY (campaign, code)
);

CREATE TABLE allotment (
    campaign TEXT NOT NULL,
    target   TEXT NOT NULL,
    unit     TEXT NOT NULL,
    position BIGINT NOT NULL,
    value    TEXT NOT NULL,
    source   TEXT NOT NULL,
    PRIMARY KEY (campaign, target, unit),
    FOREIGN KEY (campaign, target) REFERENCES target (campaign, code),
    FOREIGN KEY (campaign, unit) REFERENCES unit (campaign, code)
);

CREATE TABLE plan_point (
    campaign     TEXT NOT NULL,
    indicator    TEXT NOT NULL,
    period       TEXT NOT NULL,
    position     BIGINT NOT NULL,
    percent_text TEXT NOT NULL,
    PRIMARY KEY (campaign, indicator, period),
    FOREIGN KEY (campaign, indicator) REFERENCES indicator (campaign, code),
    FOREIGN KEY (campaign, period) REFERENCES period (campaign, code)
);

CREATE TABLE scheme (
    campaign   TEXT NOT NULL,
    peer_group TEXT NOT NULL,
    version    BIGINT NOT NULL,
    effective  TEXT NOT NULL, -- period code
    file       TEXT NOT NULL,
    body_text  TEXT NOT NULL, -- the YAML as imported
    digest     TEXT NOT NULL,
    PRIMARY KEY (campaign, peer_group, version),
    FOREIGN KEY (campaign, peer_group) REFERENCES peer_group (campaign, code)
);

-- Accounts belong to a campaign, or ('' campaign) to the installation. No password yet: the command
-- line acts as a named account, pages come with sign-in.
CREATE TABLE account (
    campaign TEXT NOT NULL,
    name     TEXT NOT NULL,
    position BIGINT NOT NULL,
    role     TEXT NOT NULL,
    unit     TEXT NOT NULL,
    body     TEXT NOT NULL,
    post     TEXT NOT NULL,
    active   BOOLEAN NOT NULL,
    PRIMARY KEY (name)
);
