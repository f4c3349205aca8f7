package store

import (
	"strings"
	"testing"
	"time"

	"crossroads/record"
	"crossroads/store/storetest"
)

func TestWebhooks(t *testing.T) {
	storetest.RunWebhooks(t, func(t *testing.T, now func() time.Time) storetest.Telling {
		return openTest(t, newPath(t), Options{Now: now, Webhooks: storetest.Webhooks})
	})
}

// TestMessageIsFixed goes around the store's methods: the schema itself refuses.
func TestMessageIsFixed(t *testing.T) {
	s := openTest(t, newPath(t), Options{Webhooks: storetest.Webhooks})
	_, _, err := s.Create(t.Context(), "deployment", storetest.Revision("one"))
	check(t, err)
	if _, err := s.writes.Exec("UPDATE webhook_message SET type = 'x'"); err == nil || !strings.Contains(err.Error(), "never") {
		t.Errorf("%v", err)
	}
}

// TestWebhooksOff: without endpoints nothing is written.
func TestWebhooksOff(t *testing.T) {
	s := openTest(t, newPath(t), Options{})
	saved, key, err := s.Create(t.Context(), "deployment", storetest.Revision("one"))
	check(t, err)
	_, err = s.Revise(t.Context(), saved.ID, key, 1, storetest.Revision("two"))
	check(t, err)
	var rows int
	if err := s.reads.QueryRow("SELECT count(*) FROM webhook_message").Scan(&rows); err != nil || rows != 0 {
		t.Errorf("%d messages, %v", rows, err)
	}
}

// TestMessageNeedsRoom: where no message fits, the change is refused with it.
func TestMessageNeedsRoom(t *testing.T) {
	s := openTest(t, newPath(t), Options{Webhooks: storetest.Webhooks})
	saved, key, err := s.Create(t.Context(), "deployment", storetest.Revision("one"))
	check(t, err)
	token, err := s.OpenRound(t.Context(), saved.ID, key)
	check(t, err)
	s.room.most = 1
	if err := s.RevealRound(t.Context(), saved.ID, key); err == nil {
		t.Error("a round was closed without its message")
	}
	if round, _, err := s.RoundOf(t.Context(), token); err != nil || !round.Open() {
		t.Errorf("%+v, %v", round, err)
	}
}

// TestReviewMovedMeanwhile: a review that is moved, dropped or superseded after it was
// found due is not told of.
func TestReviewMovedMeanwhile(t *testing.T) {
	s := openTest(t, newPath(t), Options{Webhooks: storetest.Webhooks})
	reviewsMoved(t, s, func(num int64) error {
		return s.writer.do(t.Context(), func() error { return s.tellDue(num, days{"2031-01-01", "2031-01-31"}) })
	})
}

// reviewsMoved arranges assessments as their owners would between the two steps of
// NoteReviews, of which tell is the second.
func reviewsMoved(t *testing.T, s storetest.Telling, tell func(num int64) error) {
	t.Helper()
	ctx := t.Context()
	for i, life := range []record.Life{
		{Status: record.Draft, Review: "2031-02-01"},
		{Status: record.Draft, Review: "2030-12-31"},
		{Status: record.Draft},
		{Status: record.Superseded, Review: "2031-01-31"},
		{Status: record.Draft, Review: "2031-01-30"}, // still due
	} {
		saved, key, err := s.CreateOnce(ctx, "deployment", "ada", record.Once{}, storetest.Revision("due"))
		check(t, err)
		check(t, s.Arrange(ctx, saved.ID, key, life))
		list, err := s.Deliveries(ctx, record.DeliveryFilter{Limit: 1}) // that it was saved
		check(t, err)
		check(t, tell(list[0].Assessment))
		list, err = s.Deliveries(ctx, record.DeliveryFilter{Endpoint: "board", Limit: 9})
		if want := i / 4; err != nil || len(list) != want || want > 0 && list[0].Review != life.Review {
			t.Errorf("%+v: %+v, %v", life, list, err)
		}
	}
}
