-- name: backup_insert
INSERT INTO backup (id, at, by_account, kind, folder, digest, files, bytes, heads, destroy_for, checked_at, check_said, gone_at, gone_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '', 0, '', 0, '')

-- name: backup_checked
UPDATE backup SET checked_at = $2, check_said = $3 WHERE id = $1

-- name: backup_gone
UPDATE backup SET gone_at = $2, gone_by = $3 WHERE id = $1 AND gone_at = 0

-- name: backup_list
SELECT id, at, by_account, kind, folder, digest, files, bytes, heads, destroy_for, checked_at, check_said, gone_at, gone_by
FROM backup ORDER BY CASE WHEN gone_at = 0 THEN 0 ELSE 1 END, at DESC, id DESC LIMIT $1

-- name: backup_find
SELECT id, at, by_account, kind, folder, digest, files, bytes, heads, destroy_for, checked_at, check_said, gone_at, gone_by
FROM backup WHERE id = $1
