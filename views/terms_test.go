package views

import (
	"context"
	"strings"
	"testing"

	"crossroads/content"
)

func TestTerms(t *testing.T) {
	term := &content.Term{ID: "queue", Name: "queue", Definition: `Holds "work".`}
	page := Page{Site: Site{Terms: content.NewTermIndex([]*content.Term{term})}}
	render := func(ctx context.Context, text string) string {
		var b strings.Builder
		if err := terms(text, "Queue limits").Render(ctx, &b); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	ctx := page.withTerms(t.Context())
	link := `<a class="term" href="/glossary#term-queue" title="Holds &#34;work&#34;.">queues</a>`
	for _, c := range []struct{ text, want string }{
		{"Two <queues>, one queue.", "Two &lt;" + link + "&gt;, one queue."},
		{"A queue again", "A queue again"}, // once a page
		{"“Queue limits” goes there", "“Queue limits” goes there"},
	} {
		if got := render(ctx, c.text); got != c.want {
			t.Errorf("%q gives %q, want %q", c.text, got, c.want)
		}
	}
	ctx = page.withTerms(t.Context())
	if got, want := render(ctx, "“Queue limits”, queues"), "“Queue limits”, "+link; got != want {
		t.Errorf("a name that was typed: %q, want %q", got, want)
	}
	page.Embed = true
	for name, ctx := range map[string]context.Context{"outside of pages": t.Context(), "in frames": page.withTerms(t.Context())} {
		if got := render(ctx, "a queue & more"); got != "a queue &amp; more" {
			t.Errorf("%s: %q", name, got)
		}
	}
}
