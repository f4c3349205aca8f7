-- As 00016_conditional.sql for SQLite.

-- +goose Up
UPDATE assessment SET leader = '?' WHERE leader = '' AND owner <> '';
