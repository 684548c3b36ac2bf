-- name: scheme_version_insert
INSERT INTO scheme_version (id, campaign, peer_group, version, effective, file, body_text, digest, reason, at, by_account, behalf)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)

-- name: scheme_versions
SELECT id, peer_group, effective, file, body_text, digest, reason, by_account, behalf, version, at
FROM scheme_version WHERE campaign = $1 ORDER BY peer_group, version

-- name: scheme_decision_insert
INSERT INTO scheme_decision (id, campaign, peer_group, version, act, digest, authority, document, dated_on, reason, at, by_account, behalf)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)

-- name: scheme_decisions
SELECT id, peer_group, act, digest, authority, document, dated_on, reason, by_account, behalf, version, at
FROM scheme_decision WHERE campaign = $1 ORDER BY id
