-- Assessments and their revisions. Nothing is ever updated: a revision is
-- added, or the whole assessment is deleted. Times are unix milliseconds.

-- +goose Up
PRAGMA application_id = 1129467731; -- "CROS"

CREATE TABLE assessment (
    num        INTEGER PRIMARY KEY,
    id         TEXT    NOT NULL UNIQUE CHECK (length(id) >= 20),
    key_hash   BLOB    NOT NULL CHECK (length(key_hash) = 32), -- SHA-256 of the edit key
    comparison TEXT    NOT NULL CHECK (comparison <> ''),
    created_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE revision (
    assessment INTEGER NOT NULL REFERENCES assessment (num) ON DELETE CASCADE,
    number     INTEGER NOT NULL,
    at_ms      INTEGER NOT NULL,
    title      TEXT    NOT NULL,
    note       TEXT    NOT NULL,
    author     TEXT    NOT NULL,
    input      TEXT    NOT NULL CHECK (json_valid(input)),
    catalogue  TEXT    NOT NULL,
    engine     TEXT    NOT NULL,
    report     BLOB    NOT NULL,
    UNIQUE (assessment, number)
) STRICT;

-- A probe of whether writing works: one row, the only one that changes.
CREATE TABLE probe (
    one   INTEGER PRIMARY KEY CHECK (one = 1),
    at_ms INTEGER NOT NULL
) STRICT;

-- +goose StatementBegin
CREATE TRIGGER assessment_is_fixed BEFORE UPDATE ON assessment
BEGIN
    SELECT RAISE(ABORT, 'an assessment is never changed');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER revision_is_fixed BEFORE UPDATE ON revision
BEGIN
    SELECT RAISE(ABORT, 'a revision is never changed');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER revision_follows BEFORE INSERT ON revision
WHEN NEW.number IS NOT 1 + (SELECT coalesce(max(number), 0) FROM revision WHERE assessment = NEW.assessment)
BEGIN
    SELECT RAISE(ABORT, 'a revision follows the latest one');
END;
-- +goose StatementEnd

-- The cascade of a deleted assessment passes: its row is gone by then.
-- +goose StatementBegin
CREATE TRIGGER revision_stays BEFORE DELETE ON revision
WHEN EXISTS (SELECT 1 FROM assessment WHERE num = OLD.assessment)
BEGIN
    SELECT RAISE(ABORT, 'revisions are deleted only together with their assessment');
END;
-- +goose StatementEnd
