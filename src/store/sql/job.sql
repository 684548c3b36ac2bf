-- name: job_insert
INSERT INTO job (id, kind, slot, account, asked_by, campaign, body, state, asked_at, due_at, attempts, taken_by, beat, began_at,
  ended_at, percent, said) VALUES ($1, $2, $3, $4, $5, $6, $7, 'waiting', $8, $9, 0, '', 0, 0, 0, 0, '{}')

-- name: job_reuse
UPDATE job SET id = $1, kind = $2, slot = $3, account = $4, asked_by = $5, campaign = $6, body = $7, state = 'waiting', asked_at = $8,
  due_at = $9, attempts = 0, taken_by = '', beat = 0, began_at = 0, ended_at = 0, percent = 0, said = '{}' WHERE id = $10

-- name: job_ended_of_kind
SELECT id FROM job WHERE kind = $1 AND state IN ('done', 'failed', 'dropped') ORDER BY ended_at DESC, id LIMIT $2

-- name: job_slot
SELECT id FROM job WHERE slot = $1

-- name: job_take
UPDATE job SET state = 'running', taken_by = $2, began_at = $3, attempts = attempts + 1, percent = 0, beat = beat + 1, said = '{}'
WHERE id = $1 AND state = 'waiting'

-- name: job_beat
UPDATE job SET beat = beat + 1, percent = $3, said = $4 WHERE id = $1 AND taken_by = $2 AND state = 'running'

-- name: job_end
UPDATE job SET state = $3, ended_at = $4, percent = $5, said = $6 WHERE id = $1 AND taken_by = $2 AND state = 'running'

-- name: job_wait
UPDATE job SET state = 'waiting', due_at = $3, said = $4, attempts = $5 WHERE id = $1 AND taken_by = $2 AND state = 'running'

-- name: job_drop
UPDATE job SET state = 'dropped', ended_at = $2 WHERE id = $1 AND state IN ('waiting', 'running')

-- name: job_forget
UPDATE job SET state = 'dropped', ended_at = $2 WHERE id = $1 AND state IN ('done', 'failed')

-- name: job_find
SELECT id, kind, slot, account, asked_by, campaign, body, state, asked_at, due_at, attempts, taken_by, beat, began_at, ended_at, percent,
  said FROM job WHERE id = $1

-- name: job_open
SELECT id, kind, slot, account, asked_by, campaign, body, state, asked_at, due_at, attempts, taken_by, beat, began_at, ended_at, percent,
  said FROM job WHERE state IN ('waiting', 'running') ORDER BY asked_at, id

-- name: job_list
SELECT id, kind, slot, account, asked_by, campaign, body, state, asked_at, due_at, attempts, taken_by, beat, began_at, ended_at, percent,
  said FROM job WHERE (account = $1 OR $2 = 1) ORDER BY asked_at DESC, id LIMIT $3

-- name: job_newest
SELECT coalesce(max(due_at), 0), count(*) FROM job WHERE kind = $1 AND asked_by = ''

-- name: job_owner
UPDATE job SET taken_by = $2 WHERE id = $1

-- name: job_export_state
UPDATE job SET state = $2, began_at = $3, ended_at = $4, percent = $5, said = $6 WHERE id = $1 AND kind = 'export' AND state <> 'dropped'

-- name: job_exports_left
SELECT id, kind, slot, account, asked_by, campaign, body, state, asked_at, due_at, attempts, taken_by, beat, began_at, ended_at, percent,
  said FROM job WHERE kind = 'export' AND taken_by = $1 AND (state IN ('waiting', 'running') OR (state = 'done' AND ended_at > $2))
ORDER BY asked_at, id
