-- As 00013_audience.sql for SQLite.

-- +goose Up
ALTER TABLE assessment ADD COLUMN audience TEXT NOT NULL DEFAULT 'link';
ALTER TABLE assessment ADD COLUMN audience_digest TEXT NOT NULL DEFAULT '';

CREATE TABLE reader (
    assessment BIGINT NOT NULL REFERENCES assessment (num) ON DELETE CASCADE,
    name       TEXT   NOT NULL CHECK (name <> ''),
    PRIMARY KEY (assessment, name)
);
