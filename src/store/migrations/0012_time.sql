-- Calendars loaded after the program was built, jobs that survive a restart, backups that are kept.

CREATE TABLE calendar_day (
    on_date    TEXT NOT NULL PRIMARY KEY,
    off        BOOLEAN NOT NULL,
    name       TEXT NOT NULL,
    source     TEXT NOT NULL,
    loaded_at  BIGINT NOT NULL,
    loaded_by  TEXT NOT NULL,
    version    BIGINT NOT NULL -- of the load it came with: 1, 2, 3 …
);

CREATE TABLE job (
    id         TEXT NOT NULL PRIMARY KEY, -- 32 random hex digits
    kind       TEXT NOT NULL,        -- a word of app/schedule_kinds.c, or export
    slot       TEXT NOT NULL UNIQUE, -- kind and instant of the schedule; of what somebody asked for, its id
    account    TEXT NOT NULL,        -- in whose name; empty = the program's own
    asked_by   TEXT NOT NULL,        -- empty = the schedule
    campaign   TEXT NOT NULL,
    body       TEXT NOT NULL,        -- JSON: the order
    state      TEXT NOT NULL,        -- waiting · running · done · failed · dropped
    asked_at   BIGINT NOT NULL,
    due_at     BIGINT NOT NULL,      -- the instant of the schedule; of what waits after a failure, when it is tried again
    attempts   BIGINT NOT NULL,
    taken_by   TEXT NOT NULL,        -- the process that runs it; empty = nobody yet
    beat       BIGINT NOT NULL,      -- counted up while that process lives
    began_at   BIGINT NOT NULL,
    ended_at   BIGINT NOT NULL,
    percent    BIGINT NOT NULL,
    said       TEXT NOT NULL         -- JSON: outcome, or how it failed
);
CREATE INDEX job_by_state ON job (state, due_at);
CREATE INDEX job_by_kind ON job (kind, due_at);

CREATE TABLE backup (
    id         TEXT NOT NULL PRIMARY KEY, -- also the name of its folder
    at         BIGINT NOT NULL,
    by_account TEXT NOT NULL,
    kind       TEXT NOT NULL,  -- auto: made and taken away by the schedule · hand · upgrade
    folder     TEXT NOT NULL,
    digest     TEXT NOT NULL,  -- SHA-256 of its manifest, which names everything in it
    files      BIGINT NOT NULL,
    bytes      BIGINT NOT NULL,
    heads      TEXT NOT NULL,  -- JSON: the chains' heads in it
    destroy_for TEXT NOT NULL, -- the purge that orders its destruction; empty = none
    checked_at BIGINT NOT NULL, -- 0: never since it was made
    check_said TEXT NOT NULL,  -- empty: everything was as the manifest says
    gone_at    BIGINT NOT NULL, -- 0: it is kept
    gone_by    TEXT NOT NULL
);
