-- name: purge_insert
INSERT INTO purge (id, campaign, target, cause, authority, asked_at, asked_by, asked_behalf, state, decided_at, decided_by, decided_behalf, decision, backups)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'asked', 0, '', '', '', '[]')

-- name: purge_decide
UPDATE purge SET state = $2, decided_at = $3, decided_by = $4, decided_behalf = $5, decision = $6, backups = $7
WHERE id = $1 AND state = 'asked'

-- name: purge_get
SELECT id, campaign, target, cause, authority, asked_at, asked_by, asked_behalf, state, decided_at, decided_by, decided_behalf, decision, backups
FROM purge WHERE id = $1 AND campaign = $2

-- name: purge_of_id
SELECT id, campaign, target, cause, authority, asked_at, asked_by, asked_behalf, state, decided_at, decided_by, decided_behalf, decision, backups
FROM purge WHERE id = $1

-- name: purge_list
SELECT id, campaign, target, cause, authority, asked_at, asked_by, asked_behalf, state, decided_at, decided_by, decided_behalf, decision, backups
FROM purge WHERE campaign = $1 ORDER BY id DESC LIMIT $2

-- name: purge_waiting
SELECT count(*) FROM purge WHERE target = $1 AND state = 'asked'

-- name: purge_done_ids
SELECT id FROM purge WHERE state = 'done' ORDER BY id

-- name: purge_backups_set
UPDATE purge SET backups = $2 WHERE id = $1

-- name: progress_get
SELECT id, task, seq, state, note_text, at, by_account FROM progress_note WHERE id = $1 AND campaign = $2

-- name: progress_empty
UPDATE progress_note SET note_text = $2 WHERE id = $1

-- name: audit_get
SELECT object, detail FROM audit WHERE chain = $1 AND seq = $2

-- name: audit_of_object
SELECT seq, detail FROM audit WHERE chain = $1 AND object = $2 AND detail IS NOT NULL ORDER BY seq

-- name: audit_empty
UPDATE audit SET detail = NULL, salt = '' WHERE chain = $1 AND seq = $2 AND detail IS NOT NULL

-- name: audit_chain_hold
UPDATE audit_head SET seq = seq WHERE chain = $1

-- name: purge_backups
SELECT id FROM backup WHERE gone_at = 0 ORDER BY id

-- name: purge_backup_mark
UPDATE backup SET destroy_for = $2 WHERE id = $1 AND gone_at = 0 AND destroy_for = ''
