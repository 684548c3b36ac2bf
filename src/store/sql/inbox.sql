-- name: inbox_seen_find
SELECT seq, at FROM inbox_seen WHERE account = $1 AND campaign = $2

-- name: inbox_seen_save
INSERT INTO inbox_seen (account, campaign, seq, at) VALUES ($1, $2, $3, $4)
ON CONFLICT (account, campaign) DO UPDATE SET seq = excluded.seq, at = excluded.at

-- name: inbox_digest_save
INSERT INTO inbox_digest (account, on_date, made_at, body, read_at) VALUES ($1, $2, $3, $4, 0)
ON CONFLICT (account, on_date) DO NOTHING

-- name: inbox_digest_read
UPDATE inbox_digest SET read_at = $2 WHERE account = $1 AND read_at = 0

-- name: inbox_digest_empty
UPDATE inbox_digest SET body = '{}' WHERE made_at >= $1 AND body <> '{}'

-- name: inbox_digest_find
SELECT made_at, body, read_at FROM inbox_digest WHERE account = $1 AND on_date = $2

-- name: inbox_digest_days
SELECT on_date FROM inbox_digest WHERE account = $1 ORDER BY on_date DESC LIMIT $2

-- name: inbox_digest_owed
SELECT s.name, s.campaign FROM account_standing s
WHERE s.active AND s.authorised AND s.name > $1 AND (s.expires_on = '' OR s.expires_on >= $2)
  AND NOT EXISTS (SELECT 1 FROM inbox_digest d WHERE d.account = s.name AND d.on_date = $2)
ORDER BY s.name LIMIT $3

-- name: inbox_happened
SELECT seq, at, account, action, object, detail FROM audit
WHERE chain = $1 AND seq > $2 AND at >= $3 AND result = 'ok'
  AND action IN ('publish', 'freeze', 'evaluate', 'circular.issue', 'progress.note', 'report.submit', 'confirm.submit',
    'appeal.file', 'appeal.rule', 'talk.propose', 'talk.decide', 'talk.notify', 'talk.receive', 'talk.hold', 'talk.verify', 'correct', 'event.enter')
ORDER BY seq DESC LIMIT $4

-- name: inbox_delegations
SELECT principal, from_on, to_on, made_at FROM delegation
WHERE delegate = $1 AND made_at > $2 AND to_on >= $3 AND ended_at = 0 ORDER BY made_at DESC, id DESC LIMIT $4

-- name: inbox_noted
SELECT DISTINCT task FROM progress_note WHERE campaign = $1 AND at >= $3
  AND by_account IN (SELECT name FROM account WHERE campaign = $1 AND unit = $2)

-- name: inbox_corrections
SELECT c.period, max(s.received_on) FROM consequence c JOIN submission s ON s.id = c.submission
WHERE c.campaign = $1 AND c.kind = 'circular' AND s.received_on >= $2
  AND NOT EXISTS (SELECT 1 FROM circular n WHERE n.campaign = c.campaign AND n.period = c.period AND n.version > 1 AND n.id > c.submission)
GROUP BY c.period ORDER BY c.period

-- name: inbox_reminders
SELECT count(*) FROM audit WHERE at >= $2 AND chain = $1 AND action = 'remind' AND result = 'ok' AND object = $3

-- name: inbox_accounts_waiting
SELECT count(*), coalesce(min(g.made_at), 0) FROM account_standing s JOIN account_grant g ON g.account = s.name
WHERE s.active AND NOT s.authorised

-- name: inbox_purges_asked
SELECT count(*), coalesce(min(asked_at), 0) FROM purge WHERE state = 'asked' AND (campaign = $1 OR $1 = '')

-- name: inbox_jobs_failed
SELECT count(*), coalesce(max(ended_at), 0) FROM job WHERE state = 'failed' AND ended_at >= $1

-- name: inbox_last_backup
SELECT coalesce(max(at), 0) FROM backup WHERE gone_at = 0

-- name: inbox_last_checkpoint
SELECT coalesce(max(at), 0) FROM checkpoint

-- name: inbox_last_verify
SELECT coalesce(max(at), 0) FROM audit WHERE at >= $1 AND action = 'verify' AND result = 'ok'

-- name: inbox_first_row
SELECT coalesce(min(at), 0) FROM audit WHERE chain = '' AND seq = 1

-- name: inbox_contacts
SELECT s.name, s.role, s.unit, s.body, s.post, coalesce(g.phone, '')
FROM account_standing s LEFT JOIN account_grant g ON g.account = s.name
WHERE s.campaign = $1 AND s.active AND s.authorised AND (s.role = 'unit' OR s.role = 'data_owner') ORDER BY s.name
