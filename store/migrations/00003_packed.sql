-- From here on reports may be compressed with Zstandard (store/report.go). No
-- table changes: the number keeps out older programs, which would not read them.

-- +goose Up
SELECT 1;
