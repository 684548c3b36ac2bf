-- name: leader_seen_insert
INSERT INTO leader_seen (id, campaign, post, period, reds, how, at, by_account, behalf)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)

-- name: leader_seen_list
SELECT id, post, period, reds, how, at, by_account, behalf FROM leader_seen WHERE campaign = $1 ORDER BY at, id
