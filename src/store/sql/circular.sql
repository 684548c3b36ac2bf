-- name: circular_draft_insert
INSERT INTO circular_draft (id, campaign, period, version, kind, revision, issuer, mark, basis, reason, countersign, passages, source, digest, at, by_account, behalf)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)

-- name: circular_draft_list
SELECT id, period, version, kind, revision, issuer, mark, basis, reason, countersign, passages, source, digest, at, by_account, behalf
FROM circular_draft WHERE campaign = $1 AND period = $2 AND version = $3 ORDER BY revision

-- name: circular_draft_heads
SELECT d.id, d.period, d.version, d.kind, d.revision, d.issuer, d.mark, d.basis, d.reason, d.countersign, '' AS passages, d.source, d.digest, d.at, d.by_account, d.behalf
FROM circular_draft d WHERE d.campaign = $1
  AND NOT EXISTS (SELECT 1 FROM circular_draft n WHERE n.campaign = d.campaign AND n.period = d.period AND n.version = d.version AND n.revision > d.revision)
ORDER BY d.period, d.version

-- name: circular_sign_insert
INSERT INTO circular_sign (draft, number, step, digest, opinion, at, on_date, by_account, behalf) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)

-- name: circular_sign_list
SELECT s.draft, d.revision, s.number, s.step, s.digest, s.opinion, s.at, s.on_date, s.by_account, s.behalf
FROM circular_sign s JOIN circular_draft d ON d.id = s.draft
WHERE d.campaign = $1 AND d.period = $2 AND d.version = $3 ORDER BY s.at, d.revision, s.number

-- name: circular_issue_insert
INSERT INTO circular_issue (circular, draft, kind, basis, reason, approved_by, approved_on, receipt_due) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)

-- name: circular_issue_list
SELECT i.circular, i.draft, i.kind, i.basis, i.reason, i.approved_by, i.approved_on, i.receipt_due
FROM circular_issue i JOIN circular c ON c.id = i.circular WHERE c.campaign = $1 ORDER BY i.circular

-- name: circular_number_taken
SELECT campaign, period FROM circular WHERE number = $1 ORDER BY campaign, period LIMIT 1

-- name: circular_receipt_insert
INSERT INTO circular_receipt (id, campaign, circular, unit, signer, sender, at, on_date, by_account, behalf) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)

-- name: circular_receipt_list
SELECT id, circular, unit, signer, sender, at, on_date, by_account, behalf FROM circular_receipt
WHERE campaign = $1 AND ($2 = '' OR circular = $2) ORDER BY circular, unit

-- name: circular_draft_open
SELECT d.id, d.period, d.version, d.kind, d.revision, d.issuer, d.mark, d.basis, d.reason, d.countersign, '' AS passages, d.source, d.digest, d.at, d.by_account, d.behalf
FROM circular_draft d WHERE d.campaign = $1
  AND NOT EXISTS (SELECT 1 FROM circular_draft n WHERE n.campaign = d.campaign AND n.period = d.period AND n.version = d.version AND n.revision > d.revision)
  AND NOT EXISTS (SELECT 1 FROM circular c WHERE c.campaign = d.campaign AND c.period = d.period AND c.version = d.version)
ORDER BY d.period, d.version

-- name: circular_owed
SELECT c.id, c.period, c.version, c.number, c.issued_on, i.kind, i.receipt_due
FROM circular c JOIN circular_issue i ON i.circular = c.id
WHERE c.campaign = $1 AND ($2 = '' OR NOT EXISTS (SELECT 1 FROM circular_receipt r WHERE r.circular = c.id AND r.unit = $2))
  AND ($3 = '' OR (i.receipt_due <> '' AND i.receipt_due < $3))
  AND NOT EXISTS (SELECT 1 FROM circular w JOIN circular_issue wi ON wi.circular = w.id
    WHERE w.campaign = c.campaign AND w.period = c.period AND w.version > c.version AND wi.kind = 'withdrawal')
ORDER BY c.id

-- name: circular_signed_units
SELECT unit FROM circular_receipt WHERE circular = $1 ORDER BY unit

-- name: circular_accounts
SELECT s.name, s.role, s.unit, s.body, s.post FROM account_standing s
WHERE s.campaign = $1 AND s.active AND s.authorised AND (s.expires_on = '' OR s.expires_on >= $2) ORDER BY s.name
