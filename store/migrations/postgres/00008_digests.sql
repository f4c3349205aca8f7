-- As 00012_digests.sql for SQLite.

-- +goose Up
ALTER TABLE revision ADD COLUMN digest TEXT NOT NULL DEFAULT '';
ALTER TABLE assessment ADD COLUMN digest TEXT NOT NULL DEFAULT '';
