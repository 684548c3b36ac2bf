-- name: checkpoint_insert
INSERT INTO checkpoint (id, at, by_account, body, public_key, signature) VALUES ($1, $2, $3, $4, $5, $6)

-- name: checkpoint_list
SELECT id, at, by_account, body, public_key, signature FROM checkpoint WHERE id < $1 ORDER BY id DESC LIMIT $2

-- name: checkpoint_get
SELECT id, at, by_account, body, public_key, signature FROM checkpoint WHERE id = $1

-- name: checkpoint_heads
SELECT chain, seq, hash FROM audit_head ORDER BY chain
