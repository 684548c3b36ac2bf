-- name: burden_submissions
SELECT s.period, s.party, s.kind, s.version,
  (SELECT count(*) FROM submission_task t WHERE t.submission = s.id AND t.kind = 'task'),
  (SELECT count(*) FROM submission_task t WHERE t.submission = s.id AND t.kind = 'request')
FROM submission s WHERE s.campaign = $1 AND s.kind IN ('report', 'correction') ORDER BY s.seq

-- name: burden_returns
SELECT s.period, s.party, count(*) FROM report_step r JOIN submission s ON s.id = r.submission
WHERE s.campaign = $1 AND r.state = 'returned' GROUP BY s.period, s.party ORDER BY s.period, s.party

-- name: burden_reminders
SELECT object, coalesce(detail, ''), 1 FROM audit WHERE chain = $1 AND action = 'remind' AND result = 'ok' ORDER BY seq

-- name: burden_circulars
SELECT period, count(*) FROM circular WHERE campaign = $1 GROUP BY period ORDER BY period

-- name: burden_talks
SELECT t.period, t.unit, count(DISTINCT t.id) FROM talk t JOIN talk_step s ON s.talk = t.id
WHERE t.campaign = $1 AND s.state = 'approved' GROUP BY t.period, t.unit ORDER BY t.period, t.unit

-- name: burden_files
SELECT unit, added_at FROM attachment WHERE campaign = $1 AND unit <> '' ORDER BY id
