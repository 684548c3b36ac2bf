-- name: screening_answer_insert
INSERT INTO screening_answer (id, campaign, finding, seq, period, unit, kind, indicator, figures, step, words, correction, at, by_account, behalf)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)

-- name: screening_answers
SELECT id, finding, seq, period, unit, kind, indicator, figures, step, words, correction, at, by_account, behalf
FROM screening_answer WHERE campaign = $1 AND ($2 = '' OR period = $2) AND ($3 = '' OR finding = $3) ORDER BY finding, seq
