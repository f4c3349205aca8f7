-- Who may see an assessment: whoever has its link, anybody who has signed in, or the
-- people in reader besides its owner. audience_digest finds out whether that is as it was
-- stored (store/digest.go); '' for what was never set.

-- +goose Up
ALTER TABLE assessment ADD COLUMN audience TEXT NOT NULL DEFAULT 'link' CHECK (audience IN ('link', 'signed-in', 'named'));
ALTER TABLE assessment ADD COLUMN audience_digest TEXT NOT NULL DEFAULT '';

CREATE TABLE reader (
    assessment INTEGER NOT NULL REFERENCES assessment (num) ON DELETE CASCADE,
    name       TEXT    NOT NULL CHECK (name <> ''),
    PRIMARY KEY (assessment, name)
) STRICT, WITHOUT ROWID;
