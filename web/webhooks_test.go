package web_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"crossroads/identity"
	"crossroads/record"
	"crossroads/store"
	"crossroads/web"
	"crossroads/web/account"
)

// hookedSite is a portal behind a proxy that tells two endpoints.
func hookedSite(t *testing.T) *site {
	t.Helper()
	return newSite(t, setup{config: web.Config{TrustedProxies: local, IdentityHeader: "X-User", Account: account.Config{
		GroupsHeader: "X-Groups", Roles: boardRoles, Limits: identity.Limits{Scopes: identity.Scopes, Most: 90 * 24 * time.Hour},
		Webhooks: []record.Subscription{
			{Endpoint: "wiki", Types: record.WebhookTypes, All: true}, {Endpoint: "board", Types: []string{record.WebhookDecided}},
		},
	}}})
}

var (
	hookSteward = []string{"X-User", "Ada", "X-Groups", "board"}
	hookAuthor  = []string{"X-User", "Bo", "X-Groups", "engineers"}
)

// TestWebhookPages: stewards see what was told and have it sent again; nobody else does,
// and the list opens no assessment.
func TestWebhookPages(t *testing.T) {
	s := hookedSite(t)
	saved := s.post("/assessments", url.Values{"comparison": {"lunch"}, "title": {"Secret plans"}}, hookAuthor...)
	if saved.StatusCode != http.StatusOK {
		t.Fatal(saved.StatusCode)
	}
	db := s.store.(*store.SQLite)
	p, err := db.TakeDelivery(t.Context(), "wiki", time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	failed := record.Attempt{
		State: record.DeliveryFailed, Tried: s.now.Now(), Answer: 502,
		Detail: "answered 502; given up after 12 attempts",
	}
	if err := db.EndDelivery(t.Context(), p.Delivery, failed, s.now.Now()); err != nil {
		t.Fatal(err)
	}
	for _, headers := range [][]string{nil, hookAuthor} {
		for _, path := range []string{"/webhooks", "/api/v1/webhooks/deliveries"} {
			if res := s.get(path, headers...); res.StatusCode != http.StatusForbidden {
				t.Errorf("%s as %v: %d", path, headers, res.StatusCode)
			}
		}
		if res := s.post("/webhooks", url.Values{"again": {"1"}}, headers...); res.StatusCode != http.StatusForbidden {
			t.Errorf("sending again as %v: %d", headers, res.StatusCode)
		}
	}
	if page := s.get("/account", hookSteward...); !strings.Contains(page.body, `href="/webhooks"`) {
		t.Errorf("the account does not lead there:\n%s", page.body)
	}
	page := s.get("/webhooks", hookSteward...)
	for _, want := range []string{
		"<strong>wiki</strong>: assessment.saved, ", "; for all assessments", "<strong>assessment.saved</strong> to wiki",
		"Failed: answered 502; given up after 12 attempts", "1 attempt", "Send again", `href="/audit?assessment=1"`,
	} {
		if !strings.Contains(page.body, want) {
			t.Errorf("%q is missing in\n%s", want, page.body)
		}
	}
	if page.Header.Get("Cache-Control") != "no-store" || strings.Contains(page.body, p.AssessmentID) ||
		strings.Contains(page.body, "Secret plans") {
		t.Errorf("the list opens the assessment, or is kept:\n%s", page.body)
	}
	if res := s.get("/webhooks?state=delivered", hookSteward...); !strings.Contains(res.body, "Nothing here matches") {
		t.Errorf("narrowed:\n%s", res.body)
	}
	for _, query := range []string{"state=lost", "endpoint=nobody", "before=x"} {
		if res := s.get("/webhooks?"+query, hookSteward...); res.StatusCode != http.StatusUnprocessableEntity ||
			!strings.Contains(res.body, "must be") {
			t.Errorf("%s: %d", query, res.StatusCode)
		}
		if res := s.get("/api/v1/webhooks/deliveries?"+query, hookSteward...); res.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d %s", query, res.StatusCode, res.body)
		}
	}
	if res := s.post("/webhooks", url.Values{"again": {fmt.Sprint(p.Number)}}, hookSteward...); res.StatusCode != http.StatusSeeOther ||
		res.Header.Get("Location") != "/webhooks?sent=1" ||
		!strings.Contains(s.get("/webhooks?sent=1", hookSteward...).body, "Delivery 1 is being sent again") {
		t.Errorf("sending again: %d\n%s", res.StatusCode, res.body)
	}
	if again, err := db.TakeDelivery(t.Context(), "wiki", time.Minute); err != nil || again.ID != p.ID {
		t.Errorf("%+v, %v", again, err)
	}
	if list, err := db.Audit(t.Context(), record.EventFilter{Act: record.ActResend, Limit: 9}); err != nil || len(list) != 1 ||
		list[0].Name != "Ada" {
		t.Errorf("%+v, %v", list, err)
	}
	for _, number := range []string{"99", "0", "x", ""} {
		if res := s.post("/webhooks", url.Values{"again": {number}}, hookSteward...); res.StatusCode != http.StatusNotFound {
			t.Errorf("sending %q again: %d", number, res.StatusCode)
		}
	}
}

