package e2e

import (
	"net/http"
	"strings"
	"testing"
)

// signInAs fills in the form of the issuer.
func (p *page) signInAs(name string) {
	p.t.Helper()
	p.write("^Username", name)
	p.write("^Password", "verysecure")
	p.press("button", "^Login$")
}

// TestWhoMaySee: the owner names somebody, who gets in by way of the sign-in; nobody else
// learns what it is called, and the edit key opens it.
func TestWhoMaySee(t *testing.T) {
	for name, l := range map[string]look{"scripts": {}, "no scripts, 360, dark": {noScript: true, width: 360, dark: true}} {
		t.Run(name, func(t *testing.T) {
			// With scripts the person is named, without scripts their group at the issuer.
			field, names := "^People$", "test-user@localhost"
			if l.noScript {
				field, names = "^Groups$", "board"
			}
			portal, issuer := startSignIn(t, "--authors=guests", "--stewards=nobody", "--readers=board")
			issuer = strings.TrimSuffix(issuer, "/")
			check := func(p *page, what string) {
				t.Helper()
				if wide := eval[bool](p, "document.documentElement.scrollWidth > document.documentElement.clientWidth"); wide {
					t.Errorf("%s scrolls sideways", what)
				}
				if !l.noScript { // axe needs them
					checkAccessible(t, p, what)
				}
			}
			// test-user2 saves, and is the owner.
			owner := newPage(t, l, portal, issuer)
			owner.visit(portal+"/portfolio", http.StatusOK)
			owner.signInAs("test-user2")
			owner.arrive(`/portfolio$`)
			owner.visit(portal+"/decide/deployment/result", http.StatusOK)
			owner.write("^Title", "Order system")
			owner.press("button", "^Save$")
			owner.arrive(`/assessments|/a/`)
			share, key, _ := strings.Cut(owner.edit(), "/edit#")
			owner.visit(share, http.StatusOK)
			owner.press("link", "^Who may see it$")
			owner.arrive(`/audience$`)
			check(owner, "the audience")
			owner.press("radio", "^Those named below$")
			owner.write(field, names)
			owner.press("button", "^Save$")
			owner.until("the page says that it is saved", func() bool {
				return eval[bool](owner, `[...document.querySelectorAll("[role=status]")].some(e => e.checkVisibility() && e.innerText === "Saved.")`)
			})
			check(owner, "the audience that was saved")

			reader := newPage(t, l, portal, issuer)
			reader.visit(share, http.StatusUnauthorized)
			reader.find("heading", "^Sign in to see it$")
			check(reader, "not shared")
			if text := eval[string](reader, "document.documentElement.outerHTML"); strings.Contains(text, "Order system") {
				t.Errorf("a stranger reads the title:\n%s", text)
			}
			reader.write("^Edit key", key)
			reader.press("button", "^Open with the edit key$")
			reader.until("the assessment is there", func() bool { return strings.Contains(eval[string](reader, "document.title"), "Order system") })
			reader.visit(share, http.StatusUnauthorized) // nothing of it is kept
			// Saving other answers needs the key alone, and the texts stay.
			reader.visit(share+"/edit#"+key, http.StatusUnauthorized)
			if l.noScript { // with scripts the key comes from the address and stays in the tab
				reader.write("^Edit key", key)
			}
			reader.press("button", "^Open with the edit key$")
			reader.until("the edit page is there", func() bool { return strings.Contains(eval[string](reader, "document.title"), "Edit: Order system") })
			reader.press("link", "^Revise the answers$")
			reader.arrive(`/decide/deployment`)
			check(reader, "the wizard of what is not shared")
			if text := eval[string](reader, "document.documentElement.outerHTML"); strings.Contains(text, "Order system") {
				t.Errorf("the wizard shows the title:\n%s", text)
			}
			reader.press("radio", "^Reactions to single events")
			reader.press("button", map[bool]string{false: "^Show the result now$", true: "^Show the result$"}[l.noScript])
			reader.arrive(`/result`)
			if l.noScript { // with scripts the key comes from the address and stays in the tab
				reader.write("^Edit key", key)
			}
			check(reader, "the result of what is not shared")
			reader.press("button", "^Save$")
			reader.arrive(`/a/[a-z0-9]+(#saved)?$`) // a script takes the end off once it is said
			reader.until("it says that it is saved", func() bool { return eval[bool](reader, `!!document.querySelector(".said")?.checkVisibility()`) })
			check(reader, "not shared, after saving")
			reader.press("link", "^Sign in$")
			reader.signInAs("test-user@localhost")
			reader.arrive(`/a/[a-z0-9]+$`)
			reader.until("the assessment is there", func() bool { return strings.Contains(eval[string](reader, "document.title"), "Order system") })
			reader.expect("401 (Unauthorized)")
			for _, p := range []*page{owner, reader} {
				p.expect("cookie __Host-crossroads-session")
			}
			if !l.noScript {
				for _, p := range []*page{owner, reader} {
					p.expect("can escape its sandboxing") // of the result page
				}
			}
		})
	}
}
