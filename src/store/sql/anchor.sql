-- name: anchor_campaign
SELECT code, name, city, year, predecessor, source_document, sample, issuer, issuer_number, month_rule, digest FROM campaign WHERE code = $1

-- name: anchor_phase
SELECT campaign, position, name, from_on, to_on, source FROM campaign_phase WHERE campaign = $1 ORDER BY position

-- name: anchor_group
SELECT campaign, code, position, name, size, source FROM peer_group WHERE campaign = $1 ORDER BY code

-- name: anchor_stocktake
SELECT campaign, position, chair, every, source FROM stocktake_rule WHERE campaign = $1 ORDER BY position

-- name: anchor_period
SELECT campaign, code, position, name, from_on, to_on, ranked, opens_on, due_on, confirm_on, lock_on, trial_run_on, appeal_on, ruling_on, freeze_on, issue_on
FROM period WHERE campaign = $1 ORDER BY code

-- name: anchor_body
SELECT campaign, code, position, name, kind, parent, source FROM body WHERE campaign = $1 ORDER BY code

-- name: anchor_post
SELECT campaign, position, body, title, holder, concurrent, source FROM post WHERE campaign = $1 ORDER BY position

-- name: anchor_unit
SELECT campaign, code, position, name, short_name, peer_group, kind, bodies, leader, valid_from, valid_to, successor, ranked, restricted, source
FROM unit WHERE campaign = $1 ORDER BY code

-- name: anchor_task
SELECT campaign, no, position, level, parent, title, body_text, deadline, deadline_text, restricted, source FROM task WHERE campaign = $1 ORDER BY no

-- name: anchor_responsibility
SELECT campaign, position, task, role, party, source FROM responsibility WHERE campaign = $1 ORDER BY position

-- name: anchor_indicator
SELECT campaign, code, position, name, unit, measure, basis, direction, assessor, reporter, lag, decimals, source
FROM indicator WHERE campaign = $1 ORDER BY code

-- name: anchor_target
SELECT campaign, code, position, task, indicator, what, value, unit, relation, modality, scope, period, source
FROM target WHERE campaign = $1 ORDER BY code

-- name: anchor_allotment
SELECT campaign, target, unit, position, value, source FROM allotment WHERE campaign = $1 ORDER BY target, unit

-- name: anchor_plan
SELECT campaign, indicator, period, position, percent_text FROM plan_point WHERE campaign = $1 ORDER BY indicator, period

-- name: anchor_light
SELECT campaign, effective, position, yellow_from, red_above, source FROM light_rule WHERE campaign = $1 ORDER BY effective

-- name: anchor_report_form
SELECT campaign, code, position, name, nature, number, issuer, approval, valid_from, valid_to, peer_group, source FROM report_form WHERE campaign = $1 ORDER BY code

-- name: anchor_scheme
SELECT campaign, peer_group, version, effective, file, body_text, digest FROM scheme WHERE campaign = $1 ORDER BY peer_group, version

-- name: anchor_campaign_account
SELECT campaign, name, position, role, unit, body, post, active FROM account WHERE campaign = $1 AND position >= 0 ORDER BY name

-- name: anchor_account
SELECT campaign, name, position, role, unit, body, post, active FROM account
WHERE name = $1 AND (campaign = '' OR position < 0)

-- name: anchor_grant
SELECT account, made_at, made_by, authorised_at, authorised_by, restricted, phone, off_at, off_by, off_reason, expires_on
FROM account_grant WHERE account = $1

-- name: anchor_calendar
SELECT on_date, off, name, source, loaded_at, loaded_by, version FROM calendar_day WHERE substr(on_date, 1, 4) = $1 ORDER BY on_date

-- name: anchor_backup
SELECT id, at, by_account, kind, folder, digest, files, bytes, heads, destroy_for, checked_at, check_said, gone_at, gone_by
FROM backup WHERE id = $1

-- name: anchor_setting
SELECT key, value FROM duban_meta WHERE key = $1

