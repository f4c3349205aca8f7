package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"crossroads/record"
)

// Webhooks use an outbox: every change calls tell in its own transaction, so a message
// exists exactly if the change was committed. Senders take deliveries one at a time under a
// lease, so that a delivery taken by a process that dies is taken again.

// subscriptions lists who is told of which events.
type subscriptions []record.Subscription

// to returns the subscriptions to a type of message. all reports whether one of them also
// covers assessments outside the portfolio.
func (list subscriptions) to(kind string) (wanting []record.Subscription, all bool) {
	for _, one := range list {
		if slices.Contains(one.Types, kind) {
			wanting, all = append(wanting, one), all || one.All
		}
	}
	return wanting, all
}

// noteReviews adds messages for due reviews, a few per transaction, until none are left,
// and returns their number.
func (list subscriptions) noteReviews(due func(all bool) ([]int64, error), tell func(nums []int64) error) (noted int, err error) {
	wanting, all := list.to(record.WebhookReviewDue)
	for len(wanting) > 0 {
		nums, err := due(all)
		if err == nil && len(nums) > 0 {
			err = tell(nums)
		}
		if err != nil {
			return noted, fmt.Errorf("note reviews that are due: %w", err)
		}
		noted += len(nums)
		if len(nums) < dueAtOnce {
			break
		}
	}
	return noted, nil
}

// newMessageID returns a message id in the form of Standard Webhooks.
func newMessageID(newID func() string) string { return "msg_" + newID() }

func flag(set bool) int64 {
	if set {
		return 1
	}
	return 0
}

// insertMessageSQL returns no row when nobody wants the message, when this review day was
// already announced, or when the review is no longer within the days $6 to $7.
const insertMessageSQL = `
	INSERT INTO webhook_message (id, at_ms, type, assessment, revision, status, review)
	SELECT $1, $2, $3, a.num, (SELECT max(number) FROM revision WHERE assessment = a.num), a.status, a.review
	FROM assessment a WHERE a.num = $4 AND (a.owner <> '' OR $5 = 1)
	 AND ($3 <> 'assessment.review_due' OR a.review >= $6 AND a.review <= $7 AND a.status <> 'superseded')
	ON CONFLICT DO NOTHING RETURNING num`

const insertDeliverySQL = `
	INSERT INTO webhook_delivery (message, endpoint, since_ms, next_ms)
	SELECT $1, $2, $3, $4 FROM assessment WHERE num = $5 AND (owner <> '' OR $6 = 1)`

// dueSQL finds reviews between $1 and $2 that were not announced yet.
const dueSQL = `
	SELECT a.num FROM assessment a
	WHERE a.review <> '' AND a.review >= $1 AND a.review <= $2 AND a.status <> 'superseded' AND (a.owner <> '' OR $3 = 1)
	 AND NOT EXISTS (SELECT 1 FROM webhook_message m
	                 WHERE m.type = 'assessment.review_due' AND m.assessment = a.num AND m.review = a.review)
	ORDER BY a.review, a.num LIMIT $4`

const dueAtOnce = 100

// days is a range of days, YYYY-MM-DD.
type days struct{ from, to string }

// takeSQL selects the delivery that has waited longest; each database adds how to lock it.
const takeSQL = `
	UPDATE webhook_delivery SET attempts = attempts + 1, next_ms = $1
	WHERE num = (SELECT num FROM webhook_delivery
	             WHERE endpoint = $2 AND state = 'waiting' AND next_ms <= $3
	             ORDER BY next_ms, num LIMIT 1%s)
	RETURNING num`

const deliveryColumns = `
	SELECT d.num, d.endpoint, d.state, d.since_ms, d.next_ms, d.attempts, d.tried_ms, d.answer, d.detail,
	       m.id, m.at_ms, m.type, m.assessment, m.revision, m.status, m.review`

const deliveriesFrom = ` FROM webhook_delivery d JOIN webhook_message m ON m.num = d.message`

const parcelSQL = deliveryColumns + `, coalesce(a.id, ''), coalesce(a.comparison, ''), 
	CASE WHEN a.audience = 'link' THEN coalesce(r.title, '') ELSE '' END` + deliveriesFrom + `
	LEFT JOIN assessment a ON a.num = m.assessment
	LEFT JOIN revision r ON r.assessment = a.num AND r.number = m.revision
	WHERE d.num = $1`

// endSQL leaves a delivery unchanged that was taken or sent again since. Attempts count
// from one after each since_ms, so the two together identify an attempt.
const endSQL = `
	UPDATE webhook_delivery SET state = $1, next_ms = $2, tried_ms = $3, answer = $4, detail = $5
	WHERE num = $6 AND attempts = $7 AND since_ms = $8 AND state = 'waiting'`

