package webhook

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"crossroads/record"
)

// receive is in docs/webhooks.md, word for word.
func receive(verifier *standardwebhooks.Webhook, seen func(id string) bool) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 64<<10))
		if err == nil {
			err = verifier.Verify(body, r.Header) // made by standardwebhooks.NewWebhook(secret)
		}
		if err != nil {
			http.Error(w, "not signed by the portal", http.StatusUnauthorized)
			return
		}
		if !seen(r.Header.Get("webhook-id")) {
			fmt.Printf("%s\n", body) // whatever it is for
		}
		w.WriteHeader(http.StatusNoContent)
	}
}

// fenced is the first piece of the manual in a language.
func fenced(t *testing.T, language string) string {
	t.Helper()
	doc, err := os.ReadFile("../docs/webhooks.md")
	if err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile("(?s)```" + language + "\n(.*?)```").FindSubmatch(doc)
	if m == nil {
		t.Fatalf("docs/webhooks.md has nothing in %s", language)
	}
	return string(m[1])
}

// TestManual: what people copy from the manual works.
func TestManual(t *testing.T) {
	source, err := os.ReadFile("docs_test.go")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(source), fenced(t, "go")) {
		t.Error("the receiver in Go is another one")
	}
	var seen []string
	verifier, err := standardwebhooks.NewWebhook(secret)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(receive(verifier, func(id string) bool {
		seen = append(seen, id)
		return true
	}))
	defer server.Close()
	p := newPortal(t, newPath(t), endpoint(t, "wiki", server.URL, record.WebhookSaved))
	p.save("x")
	p.start()
	p.until("delivered", allAre(record.DeliveryDelivered))
	if len(seen) != 1 {
		t.Errorf("seen %q", seen)
	}
	if res, err := http.Post(server.URL, "application/json", strings.NewReader("{}")); err != nil ||
		res.StatusCode != http.StatusUnauthorized {
		t.Errorf("what is not signed: %v, %v", res, err)
	} else {
		res.Body.Close()
	}

	dir := t.TempDir()
	write(t, filepath.Join(dir, "register.secret"), secret)
	list, err := Load(write(t, filepath.Join(dir, "webhooks.yaml"), fenced(t, "yaml")), func(name string) string {
		return map[string]string{"CHAT_HOOK_SECRET": secret}[name]
	})
	if err != nil || len(list) != 2 || list[0].All || !list[1].All {
		t.Errorf("%+v, %v", list, err)
	}

	doc, err := openapi3.NewLoader().LoadFromFile("../web/openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	var example any
	if err := json.Unmarshal([]byte(fenced(t, "json")), &example); err != nil {
		t.Fatal(err)
	}
	if err := doc.Components.Schemas["WebhookMessage"].Value.VisitJSON(example); err != nil {
		t.Error(err)
	}
}
