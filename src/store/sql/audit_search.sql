-- What the audit administrator looks through. An empty text asks for nothing; '*' is every chain. Rows stand
-- newest first; $10 $11 $12 are the row after which the page goes on.
-- name: audit_page
SELECT chain, seq, at, account, behalf, action, object, result, origin, detail FROM audit
WHERE at >= $1 AND at < $2
  AND ($3 = '' OR account = $3) AND ($4 = '' OR behalf = $4) AND ($5 = '' OR action = $5)
  AND ($6 = '' OR replace(object, $6, '') <> object) AND ($7 = '' OR result = $7)
  AND ($8 = '*' OR chain = $8) AND ($9 = '' OR origin = $9)
  AND (at < $10 OR (at = $10 AND (chain < $11 OR (chain = $11 AND seq < $12))))
ORDER BY at DESC, chain DESC, seq DESC LIMIT $13

-- name: audit_page_of_account
SELECT chain, seq, at, account, behalf, action, object, result, origin, detail FROM audit
WHERE at >= $1 AND at < $2
  AND account = $3 AND ($4 = '' OR behalf = $4) AND ($5 = '' OR action = $5)
  AND ($6 = '' OR replace(object, $6, '') <> object) AND ($7 = '' OR result = $7)
  AND ($8 = '*' OR chain = $8) AND ($9 = '' OR origin = $9)
  AND (at < $10 OR (at = $10 AND (chain < $11 OR (chain = $11 AND seq < $12))))
ORDER BY at DESC, chain DESC, seq DESC LIMIT $13

-- name: audit_count
SELECT COUNT(*) FROM (SELECT 1 FROM audit
WHERE at >= $1 AND at < $2
  AND ($3 = '' OR account = $3) AND ($4 = '' OR behalf = $4) AND ($5 = '' OR action = $5)
  AND ($6 = '' OR replace(object, $6, '') <> object) AND ($7 = '' OR result = $7)
  AND ($8 = '*' OR chain = $8) AND ($9 = '' OR origin = $9) LIMIT $10) AS found

-- name: audit_one
SELECT chain, seq, at, account, behalf, action, object, result, origin, detail, salt, detail_digest, previous_hash, hash
FROM audit WHERE chain = $1 AND seq = $2

-- name: audit_rows_after
SELECT chain, seq, at, account, behalf, action, object, result, origin, detail, salt, detail_digest, previous_hash, hash
FROM audit WHERE chain = $1 AND seq > $2 ORDER BY seq LIMIT $3

-- name: audit_days
SELECT (at + 28800000) / 86400000, result, COUNT(*) FROM audit WHERE at >= $1 AND at < $2 GROUP BY 1, 2 ORDER BY 1, 2

-- name: audit_denied_since
SELECT at, account, action, origin, detail FROM audit WHERE result = 'denied' AND at >= $1 AND at <= $2 ORDER BY at DESC, chain DESC, seq DESC LIMIT $3
