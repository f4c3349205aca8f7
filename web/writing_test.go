package web_test

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"mime/multipart"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"crossroads/record"
	"crossroads/web"
)

var slow = web.Config{SaveBurst: 2, SaveRate: 0.1, TrustedProxies: local}

// TestSavingIsSlowedDown: pages, frames and the API count together, by network;
// what was typed can be sent again, and deleting is always possible.
func TestSavingIsSlowedDown(t *testing.T) {
	s := newSite(t, setup{config: slow})
	frame := frameForm(s, "From a frame")
	form := url.Values{"comparison": {"lunch"}, "query": {"size=few"}, "title": {`Typed "with" care`}, "note": {"one\n\n*two*"}}
	id, key := s.save("", "First")
	if res := s.json("POST", "/api/v1/assessments", `{"comparison":"lunch","title":"Second"}`); res.StatusCode != http.StatusCreated {
		t.Fatalf("the second gives %d", res.StatusCode)
	}
	bearer := []string{"Authorization", "Bearer " + key}
	edit := url.Values{"key": {key}, "base": {"1"}, "title": {"Edited"}}
	for name, send := range map[string]func() answer{
		"form":   func() answer { return s.post("/assessments", form) },
		"edit":   func() answer { return s.post("/a/"+id+"/edit", edit) },
		"frame":  func() answer { return s.post("/embed/assessments", frame) },
		"script": func() answer { return s.post("/embed/assessments", frame, "Accept", "application/json") },
		"create": func() answer { return s.json("POST", "/api/v1/assessments", `{"comparison":"lunch","title":"Third"}`) },
		"life": func() answer {
			return s.json("PUT", "/api/v1/assessments/"+id+"/life", `{"status":"decided"}`, bearer...)
		},
		"round": func() answer { return s.json("POST", "/api/v1/assessments/"+id+"/round", "", bearer...) },
		"restore": func() answer {
			return s.json("POST", "/api/v1/assessments/"+id+"/revisions/1/restore", "", append(bearer, "If-Match", "*")...)
		},
	} {
		res := send()
		if res.StatusCode != http.StatusTooManyRequests || res.Header.Get("Retry-After") != "10" ||
			res.Header.Get("Cache-Control") != "no-store" || !strings.Contains(res.body, "nothing you answered is lost") {
			t.Errorf("%s gives %d %v\n%s", name, res.StatusCode, res.Header, res.body)
		}
	}
	if res := s.get("/a/"+id, "X-Forwarded-For", "192.0.2.1"); res.StatusCode != http.StatusOK {
		t.Errorf("reading gives %d", res.StatusCode)
	}
	if res := s.post("/assessments", form, "X-Forwarded-For", "192.0.2.1"); res.StatusCode != http.StatusOK {
		t.Errorf("another network gets %d", res.StatusCode)
	}

	page := s.post("/assessments", form)
	if !strings.Contains(page.body, `action="/assessments"`) || !strings.Contains(page.body, "Send again") {
		t.Fatalf("the form cannot be sent again:\n%s", page.body)
	}
	s.now.Advance(10 * time.Second)
	res := s.post("/assessments", hiddenFields(t, page.body))
	if res.StatusCode != http.StatusOK {
		t.Fatalf("sent again in time it gives %d\n%s", res.StatusCode, res.body)
	}
	link := editLink.FindStringSubmatch(res.body)
	if link == nil {
		t.Fatalf("no edit link:\n%s", res.body)
	}
	saved, err := s.store.Get(t.Context(), link[1], 0)
	if err != nil || saved.Title != form.Get("title") || saved.Note != form.Get("note") || len(saved.Input.Answers) != 1 {
		t.Errorf("%+v, %v", saved, err)
	}
	if res := s.json("DELETE", "/api/v1/assessments/"+id, "", bearer...); res.StatusCode != http.StatusNoContent {
		t.Errorf("deleting gives %d", res.StatusCode)
	}
}

