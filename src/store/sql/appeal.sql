-- name: appeal_insert
INSERT INTO appeal (id, campaign, period, unit, event, reason, filed_by, filed_on, kind, node, rule, indicator, value_period, value_unit, object, found, wished, run, late_reason, filed_at, filed_behalf)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)

-- name: appeal_ruling_insert
INSERT INTO appeal_ruling (appeal, ruling, by_account, on_date, reason, behalf, at, stands, submission, score_before, score_after, rank_before, rank_after, peers, scores_moved, ranks_moved)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)

-- name: appeal_list
SELECT a.id, a.period, a.unit, a.kind, a.event, a.node, a.rule, a.indicator, a.value_period, a.value_unit, a.object, a.found, a.wished, a.run, a.reason, a.late_reason,
  a.filed_by, a.filed_behalf, a.filed_on, coalesce(r.ruling, ''), coalesce(r.by_account, ''), coalesce(r.behalf, ''), coalesce(r.on_date, ''), coalesce(r.reason, ''),
  coalesce(r.stands, ''), coalesce(r.submission, ''), coalesce(r.score_before, ''), coalesce(r.score_after, ''),
  a.filed_at, coalesce(r.at, 0), coalesce(r.rank_before, 0), coalesce(r.rank_after, 0), coalesce(r.peers, 0), coalesce(r.scores_moved, 0), coalesce(r.ranks_moved, 0)
FROM appeal a LEFT JOIN appeal_ruling r ON r.appeal = a.id
WHERE a.campaign = $1 AND ($2 = '' OR a.period = $2) AND ($3 = '' OR a.id = $3) ORDER BY a.period, a.unit, a.id

-- name: appeal_hands
SELECT DISTINCT account, behalf FROM audit WHERE chain = $1 AND object = $2 AND result = 'ok' ORDER BY account, behalf
