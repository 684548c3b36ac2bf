-- name: target_change_insert
INSERT INTO target_change (id, campaign, target, unit, seq, from_period, value_before, value_after, behind_period, behind_gap, reason, document, at, by_account, behalf)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)

-- name: target_change_list
SELECT id, target, unit, seq, from_period, value_before, value_after, behind_period, behind_gap, reason, document, at, by_account, behalf
FROM target_change WHERE campaign = $1 ORDER BY id

-- name: target_change_last_seq
SELECT coalesce(max(seq), 0) FROM target_change WHERE campaign = $1 AND target = $2

-- name: target_values
SELECT s.period, v.unit, v.object, v.value, v.na, v.last_year FROM submission_value v JOIN submission s ON s.id = v.submission
WHERE s.campaign = $1 AND v.indicator = $2 ORDER BY s.seq, v.position
