package storetest

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"crossroads/record"
)

// Telling is the contract for webhooks; store.SQLite documents its methods.
type Telling interface {
	Seen
	NoteReviews(ctx context.Context, from, to string) (int, error)
	TakeDelivery(ctx context.Context, endpoint string, lease time.Duration) (record.Parcel, error)
	EndDelivery(ctx context.Context, d record.Delivery, a record.Attempt, next time.Time) error
	SendAgain(ctx context.Context, number int64) error
	TidyDeliveries(ctx context.Context, tooOld, forget time.Time, detail string) (int, error)
	Deliveries(ctx context.Context, f record.DeliveryFilter) ([]record.Delivery, error)
	Backlog(ctx context.Context) ([]record.Backlog, error)
}

// Webhooks are the subscriptions of the stores that RunWebhooks opens.
var Webhooks = []record.Subscription{
	{Endpoint: "all", Types: record.WebhookTypes, All: true},
	{Endpoint: "board", Types: []string{record.WebhookDecided, record.WebhookReviewDue}},
}

// RunWebhooks runs the suite for webhooks, like Run. open returns a store with the
// subscriptions Webhooks and the given clock.
func RunWebhooks(t *testing.T, open func(t *testing.T, now func() time.Time) Telling) {
	for _, test := range []struct {
		name string
		run  func(*testing.T, Telling, *clock)
	}{
		{"messages", messages},
		{"messages fail with the change", messagesTogether},
		{"unlisted", unlisted},
		{"reviews", noteReviews},
		{"take and end", takeAndEnd},
		{"taken once", takenOnce},
		{"closed", closedDelivery},
		{"deleted", deletedDelivery},
		{"numbers are not used again", numbersOnce},
		{"send again", sendAgain},
		{"send again meanwhile", sendAgainMeanwhile},
		{"list", listDeliveries},
		{"tidy", tidyDeliveries},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := &clock{at: now()}
			test.run(t, open(t, c.now), c)
		})
	}
}

// clock is a clock set by a test.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// takeAll takes all due deliveries for an endpoint, oldest first.
func takeAll(t *testing.T, s Telling, endpoint string) (list []record.Parcel) {
	t.Helper()
	for {
		p, err := s.TakeDelivery(t.Context(), endpoint, time.Minute)
		if errors.Is(err, record.ErrNotFound) {
			return list
		}
		must(t, err)
		list = append(list, p)
	}
}

func typesOf(list []record.Parcel) (types []string) {
	for _, p := range list {
		types = append(types, p.Type)
	}
	return types
}

// messages checks that each change produces a message for those who subscribed to it, and
// for nobody else.
func messages(t *testing.T, s Telling, c *clock) {
	ctx := t.Context()
	began := c.now()
	saved, key, err := s.CreateOnce(ctx, "deployment", "ada", record.Once{}, Revision("first \x00"))
	must(t, err)
	c.pass(time.Second)
	_, err = s.Revise(ctx, saved.ID, key, 1, Revision("second"))
	must(t, err)
	c.pass(time.Second)
	must(t, s.Arrange(ctx, saved.ID, key, record.Life{Status: record.Decided, Review: "2031-01-31"}))
	c.pass(time.Second)
	must(t, s.Arrange(ctx, saved.ID, key, record.Life{Status: record.Decided, Review: "2032-01-31"})) // decided already
	must(t, s.Mark(ctx, saved.ID, key, 1, "named"))
	token, err := s.OpenRound(ctx, saved.ID, key)
	must(t, err)
	must(t, s.Speak(ctx, token, record.Voice{Name: "Bob", Report: []byte("{}")}))
	must(t, s.RevealRound(ctx, saved.ID, key))

	list := takeAll(t, s, "all")
	if want := []string{
		record.WebhookSaved, record.WebhookRevised, record.WebhookDecided, record.WebhookRoundClosed,
	}; !slices.Equal(typesOf(list), want) {
		t.Fatalf("told of %q, want %q", typesOf(list), want)
	}
	for i, p := range list {
		want := record.Parcel{
			AssessmentID: saved.ID, Comparison: "deployment",
			Title: []string{"first \x00", "second", "second", "second"}[i],
		}
		want.Delivery = record.Delivery{
			Number: p.Number, Endpoint: "all", Attempts: 1, Since: began.Add(time.Duration(i) * time.Second),
			Next: c.now().Add(time.Minute),
		}
		want.Message = record.Message{ID: p.ID, At: want.Since, Type: p.Type, Assessment: list[0].Assessment,
			Revision: []int{1, 2, 2, 2}[i],
			Status:   []string{record.Draft, record.Draft, record.Decided, record.Decided}[i],
			Review:   []string{"", "", "2031-01-31", "2032-01-31"}[i]}
		want.State = record.DeliveryWaiting
		if !reflect.DeepEqual(p, want) {
			t.Errorf("got  %+v\nwant %+v", p, want)
		}
		if !strings.HasPrefix(p.ID, "msg_") || i > 0 && (p.ID == list[i-1].ID || p.Assessment == 0) {
			t.Errorf("message %q", p.ID)
		}
	}
	board := takeAll(t, s, "board")
	if len(board) != 1 || board[0].Type != record.WebhookDecided || board[0].ID != list[2].ID || board[0].Number == list[2].Number {
		t.Errorf("the other endpoint: %+v", board)
	}
	// Decided again, after another status.
	must(t, s.Arrange(ctx, saved.ID, key, record.Life{Status: record.Superseded}))
	must(t, s.Arrange(ctx, saved.ID, key, record.Life{Status: record.Decided}))
	if more := takeAll(t, s, "all"); len(more) != 1 || more[0].Type != record.WebhookDecided || more[0].ID == list[2].ID {
		t.Errorf("decided again: %+v", more)
	}
	if none := takeAll(t, s, "unknown"); len(none) != 0 {
		t.Errorf("an unknown endpoint: %+v", none)
	}
}

