-- name: target_change_insert
INSERT INTO target_change (id, campaign, target, unit, seq, from_period, value_before, value_after, behind_period, behind_gap, reason, document, at, by_account, behalf)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)

-- name: target_change_list
SELECT id, target, unit, seq, from_period, value_before, value_after, behind_period, behind_gap, reason, document, at, by_account, behalf
FROM target_change WHERE campaign = $1 ORDER BY id

-- name: target_change_last_seq
SELECT coalesce(max(seq), 0) FROM target_change WHERE campaign = $1 AND target = $2

-- name: target_values
SELECT s.period, v.unit, v.object, v.value, v.na, v.last_year, v.indicator FROM submission_value v JOIN submission s ON s.id = v.submission
WHERE s.campaign = $1 AND v.indicator = $2 ORDER BY s.seq, v.position

-- name: target_values_all
SELECT s.period, v.unit, v.object, v.value, v.na, v.last_year, v.indicator FROM submission s JOIN submission_value v ON v.submission = s.id
WHERE s.campaign = $1 ORDER BY s.seq, v.position

-- name: target_values_of_period
SELECT s.period, v.unit, v.object, v.value, v.na, v.last_year, v.indicator FROM submission s JOIN submission_value v ON v.submission = s.id
WHERE s.campaign = $1 AND s.period = $2 ORDER BY s.seq, v.position

-- name: target_values_of_unit
SELECT s.period, v.unit, v.object, v.value, v.na, v.last_year, v.indicator, s.seq + 0, v.position FROM submission s JOIN submission_value v ON v.submission = s.id AND v.unit = $2
WHERE s.campaign = $1 AND s.kind <> 'confirmation' AND s.party = $2
UNION ALL SELECT s.period, v.unit, v.object, v.value, v.na, v.last_year, v.indicator, s.seq + 0, v.position FROM submission s JOIN submission_value v ON v.submission = s.id AND v.unit = $2
WHERE s.campaign = $1 AND s.kind = 'confirmation'
ORDER BY 8, 9