-- name: anchor_password
SELECT account, hash, set_at, set_by, must_change FROM account_password WHERE account = $1

-- name: anchor_password_old
SELECT account, set_at, hash FROM account_password_old WHERE account = $1 ORDER BY set_at

-- name: anchor_factor
SELECT account, sealed, begun_at, proved_at, last_step FROM account_totp WHERE account = $1

-- name: anchor_delegation
SELECT id, principal, delegate, from_on, to_on, reason, made_at, made_by, ended_at, ended_by FROM delegation WHERE id = $1

-- name: anchor_notice
SELECT account, at FROM privacy_notice WHERE account = $1

-- name: anchor_policy
SELECT id, at, by_account, body FROM policy WHERE id = $1

-- name: anchor_submission
SELECT id, campaign, seq, kind, period, party, version, received_at, claimed_at, received_on, late_days, entered_by, sender, file, digest, head, reason, body_digest
FROM submission WHERE id = $1

-- name: anchor_submission_value
SELECT submission, unit, indicator, object, value, na, month, last_year, note, position
FROM submission_value WHERE submission = $1 ORDER BY unit, indicator, object

-- name: anchor_submission_task
SELECT submission, position, kind, cells FROM submission_task WHERE submission = $1 ORDER BY kind, position

-- name: anchor_submission_more
SELECT '' AS unit, '' AS indicator, '' AS object, channel AS a, filled_by AS b, approved_by AS c
FROM submission WHERE id = $1 AND (channel <> '' OR filled_by <> '' OR approved_by <> '')
UNION ALL SELECT unit, indicator, object, tolerance, state, '' FROM submission_value
WHERE submission = $1 AND (tolerance <> '' OR state <> '') ORDER BY unit, indicator, object

-- name: anchor_report_draft
SELECT id, campaign, period, unit, revision, state, body, saved_at, saved_by, filled_at, filled_by, submission FROM report_draft WHERE id = $1

-- name: anchor_event
SELECT id, campaign, period, position, unit, kind, rule, points, basis, evidence, entered_by FROM event WHERE id = $1

-- name: anchor_appeal
SELECT a.id, a.campaign, a.period, a.unit, a.event, a.reason, a.filed_by, a.filed_on, coalesce(r.ruling, ''), coalesce(r.by_account, ''), coalesce(r.on_date, ''), coalesce(r.reason, '')
FROM appeal a LEFT JOIN appeal_ruling r ON r.appeal = a.id WHERE a.id = $1

-- name: anchor_appeal_more
SELECT kind, node, rule, indicator, value_period, value_unit, object, found, wished, run, late_reason, filed_at, filed_behalf FROM appeal
WHERE id = $1 AND (filed_at <> 0 OR kind <> 'event' OR node <> '' OR rule <> '' OR indicator <> '' OR value_period <> '' OR value_unit <> '' OR object <> ''
  OR found <> '' OR wished <> '' OR run <> '' OR late_reason <> '' OR filed_behalf <> '')

-- name: anchor_appeal_ruling
SELECT behalf, at, stands, submission, score_before, score_after, rank_before, rank_after, peers, scores_moved, ranks_moved FROM appeal_ruling
WHERE appeal = $1 AND (at <> 0 OR behalf <> '' OR stands <> '' OR submission <> '' OR score_before <> '' OR score_after <> '' OR rank_before <> 0 OR rank_after <> 0
  OR peers <> 0 OR scores_moved <> 0 OR ranks_moved <> 0)

-- name: anchor_run
SELECT id, campaign, period, peer_group, kind, number, scheme_version, scheme_digest, input_seq, input_digest, result_digest, made_at, made_by, frozen_by, published_on, published_by
FROM run WHERE id = $1

-- name: anchor_run_unit
SELECT run, unit, position, score, score_shown, rank, rank_bottom, in_bottom, streak, gain_rank, plan_not_met, status
FROM run_unit WHERE run = $1 ORDER BY unit

