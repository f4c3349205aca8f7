-- Tags and people of a revision, and the tags of the latest one of each
-- assessment, by which the portfolio is narrowed.

-- +goose Up
ALTER TABLE revision ADD COLUMN labels TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(labels));

CREATE TABLE tag (
    tag        TEXT    NOT NULL CHECK (tag <> ''),
    assessment INTEGER NOT NULL REFERENCES assessment (num) ON DELETE CASCADE,
    PRIMARY KEY (tag, assessment)
) STRICT, WITHOUT ROWID;
CREATE INDEX tag_assessment ON tag (assessment);
