-- Calendars loaded after the program was built, jobs that survive a restart, backups that are kept.

CREATE TABLE calendar_day (
    on_date    TEXT NOT NULL PRIMARY KEY,
    off        BOOLEAN NOT NULL,
    name       TEXT NOT NULL,
    source     TEXT NOT NULL,
    loaded_at  BIGINT NOT NULL,
    loaded_by  TEXT NOT NULL
);

CREATE TABLE job (
    id         TEXT NOT NULL PRIMARY KEY,
    kind       TEXT NOT NULL,   -- export · backup · digest · sweep · verify · checkpoint
    account    TEXT NOT NULL,   -- in whose name; empty = the program's own schedule
    campaign   TEXT NOT NULL,
    body       TEXT NOT NULL,   -- JSON: the order
    state      TEXT NOT NULL,   -- waiting · running · done · failed · dropped
    due_at     BIGINT NOT NULL,
    began_at   BIGINT NOT NULL,
    ended_at   BIGINT NOT NULL,
    attempts   BIGINT NOT NULL,
    percent    BIGINT NOT NULL,
    said       TEXT NOT NULL,   -- outcome or last words, JSON
    asked_at   BIGINT NOT NULL
);
CREATE INDEX job_by_state ON job (state, due_at);
CREATE INDEX job_by_account ON job (account, asked_at);

CREATE TABLE backup (
    id         TEXT NOT NULL PRIMARY KEY,
    at         BIGINT NOT NULL,
    by_account TEXT NOT NULL,
    folder     TEXT NOT NULL,
    digest     TEXT NOT NULL,  -- of the database's copy
    files      BIGINT NOT NULL,
    bytes      BIGINT NOT NULL,
    heads      TEXT NOT NULL,  -- JSON: the chains' heads in it
    destroy_for TEXT NOT NULL, -- the purge that orders its destruction; empty = none
    gone_at    BIGINT NOT NULL -- 0: it is kept
);