// againSQL sets since_ms to a later value than before, even if clocks were set back.
const againSQL = `
	UPDATE webhook_delivery SET state = 'waiting', next_ms = $2, attempts = 0,
		since_ms = CASE WHEN since_ms < $1 THEN $1 ELSE since_ms + 1 END
	WHERE num = $3
	RETURNING endpoint, (SELECT assessment FROM webhook_message m WHERE m.num = message)`

const giveUpSQL = `
	UPDATE webhook_delivery SET state = 'failed', detail = $1
	WHERE state = 'waiting' AND since_ms < $2 AND next_ms <= $3`

const forgetSQL = `
	DELETE FROM webhook_message WHERE num IN (
		SELECT m.num FROM webhook_message m WHERE m.at_ms < $1
		 AND NOT EXISTS (SELECT 1 FROM webhook_delivery d WHERE d.message = m.num AND d.state = 'waiting')
		ORDER BY m.at_ms LIMIT 1000)`

const backlogSQL = `
	SELECT endpoint, count(*), min(since_ms) FROM webhook_delivery WHERE state = 'waiting' GROUP BY endpoint ORDER BY endpoint`

// deliveryQuery builds the query for both databases.
func deliveryQuery(f record.DeliveryFilter) (query string, args []any) {
	var where []string
	add := func(condition string, arg any) {
		args = append(args, arg)
		where = append(where, fmt.Sprintf(condition, len(args)))
	}
	if f.Endpoint != "" {
		add("d.endpoint = $%d", f.Endpoint)
	}
	if f.State != "" {
		add("d.state = $%d", f.State)
	}
	if f.Before != 0 {
		add("d.num < $%d", f.Before)
	}
	query = deliveryColumns + deliveriesFrom
	if len(where) > 0 {
		query += " WHERE " + strings.Join(where, " AND ")
	}
	args = append(args, int64(f.Limit))
	return query + fmt.Sprintf(" ORDER BY d.num DESC LIMIT $%d", len(args)), args
}

// scanDelivery reads the columns of deliveryColumns and more; text wraps the target for a
// text of the database.
func scanDelivery(scan func(...any) error, text func(*string) any, more ...any) (d record.Delivery, err error) {
	var since, next, tried, at int64
	err = scan(append([]any{&d.Number, &d.Endpoint, &d.State, &since, &next, &d.Attempts, &tried, &d.Answer, text(&d.Detail),
		&d.ID, &at, &d.Type, &d.Assessment, &d.Revision, &d.Status, &d.Review}, more...)...)
	d.Since, d.Next, d.At = moment(since), moment(next), moment(at)
	if tried != 0 {
		d.Tried = moment(tried)
	}
	return d, err
}

// asStored returns the target for a text of SQLite.
func asStored(into *string) any { return into }

// resent returns the audit event for a delivery that is to be sent again.
func resent(number int64, endpoint string) record.Event {
	return record.Event{Act: record.ActResend, Detail: fmt.Sprintf("delivery=%d endpoint=%s", number, endpoint)}
}

// tell adds a message about the assessment num for those who subscribed to its kind. Only
// the writer calls it.
func (s *SQLite) tell(kind string, num int64) error { return s.tellOf(kind, num, days{}) }

// tellDue adds a message about the review of the assessment num if it is still within the
// days, since it may have been moved after it was found.
func (s *SQLite) tellDue(num int64, in days) error { return s.tellOf(record.WebhookReviewDue, num, in) }

func (s *SQLite) tellOf(kind string, num int64, in days) error {
	to, all := s.webhooks.to(kind)
	if len(to) == 0 {
		return nil
	}
	const bytes = 300 // estimate for a row with its share of the indexes
	if err := s.room.take(bytes * (1 + len(to))); err != nil {
		return err
	}
	var message int64
	now := s.stamp().UnixMilli()
	err := s.writes.QueryRow(insertMessageSQL, newMessageID(s.newID), now, kind, num, flag(all), in.from, in.to).Scan(&message)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	for _, one := range to {
		if err == nil {
			_, err = s.writes.Exec(insertDeliverySQL, message, one.Endpoint, now, now, num, flag(one.All))
		}
	}
	return err
}

// NoteReviews adds a message for each review between two days, YYYY-MM-DD, once for each
// day that was set, and returns their number. Several processes may do so at once.
func (s *SQLite) NoteReviews(ctx context.Context, from, to string) (noted int, err error) {
	return s.webhooks.noteReviews(func(all bool) ([]int64, error) { return s.due(ctx, from, to, all) }, func(nums []int64) error {
		return s.writer.do(ctx, func() error {
			for _, num := range nums {
				if err := s.tellDue(num, days{from, to}); err != nil {
					return err
				}
			}
			return nil
		})
	})
}

