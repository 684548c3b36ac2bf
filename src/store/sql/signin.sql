-- name: password_find
SELECT (a.active AND a.authorised AND (a.expires_on = '' OR a.expires_on >= $2)), p.hash, p.set_at, p.set_by, p.must_change
FROM account_standing a LEFT JOIN account_password p ON p.account = a.name WHERE a.name = $1

-- name: password_words
SELECT code, name, city FROM campaign ORDER BY code

-- name: password_save
INSERT INTO account_password (account, hash, set_at, set_by, must_change) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (account) DO UPDATE SET hash = excluded.hash, set_at = excluded.set_at, set_by = excluded.set_by,
  must_change = excluded.must_change

-- name: password_old_save
INSERT INTO account_password_old (account, set_at, hash) SELECT account, set_at, hash FROM account_password WHERE account = $1
ON CONFLICT (account, set_at) DO UPDATE SET hash = excluded.hash

-- name: password_old_list
SELECT hash FROM account_password_old WHERE account = $1 ORDER BY set_at DESC LIMIT $2

-- name: session_find
SELECT s.id, s.account, s.created_at, s.seen_at, s.ended_at,
  (a.active AND a.authorised AND (a.expires_on = '' OR a.expires_on >= $2)), p.must_change, p.set_at,
  s.acting_for, s.factor_at, s.proved_at, a.role, coalesce(t.proved_at, 0), coalesce(n.at, 0),
  coalesce((SELECT body FROM policy ORDER BY id DESC LIMIT 1), ''),
  EXISTS (SELECT 1 FROM duban_meta WHERE key = 'separation' AND value = 'three'),
  EXISTS (SELECT 1 FROM delegation d WHERE d.delegate = s.account AND d.ended_at = 0 AND d.from_on <= $2 AND d.to_on >= $2)
FROM session s JOIN account_standing a ON a.name = s.account JOIN account_password p ON p.account = s.account
LEFT JOIN account_totp t ON t.account = s.account AND t.sealed <> '' LEFT JOIN privacy_notice n ON n.account = s.account
WHERE s.token_digest = $1

-- name: session_insert
INSERT INTO session (id, token_digest, account, created_at, seen_at, ended_at, address, proved_at, agent)
VALUES ($1, $2, $3, $4, $4, 0, $5, $4, $6)

-- name: session_proved
UPDATE session SET proved_at = $2 WHERE id = $1

-- name: session_factor
UPDATE session SET factor_at = $2, proved_at = $2 WHERE id = $1

-- name: session_acting
UPDATE session SET acting_for = $2 WHERE id = $1

-- name: session_list
SELECT id, created_at, seen_at, address, agent, acting_for FROM session
WHERE account = $1 AND ended_at = 0 AND created_at > $2 AND seen_at > $3 ORDER BY seen_at DESC, id DESC LIMIT $4

-- name: session_end_one
UPDATE session SET ended_at = $3 WHERE id = $1 AND account = $2 AND ended_at = 0

-- name: session_end_others
UPDATE session SET ended_at = $3 WHERE account = $1 AND id <> $2 AND ended_at = 0

-- name: notice_save
INSERT INTO privacy_notice (account, at) VALUES ($1, $2) ON CONFLICT (account) DO NOTHING

-- name: session_newest
SELECT coalesce(max(id), '') FROM session

-- name: session_seen
UPDATE session SET seen_at = $2 WHERE id = $1 AND seen_at < $2

-- name: session_end
UPDATE session SET ended_at = $2 WHERE id = $1 AND ended_at = 0

-- name: session_end_all
UPDATE session SET ended_at = $2 WHERE account = $1 AND ended_at = 0

-- name: session_known
SELECT 1 FROM session WHERE account = $1 AND address = $2 AND created_at >= $3 AND (factor_at > 0
  OR NOT EXISTS (SELECT 1 FROM account_totp t WHERE t.account = $1 AND t.sealed <> '' AND t.proved_at > 0)) LIMIT 1

-- name: attempt_find
SELECT failures, last_at FROM sign_in_attempt WHERE kind = $1 AND key_digest = $2

-- name: attempt_save
INSERT INTO sign_in_attempt (kind, key_digest, failures, last_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (kind, key_digest) DO UPDATE SET failures = excluded.failures, last_at = excluded.last_at

-- name: signin_failed
SELECT count(*) FROM audit WHERE chain = '' AND at > $1 AND result = 'denied' AND action IN ('signin', 'signin.code', 'prove')

-- name: signin_failures
SELECT at, account, detail FROM audit
WHERE chain = '' AND at > $1 AND result = 'denied' AND action IN ('signin', 'signin.code', 'prove') ORDER BY seq DESC LIMIT $2