-- name: anchor_run_node
SELECT run, unit, node, position, points, full_marks, status, value, reported, source, submission, target, plan, detail
FROM run_node WHERE run = $1 ORDER BY unit, node

-- name: anchor_talk
SELECT id, campaign, period, unit, peer_group, step, run, months, evidence, bodies FROM talk WHERE id = $1

-- name: anchor_talk_step
SELECT talk, number, state, at, on_date, by_account, reason FROM talk_step WHERE talk = $1 ORDER BY number

-- name: anchor_talk_record
SELECT talk, number, act, version, behalf, before, body FROM talk_record WHERE talk = $1 ORDER BY number

-- name: anchor_talk_commitment
SELECT talk, position, revision, what, owner, task, workdays, due_on, done_on, result, evidence, at, by_account, behalf
FROM talk_commitment WHERE talk = $1 ORDER BY position, revision

-- name: anchor_circular
SELECT id, campaign, period, version, number, issuer, issued_on, issued_by, body_text, digest FROM circular WHERE id = $1

-- name: anchor_circular_paper
SELECT circular, body, figures FROM circular_paper WHERE circular = $1

-- name: anchor_consequence
SELECT id, campaign, submission, position, period, unit, kind, before, after FROM consequence WHERE id = $1

-- name: anchor_progress
SELECT id, campaign, task, seq, state, note_text, at, by_account FROM progress_note WHERE id = $1

-- name: anchor_checkpoint
SELECT id, at, by_account, body, public_key, signature FROM checkpoint WHERE id = $1

-- name: anchor_attachment
SELECT id, campaign, object, unit, digest, name, added_at, added_by, withdrawn_at, withdrawn_by FROM attachment WHERE id = $1

-- name: anchor_attachment_file
SELECT digest, bytes, type, scan, stored_at, purged_at FROM stored_file WHERE digest = (SELECT digest FROM attachment WHERE id = $1)

-- name: anchor_purge
SELECT id, campaign, target, cause, authority, asked_at, asked_by, asked_behalf, state, decided_at, decided_by, decided_behalf, decision, backups
FROM purge WHERE id = $1

-- name: anchor_sandbox
SELECT id, campaign, peer_group, base_digest, digest, body_text, changes, period_from, period_to, periods, holds_from, moved, bottom, talks, result, result_digest, at, by_account, behalf
FROM sandbox_run WHERE id = $1

-- name: anchor_target_more
SELECT 'target', campaign, code, split, numerator, denominator FROM target
WHERE campaign = $1 AND (split <> '' OR numerator <> '' OR denominator <> '') ORDER BY code

-- name: anchor_allotment_more
SELECT 'allotment', campaign, target, unit, weight FROM allotment WHERE campaign = $1 AND weight <> '' ORDER BY target, unit

-- name: anchor_unit_plan
SELECT 'unit_plan', campaign, indicator, unit, period, position, percent_text FROM unit_plan WHERE campaign = $1 ORDER BY indicator, unit, period

-- name: anchor_target_change
SELECT id, campaign, target, unit, seq, from_period, value_before, value_after, behind_period, behind_gap, reason, document, at, by_account, behalf
FROM target_change WHERE id = $1
-- name: anchor_highlight
SELECT id, campaign, unit, sender, task, title, body_text, indicator, period, figure, object, submission, version, effect, evidence, same
FROM highlight WHERE id = $1

-- name: anchor_highlight_step
SELECT highlight, number, state, at, by_account, behalf, cause, reason, adopter, document, adopted_on
FROM highlight_step WHERE highlight = $1 ORDER BY number

-- name: anchor_province_draft
SELECT id, campaign, period, revision, edits, at, by_account, behalf FROM province_draft WHERE id = $1

-- name: anchor_province
SELECT id, campaign, period, version, number, signer, issued_on, at, by_account, behalf, revision, body_text, digest, body, figures, trace, facts, changes
FROM province_report WHERE id = $1

-- name: anchor_report_step
SELECT id, submission, seq, state, causes, places, note, at, by_account, behalf FROM report_step WHERE id = $1