func (s *SQLite) due(ctx context.Context, from, to string, again bool) ([]int64, error) {
	return all(ctx, s, dueSQL, scanNum, from, to, flag(again), dueAtOnce)
}

// TakeDelivery takes the next delivery for an endpoint, so that nobody else takes it during
// the lease. It returns record.ErrNotFound when none is due.
func (s *SQLite) TakeDelivery(ctx context.Context, endpoint string, lease time.Duration) (p record.Parcel, err error) {
	now := s.stamp()
	var waiting bool // usually none is, and looking does not need a transaction
	err = s.reads.QueryRowContext(context.WithoutCancel(ctx), `
		SELECT EXISTS (SELECT 1 FROM webhook_delivery WHERE endpoint = $1 AND state = 'waiting' AND next_ms <= $2)`,
		endpoint, now.UnixMilli()).Scan(&waiting)
	if err == nil && !waiting {
		return p, record.ErrNotFound
	}
	if err == nil {
		err = s.writer.do(ctx, func() error {
			var num int64
			err := s.writes.QueryRow(fmt.Sprintf(takeSQL, ""), now.Add(lease).UnixMilli(), endpoint, now.UnixMilli()).Scan(&num)
			if errors.Is(err, sql.ErrNoRows) {
				return record.ErrNotFound
			}
			if err == nil {
				p.Delivery, err = scanDelivery(s.writes.QueryRow(parcelSQL, num).Scan, asStored, &p.AssessmentID, &p.Comparison, &p.Title)
			}
			return err
		})
	}
	if err != nil {
		return p, fmt.Errorf("take a delivery: %w", translate(err))
	}
	return p, nil
}

// EndDelivery records the result of an attempt and, if the delivery is still waiting, the
// time of the next one. It changes nothing if the delivery was taken again, or sent again
// on request, since d was taken.
func (s *SQLite) EndDelivery(ctx context.Context, d record.Delivery, a record.Attempt, next time.Time) error {
	err := s.writer.do(ctx, func() error {
		_, err := s.writes.Exec(endSQL, a.State, next.UnixMilli(), a.Tried.UnixMilli(), a.Answer, a.Detail, d.Number, d.Attempts,
			d.Since.UnixMilli())
		return err
	})
	if err != nil {
		return fmt.Errorf("note a delivery: %w", err)
	}
	return nil
}

// SendAgain makes a delivery wait for a first attempt again, whatever its state. It returns
// record.ErrNotFound when there is no delivery with that number.
func (s *SQLite) SendAgain(ctx context.Context, number int64) error {
	err := s.writer.do(ctx, func() error {
		var endpoint string
		var assessment int64
		now := s.stamp().UnixMilli()
		err := s.writes.QueryRow(againSQL, now, now, number).Scan(&endpoint, &assessment)
		if errors.Is(err, sql.ErrNoRows) {
			return record.ErrNotFound
		}
		if err != nil {
			return err
		}
		return s.audit(ctx, assessment, resent(number, endpoint))
	})
	if err != nil {
		return fmt.Errorf("send again: %w", err)
	}
	return nil
}

// TidyDeliveries gives up deliveries that have waited since before tooOld, with detail as
// the reason, and returns their number. It deletes messages from before forget with their
// deliveries, unless one is still waiting.
func (s *SQLite) TidyDeliveries(ctx context.Context, tooOld, forget time.Time, detail string) (givenUp int, err error) {
	err = s.writer.do(ctx, func() error {
		res, err := s.writes.Exec(giveUpSQL, detail, tooOld.UnixMilli(), s.stamp().UnixMilli())
		if err != nil {
			return err
		}
		n, err := res.RowsAffected()
		givenUp = int(n)
		if err == nil {
			_, err = s.writes.Exec(forgetSQL, forget.UnixMilli())
		}
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("tidy deliveries: %w", err)
	}
	return givenUp, nil
}

// Deliveries lists deliveries, newest first.
func (s *SQLite) Deliveries(ctx context.Context, f record.DeliveryFilter) ([]record.Delivery, error) {
	query, args := deliveryQuery(f)
	list, err := all(ctx, s, query, func(row row) (record.Delivery, error) { return scanDelivery(row.Scan, asStored) }, args...)
	if err != nil {
		return nil, fmt.Errorf("list deliveries: %w", err)
	}
	return list, nil
}

// Backlog counts waiting deliveries by endpoint.
func (s *SQLite) Backlog(ctx context.Context) ([]record.Backlog, error) {
	list, err := all(ctx, s, backlogSQL, scanBacklog)
	if err != nil {
		return nil, fmt.Errorf("count deliveries: %w", err)
	}
	return list, nil
}

func scanBacklog(row row) (b record.Backlog, err error) {
	var oldest int64
	err = row.Scan(&b.Endpoint, &b.Waiting, &oldest)
	b.Oldest = moment(oldest)
	return b, err
}
