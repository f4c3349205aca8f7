-- Who has signed in, which programs may use the API, who did what, and a secret of the
-- portal. Without sign-in nothing but the secret is ever written here.

-- +goose Up
CREATE TABLE session (
    hash       BLOB    NOT NULL PRIMARY KEY CHECK (length(hash) = 32), -- SHA-256 of what the browser keeps
    subject    TEXT    NOT NULL,
    name       TEXT    NOT NULL,
    role       TEXT    NOT NULL CHECK (role IN ('none', 'reader', 'author', 'steward')),
    id_token   TEXT    NOT NULL,
    created_ms INTEGER NOT NULL,
    seen_ms    INTEGER NOT NULL,
    ends_ms    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_subject ON session (subject);
CREATE INDEX session_ends ON session (ends_ms);

CREATE TABLE api_token (
    num        INTEGER PRIMARY KEY AUTOINCREMENT,
    hash       BLOB    NOT NULL UNIQUE CHECK (length(hash) = 32), -- SHA-256 of the token
    name       TEXT    NOT NULL CHECK (name <> ''),
    scopes     TEXT    NOT NULL CHECK (scopes <> ''), -- separated by spaces
    maker      TEXT    NOT NULL,
    created_ms INTEGER NOT NULL,
    ends_ms    INTEGER NOT NULL,
    revoked_ms INTEGER, -- NULL while it is not
    used       TEXT    NOT NULL DEFAULT '' -- YYYY-MM-DD
) STRICT;

-- Lines are added and stay. assessment has no foreign key: the lines of a deleted one
-- stay too.
CREATE TABLE audit (
    num        INTEGER PRIMARY KEY AUTOINCREMENT,
    at_ms      INTEGER NOT NULL,
    actor      TEXT    NOT NULL,
    via        TEXT    NOT NULL,
    act        TEXT    NOT NULL CHECK (act <> ''),
    assessment INTEGER NOT NULL, -- num of it, 0 for none
    revision   INTEGER NOT NULL, -- 0 for none
    digest     TEXT    NOT NULL, -- SHA-256 of the report, in hexadecimal
    detail     TEXT    NOT NULL,
    request    TEXT    NOT NULL,
    instance   TEXT    NOT NULL
) STRICT;
CREATE INDEX audit_assessment ON audit (assessment, num) WHERE assessment <> 0;
CREATE INDEX audit_at ON audit (at_ms);

-- +goose StatementBegin
CREATE TRIGGER audit_is_fixed BEFORE UPDATE ON audit
BEGIN
    SELECT RAISE(ABORT, 'a line of the audit log is never changed');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER audit_stays BEFORE DELETE ON audit
BEGIN
    SELECT RAISE(ABORT, 'a line of the audit log is never deleted');
END;
-- +goose StatementEnd

-- REPLACE deletes without the trigger above. What is there already is left as it is.
-- +goose StatementBegin
CREATE TRIGGER audit_is_new BEFORE INSERT ON audit
WHEN EXISTS (SELECT 1 FROM audit WHERE num = NEW.num)
BEGIN
    SELECT RAISE(IGNORE);
END;
-- +goose StatementEnd

-- One row: what the portal signs and seals with.
CREATE TABLE secret (
    one   INTEGER PRIMARY KEY CHECK (one = 1),
    value BLOB    NOT NULL CHECK (length(value) = 32)
) STRICT;
