-- What the latest report recommends, so that the portfolio can be narrowed and
-- counted by it; "?" until the program has looked (store/report.go). The other
-- indexes are for narrowing too. All of them hold only what the portfolio lists.

-- +goose Up
ALTER TABLE assessment ADD COLUMN leader TEXT NOT NULL DEFAULT '?';
CREATE INDEX assessment_leader ON assessment (comparison, leader, num) WHERE owner <> '';
CREATE INDEX assessment_status ON assessment (status, num) WHERE owner <> '';
CREATE INDEX assessment_owner ON assessment (owner, num) WHERE owner <> '';
CREATE INDEX assessment_review ON assessment (review, num) WHERE owner <> '' AND review <> '';
