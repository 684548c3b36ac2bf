-- name: delegation_insert
INSERT INTO delegation (id, principal, delegate, from_on, to_on, reason, made_at, made_by, ended_at, ended_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, '')

-- name: delegation_find
SELECT d.id, d.principal, d.delegate, d.from_on, d.to_on, d.reason, d.made_at, d.made_by, d.ended_at, d.ended_by, p.post, e.post
FROM delegation d JOIN account p ON p.name = d.principal JOIN account e ON e.name = d.delegate WHERE d.id = $1

-- name: delegation_end
UPDATE delegation SET ended_at = $2, ended_by = $3 WHERE id = $1 AND ended_at = 0

-- name: delegation_list
SELECT d.id, d.principal, d.delegate, d.from_on, d.to_on, d.reason, d.made_at, d.made_by, d.ended_at, d.ended_by, p.post, e.post
FROM delegation d JOIN account p ON p.name = d.principal JOIN account e ON e.name = d.delegate
WHERE d.principal = $1 OR d.delegate = $1 OR $1 = ''
ORDER BY CASE WHEN d.ended_at = 0 AND d.to_on >= $2 THEN 0 ELSE 1 END, d.id DESC LIMIT $3

-- name: delegation_overlaps
SELECT 1 FROM delegation WHERE principal = $1 AND delegate = $2 AND ended_at = 0 AND to_on >= $3 AND from_on <= $4 LIMIT 1

-- name: delegation_holds
SELECT 1 FROM delegation WHERE principal = $1 AND delegate = $2 AND ended_at = 0 AND from_on <= $3 AND to_on >= $3 LIMIT 1

-- name: delegation_principals
SELECT d.id, d.principal, d.delegate, d.from_on, d.to_on, d.reason, d.made_at, d.made_by, d.ended_at, d.ended_by, p.post, e.post
FROM delegation d JOIN account p ON p.name = d.principal JOIN account e ON e.name = d.delegate
WHERE d.delegate = $1 AND d.ended_at = 0 AND d.from_on <= $2 AND d.to_on >= $2 ORDER BY d.principal, d.id
