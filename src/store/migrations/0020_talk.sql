-- What is kept of each step of a formal talk (约谈) beside its state: the application, the approval with its tolerance, the
-- notice, the receipt, the minutes, the report, the verification. One row a step that has fields; a step without a row is
-- of the time before. Rows are written once and never changed.

CREATE TABLE talk_record (
    talk    TEXT NOT NULL REFERENCES talk (id),
    number  BIGINT NOT NULL, -- of the talk_step
    act     TEXT NOT NULL,   -- apply · approve · waive · exempt · notify · receive · hold · report · verify · close · withdraw
    version BIGINT NOT NULL, -- of the form of body
    behalf  TEXT NOT NULL,   -- the account acted for; empty = nobody else
    before  TEXT NOT NULL,   -- digest of the body of the step before; empty = it has none
    body    TEXT NOT NULL,   -- JSON
    PRIMARY KEY (talk, number)
);

-- What a unit has promised at its talk, from the requirements of the minutes. The newest revision of a position holds.
CREATE TABLE talk_commitment (
    talk       TEXT NOT NULL REFERENCES talk (id),
    position   BIGINT NOT NULL, -- 1, 2, 3 … as in the minutes
    revision   BIGINT NOT NULL, -- 1 as promised, then each report of it
    what       TEXT NOT NULL,
    owner      TEXT NOT NULL,  -- a post
    task       TEXT NOT NULL,  -- number of a task; empty = none
    workdays   BIGINT NOT NULL,
    due_on     TEXT NOT NULL,  -- civil date, counted when the talk was held
    done_on    TEXT NOT NULL,  -- empty = not done
    result     TEXT NOT NULL,
    evidence   TEXT NOT NULL,  -- what shows it: a document's number, or an attachment's id
    at         BIGINT NOT NULL,
    by_account TEXT NOT NULL,
    behalf     TEXT NOT NULL,
    PRIMARY KEY (talk, position, revision)
);