// messagesTogether checks that a change that is refused or rolled back leaves no message,
// and a repeated request a single one.
func messagesTogether(t *testing.T, s Telling, _ *clock) {
	ctx := t.Context()
	once := record.Once{Key: "abcdefghijklmnopqrstuvwxyz", Request: "a"}
	saved, key, err := s.CreateOnce(ctx, "deployment", "ada", once, Revision("first"))
	must(t, err)
	_, _, err = s.CreateOnce(ctx, "deployment", "ada", once, Revision("first"))
	must(t, err)
	for name, err := range map[string]error{
		"revise":  second(s.Revise(ctx, saved.ID, key, 9, Revision("late"))),
		"arrange": s.Arrange(ctx, saved.ID, "wrong", record.Life{Status: record.Decided}),
		"reveal":  s.RevealRound(ctx, saved.ID, key),
	} {
		if err == nil {
			t.Errorf("%s was not refused", name)
		}
	}
	if list := takeAll(t, s, "all"); len(list) != 1 {
		t.Errorf("%d messages: %q", len(list), typesOf(list))
	}
}

// unlisted checks that subscribers to the portfolio are told of nothing else.
func unlisted(t *testing.T, s Telling, c *clock) {
	ctx := t.Context()
	saved, key := create(t, s, "by nobody known")
	must(t, s.Arrange(ctx, saved.ID, key, record.Life{Status: record.Decided, Review: c.now().Format(time.DateOnly)}))
	_, err := s.NoteReviews(ctx, "2000-01-01", c.now().Format(time.DateOnly))
	must(t, err)
	if list := takeAll(t, s, "all"); !slices.Equal(typesOf(list), []string{
		record.WebhookSaved, record.WebhookDecided, record.WebhookReviewDue,
	}) {
		t.Errorf("told of %q", typesOf(list))
	}
	if list := takeAll(t, s, "board"); len(list) != 0 {
		t.Errorf("the other endpoint: %q", typesOf(list))
	}
}

