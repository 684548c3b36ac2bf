-- name: audit_head_get
SELECT seq, hash FROM audit_head WHERE chain = $1

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
