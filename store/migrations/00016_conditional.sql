-- A recommendation on a condition counts as one in the portfolio: the program looks again at the
-- assessments that had none (store/report.go).

-- +goose Up
UPDATE assessment SET leader = '?' WHERE leader = '' AND owner <> '';