// noteReviews checks that the day of a review is announced once, and not before it has
// come.
func noteReviews(t *testing.T, s Telling, c *clock) {
	ctx := t.Context()
	today := c.now().Format(time.DateOnly)
	day := func(days int) string { return c.now().AddDate(0, 0, days).Format(time.DateOnly) }
	type owned struct{ id, key string }
	var list []owned
	const many = 230 // more than fit into one transaction
	for range many {
		saved, key, err := s.CreateOnce(ctx, "deployment", "ada", record.Once{}, Revision("due"))
		must(t, err)
		list = append(list, owned{saved.ID, key})
		must(t, s.Arrange(ctx, saved.ID, key, record.Life{Status: record.Draft, Review: today}))
	}
	set := func(i int, status, review string) {
		t.Helper()
		must(t, s.Arrange(ctx, list[i].id, list[i].key, record.Life{Status: status, Review: review}))
	}
	set(0, record.Superseded, today)
	set(1, record.Draft, day(1))
	set(2, record.Draft, day(-40))
	note := func(want int) {
		t.Helper()
		n, err := s.NoteReviews(ctx, day(-30), today)
		if err != nil || n != want {
			t.Errorf("%d reviews noted, %v; want %d", n, err, want)
		}
	}
	note(many - 3)
	note(0)
	due := takeAll(t, s, "board")
	if len(due) != many-3 || due[0].Type != record.WebhookReviewDue || due[0].Review != today || due[0].Title != "due" {
		t.Errorf("%d are told of, the first is %+v", len(due), due[0])
	}
	set(3, record.Draft, day(-1)) // another day that has come
	set(4, record.Draft, "")
	set(5, record.Draft, day(9))
	note(1)
	set(3, record.Draft, today) // announced already
	note(0)
}

// takeAndEnd checks leases, and the waiting times after attempts.
func takeAndEnd(t *testing.T, s Telling, c *clock) {
	ctx := t.Context()
	create(t, s, "x")
	p, err := s.TakeDelivery(ctx, "all", time.Minute)
	must(t, err)
	if list := takeAll(t, s, "all"); len(list) != 0 {
		t.Errorf("taken twice: %+v", list)
	}
	// The taker has died.
	c.pass(time.Minute)
	again, err := s.TakeDelivery(ctx, "all", time.Minute)
	if err != nil || again.Number != p.Number || again.ID != p.ID || again.Attempts != 2 {
		t.Fatalf("%+v, %v", again, err)
	}
	// And speaks up after all: what it says is about another attempt.
	must(t, s.EndDelivery(ctx, p.Delivery, record.Attempt{State: record.DeliveryFailed, Tried: c.now()}, c.now()))
	failed := record.Attempt{State: record.DeliveryWaiting, Tried: c.now(), Answer: 500, Detail: "answered 500 \x00"}
	must(t, s.EndDelivery(ctx, again.Delivery, failed, c.now().Add(time.Hour)))
	c.pass(time.Hour - time.Millisecond)
	if list := takeAll(t, s, "all"); len(list) != 0 {
		t.Errorf("taken before its time: %+v", list)
	}
	c.pass(time.Millisecond)
	third, err := s.TakeDelivery(ctx, "all", time.Minute)
	if err != nil || third.Attempts != 3 || third.Detail != failed.Detail || third.Answer != 500 || !third.Tried.Equal(failed.Tried) {
		t.Fatalf("%+v, %v", third, err)
	}
	if b, err := s.Backlog(ctx); err != nil || !reflect.DeepEqual(b, []record.Backlog{{Endpoint: "all", Waiting: 1, Oldest: third.Since}}) {
		t.Errorf("%+v, %v", b, err)
	}
	must(t, s.EndDelivery(ctx, third.Delivery, record.Attempt{State: record.DeliveryDelivered, Tried: c.now(), Answer: 204}, c.now()))
	c.pass(24 * time.Hour)
	if list := takeAll(t, s, "all"); len(list) != 0 {
		t.Errorf("taken after it was delivered: %+v", list)
	}
	if b, err := s.Backlog(ctx); err != nil || len(b) != 0 {
		t.Errorf("%+v, %v", b, err)
	}
}

// closedDelivery: a receiver is told of an assessment that is not for everybody with the
// link, but not what it is called.
func closedDelivery(t *testing.T, s Telling, _ *clock) {
	saved, key := create(t, s, "Closed")
	must(t, s.SetAudience(t.Context(), saved.ID, key, record.Audience{Who: record.ForSignedIn}))
	p, err := s.TakeDelivery(t.Context(), "all", time.Minute)
	if err != nil || p.Title != "" || p.AssessmentID != saved.ID || p.Type != record.WebhookSaved {
		t.Errorf("%+v, %v", p, err)
	}
	must(t, s.SetAudience(t.Context(), saved.ID, key, record.Audience{Who: record.ForLink}))
	_, err = s.Revise(t.Context(), saved.ID, key, 1, Revision("Open"))
	must(t, err)
	if p, err = s.TakeDelivery(t.Context(), "all", time.Minute); err != nil || p.Title != "Open" {
		t.Errorf("%+v, %v", p, err)
	}
}