// TestImportIsKept: a file that came too early is on the page that says so.
func TestImportIsKept(t *testing.T) {
	s := newSite(t, setup{config: slow})
	id, _ := s.save("size=few", "Elsewhere")
	file := s.get("/a/" + id + "/export.json").body
	upload := func(field string) answer {
		var body bytes.Buffer
		w := multipart.NewWriter(&body)
		part, err := w.CreateFormField(field)
		if err == nil {
			_, err = part.Write([]byte(file))
		}
		if err != nil || w.Close() != nil {
			t.Fatal(err)
		}
		return s.do(s.request("POST", "/assessments/import", body.String(), "Content-Type", w.FormDataContentType()))
	}
	if res := upload("file"); res.StatusCode != http.StatusOK {
		t.Fatalf("importing gives %d", res.StatusCode)
	}
	res := upload("file")
	if res.StatusCode != http.StatusTooManyRequests || !strings.Contains(res.body, `enctype="multipart/form-data"`) {
		t.Fatalf("%d\n%s", res.StatusCode, res.body)
	}
	s.now.Advance(10 * time.Second)
	file = hiddenFields(t, res.body).Get("text")
	if res := upload("text"); res.StatusCode != http.StatusOK {
		t.Errorf("sent again it gives %d\n%s", res.StatusCode, res.body)
	}
}

// TestNoLimit: an operator can let everybody save as fast as the disk can.
func TestNoLimit(t *testing.T) {
	s := newSite(t, setup{config: web.Config{SaveBurst: 1, SaveRate: math.Inf(1)}})
	for range 100 {
		s.save("", "One of many")
	}
}

// TestFull: a portal without room says so, keeps what was typed, and can be read.
func TestFull(t *testing.T) {
	full := always(fmt.Errorf("create: %w", record.ErrFull))
	s := newSite(t, setup{store: func(real web.Store) web.Store { return failing{Store: real, create: full, revise: full} }})
	saved, key, err := s.store.(failing).Store.CreateOnce(t.Context(), "lunch", "", record.Once{},
		record.Revision{Title: "Here", Report: []byte(`{}`)})
	if err != nil {
		t.Fatal(err)
	}
	form := url.Values{"comparison": {"lunch"}, "title": {"Typed with care"}, "note": {"Not to be lost"}}
	for name, res := range map[string]answer{
		"form": s.post("/assessments", form),
		"edit": s.post("/a/"+saved.ID+"/edit", url.Values{
			"key": {key}, "base": {"1"}, "title": {"Typed with care"}, "note": {"Not to be lost"},
		}),
		"api": s.json("POST", "/api/v1/assessments", `{"comparison":"lunch","title":"x"}`),
	} {
		if res.StatusCode != http.StatusInsufficientStorage || !strings.Contains(res.body, "no room left") {
			t.Errorf("%s gives %d\n%s", name, res.StatusCode, res.body)
		}
		if name != "api" && (!strings.Contains(res.body, "Typed with care") || !strings.Contains(res.body, "Not to be lost")) {
			t.Errorf("%s loses what was typed:\n%s", name, res.body)
		}
	}
	if res := s.json("DELETE", "/api/v1/assessments/"+saved.ID, "", "Authorization", "Bearer "+
		key); res.StatusCode != http.StatusNoContent {
		t.Errorf("deleting gives %d", res.StatusCode)
	}
}

// room is a store that is as full as it says.
type room struct {
	web.Store
	used, most int64
}

func (r room) Room() (used, most int64) { return r.used, r.most }

func TestReadySaysHowFull(t *testing.T) {
	for _, test := range []struct {
		used, most int64
		want       string
	}{
		{5, 0, "ready\n"},
		{812, 1000, "ready\ndatabase: 81% of --max-db\n"},
		{1000, 1000, "ready\ndatabase: full, nothing more is saved (--max-db)\n"},
	} {
		s := newSite(t, setup{store: func(real web.Store) web.Store { return room{real, test.used, test.most} }})
		if res := s.get("/readyz"); res.StatusCode != http.StatusOK || res.body != test.want {
			t.Errorf("%d of %d: %d %q", test.used, test.most, res.StatusCode, res.body)
		}
	}
}

