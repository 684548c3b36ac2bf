-- name: password_find
SELECT (a.active AND a.authorised AND (a.expires_on = '' OR a.expires_on >= $2)), p.hash
FROM account_standing a LEFT JOIN account_password p ON p.account = a.name WHERE a.name = $1

-- name: password_words
SELECT code, name, city FROM campaign ORDER BY code

-- name: password_save
INSERT INTO account_password (account, hash, set_at, set_by, must_change) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (account) DO UPDATE SET hash = excluded.hash, set_at = excluded.set_at, set_by = excluded.set_by,
  must_change = excluded.must_change

-- name: session_find
SELECT s.id, s.account, s.created_at, s.seen_at, s.ended_at,
  (a.active AND a.authorised AND (a.expires_on = '' OR a.expires_on >= $2)), p.must_change
FROM session s JOIN account_standing a ON a.name = s.account JOIN account_password p ON p.account = s.account
WHERE s.token_digest = $1

-- name: session_insert
INSERT INTO session (id, token_digest, account, created_at, seen_at, ended_at, address) VALUES ($1, $2, $3, $4, $4, 0, $5)

-- name: session_newest
SELECT coalesce(max(id), '') FROM session

-- name: session_seen
UPDATE session SET seen_at = $2 WHERE id = $1 AND seen_at < $2

-- name: session_end
UPDATE session SET ended_at = $2 WHERE id = $1 AND ended_at = 0

-- name: session_end_all
UPDATE session SET ended_at = $2 WHERE account = $1 AND ended_at = 0

-- name: session_known
SELECT 1 FROM session WHERE account = $1 AND address = $2 AND created_at >= $3 LIMIT 1

-- name: attempt_find
SELECT failures, last_at FROM sign_in_attempt WHERE kind = $1 AND key_digest = $2

-- name: attempt_save
INSERT INTO sign_in_attempt (kind, key_digest, failures, last_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (kind, key_digest) DO UPDATE SET failures = excluded.failures, last_at = excluded.last_at
