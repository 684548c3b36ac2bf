-- name: progress_insert
INSERT INTO progress_note (id, campaign, task, seq, state, note_text, at, by_account) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)

-- name: progress_last_seq
SELECT coalesce(max(seq), 0) FROM progress_note WHERE campaign = $1 AND task = $2

-- name: progress_of_task
SELECT id, seq, state, note_text, at, by_account FROM progress_note WHERE campaign = $1 AND task = $2 ORDER BY seq

-- name: progress_latest
SELECT n.id, n.task, n.seq, n.state, n.note_text, n.at, n.by_account FROM progress_note n
JOIN (SELECT task, max(seq) AS seq FROM progress_note WHERE campaign = $1 GROUP BY task) m ON m.task = n.task AND m.seq = n.seq
WHERE n.campaign = $1

-- name: progress_after
SELECT id, task, seq, state, note_text, at, by_account FROM progress_note WHERE campaign = $1 AND id > $2 ORDER BY id