-- name: anchor_period_lock
SELECT id, campaign, period, seq, state, reason, at, by_account, behalf FROM period_lock WHERE id = $1

-- name: anchor_result_opening
SELECT id, campaign, period, seq, runs, digest, until_on, at, by_account, behalf FROM result_opening WHERE id = $1

-- name: anchor_screening_answer
SELECT id, campaign, finding, seq, period, unit, kind, indicator, figures, step, words, correction, at, by_account, behalf FROM screening_answer WHERE id = $1

-- name: anchor_leader_seen
SELECT id, campaign, post, period, reds, how, at, by_account, behalf FROM leader_seen WHERE id = $1

-- name: anchor_result_confirmation
SELECT id, campaign, period, seq, runs, digest, at, by_account, behalf FROM result_confirmation WHERE id = $1

-- name: anchor_scheme_version
SELECT id, campaign, peer_group, version, effective, file, body_text, digest, reason, at, by_account, behalf FROM scheme_version WHERE id = $1

-- name: anchor_scheme_decision
SELECT id, campaign, peer_group, version, act, digest, authority, document, dated_on, reason, at, by_account, behalf FROM scheme_decision WHERE id = $1

-- name: anchor_correction_ask
SELECT id, campaign, unit, file, digest, body_text, sheet_rows, periods, asked_at, asked_by, asked_behalf FROM correction_ask WHERE id = $1

-- name: anchor_correction_ruling
SELECT ask, state, reason, at, by_account, behalf FROM correction_ruling WHERE ask = $1

-- name: anchor_circular_issue
SELECT circular, draft, kind, basis, reason, approved_by, approved_on, receipt_due FROM circular_issue WHERE circular = $1

-- name: anchor_circular_draft
SELECT id, campaign, period, version, kind, revision, issuer, mark, basis, reason, countersign, passages, source, digest, at, by_account, behalf FROM circular_draft WHERE id = $1

-- name: anchor_circular_sign
SELECT draft, number, step, digest, opinion, at, on_date, by_account, behalf FROM circular_sign WHERE draft = $1 ORDER BY number

-- name: anchor_circular_receipt
SELECT id, campaign, circular, unit, signer, sender, at, on_date, by_account, behalf FROM circular_receipt WHERE id = $1

