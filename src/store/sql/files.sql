-- name: stored_file_insert
INSERT INTO stored_file (digest, bytes, type, scan, stored_at, purged_at) VALUES ($1, $2, $3, $4, $5, 0)
ON CONFLICT (digest) DO NOTHING

-- name: stored_file_get
SELECT digest, bytes, type, scan, stored_at, purged_at FROM stored_file WHERE digest = $1

-- name: stored_file_list
SELECT digest, bytes, type, scan, stored_at, purged_at FROM stored_file ORDER BY digest

-- name: stored_file_purge
UPDATE stored_file SET purged_at = $2 WHERE digest = $1 AND purged_at = 0

-- name: attachment_insert
INSERT INTO attachment (id, campaign, object, unit, digest, name, added_at, added_by, withdrawn_at, withdrawn_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, '')

-- name: attachment_withdraw
UPDATE attachment SET withdrawn_at = $2, withdrawn_by = $3 WHERE id = $1 AND withdrawn_at = 0

-- name: attachment_unname
UPDATE attachment SET name = '' WHERE digest = $1

-- name: attachment_get
SELECT a.id, a.campaign, a.object, a.unit, a.digest, a.name, a.added_at, a.added_by, a.withdrawn_at, a.withdrawn_by,
  f.bytes, f.type, f.scan, f.purged_at
FROM attachment a JOIN stored_file f ON f.digest = a.digest WHERE a.id = $1 AND a.campaign = $2

-- name: attachment_of_object
SELECT a.id, a.campaign, a.object, a.unit, a.digest, a.name, a.added_at, a.added_by, a.withdrawn_at, a.withdrawn_by,
  f.bytes, f.type, f.scan, f.purged_at
FROM attachment a JOIN stored_file f ON f.digest = a.digest WHERE a.campaign = $1 AND a.object = $2 ORDER BY a.id

-- name: attachment_of_digest
SELECT a.id, a.campaign, a.object, a.unit, a.digest, a.name, a.added_at, a.added_by, a.withdrawn_at, a.withdrawn_by,
  f.bytes, f.type, f.scan, f.purged_at
FROM attachment a JOIN stored_file f ON f.digest = a.digest WHERE a.digest = $1 ORDER BY a.id

-- name: attachment_list
SELECT a.id, a.campaign, a.object, a.unit, a.digest, a.name, a.added_at, a.added_by, a.withdrawn_at, a.withdrawn_by,
  f.bytes, f.type, f.scan, f.purged_at
FROM attachment a JOIN stored_file f ON f.digest = a.digest
WHERE a.campaign = $1 AND ($2 = '' OR a.object = $2) AND ($3 = '' OR a.unit = $3) AND ($4 = '' OR a.id < $4)
ORDER BY a.id DESC

-- name: attachment_sizes
SELECT f.bytes, a.added_at, a.added_by FROM attachment a JOIN stored_file f ON f.digest = a.digest
WHERE a.campaign = $1 AND f.purged_at = 0
