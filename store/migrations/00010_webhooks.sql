-- What webhooks tell of, and how far each delivery has come. A message holds no
-- text: what is sent is looked up, so nothing is left of what was deleted. It has no
-- foreign key to its assessment: the list of deliveries outlives it.

-- +goose Up
CREATE TABLE webhook_message (
    num        INTEGER PRIMARY KEY AUTOINCREMENT,
    id         TEXT    NOT NULL UNIQUE CHECK (length(id) >= 20),
    at_ms      INTEGER NOT NULL,
    type       TEXT    NOT NULL CHECK (type <> ''),
    assessment INTEGER NOT NULL, -- num of it
    revision   INTEGER NOT NULL,
    status     TEXT    NOT NULL,
    review     TEXT    NOT NULL  -- YYYY-MM-DD
) STRICT;
CREATE INDEX webhook_message_assessment ON webhook_message (assessment);
CREATE INDEX webhook_message_at ON webhook_message (at_ms);
CREATE UNIQUE INDEX webhook_message_due ON webhook_message (assessment, review) WHERE type = 'assessment.review_due';

-- +goose StatementBegin
CREATE TRIGGER webhook_message_is_fixed BEFORE UPDATE ON webhook_message
BEGIN
    SELECT RAISE(ABORT, 'a message is never changed');
END;
-- +goose StatementEnd

CREATE TABLE webhook_delivery (
    num      INTEGER PRIMARY KEY AUTOINCREMENT,
    message  INTEGER NOT NULL REFERENCES webhook_message (num) ON DELETE CASCADE,
    endpoint TEXT    NOT NULL CHECK (endpoint <> ''), -- name of it
    state    TEXT    NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'delivered', 'failed', 'dropped')),
    since_ms INTEGER NOT NULL,
    next_ms  INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    tried_ms INTEGER NOT NULL DEFAULT 0, -- 0 for never
    answer   INTEGER NOT NULL DEFAULT 0, -- HTTP status, 0 for none
    detail   TEXT    NOT NULL DEFAULT '',
    UNIQUE (message, endpoint)
) STRICT;
CREATE INDEX webhook_delivery_next ON webhook_delivery (endpoint, next_ms) WHERE state = 'waiting';

-- For reviews that come due, listed in the portfolio or not.
CREATE INDEX assessment_due ON assessment (review, num) WHERE review <> '';
