-- Requests that may come twice. Their keys are not here: hash finds one, and the
-- edit key that it was given is made again from it and salt. What is older than
-- decision.OnceTime is worth nothing, and goes when the next one is added.

-- +goose Up
CREATE TABLE once (
    hash       BLOB    NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
    request    BLOB    NOT NULL CHECK (length(request) = 32), -- HMAC of what was asked
    salt       TEXT    NOT NULL CHECK (length(salt) >= 20),
    assessment INTEGER NOT NULL REFERENCES assessment (num) ON DELETE CASCADE,
    at_ms      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX once_at ON once (at_ms);
CREATE INDEX once_assessment ON once (assessment);
