-- As 00008_leader.sql for SQLite.

-- +goose Up
ALTER TABLE assessment ADD COLUMN leader TEXT NOT NULL DEFAULT '?';
CREATE INDEX assessment_leader ON assessment (comparison, leader, num) WHERE owner <> '';
CREATE INDEX assessment_status ON assessment (status, num) WHERE owner <> '';
CREATE INDEX assessment_owner ON assessment (owner, num) WHERE owner <> '';
CREATE INDEX assessment_review ON assessment (review, num) WHERE owner <> '' AND review <> '';
