-- What people who have signed in say about an assessment. commented counts the changes
-- of its comments, so that a page that shows them is known to be old.

-- +goose Up
ALTER TABLE assessment ADD COLUMN commented INTEGER NOT NULL DEFAULT 0;

CREATE TABLE comment (
    assessment INTEGER NOT NULL REFERENCES assessment (num) ON DELETE CASCADE,
    number     INTEGER NOT NULL,
    revision   INTEGER NOT NULL,
    author     TEXT    NOT NULL CHECK (author <> ''),
    at_ms      INTEGER NOT NULL,
    text       TEXT    NOT NULL CHECK (text <> ''),
    hidden     INTEGER NOT NULL DEFAULT 0 CHECK (hidden IN (0, 1)),
    PRIMARY KEY (assessment, number)
) STRICT, WITHOUT ROWID;

-- +goose StatementBegin
CREATE TRIGGER comment_is_fixed BEFORE UPDATE OF assessment, number, revision, author, at_ms, text ON comment
BEGIN
    SELECT RAISE(ABORT, 'what somebody has said is never changed');
END;
-- +goose StatementEnd
