-- As 00007_labels.sql for SQLite.

-- +goose Up
ALTER TABLE revision ADD COLUMN labels TEXT NOT NULL DEFAULT '{}'; -- JSON

CREATE TABLE tag (
    tag        TEXT   NOT NULL CHECK (tag <> ''),
    assessment BIGINT NOT NULL REFERENCES assessment (num) ON DELETE CASCADE,
    PRIMARY KEY (tag, assessment)
);
CREATE INDEX tag_assessment ON tag (assessment);
