-- name: result_opening_insert
INSERT INTO result_opening (id, campaign, period, seq, runs, digest, until_on, at, by_account, behalf)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)

-- name: result_openings
SELECT id, period, seq, runs, digest, until_on, at, by_account, behalf FROM result_opening
WHERE campaign = $1 AND ($2 = '' OR period = $2) ORDER BY period, seq

-- name: result_confirmation_insert
INSERT INTO result_confirmation (id, campaign, period, seq, runs, digest, at, by_account, behalf)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)

-- name: result_confirmations
SELECT id, period, seq, runs, digest, '', at, by_account, behalf FROM result_confirmation
WHERE campaign = $1 AND ($2 = '' OR period = $2) ORDER BY period, seq

-- name: run_numbered
SELECT id, kind, number, scheme_version, scheme_digest, input_seq, input_digest, result_digest, made_at, made_by, frozen_by, published_on, published_by
FROM run WHERE campaign = $1 AND period = $2 AND peer_group = $3 AND number = $4

-- name: run_trial_newest
SELECT id, kind, number, scheme_version, scheme_digest, input_seq, input_digest, result_digest, made_at, made_by, frozen_by, published_on, published_by
FROM run WHERE campaign = $1 AND period = $2 AND peer_group = $3 AND kind = 'trial' ORDER BY number DESC LIMIT 1