// TestWebhookAPI: programs read the list page by page with a token, and stewards alone
// send again.
func TestWebhookAPI(t *testing.T) {
	s := hookedSite(t)
	for i := range 3 {
		if res := s.json("POST", "/api/v1/assessments",
			fmt.Sprintf(`{"comparison":"lunch","title":"Plan %d"}`, i)); res.StatusCode != http.StatusCreated {
			t.Fatalf("%d %s", res.StatusCode, res.body)
		}
	}
	var token struct{ Token string }
	made := s.json("POST", "/api/v1/tokens", `{"name":"Watch","scopes":["audit"],"days":1}`, hookSteward...)
	if err := json.Unmarshal([]byte(made.body), &token); err != nil || made.StatusCode != http.StatusCreated {
		t.Fatalf("%d %s", made.StatusCode, made.body)
	}
	auth := []string{"Authorization", "Bearer " + token.Token}
	var list struct {
		Deliveries []struct {
			Number                                int64
			Endpoint, State, Message, Type, Tried string
		}
		Next *int64
	}
	var seen []int64
	for path := "/api/v1/webhooks/deliveries?limit=2&state=waiting&endpoint=wiki"; ; {
		res := s.get(path, auth...)
		list.Next = nil
		if err := json.Unmarshal([]byte(res.body), &list); err != nil || res.StatusCode != http.StatusOK ||
			res.Header.Get("Cache-Control") != "no-store" {
			t.Fatalf("%d %s", res.StatusCode, res.body)
		}
		for _, d := range list.Deliveries {
			seen = append(seen, d.Number)
			if d.Endpoint != "wiki" || d.Type != record.WebhookSaved || d.Tried != "" {
				t.Errorf("%+v", d)
			}
		}
		if list.Next == nil {
			break
		}
		path = fmt.Sprintf("/api/v1/webhooks/deliveries?limit=2&before=%d", *list.Next)
	}
	if len(seen) != 3 || seen[0] < seen[1] || seen[1] < seen[2] {
		t.Errorf("seen %v", seen)
	}
	again := fmt.Sprintf("/api/v1/webhooks/deliveries/%d/again", seen[0])
	if res := s.json("POST", again, "", auth...); res.StatusCode != http.StatusForbidden || !strings.Contains(res.body, "not by tokens") {
		t.Errorf("by a token: %d %s", res.StatusCode, res.body)
	}
	if res := s.json("POST", again, "", hookSteward...); res.StatusCode != http.StatusNoContent {
		t.Errorf("by a steward: %d %s", res.StatusCode, res.body)
	}
	if res := s.json("POST", "/api/v1/webhooks/deliveries/99/again", "", hookSteward...); res.StatusCode != http.StatusNotFound {
		t.Errorf("an unknown one: %d %s", res.StatusCode, res.body)
	}
	if res := s.get("/api/v1/webhooks/deliveries?limit=1001", auth...); res.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("a page that is too long: %d", res.StatusCode)
	}
}

// TestWebhooksSwitchedOff: without endpoints there is no list, and without people nobody
// is told that there could be one.
func TestWebhooksSwitchedOff(t *testing.T) {
	s := newSite(t, setup{config: web.Config{
		TrustedProxies: local, IdentityHeader: "X-User",
		Account: account.Config{GroupsHeader: "X-Groups", Roles: boardRoles},
	}})
	for _, path := range []string{"/webhooks", "/api/v1/webhooks/deliveries"} {
		if res := s.get(path, hookSteward...); res.StatusCode != http.StatusNotFound || !strings.Contains(res.body, "--webhooks") {
			t.Errorf("%s: %d\n%s", path, res.StatusCode, res.body)
		}
	}
	if page := s.get("/account", hookSteward...); strings.Contains(page.body, "/webhooks") {
		t.Error("the account leads to a list that is not there")
	}
	s = newSite(t, setup{})
	if res := s.get("/webhooks"); res.StatusCode != http.StatusNotFound || strings.Contains(res.body, "--webhooks") {
		t.Errorf("%d\n%s", res.StatusCode, res.body)
	}
}