// unguarded is a store whose audit log can be changed.
type unguarded struct{ web.Store }

func (unguarded) Damage() error { return record.ErrUnguarded }

func TestReadySaysUnguarded(t *testing.T) {
	s := newSite(t, setup{store: func(real web.Store) web.Store { return unguarded{real} }})
	if res := s.get("/readyz"); res.body != "ready\ndatabase: the audit log can be changed, as the log says\n" {
		t.Errorf("%q", res.body)
	}
}

// TestUnknownProxyIsNoticed: once for each header, also on pages, unless it is the proxy that was named.
func TestUnknownProxyIsNoticed(t *testing.T) {
	other := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}
	for _, test := range []struct {
		proxies  []netip.Prefix
		identity string
		want     []string
	}{
		{nil, "", []string{"no proxy is trusted: if", "header=X-Forwarded-For from=127.0.0.1"}},
		{other, "x-user", []string{"--trusted-proxies does not name where it is from", "header=X-Forwarded-For from=127.0.0.1",
			"header=X-User from=127.0.0.1"}},
		{local, "x-user", nil},
	} {
		s := newSite(t, setup{config: web.Config{TrustedProxies: test.proxies, IdentityHeader: test.identity}})
		var wg sync.WaitGroup
		for _, path := range []string{"/mine", "/", "/articles", "/decide/lunch"} {
			wg.Go(func() { s.get(path, "X-Forwarded-For", "192.0.2.1", "X-User", "ann") })
		}
		wg.Wait()
		for _, want := range test.want {
			if !strings.Contains(s.log.String(), want) {
				t.Errorf("with %v the log has no %q:\n%s", test.proxies, want, s.log)
			}
		}
		if n, most := strings.Count(s.log.String(), "header of proxies"), max(0, len(test.want)-1); n != most {
			t.Errorf("with %v it was logged %d times, want %d\n%s", test.proxies, n, most, s.log)
		}
	}
}

// TestUnopenedDraftsAreDropped: where the operator wants it, pages say so, and
// whoever opens a draft keeps it; the look right after saving does not count.
func TestUnopenedDraftsAreDropped(t *testing.T) {
	const said = "nobody opens again within 30 days"
	s := newSite(t, setup{config: web.Config{DropUnopened: 30}})
	if res := s.get("/decide/lunch/result"); !strings.Contains(res.body, said) {
		t.Error("the result does not say that drafts are dropped")
	}
	left, _ := s.save("", "Left alone")
	kept := map[string]string{"page": "", "file": "/adr.md", "picture": "/card.svg", "report": "/report.json"}
	for name, path := range kept {
		id, _ := s.save("", name)
		s.get("/a/" + id + path)
		kept[name] = id
	}
	res := s.json("POST", "/api/v1/assessments", `{"comparison":"lunch","title":"api"}`)
	kept["api"] = strings.TrimPrefix(res.Header.Get("Location"), "/api/v1/assessments/")
	s.get("/api/v1/assessments/" + kept["api"])
	s.now.Advance(31 * 24 * time.Hour)
	n, err := s.store.(interface {
		DropUnopened(context.Context) (int, error)
	}).DropUnopened(t.Context())
	if n != 1 || err != nil {
		t.Errorf("%d were dropped, %v", n, err)
	}
	for name, id := range kept {
		if res := s.get("/a/" + id); res.StatusCode != http.StatusOK {
			t.Errorf("%s gives %d", name, res.StatusCode)
		}
	}
	if res := s.get("/a/" + left); res.StatusCode != http.StatusNotFound {
		t.Errorf("the one that was left alone gives %d", res.StatusCode)
	}
	always := newSite(t, setup{})
	if res := always.get("/decide/lunch/result"); strings.Contains(res.body, said) {
		t.Error("drafts are said to be dropped though they are not")
	}
}
