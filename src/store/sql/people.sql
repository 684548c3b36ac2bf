-- name: grant_find
SELECT made_at, made_by, authorised_at, authorised_by, restricted, phone, off_at, off_by, off_reason, expires_on
FROM account_grant WHERE account = $1

-- name: grant_save
INSERT INTO account_grant (account, made_at, made_by, authorised_at, authorised_by, restricted, phone, off_at, off_by, off_reason, expires_on)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT (account) DO UPDATE SET authorised_at = excluded.authorised_at, authorised_by = excluded.authorised_by,
  restricted = excluded.restricted, phone = excluded.phone, off_at = excluded.off_at, off_by = excluded.off_by,
  off_reason = excluded.off_reason, expires_on = excluded.expires_on

-- name: people_list
SELECT s.name, s.campaign, s.position, s.role, s.unit, s.body, s.post, s.active, s.authorised, s.restricted, s.expires_on,
  coalesce(g.made_at, 0), coalesce(g.made_by, ''), coalesce(g.authorised_at, 0), coalesce(g.authorised_by, ''),
  coalesce(g.phone, ''), coalesce(g.off_at, 0), coalesce(g.off_by, ''), coalesce(g.off_reason, ''),
  coalesce(p.set_at, 0), coalesce(p.must_change, FALSE), (g.account IS NOT NULL)
FROM account_standing s LEFT JOIN account_grant g ON g.account = s.name LEFT JOIN account_password p ON p.account = s.name
WHERE $1 = '' OR s.campaign = $1 OR s.campaign = ''
ORDER BY s.campaign, s.name

-- name: people_waiting
SELECT count(*) FROM account_standing WHERE active AND NOT authorised

-- name: campaign_names
SELECT code, name FROM campaign ORDER BY code

-- name: unit_account_count
SELECT count(*) FROM account_standing WHERE campaign = $1 AND unit = $2 AND role = 'unit' AND active AND authorised
  AND (expires_on = '' OR expires_on >= $3)
