-- name: submission_last_seq
SELECT coalesce(max(seq), 0) FROM submission WHERE campaign = $1

-- name: submission_insert
INSERT INTO submission (id, campaign, seq, kind, period, party, version, received_at, claimed_at, received_on, late_days, entered_by, sender, file, digest, head, reason, body_digest, channel, filled_by, approved_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)

-- name: submission_value_insert
INSERT INTO submission_value (submission, position, unit, indicator, object, value, na, month, last_year, note, tolerance, state)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)

-- name: submission_task_insert
INSERT INTO submission_task (submission, position, kind, cells) VALUES ($1, $2, $3, $4)

-- name: submission_latest
SELECT id, seq, version, received_at, claimed_at, received_on, late_days, entered_by, sender, file, digest, head, reason, body_digest, channel, filled_by, approved_by
FROM submission WHERE campaign = $1 AND kind = $2 AND period = $3 AND party = $4 ORDER BY version DESC LIMIT 1

-- name: submission_by_digest
SELECT seq FROM submission WHERE campaign = $1 AND kind = $2 AND period = $3 AND digest = $4 LIMIT 1

-- name: submission_by_id
SELECT kind, period, party, seq, version, received_at, claimed_at, received_on, late_days, entered_by, sender, file, digest, head, reason, body_digest, channel, filled_by, approved_by
FROM submission WHERE id = $1

-- name: submission_list
SELECT id, kind, period, party, seq, version, received_at, claimed_at, received_on, late_days, entered_by, sender, file, digest, head, reason, body_digest, channel, filled_by, approved_by
FROM submission WHERE campaign = $1 ORDER BY seq

-- name: submission_find
SELECT kind, period, party, seq, version, received_at, claimed_at, received_on, late_days, entered_by, sender, file, digest, head, reason, body_digest, channel, filled_by, approved_by
FROM submission WHERE campaign = $1 AND id = $2

-- name: submission_list_of
SELECT id, kind, period, party, seq, version, received_at, claimed_at, received_on, late_days, entered_by, sender, file, digest, head, reason, body_digest, channel, filled_by, approved_by
FROM submission WHERE campaign = $1 AND kind = $2 AND party = $3 ORDER BY seq

-- name: submission_versions
SELECT id, kind, period, party, seq, version, received_at, claimed_at, received_on, late_days, entered_by, sender, file, digest, head, reason, body_digest, channel, filled_by, approved_by
FROM submission WHERE campaign = $1 AND kind = $2 AND period = $3 AND party = $4 ORDER BY version

-- name: submission_of_period
SELECT id, kind, party, seq, version, received_on, late_days, sender, channel, received_at FROM submission WHERE campaign = $1 AND period = $2 AND seq <= $3 ORDER BY seq

-- name: submission_values
SELECT unit, indicator, object, value, na, month, last_year, note, tolerance, state FROM submission_value WHERE submission = $1 ORDER BY position

-- name: submission_tasks
SELECT kind, cells FROM submission_task WHERE submission = $1 ORDER BY position, kind

-- name: value_of_period
SELECT s.id, s.kind, v.unit, v.indicator, v.object, v.value, v.na, v.month, v.state
FROM submission s JOIN submission_value v ON v.submission = s.id
WHERE s.campaign = $1 AND s.period = $2 AND s.seq <= $3 ORDER BY s.seq, v.position

-- name: value_of_unit
SELECT s.seq + 0, v.position, s.id, s.kind, v.indicator, v.object, v.value, v.na, v.month, v.last_year, v.note, v.tolerance, v.state, s.party, s.version
FROM submission s JOIN submission_value v ON v.submission = s.id AND v.unit = $3
WHERE s.campaign = $1 AND s.kind = 'report' AND s.period = $2 AND s.party = $3
UNION ALL SELECT s.seq + 0, v.position, s.id, s.kind, v.indicator, v.object, v.value, v.na, v.month, v.last_year, v.note, v.tolerance, v.state, s.party, s.version
FROM submission s JOIN submission_value v ON v.submission = s.id AND v.unit = $3
WHERE s.campaign = $1 AND s.kind = 'correction' AND s.period = $2 AND s.party = $3
UNION ALL SELECT s.seq + 0, v.position, s.id, s.kind, v.indicator, v.object, v.value, v.na, v.month, v.last_year, v.note, v.tolerance, v.state, s.party, s.version
FROM submission s JOIN submission_value v ON v.submission = s.id AND v.unit = $3
WHERE s.campaign = $1 AND s.kind = 'confirmation' AND s.period = $2
ORDER BY 1, 2

-- name: value_of_indicator
SELECT s.period, v.unit, v.object, v.value, v.na
FROM submission s JOIN submission_value v ON v.submission = s.id
WHERE s.campaign = $1 AND v.indicator = $2 ORDER BY s.seq, v.position

-- name: report_row_count
SELECT count(*) FROM submission s JOIN submission_value v ON v.submission = s.id
WHERE s.campaign = $1 AND ($2 = '' OR (s.kind = 'report' AND v.unit = $2))

-- name: report_rows
SELECT s.period, v.unit, v.indicator, v.object, v.value, v.na, v.month, v.last_year, v.note,
  s.kind, s.version, s.party, s.entered_by, s.sender, s.received_at, s.claimed_at, s.late_days, s.file, s.digest, s.reason, v.state, s.head
FROM submission s JOIN submission_value v ON v.submission = s.id
LEFT JOIN period p ON p.campaign = s.campaign AND p.code = s.period
LEFT JOIN unit u ON u.campaign = s.campaign AND u.code = v.unit
LEFT JOIN indicator i ON i.campaign = s.campaign AND i.code = v.indicator
WHERE s.campaign = $1 AND ($2 = '' OR (s.kind = 'report' AND v.unit = $2))
ORDER BY p.position, u.position, i.position, s.seq, v.position

-- name: event_insert
INSERT INTO event (id, campaign, period, position, unit, kind, rule, points, basis, evidence, entered_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)

-- name: event_list
SELECT e.id, e.position, e.unit, e.kind, e.rule, e.points, e.basis, e.evidence, e.entered_by,
  EXISTS (SELECT 1 FROM appeal a JOIN appeal_ruling r ON r.appeal = a.id WHERE a.event = e.id AND r.ruling = 'upheld')
FROM event e WHERE e.campaign = $1 AND e.period = $2 ORDER BY e.position

-- name: late_days_ruled
SELECT a.unit, r.stands FROM appeal a JOIN appeal_ruling r ON r.appeal = a.id
WHERE a.campaign = $1 AND a.period = $2 AND a.rule = 'late' AND r.stands <> '' ORDER BY r.at, a.id
