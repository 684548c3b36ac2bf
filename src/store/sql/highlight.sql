-- name: highlight_insert
INSERT INTO highlight (id, campaign, unit, sender, task, title, body_text, indicator, period, figure, object, submission, version, effect, evidence, same)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)

-- name: highlight_list
SELECT id, unit, sender, task, title, body_text, indicator, period, figure, object, submission, version, effect, evidence, same
FROM highlight WHERE campaign = $1 AND ($2 = '' OR id < $2) ORDER BY id DESC LIMIT $3

-- name: highlight_get
SELECT id, unit, sender, task, title, body_text, indicator, period, figure, object, submission, version, effect, evidence, same
FROM highlight WHERE campaign = $1 AND id = $2

-- name: highlight_step_insert
INSERT INTO highlight_step (highlight, number, state, at, by_account, behalf, cause, reason, adopter, document, adopted_on)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)

-- name: highlight_step_list
SELECT s.highlight, s.number, s.state, s.at, s.by_account, s.behalf, s.cause, s.reason, s.adopter, s.document, s.adopted_on
FROM highlight_step s JOIN highlight h ON h.id = s.highlight
WHERE h.campaign = $1 AND ($2 = '' OR s.highlight = $2) ORDER BY s.highlight, s.number

-- name: highlight_narratives
SELECT s.id, s.party, s.period, t.cells FROM submission s JOIN submission_task t ON t.submission = s.id
WHERE s.campaign = $1 AND s.kind = 'report' AND t.kind = 'task' ORDER BY s.seq DESC, t.position LIMIT $2

-- name: sourced_values
SELECT s.id, s.kind, s.period, s.party, s.version, s.seq, v.unit, v.indicator, v.object, v.value, v.na, v.last_year
FROM submission s JOIN submission_value v ON v.submission = s.id
WHERE s.campaign = $1 AND ($2 = '' OR s.period = $2) AND ($3 = '' OR v.unit = $3) AND ($4 = '' OR v.indicator = $4)
ORDER BY s.seq, v.position