// takenOnce checks that concurrent takers get different deliveries.
func takenOnce(t *testing.T, s Telling, _ *clock) {
	const many = 60
	for i := range many {
		create(t, s, fmt.Sprint(i))
	}
	var mu sync.Mutex
	taken := map[int64]int{}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for {
				p, err := s.TakeDelivery(t.Context(), "all", time.Hour)
				if errors.Is(err, record.ErrNotFound) {
					return // others may still be taking the rest
				}
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				taken[p.Number]++
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	for _, p := range takeAll(t, s, "all") {
		taken[p.Number]++
	}
	if len(taken) != many {
		t.Errorf("%d were taken, want %d", len(taken), many)
	}
	for number, times := range taken {
		if times != 1 {
			t.Errorf("delivery %d was taken %d times", number, times)
		}
	}
}

// deletedDelivery checks that later deliveries contain nothing of a deleted assessment.
func deletedDelivery(t *testing.T, s Telling, _ *clock) {
	saved, key := create(t, s, "secret plans")
	must(t, s.Delete(t.Context(), saved.ID, key))
	list := takeAll(t, s, "all")
	if len(list) != 1 || list[0].AssessmentID != "" || list[0].Title != "" || list[0].Comparison != "" || list[0].Revision != 1 {
		t.Errorf("%+v", list)
	}
	// After the links were renewed, later deliveries contain the new ones.
	saved, key = create(t, s, "shared")
	id, err := s.Revoke(t.Context(), saved.ID, key, record.Once{})
	must(t, err)
	if list := takeAll(t, s, "all"); len(list) != 1 || list[0].AssessmentID != id {
		t.Errorf("%+v", list)
	}
}

// numbersOnce checks that messages about a deleted assessment are never attributed to a
// later one.
func numbersOnce(t *testing.T, s Telling, _ *clock) {
	saved, key := create(t, s, "first")
	must(t, s.Delete(t.Context(), saved.ID, key))
	create(t, s, "second")
	list := takeAll(t, s, "all")
	if len(list) != 2 || list[0].Assessment == list[1].Assessment || list[0].Title != "" || list[1].Title != "second" {
		t.Errorf("%+v", list)
	}
}

func sendAgain(t *testing.T, s Telling, c *clock) {
	ctx := acting(t, "ada")
	create(t, s, "x")
	p := takeAll(t, s, "all")[0]
	must(t, s.EndDelivery(ctx, p.Delivery, record.Attempt{
		State: record.DeliveryFailed, Tried: c.now(), Answer: 404, Detail: "answered 404",
	}, c.now()))
	c.pass(time.Hour)
	must(t, s.SendAgain(ctx, p.Number))
	again := takeAll(t, s, "all")
	if len(again) != 1 || again[0].ID != p.ID || again[0].Attempts != 1 || !again[0].Since.Equal(c.now()) || again[0].Answer != 404 {
		t.Errorf("%+v", again)
	}
	if err := s.SendAgain(ctx, 999); !errors.Is(err, record.ErrNotFound) {
		t.Errorf("an unknown one: %v", err)
	}
	want := fmt.Sprintf("delivery=%d endpoint=all", p.Number)
	if list, err := s.Audit(ctx, record.EventFilter{Act: record.ActResend, Limit: 9}); err != nil || len(list) != 1 ||
		list[0].Detail != want || list[0].Assessment != p.Assessment || list[0].Name != "ada" {
		t.Errorf("%+v, %v", list, err)
	}
}

// sendAgainMeanwhile checks that a delivery sent again during an attempt gets a separate
// attempt, although attempts count from one again, even within the same millisecond.
func sendAgainMeanwhile(t *testing.T, s Telling, c *clock) {
	ctx := acting(t, "ada")
	create(t, s, "x")
	first := takeAll(t, s, "all")[0]
	for _, passed := range []time.Duration{0, time.Second, -time.Hour} { // clocks of two portals may differ
		c.pass(passed)
		must(t, s.SendAgain(ctx, first.Number))
		again := takeAll(t, s, "all")
		if len(again) != 1 || again[0].Number != first.Number || again[0].Attempts != first.Attempts || !again[0].Since.After(first.Since) {
			t.Fatalf("%+v, first %+v", again, first)
		}
		must(t, s.EndDelivery(ctx, first.Delivery, record.Attempt{
			State: record.DeliveryFailed, Tried: c.now(), Answer: 404, Detail: "gone",
		}, c.now()))
		if list, err := s.Deliveries(ctx, record.DeliveryFilter{Limit: 9}); err != nil || len(list) != 1 ||
			!reflect.DeepEqual(list[0], again[0].Delivery) {
			t.Errorf("after the end of another attempt: %+v, %v; want %+v", list, err, again[0].Delivery)
		}
		first = again[0]
	}
	must(t, s.EndDelivery(ctx, first.Delivery, record.Attempt{State: record.DeliveryDelivered, Tried: c.now(), Answer: 204}, c.now()))
	if list, err := s.Deliveries(ctx, record.DeliveryFilter{Limit: 9}); err != nil || len(list) != 1 ||
		list[0].State != record.DeliveryDelivered {
		t.Errorf("%+v, %v", list, err)
	}
}

func listDeliveries(t *testing.T, s Telling, c *clock) {
	ctx := t.Context()
	for i := range 3 {
		saved, key, err := s.CreateOnce(ctx, "deployment", "ada", record.Once{}, Revision(fmt.Sprint(i)))
		must(t, err)
		must(t, s.Arrange(ctx, saved.ID, key, record.Life{Status: record.Decided}))
	}
	failed := takeAll(t, s, "board")[1]
	must(t, s.EndDelivery(ctx, failed.Delivery, record.Attempt{
		State: record.DeliveryFailed, Tried: c.now(), Answer: 410, Detail: "gone",
	}, c.now()))
	all, err := s.Deliveries(ctx, record.DeliveryFilter{Limit: 100})
	if err != nil || len(all) != 9 {
		t.Fatalf("%d deliveries, %v", len(all), err)
	}
	for i := 1; i < len(all); i++ {
		if all[i].Number >= all[i-1].Number {
			t.Errorf("number %d after %d", all[i].Number, all[i-1].Number)
		}
	}
	numbers := func(f record.DeliveryFilter) (list []int64) {
		t.Helper()
		if f.Limit == 0 {
			f.Limit = 100
		}
		found, err := s.Deliveries(ctx, f)
		must(t, err)
		for _, d := range found {
			list = append(list, d.Number)
		}
		return list
	}
	if got := numbers(record.DeliveryFilter{Endpoint: "board"}); len(got) != 3 {
		t.Errorf("of an endpoint: %v", got)
	}
	if got := numbers(record.DeliveryFilter{State: record.DeliveryFailed}); !slices.Equal(got, []int64{failed.Number}) {
		t.Errorf("failed: %v", got)
	}
	if got := numbers(record.DeliveryFilter{Before: all[6].Number}); !slices.Equal(got, []int64{all[7].Number, all[8].Number}) {
		t.Errorf("before: %v", got)
	}
	if got := numbers(record.DeliveryFilter{Limit: 2}); !slices.Equal(got, []int64{all[0].Number, all[1].Number}) {
		t.Errorf("two: %v", got)
	}
	if got := numbers(record.DeliveryFilter{Endpoint: "\x00\xff"}); len(got) != 0 {
		t.Errorf("an impossible name: %v", got)
	}
}

// tidyDeliveries checks that deliveries waiting too long are given up unless they are being
// attempted, and that old ones are deleted unless they are waiting.
func tidyDeliveries(t *testing.T, s Telling, c *clock) {
	ctx := t.Context()
	create(t, s, "one")
	create(t, s, "two")
	taken := takeAll(t, s, "all")
	must(t, s.EndDelivery(ctx, taken[0].Delivery, record.Attempt{State: record.DeliveryWaiting, Tried: c.now(), Answer: 500}, c.now()))
	c.pass(30 * time.Second)
	tidy := func(want int) {
		t.Helper()
		if n, err := s.TidyDeliveries(ctx, c.now().Add(-time.Second), c.now().Add(-time.Second), "too old"); err != nil || n != want {
			t.Errorf("%d given up, %v; want %d", n, err, want)
		}
	}
	tidy(1)
	left, err := s.Deliveries(ctx, record.DeliveryFilter{Limit: 9})
	if err != nil || len(left) != 1 || left[0].Number != taken[1].Number || left[0].State != record.DeliveryWaiting {
		t.Errorf("%+v, %v", left, err)
	}
	c.pass(time.Minute) // nobody has ended it
	tidy(1)
	if left, err := s.Deliveries(ctx, record.DeliveryFilter{Limit: 9}); err != nil || len(left) != 0 {
		t.Errorf("%+v, %v", left, err)
	}
}
