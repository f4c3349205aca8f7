-- Groups that may see an assessment, those of somebody who has signed in, and to whom at the
-- issuer a name belongs: a name that somebody else gets there later is not theirs here.

-- +goose Up
CREATE TABLE reader_group (
    assessment INTEGER NOT NULL REFERENCES assessment (num) ON DELETE CASCADE,
    name       TEXT    NOT NULL CHECK (name <> ''),
    PRIMARY KEY (assessment, name)
) STRICT, WITHOUT ROWID;

ALTER TABLE session ADD COLUMN member_of TEXT NOT NULL DEFAULT '[]'; -- JSON: names of groups

CREATE TABLE person (
    name    TEXT NOT NULL PRIMARY KEY CHECK (name <> ''),
    issuer  TEXT NOT NULL,
    subject TEXT NOT NULL -- at the issuer
) STRICT, WITHOUT ROWID;
