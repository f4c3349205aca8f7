-- Assessments that nobody has opened since they were saved, for the operator who
-- does not want to keep them for ever. Those saved before that was asked for are
-- not here, so they stay.

-- +goose Up
CREATE TABLE unopened (
    assessment INTEGER PRIMARY KEY REFERENCES assessment (num) ON DELETE CASCADE,
    since_ms   INTEGER NOT NULL
) STRICT;
CREATE INDEX unopened_since ON unopened (since_ms);
