-- name: talk_record_insert
INSERT INTO talk_record (talk, number, act, version, behalf, before, body) VALUES ($1, $2, $3, $4, $5, $6, $7)

-- name: talk_record_list
SELECT number, act, version, behalf, before, body FROM talk_record WHERE talk = $1 ORDER BY number

-- name: talk_commitment_insert
INSERT INTO talk_commitment (talk, position, revision, what, owner, task, workdays, due_on, done_on, result, evidence, at, by_account, behalf)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)

-- name: talk_commitment_list
SELECT position, revision, what, owner, task, workdays, due_on, done_on, result, evidence, at, by_account, behalf
FROM talk_commitment WHERE talk = $1 ORDER BY position, revision
