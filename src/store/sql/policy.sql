-- name: policy_insert
INSERT INTO policy (id, at, by_account, body) VALUES ($1, $2, $3, $4)

-- name: policy_list
SELECT id, at, by_account, body FROM policy ORDER BY id DESC LIMIT $1
