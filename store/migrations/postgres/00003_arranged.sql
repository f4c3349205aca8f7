-- As 00006_arranged.sql for SQLite.

-- +goose Up
ALTER TABLE assessment ADD COLUMN arranged BIGINT NOT NULL DEFAULT 0;
ALTER TABLE assessment ADD COLUMN arranged_ms BIGINT NOT NULL DEFAULT 0; -- 0 for never
