-- From here on the content behind reports is compressed with Zstandard, which has a checksum
-- (store/report.go). No table changes: the number keeps out older programs, which would not read it.

-- +goose Up
SELECT 1;
