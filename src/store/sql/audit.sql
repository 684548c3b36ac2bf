-- name: audit_head_get
SELECT seq, hash FROM audit_head WHERE chain = $1

-- name: audit_row_of
SELECT seq, hash FROM audit WHERE at = $3 AND chain = $1 AND object = $2 AND result <> 'denied' ORDER BY seq LIMIT 1

-- name: audit_head_set
INSERT INTO audit_head (chain, seq, hash) VALUES ($1, $2, $3)
ON CONFLICT (chain) DO UPDATE SET seq = excluded.seq, hash = excluded.hash

-- name: audit_insert
INSERT INTO audit (chain, seq, at, account, action, object, result, detail, salt, detail_digest, previous_hash, hash, behalf, origin)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)

-- name: audit_list
SELECT seq, at, account, action, object, result, detail, salt, detail_digest, previous_hash, hash, behalf, origin
FROM audit WHERE chain = $1 ORDER BY seq

-- name: audit_since
SELECT seq, action, result, hash FROM audit WHERE chain = $1 AND seq >= $2 ORDER BY seq LIMIT $3

-- name: audit_chains
SELECT chain FROM audit_head UNION SELECT chain FROM audit ORDER BY chain

-- name: audit_same
SELECT 1 FROM audit
WHERE account = $1 AND at > $2 AND at <= $3 AND action = $4 AND object = $5 AND result = $6 AND behalf = $7 AND ($8 = '' OR detail = $8)
LIMIT 1

-- name: audit_refusals
SELECT 1 FROM audit WHERE account = $1 AND at > $2 AND at <= $3 AND result = 'denied' LIMIT $4

-- name: audit_withheld_get
SELECT held, last_at FROM audit_withheld WHERE account = $1

-- name: audit_withheld_add
INSERT INTO audit_withheld (account, held, last_at) VALUES ($1, 1, $2)
ON CONFLICT (account) DO UPDATE SET held = audit_withheld.held + 1, last_at = excluded.last_at

-- name: audit_withheld_told
UPDATE audit_withheld SET held = 0 WHERE account = $1

-- name: audit_withheld_list
SELECT account, held, last_at FROM audit_withheld WHERE held > 0 ORDER BY account
