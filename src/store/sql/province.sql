-- name: province_draft_insert
INSERT INTO province_draft (id, campaign, period, revision, edits, at, by_account, behalf) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)

-- name: province_draft_latest
SELECT id, revision, edits, at, by_account FROM province_draft WHERE campaign = $1 AND period = $2 ORDER BY revision DESC LIMIT 1

-- name: province_report_insert
INSERT INTO province_report (id, campaign, period, version, number, signer, issued_on, at, by_account, behalf, revision, body_text, digest, body, figures, trace, facts, changes)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)

-- name: province_report_latest
SELECT id, period, version, number, signer, issued_on, at, by_account, revision, body_text, digest, body, figures, trace, facts, changes
FROM province_report WHERE campaign = $1 AND period = $2 AND ($3 = 0 OR version = $3) ORDER BY version DESC LIMIT 1

-- name: province_report_heads
SELECT id, period, version, number, signer, issued_on, at, by_account, revision, '' AS body_text, digest, '' AS body, '' AS figures, '' AS trace, '' AS facts, changes
FROM province_report WHERE campaign = $1 ORDER BY period, version
