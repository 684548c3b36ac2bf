-- Colours of the ledger as dated data of the campaign, and what people note on the progress of a task.

CREATE TABLE light_rule (
    campaign    TEXT NOT NULL REFERENCES campaign (code),
    effective   TEXT NOT NULL, -- period code
    position    BIGINT NOT NULL,
    yellow_from TEXT NOT NULL, -- percentage points behind schedule
    red_above   TEXT NOT NULL,
    source      TEXT NOT NULL,
    PRIMARY KEY (campaign, effective)
);

-- 进展登记: append-only; the note that holds is the one of the greatest seq.
CREATE TABLE progress_note (
    id         TEXT NOT NULL PRIMARY KEY,
    campaign   TEXT NOT NULL,
    task       TEXT NOT NULL,
    seq        BIGINT NOT NULL, -- 1, 2, 3 … of the same task
    state      TEXT NOT NULL,   -- on_track · at_risk · stuck · done_claimed
    note_text  TEXT NOT NULL,
    at         BIGINT NOT NULL, -- instant, by the clock
    by_account TEXT NOT NULL,
    UNIQUE (campaign, task, seq),
    FOREIGN KEY (campaign, task) REFERENCES task (campaign, no)
);
CREATE INDEX progress_note_by_id ON progress_note (campaign, id);
