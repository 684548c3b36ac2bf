-- An issued circular as data beside its text: what documents and pages of it are made from, whatever
-- the program says or lays out differently later. One issued before this table has no row here; its
-- paper is made again from the frozen results.
CREATE TABLE circular_paper (
    circular TEXT NOT NULL PRIMARY KEY REFERENCES circular (id),
    body     TEXT NOT NULL, -- the paper as JSON (app/paper_json.h)
    figures  TEXT NOT NULL  -- CSV: every number of it and where it comes from (app/figures.h)
);
