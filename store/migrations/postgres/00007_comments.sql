-- As 00011_comments.sql for SQLite. What may be changed is up to the rights of the role.

-- +goose Up
ALTER TABLE assessment ADD COLUMN commented BIGINT NOT NULL DEFAULT 0;

CREATE TABLE comment (
    assessment BIGINT NOT NULL REFERENCES assessment (num) ON DELETE CASCADE,
    number     BIGINT NOT NULL,
    revision   BIGINT NOT NULL,
    author     TEXT   NOT NULL CHECK (author <> ''),
    at_ms      BIGINT NOT NULL,
    text       TEXT   NOT NULL CHECK (text <> ''),
    hidden     BIGINT NOT NULL DEFAULT 0 CHECK (hidden IN (0, 1)),
    PRIMARY KEY (assessment, number)
);
