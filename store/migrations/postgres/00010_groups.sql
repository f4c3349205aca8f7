-- As 00014_groups.sql for SQLite.

-- +goose Up
CREATE TABLE reader_group (
    assessment BIGINT NOT NULL REFERENCES assessment (num) ON DELETE CASCADE,
    name       TEXT   NOT NULL CHECK (name <> ''),
    PRIMARY KEY (assessment, name)
);

ALTER TABLE session ADD COLUMN member_of TEXT NOT NULL DEFAULT '[]';

CREATE TABLE person (
    name    TEXT NOT NULL PRIMARY KEY CHECK (name <> ''),
    issuer  TEXT NOT NULL,
    subject TEXT NOT NULL
);
