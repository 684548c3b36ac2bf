-- name: draft_find
SELECT id, period, unit, revision, state, saved_at, saved_by, filled_at, filled_by, submission, body
FROM report_draft WHERE campaign = $1 AND period = $2 AND unit = $3

-- name: draft_list
SELECT id, period, unit, revision, state, saved_at, saved_by, filled_at, filled_by, submission
FROM report_draft WHERE campaign = $1 AND period = $2

-- name: draft_save
INSERT INTO report_draft (id, campaign, period, unit, revision, state, body, saved_at, saved_by, filled_at, filled_by, submission)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, state = excluded.state, body = excluded.body,
  saved_at = excluded.saved_at, saved_by = excluded.saved_by, filled_at = excluded.filled_at,
  filled_by = excluded.filled_by, submission = excluded.submission
