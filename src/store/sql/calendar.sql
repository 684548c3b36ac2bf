-- name: calendar_days
SELECT on_date, off, name, source, loaded_at, loaded_by FROM calendar_day ORDER BY on_date

-- name: calendar_version
SELECT coalesce(max(version), 0) FROM calendar_day

-- name: calendar_save
INSERT INTO calendar_day (on_date, off, name, source, loaded_at, loaded_by, version) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (on_date) DO UPDATE SET off = excluded.off, name = excluded.name, source = excluded.source,
  loaded_at = excluded.loaded_at, loaded_by = excluded.loaded_by, version = excluded.version
