-- name: sandbox_insert
INSERT INTO sandbox_run (id, campaign, peer_group, base_digest, digest, body_text, changes, period_from, period_to, periods, holds_from, moved, bottom, talks, result, result_digest, at, by_account, behalf)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)

-- name: sandbox_list
SELECT id, peer_group, base_digest, digest, changes, period_from, period_to, periods, holds_from, moved, bottom, talks, result_digest, at, by_account, behalf
FROM sandbox_run WHERE campaign = $1 AND ($2 = '' OR id < $2) ORDER BY id DESC LIMIT $3

-- name: sandbox_get
SELECT id, peer_group, base_digest, digest, changes, period_from, period_to, periods, holds_from, moved, bottom, talks, result_digest, at, by_account, behalf, body_text, result
FROM sandbox_run WHERE campaign = $1 AND id = $2