-- name: anchor_list
SELECT 'campaign' AS kind, code AS id FROM campaign WHERE code = $1
UNION ALL SELECT 'account', name FROM account WHERE $1 = '' AND (campaign = '' OR position < 0)
UNION ALL SELECT 'grant', account FROM account_grant WHERE $1 = ''
UNION ALL SELECT DISTINCT 'calendar', substr(on_date, 1, 4) FROM calendar_day WHERE $1 = ''
UNION ALL SELECT 'backup', id FROM backup WHERE $1 = ''
UNION ALL SELECT 'setting', key FROM duban_meta WHERE $1 = '' AND key <> 'digest'
UNION ALL SELECT 'password', account FROM account_password WHERE $1 = ''
UNION ALL SELECT 'policy', id FROM policy WHERE $1 = ''
UNION ALL SELECT 'notice', account FROM privacy_notice WHERE $1 = ''
UNION ALL SELECT 'factor', account FROM account_totp WHERE $1 = ''
UNION ALL SELECT 'delegation', id FROM delegation WHERE $1 = ''
UNION ALL SELECT 'submission', id FROM submission WHERE campaign = $1
UNION ALL SELECT 'draft', id FROM report_draft WHERE campaign = $1
UNION ALL SELECT 'event', id FROM event WHERE campaign = $1
UNION ALL SELECT 'appeal', id FROM appeal WHERE campaign = $1
UNION ALL SELECT 'run', id FROM run WHERE campaign = $1
UNION ALL SELECT 'talk', id FROM talk WHERE campaign = $1
UNION ALL SELECT 'circular', id FROM circular WHERE campaign = $1
UNION ALL SELECT 'circular_draft', id FROM circular_draft WHERE campaign = $1
UNION ALL SELECT 'circular_receipt', id FROM circular_receipt WHERE campaign = $1
UNION ALL SELECT 'consequence', id FROM consequence WHERE campaign = $1
UNION ALL SELECT 'progress', id FROM progress_note WHERE campaign = $1
UNION ALL SELECT 'checkpoint', id FROM checkpoint WHERE $1 = ''
UNION ALL SELECT 'attachment', id FROM attachment WHERE campaign = $1
UNION ALL SELECT 'purge', id FROM purge WHERE campaign = $1
UNION ALL SELECT 'sandbox', id FROM sandbox_run WHERE campaign = $1
UNION ALL SELECT 'target_change', id FROM target_change WHERE campaign = $1
UNION ALL SELECT 'highlight', id FROM highlight WHERE campaign = $1
UNION ALL SELECT 'province_draft', id FROM province_draft WHERE campaign = $1
UNION ALL SELECT 'province', id FROM province_report WHERE campaign = $1
UNION ALL SELECT 'report_step', id FROM report_step WHERE submission IN (SELECT id FROM submission WHERE campaign = $1)
UNION ALL SELECT 'period_lock', id FROM period_lock WHERE campaign = $1
UNION ALL SELECT 'correction_ask', id FROM correction_ask WHERE campaign = $1
UNION ALL SELECT 'opening', id FROM result_opening WHERE campaign = $1
UNION ALL SELECT 'confirmation', id FROM result_confirmation WHERE campaign = $1
UNION ALL SELECT 'scheme_version', id FROM scheme_version WHERE campaign = $1
UNION ALL SELECT 'scheme_decision', id FROM scheme_decision WHERE campaign = $1
UNION ALL SELECT 'leader_seen', id FROM leader_seen WHERE campaign = $1
UNION ALL SELECT 'screening_answer', id FROM screening_answer WHERE campaign = $1
ORDER BY kind, id

