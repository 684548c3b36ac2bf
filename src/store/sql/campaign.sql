-- name: campaign_insert
INSERT INTO campaign (code, name, city, year, predecessor, source_document, sample, issuer, issuer_number, month_rule, digest)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)

-- name: campaign_digest
SELECT digest FROM campaign WHERE code = $1

-- name: campaign_codes
SELECT code FROM campaign ORDER BY code

-- name: campaign_load
SELECT name, city, year, predecessor, source_document, sample, issuer, issuer_number, month_rule FROM campaign WHERE code = $1

-- name: phase_insert
INSERT INTO campaign_phase (campaign, position, name, from_on, to_on, source) VALUES ($1, $2, $3, $4, $5, $6)

-- name: phase_list
SELECT name, from_on, to_on, source FROM campaign_phase WHERE campaign = $1 ORDER BY position

-- name: group_insert
INSERT INTO peer_group (campaign, position, code, name, size, source) VALUES ($1, $2, $3, $4, $5, $6)

-- name: group_list
SELECT code, name, size, source FROM peer_group WHERE campaign = $1 ORDER BY position

-- name: stocktake_insert
INSERT INTO stocktake_rule (campaign, position, chair, every, source) VALUES ($1, $2, $3, $4, $5)

-- name: stocktake_list
SELECT chair, every, source FROM stocktake_rule WHERE campaign = $1 ORDER BY position

-- name: period_insert
INSERT INTO period (campaign, position, code, name, from_on, to_on, ranked, opens_on, due_on, confirm_on, lock_on, trial_run_on, appeal_on, ruling_on, freeze_on, issue_on)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)

-- name: period_list
SELECT code, name, from_on, to_on, ranked, opens_on, due_on, confirm_on, lock_on, trial_run_on, appeal_on, ruling_on, freeze_on, issue_on
FROM period WHERE campaign = $1 ORDER BY position

-- name: body_insert
INSERT INTO body (campaign, position, code, name, kind, parent, source) VALUES ($1, $2, $3, $4, $5, $6, $7)

-- name: body_list
SELECT code, name, kind, parent, source FROM body WHERE campaign = $1 ORDER BY position

-- name: post_insert
INSERT INTO post (campaign, position, body, title, holder, concurrent, source) VALUES ($1, $2, $3, $4, $5, $6, $7)

-- name: post_list
SELECT body, title, holder, concurrent, source FROM post WHERE campaign = $1 ORDER BY position

-- name: unit_insert
INSERT INTO unit (campaign, position, code, name, short_name, peer_group, kind, bodies, leader, valid_from, valid_to, successor, ranked, restricted, source)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)

-- name: unit_list
SELECT code, name, short_name, peer_group, kind, bodies, leader, valid_from, valid_to, successor, ranked, restricted, source
FROM unit WHERE campaign = $1 ORDER BY position

-- name: task_insert
INSERT INTO task (campaign, position, no, level, parent, title, body_text, deadline, deadline_text, restricted, source)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)

-- name: task_list
SELECT no, level, parent, title, body_text, deadline, deadline_text, restricted, source FROM task WHERE campaign = $1 ORDER BY position

-- name: responsibility_insert
INSERT INTO responsibility (campaign, position, task, role, party, source) VALUES ($1, $2, $3, $4, $5, $6)

-- name: responsibility_list
SELECT task, role, party, source FROM responsibility WHERE campaign = $1 ORDER BY position

-- name: indicator_insert
INSERT INTO indicator (campaign, position, code, name, unit, measure, basis, direction, assessor, reporter, lag, decimals, source)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)

-- name: indicator_list
SELECT code, name, unit, measure, basis, direction, assessor, reporter, lag, decimals, source FROM indicator WHERE campaign = $1 ORDER BY position

-- name: target_insert
INSERT INTO target (campaign, position, code, task, indicator, what, value, unit, relation, modality, scope, period, source, split, numerator, denominator)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)

-- name: target_list
SELECT code, task, indicator, what, value, unit, relation, modality, scope, period, source, split, numerator, denominator FROM target WHERE campaign = $1 ORDER BY position

-- name: allotment_insert
INSERT INTO allotment (campaign, position, target, unit, value, source, weight) VALUES ($1, $2, $3, $4, $5, $6, $7)

-- name: allotment_list
SELECT target, unit, value, source, weight FROM allotment WHERE campaign = $1 ORDER BY position

-- name: plan_insert
INSERT INTO plan_point (campaign, position, indicator, period, percent_text) VALUES ($1, $2, $3, $4, $5)

-- name: plan_list
SELECT indicator, period, percent_text, '' AS unit, position FROM plan_point WHERE campaign = $1
UNION ALL SELECT indicator, period, percent_text, unit, position FROM unit_plan WHERE campaign = $1 ORDER BY position

-- name: unit_plan_insert
INSERT INTO unit_plan (campaign, position, indicator, unit, period, percent_text) VALUES ($1, $2, $3, $4, $5, $6)

-- name: form_insert
INSERT INTO report_form (campaign, position, code, name, nature, number, issuer, approval, valid_from, valid_to, peer_group, source)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)

-- name: form_list
SELECT code, name, nature, number, issuer, approval, valid_from, valid_to, peer_group, source FROM report_form WHERE campaign = $1 ORDER BY position

-- name: light_insert
INSERT INTO light_rule (campaign, position, effective, yellow_from, red_above, source) VALUES ($1, $2, $3, $4, $5, $6)

-- name: light_list
SELECT effective, yellow_from, red_above, source FROM light_rule WHERE campaign = $1 ORDER BY effective

-- name: scheme_insert
INSERT INTO scheme (campaign, peer_group, version, effective, file, body_text, digest) VALUES ($1, $2, $3, $4, $5, $6, $7)

-- name: scheme_list
SELECT file, peer_group, version, effective, body_text, digest FROM scheme WHERE campaign = $1 ORDER BY peer_group, version

-- name: account_insert
INSERT INTO account (campaign, position, name, role, unit, body, post, active) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (name) DO UPDATE SET campaign = excluded.campaign, position = excluded.position,
  unit = excluded.unit, body = excluded.body, post = excluded.post WHERE account.campaign = '' AND account.role = excluded.role

-- name: account_count
SELECT count(*) FROM account

-- name: account_list
SELECT name, role, unit, body, post FROM account WHERE campaign = $1 AND position >= 0 ORDER BY position

-- name: account_find
SELECT campaign, role, unit, body, post, active, position, authorised, restricted, expires_on FROM account_standing
WHERE name = $1
