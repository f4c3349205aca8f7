package web_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"crossroads/record"
	"crossroads/web"
)

const aMark = "AAAABBBBCCCCDDDDEEEEFFFFGG"

// TestMarksEnd: the page says for how long a form sent again is the same one,
// and so it is.
func TestMarksEnd(t *testing.T) {
	s := newSite(t, setup{})
	form := url.Values{"comparison": {"lunch"}, "title": {"x"}, "once": {aMark}}
	save := func() string { return editLink.FindString(s.post("/assessments", form).body) }
	first := save()
	if body := s.post("/assessments", form).body; !strings.Contains(body, "for one hour after saving") ||
		!strings.Contains(body, `data-seconds="3600"`) {
		t.Errorf("the page does not say how long:\n%s", body)
	}
	s.now.Advance(record.OnceTime - time.Second)
	if again := save(); again != first {
		t.Errorf("just in time: %s, want %s", again, first)
	}
	s.now.Advance(time.Second)
	later := save()
	if later == first || later == "" {
		t.Errorf("too late: %s", later)
	}
	if again := save(); again != later {
		t.Errorf("the later one sent again: %s, want %s", again, later)
	}
}

// TestMarksNeedNoMemory: a request is known again by another process that has
// the same store, also when both are sent at once.
func TestMarksNeedNoMemory(t *testing.T) {
	s := newSite(t, setup{})
	other, err := web.New(web.Config{BaseURL: s.URL}, s.lib, s.store, slog.New(slog.DiscardHandler), s.now.Now)
	if err != nil {
		t.Fatal(err)
	}
	form := url.Values{"comparison": {"lunch"}, "title": {"x"}, "once": {aMark}}
	elsewhere := func() string {
		r := httptest.NewRequest("POST", "/assessments", strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		other.ServeHTTP(w, r)
		return editLink.FindString(w.Body.String())
	}
	links := make([]string, 12)
	var wait sync.WaitGroup
	for i := range links {
		wait.Go(func() {
			if i%2 == 0 {
				links[i] = elsewhere()
			} else {
				links[i] = editLink.FindString(s.post("/assessments", form).body)
			}
		})
	}
	wait.Wait()
	for i, link := range links {
		if link == "" || link != links[0] {
			t.Errorf("link %d is %q, the first %q", i, link, links[0])
		}
	}
}

// TestMarksOutliveAnError: when the page after saving could not be shown, the
// form sent again shows it.
func TestMarksOutliveAnError(t *testing.T) {
	var broken error
	var id string // of what was saved last
	s := newSite(t, setup{store: func(real web.Store) web.Store { return lastWords{real, &broken, &id} }})
	for _, path := range []string{"/assessments", "/embed/assessments"} {
		form := frameForm(s, "x "+path)
		form.Set("once", aMark)
		broken = fmt.Errorf("%w: the answer is lost", record.ErrUnavailable)
		if res := s.post(path, form); res.StatusCode != http.StatusServiceUnavailable {
			t.Fatalf("%s gives %d", path, res.StatusCode)
		}
		broken = nil
		unheard := id
		first := editLink.FindStringSubmatch(s.post(path, form).body)
		again := editLink.FindStringSubmatch(s.post(path, form).body)
		if first == nil || again == nil || first[0] != again[0] || first[1] != unheard {
			t.Fatalf("%s: saved as %s, then %q, then %q", path, unheard, first, again)
		}
	}
}

// lastWords is a store that saves and then cannot say so.
type lastWords struct {
	web.Store
	broken *error
	id     *string
}

func (l lastWords) CreateOnce(ctx context.Context, comparison, owner string, once record.Once,
	rev record.Revision) (record.Saved, string, error) {
	saved, key, err := l.Store.CreateOnce(ctx, comparison, owner, once, rev)
	*l.id = saved.ID
	if *l.broken != nil {
		return record.Saved{}, "", *l.broken
	}
	return saved, key, err
}

// TestIdempotencyKeys: what can be guessed, or read in two ways, is refused.
func TestIdempotencyKeys(t *testing.T) {
	s := newSite(t, setup{})
	long := strings.Repeat("k", 128)
	tests := []struct {
		name   string
		values []string
		want   int
	}{
		{"none", nil, http.StatusCreated},
		{"a UUID", []string{"8e03978e-40d5-43dd-bc93-6894a57f9324"}, http.StatusCreated},
		{"in quotes", []string{`"0b6cf3d4-5b54-4a3b-8a4e-8f1e2f7ad0c1"`}, http.StatusCreated},
		{"the longest", []string{long}, http.StatusCreated},
		{"too long", []string{long + "k"}, http.StatusUnprocessableEntity},
		{"too short", []string{"123456789012345678901"}, http.StatusUnprocessableEntity},
		{"empty", []string{""}, http.StatusUnprocessableEntity},
		{"half a quote", []string{`"8e03978e-40d5-43dd-bc93-6894a57f9324`}, http.StatusUnprocessableEntity},
		{"the other half", []string{`8e03978e-40d5-43dd-bc93-6894a57f9324"`}, http.StatusUnprocessableEntity},
		{"a parameter", []string{`"8e03978e-40d5-43dd-bc93-6894a57f9324"; a=1`}, http.StatusUnprocessableEntity},
		{"two", []string{"8e03978e-40d5-43dd-bc93-6894a57f9324", "8e03978e-40d5-43dd-bc93-6894a57f9324"}, http.StatusUnprocessableEntity},
		{"another script", []string{strings.Repeat("\u0430", 22)}, http.StatusUnprocessableEntity},
	}
	for _, tt := range tests {
		r := s.request("POST", "/api/v1/assessments", `{"comparison":"lunch","title":"x"}`, "Content-Type", "application/json")
		if tt.values != nil {
			r.Header["Idempotency-Key"] = tt.values
		}
		if res := s.do(r); res.StatusCode != tt.want {
			t.Errorf("%s: %d, want %d\n%s", tt.name, res.StatusCode, tt.want, res.body)
		}
	}
	// What was saved under a key is not what an import under it asks for; the same import is.
	body := `{"format":"crossroads-assessment","version":1,"comparison":"lunch","title":"x"}`
	for key, want := range map[string]int{
		long:                                   http.StatusUnprocessableEntity,
		"4c2e8a52-7d0f-4a57-9d5c-2f5b8c9d1e77": http.StatusCreated,
	} {
		first := s.json("POST", "/api/v1/assessments/import", body, "Idempotency-Key", key)
		again := s.json("POST", "/api/v1/assessments/import", body, "Idempotency-Key", key)
		if first.StatusCode != want || again.StatusCode != want || want == http.StatusCreated && again.body != first.body {
			t.Errorf("importing with %s gives %d %s\nand %d %s", key, first.StatusCode, first.body, again.StatusCode, again.body)
		}
	}
}