-- name: anchor_orphans
SELECT 'submission_value' AS kind, submission AS id FROM submission_value WHERE submission NOT IN (SELECT id FROM submission)
UNION SELECT 'submission_task', submission FROM submission_task WHERE submission NOT IN (SELECT id FROM submission)
UNION SELECT 'run_unit', run FROM run_unit WHERE run NOT IN (SELECT id FROM run)
UNION SELECT 'run_node', run FROM run_node WHERE run NOT IN (SELECT id FROM run)
UNION SELECT 'circular_paper', circular FROM circular_paper WHERE circular NOT IN (SELECT id FROM circular)
UNION SELECT 'circular_issue', circular FROM circular_issue WHERE circular NOT IN (SELECT id FROM circular)
UNION SELECT 'circular_draft', campaign FROM circular_draft WHERE campaign NOT IN (SELECT code FROM campaign)
UNION SELECT 'circular_sign', draft FROM circular_sign WHERE draft NOT IN (SELECT id FROM circular_draft)
UNION SELECT 'circular_receipt', circular FROM circular_receipt WHERE circular NOT IN (SELECT id FROM circular)
UNION SELECT 'talk_step', talk FROM talk_step WHERE talk NOT IN (SELECT id FROM talk)
UNION SELECT 'talk_record', talk FROM talk_record WHERE talk NOT IN (SELECT id FROM talk)
UNION SELECT 'talk_commitment', talk FROM talk_commitment WHERE talk NOT IN (SELECT id FROM talk)
UNION SELECT 'submission', campaign FROM submission WHERE campaign NOT IN (SELECT code FROM campaign)
UNION SELECT 'event', campaign FROM event WHERE campaign NOT IN (SELECT code FROM campaign)
UNION SELECT 'appeal', campaign FROM appeal WHERE campaign NOT IN (SELECT code FROM campaign)
UNION SELECT 'run', campaign FROM run WHERE campaign NOT IN (SELECT code FROM campaign)
UNION SELECT 'talk', campaign FROM talk WHERE campaign NOT IN (SELECT code FROM campaign)
UNION SELECT 'circular', campaign FROM circular WHERE campaign NOT IN (SELECT code FROM campaign)
UNION SELECT 'consequence', campaign FROM consequence WHERE campaign NOT IN (SELECT code FROM campaign)
UNION SELECT 'campaign_phase', campaign FROM campaign_phase WHERE campaign NOT IN (SELECT code FROM campaign)
UNION SELECT 'peer_group', campaign FROM peer_group WHERE campaign NOT IN (SELECT code FROM campaign)
UNION SELECT 'stocktake_rule', campaign FROM stocktake_rule WHERE campaign NOT IN (SELECT code FROM campaign)
UNION SELECT 'period', campaign FROM period WHERE campaign NOT IN (SELECT code FROM campaign)
UNION SELECT 'report_draft', campaign FROM report_draft WHERE campaign NOT IN (SELECT code FROM campaign)
UNION SELECT 'report_form', campaign FROM report_form WHERE campaign NOT IN (SELECT code FROM campaign)
UNION SELECT 'body', campaign FROM body WHERE campaign NOT IN (SELECT code FROM campaign)
UNION SELECT 'post', campaign FROM post WHERE campaign NOT IN (SELECT code FROM campaign)
UNION SELECT 'unit', campaign FROM unit WHERE campaign NOT IN (SELECT code FROM campaign)
UNION SELECT 'task', campaign FROM task WHERE campaign NOT IN (SELECT code FROM campaign)
UNION SELECT 'responsibility', campaign FROM responsibility WHERE campaign NOT IN (SELECT code FROM campaign)
UNION SELECT 'indicator', campaign FROM indicator WHERE campaign NOT IN (SELECT code FROM campaign)
UNION SELECT 'target', campaign FROM target WHERE campaign NOT IN (SELECT code FROM campaign)
UNION SELECT 'allotment', campaign FROM allotment WHERE campaign NOT IN (SELECT code FROM campaign)
UNION SELECT 'plan_point', campaign FROM plan_point WHERE campaign NOT IN (SELECT code FROM campaign)
UNION SELECT 'unit_plan', campaign FROM unit_plan WHERE campaign NOT IN (SELECT code FROM campaign)
UNION SELECT 'target_change', campaign FROM target_change WHERE campaign NOT IN (SELECT code FROM campaign)
UNION SELECT 'light_rule', campaign FROM light_rule WHERE campaign NOT IN (SELECT code FROM campaign)
UNION SELECT 'progress_note', campaign FROM progress_note WHERE campaign NOT IN (SELECT code FROM campaign)
UNION SELECT 'attachment', campaign FROM attachment WHERE campaign NOT IN (SELECT code FROM campaign)
UNION SELECT 'sandbox', campaign FROM sandbox_run WHERE campaign NOT IN (SELECT code FROM campaign)
UNION SELECT 'highlight', campaign FROM highlight WHERE campaign NOT IN (SELECT code FROM campaign)
UNION SELECT 'highlight_step', highlight FROM highlight_step WHERE highlight NOT IN (SELECT id FROM highlight)
UNION SELECT 'province_draft', campaign FROM province_draft WHERE campaign NOT IN (SELECT code FROM campaign)
UNION SELECT 'province', campaign FROM province_report WHERE campaign NOT IN (SELECT code FROM campaign)
UNION SELECT 'report_step', submission FROM report_step WHERE submission NOT IN (SELECT id FROM submission)
UNION SELECT 'period_lock', campaign FROM period_lock WHERE campaign NOT IN (SELECT code FROM campaign)
UNION SELECT 'correction_ask', campaign FROM correction_ask WHERE campaign NOT IN (SELECT code FROM campaign)
UNION SELECT 'opening', campaign FROM result_opening WHERE campaign NOT IN (SELECT code FROM campaign)
UNION SELECT 'confirmation', campaign FROM result_confirmation WHERE campaign NOT IN (SELECT code FROM campaign)
UNION SELECT 'appeal_ruling', appeal FROM appeal_ruling WHERE appeal NOT IN (SELECT id FROM appeal)
UNION SELECT 'leader_seen', campaign FROM leader_seen WHERE campaign NOT IN (SELECT code FROM campaign)
UNION SELECT 'screening_answer', campaign FROM screening_answer WHERE campaign NOT IN (SELECT code FROM campaign)
UNION SELECT 'correction_ruling', ask FROM correction_ruling WHERE ask NOT IN (SELECT id FROM correction_ask)
UNION SELECT 'stored_file', digest FROM stored_file WHERE digest NOT IN (SELECT digest FROM attachment)
UNION SELECT 'attachment_file', id FROM attachment WHERE digest NOT IN (SELECT digest FROM stored_file)
UNION SELECT 'purge', id FROM purge WHERE campaign <> '' AND campaign NOT IN (SELECT code FROM campaign)
UNION SELECT 'scheme', campaign FROM scheme WHERE campaign NOT IN (SELECT code FROM campaign)
UNION SELECT 'scheme_version', campaign FROM scheme_version WHERE campaign NOT IN (SELECT code FROM campaign)
UNION SELECT 'scheme_decision', campaign FROM scheme_decision WHERE campaign NOT IN (SELECT code FROM campaign)
UNION SELECT 'account', name FROM account WHERE campaign <> '' AND campaign NOT IN (SELECT code FROM campaign)
UNION SELECT 'account_grant', account FROM account_grant WHERE account NOT IN (SELECT name FROM account)
UNION SELECT 'account_password', account FROM account_password WHERE account NOT IN (SELECT name FROM account)
UNION SELECT 'account_password_old', account FROM account_password_old WHERE account NOT IN (SELECT account FROM account_password)
UNION SELECT 'audit', chain FROM audit WHERE chain <> '' AND chain NOT IN (SELECT code FROM campaign)
ORDER BY kind, id

