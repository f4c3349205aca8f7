-- What an owner may change about an assessment without a new revision, named
-- milestones, team rounds, and the content that saved reports were made from.
-- An assessment's comparison, time and maker stay as they are, and so does
-- every revision.

-- +goose Up
ALTER TABLE assessment ADD COLUMN status TEXT NOT NULL DEFAULT 'draft'
    CHECK (status IN ('draft', 'decided', 'superseded'));
ALTER TABLE assessment ADD COLUMN review TEXT NOT NULL DEFAULT ''; -- YYYY-MM-DD
ALTER TABLE assessment ADD COLUMN expires TEXT NOT NULL DEFAULT ''; -- YYYY-MM-DD, the last day of the links
ALTER TABLE assessment ADD COLUMN owner TEXT NOT NULL DEFAULT ''; -- who saved it, where a proxy said so

-- The portfolio lists only what was saved by somebody who had signed in.
CREATE INDEX assessment_owned ON assessment (num) WHERE owner <> '';

DROP TRIGGER assessment_is_fixed;
-- +goose StatementBegin
CREATE TRIGGER assessment_is_fixed BEFORE UPDATE OF num, comparison, created_ms, owner ON assessment
BEGIN
    SELECT RAISE(ABORT, 'where an assessment comes from is never changed');
END;
-- +goose StatementEnd

CREATE TABLE milestone (
    assessment INTEGER NOT NULL,
    number     INTEGER NOT NULL,
    name       TEXT    NOT NULL CHECK (name <> ''),
    PRIMARY KEY (assessment, number),
    FOREIGN KEY (assessment, number) REFERENCES revision (assessment, number) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- A catalogue as JSON, for telling later which change of content moved a result.
CREATE TABLE catalogue (
    comparison TEXT NOT NULL,
    version    TEXT NOT NULL,
    body       BLOB NOT NULL,
    PRIMARY KEY (comparison, version)
) STRICT;

CREATE TABLE round (
    num         INTEGER PRIMARY KEY,
    assessment  INTEGER NOT NULL REFERENCES assessment (num) ON DELETE CASCADE,
    token       TEXT    NOT NULL UNIQUE CHECK (length(token) >= 20),
    opened_ms   INTEGER NOT NULL,
    revealed_ms INTEGER -- NULL while people answer
) STRICT;
CREATE UNIQUE INDEX round_open ON round (assessment) WHERE revealed_ms IS NULL;
CREATE INDEX round_assessment ON round (assessment);

CREATE TABLE voice (
    round     INTEGER NOT NULL REFERENCES round (num) ON DELETE CASCADE,
    name      TEXT    NOT NULL CHECK (name <> ''),
    at_ms     INTEGER NOT NULL,
    input     TEXT    NOT NULL CHECK (json_valid(input)),
    catalogue TEXT    NOT NULL,
    engine    TEXT    NOT NULL,
    report    BLOB    NOT NULL,
    UNIQUE (round, name)
) STRICT;
