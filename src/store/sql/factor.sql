-- name: factor_find
SELECT sealed, begun_at, proved_at, last_step FROM account_totp WHERE account = $1

-- name: factor_save
INSERT INTO account_totp (account, sealed, begun_at, proved_at, last_step) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (account) DO UPDATE SET sealed = excluded.sealed, begun_at = excluded.begun_at, proved_at = excluded.proved_at,
  last_step = excluded.last_step

-- name: factor_count
SELECT count(*), count(t.account) FROM account_standing a
LEFT JOIN account_totp t ON t.account = a.name AND t.sealed <> '' AND t.proved_at > 0 WHERE a.active AND a.authorised
