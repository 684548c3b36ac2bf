-- name: run_insert
INSERT INTO run (id, campaign, period, peer_group, kind, number, scheme_version, scheme_digest, input_seq, input_digest, result_digest, made_at, made_by, frozen_by, published_on, published_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, '', '')

-- name: run_unit_insert
INSERT INTO run_unit (run, position, unit, score, score_shown, rank, rank_bottom, in_bottom, streak, gain_rank, plan_not_met, status)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)

-- name: run_node_insert
INSERT INTO run_node (run, unit, position, node, points, full_marks, status, value, reported, source, submission, target, plan, detail)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)

-- name: run_latest
SELECT id, kind, number, scheme_version, scheme_digest, input_seq, input_digest, result_digest, made_at, made_by, frozen_by, published_on, published_by
FROM run WHERE campaign = $1 AND period = $2 AND peer_group = $3 AND kind IN ('trial', 'frozen') ORDER BY number DESC LIMIT 1

-- name: run_frozen
SELECT id, kind, number, scheme_version, scheme_digest, input_seq, input_digest, result_digest, made_at, made_by, frozen_by, published_on, published_by
FROM run WHERE campaign = $1 AND period = $2 AND peer_group = $3 AND kind = 'frozen'

-- name: run_frozen_periods
SELECT DISTINCT period FROM run WHERE campaign = $1 AND kind = 'frozen'

-- name: run_last_number
SELECT coalesce(max(number), 0) FROM run WHERE campaign = $1 AND period = $2 AND peer_group = $3

-- name: run_list
SELECT period, peer_group, id, kind, number, scheme_version, scheme_digest, input_seq, input_digest, result_digest, made_at, made_by, frozen_by, published_on, published_by
FROM run WHERE campaign = $1 ORDER BY period, peer_group, number

-- name: run_publish
UPDATE run SET published_on = $4, published_by = $5
WHERE campaign = $1 AND period = $2 AND peer_group = $3 AND kind = 'frozen' AND published_on = ''

-- name: run_units
SELECT unit, score, score_shown, rank, rank_bottom, in_bottom, streak, gain_rank, plan_not_met, status FROM run_unit WHERE run = $1 ORDER BY position

-- name: run_nodes
SELECT node, points, full_marks, status, value, reported, source, submission, target, plan, detail
FROM run_node WHERE run = $1 AND unit = $2 ORDER BY position

-- name: talk_insert
INSERT INTO talk (id, campaign, period, unit, peer_group, step, run, months, evidence, bodies) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)

-- name: talk_list
SELECT id, period, unit, peer_group, step, run, months, evidence, bodies FROM talk WHERE campaign = $1 ORDER BY period, peer_group, unit, step

-- name: talk_get
SELECT id, period, unit, peer_group, step, run, months, evidence, bodies FROM talk WHERE campaign = $1 AND id = $2

-- name: talk_step_insert
INSERT INTO talk_step (talk, number, state, at, on_date, by_account, reason) VALUES ($1, $2, $3, $4, $5, $6, $7)

-- name: talk_step_list
SELECT number, state, at, on_date, by_account, reason FROM talk_step WHERE talk = $1 ORDER BY number

-- name: circular_insert
INSERT INTO circular (id, campaign, period, version, number, issuer, issued_on, issued_by, body_text, digest) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)

-- name: circular_list
SELECT id, period, version, number, issuer, issued_on, issued_by, body_text, digest FROM circular WHERE campaign = $1 ORDER BY period, version

-- name: circular_periods
SELECT DISTINCT period FROM circular WHERE campaign = $1 ORDER BY period

-- name: circular_paper_insert
INSERT INTO circular_paper (circular, body, figures) VALUES ($1, $2, $3)

-- name: circular_paper_load
SELECT body, figures FROM circular_paper WHERE circular = $1

-- name: consequence_insert
INSERT INTO consequence (id, campaign, submission, position, period, unit, kind, before, after) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)

-- name: consequence_list
SELECT submission, period, unit, kind, before, after FROM consequence WHERE campaign = $1 ORDER BY submission, position

-- name: month_stamp
SELECT (SELECT coalesce(max(seq), 0) FROM submission WHERE campaign = $1),
       (SELECT count(*) FROM event WHERE campaign = $1 AND period = $2),
       (SELECT count(*) FROM appeal WHERE campaign = $1 AND period = $2),
       (SELECT count(*) FROM appeal_ruling r JOIN appeal a ON a.id = r.appeal WHERE a.campaign = $1 AND a.period = $2),
       (SELECT count(*) FROM talk_step s JOIN talk t ON t.id = s.talk WHERE t.campaign = $1),
       (SELECT count(*) FROM run WHERE campaign = $1 AND kind = 'frozen'),
       (SELECT count(*) FROM run WHERE campaign = $1 AND published_on <> '')
