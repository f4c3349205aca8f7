-- What finds out whether a revision, an id or a key hash is as it was stored
-- (store/digest.go); '' for what older versions of the program have stored.

-- +goose Up
ALTER TABLE revision ADD COLUMN digest TEXT NOT NULL DEFAULT '';
ALTER TABLE assessment ADD COLUMN digest TEXT NOT NULL DEFAULT '';
