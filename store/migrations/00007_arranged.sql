-- How often status, review date and end of an assessment were changed, and when
-- last: calendars tell a newer date from an older one by such a number, and a form
-- for many assessments finds those that somebody else has changed meanwhile.

-- +goose Up
ALTER TABLE assessment ADD COLUMN arranged INTEGER NOT NULL DEFAULT 0;
ALTER TABLE assessment ADD COLUMN arranged_ms INTEGER NOT NULL DEFAULT 0; -- 0 for never