-- name: newest_id
SELECT coalesce(max(id), '') FROM (
  SELECT max(id) AS id FROM submission UNION ALL SELECT max(id) FROM event UNION ALL SELECT max(id) FROM appeal
  UNION ALL SELECT max(id) FROM run UNION ALL SELECT max(id) FROM talk UNION ALL SELECT max(id) FROM circular
  UNION ALL SELECT max(id) FROM circular_draft UNION ALL SELECT max(id) FROM circular_receipt
  UNION ALL SELECT max(id) FROM consequence UNION ALL SELECT max(id) FROM progress_note
  UNION ALL SELECT max(id) FROM checkpoint
  UNION ALL SELECT max(id) FROM attachment UNION ALL SELECT max(id) FROM purge UNION ALL SELECT max(id) FROM sandbox_run UNION ALL SELECT max(id) FROM target_change
  UNION ALL SELECT max(id) FROM report_draft
  UNION ALL SELECT max(id) FROM highlight UNION ALL SELECT max(id) FROM province_draft UNION ALL SELECT max(id) FROM province_report
  UNION ALL SELECT max(id) FROM report_step UNION ALL SELECT max(id) FROM period_lock UNION ALL SELECT max(id) FROM correction_ask
  UNION ALL SELECT max(id) FROM result_opening UNION ALL SELECT max(id) FROM result_confirmation
  UNION ALL SELECT max(id) FROM scheme_version UNION ALL SELECT max(id) FROM scheme_decision
  UNION ALL SELECT max(id) FROM leader_seen UNION ALL SELECT max(id) FROM screening_answer
  UNION ALL SELECT max(id) FROM policy UNION ALL SELECT max(id) FROM delegation) AS ids

-- name: newest_instant
SELECT coalesce(max(instant), 0) FROM (
  SELECT max(made_at) AS instant FROM run WHERE campaign = $1
  UNION ALL SELECT max(s.at) FROM talk_step s JOIN talk t ON t.id = s.talk WHERE t.campaign = $1) AS instants
