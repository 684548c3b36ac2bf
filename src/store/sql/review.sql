-- name: report_step_insert
INSERT INTO report_step (id, submission, seq, state, causes, places, note, at, by_account, behalf)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)

-- name: report_step_last_seq
SELECT coalesce(max(seq), 0) FROM report_step WHERE submission = $1

-- name: report_steps_of_period
SELECT t.id, t.submission, t.seq, t.state, t.causes, t.places, t.note, t.at, t.by_account, t.behalf, s.party, s.version
FROM submission s JOIN report_step t ON t.submission = s.id
WHERE s.campaign = $1 AND s.kind = 'report' AND s.period = $2 ORDER BY s.seq + 0, t.seq

-- name: report_steps_of_unit
SELECT t.id, t.submission, t.seq, t.state, t.causes, t.places, t.note, t.at, t.by_account, t.behalf, s.party, s.version
FROM submission s JOIN report_step t ON t.submission = s.id
WHERE s.campaign = $1 AND s.kind = 'report' AND s.period = $2 AND s.party = $3 ORDER BY s.seq + 0, t.seq

-- name: period_lock_insert
INSERT INTO period_lock (id, campaign, period, seq, state, reason, at, by_account, behalf) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)

-- name: period_locks
SELECT id, period, seq, state, reason, at, by_account, behalf FROM period_lock WHERE campaign = $1 ORDER BY period, seq

-- name: period_lock_newest
SELECT id, period, seq, state, reason, at, by_account, behalf FROM period_lock WHERE campaign = $1 AND period = $2 ORDER BY seq DESC LIMIT 1

-- name: correction_ask_insert
INSERT INTO correction_ask (id, campaign, unit, file, digest, body_text, sheet_rows, periods, asked_at, asked_by, asked_behalf)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)

-- name: correction_ruling_insert
INSERT INTO correction_ruling (ask, state, reason, at, by_account, behalf) VALUES ($1, $2, $3, $4, $5, $6)

-- name: correction_ask_get
SELECT a.id, a.unit, a.file, a.digest, a.body_text, a.sheet_rows, a.periods, a.asked_at, a.asked_by, a.asked_behalf,
  coalesce(r.state, ''), coalesce(r.reason, ''), coalesce(r.at, 0), coalesce(r.by_account, ''), coalesce(r.behalf, '')
FROM correction_ask a LEFT JOIN correction_ruling r ON r.ask = a.id WHERE a.campaign = $1 AND a.id = $2

-- name: correction_ask_waits
SELECT a.id, a.unit, a.file, a.digest, a.body_text, a.sheet_rows, a.periods, a.asked_at, a.asked_by, a.asked_behalf, '', '', 0, '', ''
FROM correction_ask a WHERE a.campaign = $1 AND NOT EXISTS (SELECT 1 FROM correction_ruling r WHERE r.ask = a.id) ORDER BY a.id

-- name: correction_ask_list
SELECT a.id, a.unit, a.file, a.digest, a.body_text, a.sheet_rows, a.periods, a.asked_at, a.asked_by, a.asked_behalf,
  coalesce(r.state, ''), coalesce(r.reason, ''), coalesce(r.at, 0), coalesce(r.by_account, ''), coalesce(r.behalf, '')
FROM correction_ask a LEFT JOIN correction_ruling r ON r.ask = a.id
WHERE a.campaign = $1 AND ($2 = '' OR a.unit = $2) ORDER BY a.id DESC LIMIT $3

-- name: review_values
SELECT s.party, v.indicator, v.value, v.na, v.state
FROM submission s JOIN submission_value v ON v.submission = s.id
WHERE s.campaign = $1 AND s.kind = 'report' AND s.period = $2 AND v.unit = s.party
  AND NOT EXISTS (SELECT 1 FROM submission n WHERE n.campaign = s.campaign AND n.kind = s.kind AND n.period = s.period AND n.party = s.party AND n.version > s.version)
ORDER BY s.seq, v.position

-- name: review_task_counts
SELECT s.party, t.kind, count(*)
FROM submission s JOIN submission_task t ON t.submission = s.id
WHERE s.campaign = $1 AND s.kind = 'report' AND s.period = $2
  AND NOT EXISTS (SELECT 1 FROM submission n WHERE n.campaign = s.campaign AND n.kind = s.kind AND n.period = s.period AND n.party = s.party AND n.version > s.version)
GROUP BY s.party, t.kind

-- name: review_corrected
SELECT DISTINCT party FROM submission WHERE campaign = $1 AND period = $2 AND kind = 'correction'

-- name: review_unit_values
SELECT s.id, s.kind, v.indicator, v.object, v.value, v.na, v.month, v.last_year, v.note, v.state
FROM submission s JOIN submission_value v ON v.submission = s.id
WHERE s.campaign = $1 AND s.period = $2 AND v.unit = $3 ORDER BY s.seq, v.position
