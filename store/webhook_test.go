package store

import (
	"strings"
	"testing"
	"time"

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
