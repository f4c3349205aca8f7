package e2e

import (
	"regexp"
	"strings"
	"testing"
)

// reader walks through the portal and counts what it takes.
type reader struct {
	*page
	clicks, words int
}

// press counts a click.
func (r *reader) press(role, pattern string) {
	r.t.Helper()
	r.clicks++
	r.page.press(role, pattern)
}

// choose picks an entry of a list by its first letters: two clicks by hand.
func (r *reader) choose(e element, letters string) {
	r.t.Helper()
	r.clicks += 2
	r.focus(e)
	r.keys(letters)
}

// read counts the words that are shown in the first element of a selector.
func (r *reader) read(selector string) {
	r.t.Helper()
	r.words += eval[int](r.page, `document.querySelector("`+selector+`").innerText.split(/\s+/).filter(w => /\w/.test(w)).length`)
}

func (r *reader) within(clicks, words int) {
	r.t.Helper()
	r.t.Logf("%d clicks, %d words", r.clicks, r.words)
	if r.clicks > clicks || words > 0 && r.words > words {
		r.t.Errorf("it took %d clicks and %d words, at most %d and %d are wanted", r.clicks, r.words, clicks, words)
	}
}

// TestFounder: two minutes on a phone to a structure that leans or is clear.
func TestFounder(t *testing.T) {
	portal := startPortal(t)
	r := &reader{page: newPage(t, look{width: 360}, portal.url)}
	r.visit(portal.url+"/", 200)
	r.read(".hero-grid > div")
	r.press("link", "^Quick: 6 questions")
	r.arrive(`/decide/deployment\?quick=1`)
	r.read(".page-head")
	r.find("button", "^Next$")
	r.read(".screen.current")
	r.press("radio", "^A system of record")
	r.press("checkbox", "^No, each request")
	r.press("button", "^Next$")
	r.read(".screen.current")
	r.press("radio", "^Any public cloud will do")
	r.press("radio", "^1 to 5")
	r.until("that this is enough", func() bool { return strings.Contains(standing(r.page), "enough for a first result") })
	r.press("button", "^Show the result now$")
	r.arrive("/result")
	headline := r.find("heading", "").Name
	text := eval[string](r.page, `document.querySelector("main").innerText`)
	if !strings.Contains(headline, "modular monolith") || !regexp.MustCompile(`(?i)one application: (very|quite) sure`).MatchString(text) {
		t.Errorf("%q does not say a structure for sure:\n%.400s", headline, text)
	}
	r.within(10, 400)
}

// TestArchitect: three parts, from home to a mix with a reason for each part.
func TestArchitect(t *testing.T) {
	portal := startPortal(t)
	r := &reader{page: newPage(t, look{}, portal.url)}
	r.visit(portal.url+"/", 200)
	r.press("link", "^Full: all 20 questions")
	r.arrive("/decide/deployment$")
	r.press("radio", "^Several that differ")
	r.keys("Tills") // the focus is on the name of the first part
	names := func() []element { return r.all("textbox", "^Name") }
	r.clicks++
	r.focus(names()[1])
	r.keys("Shop")
	r.press("button", "^Add a part")
	r.until("the new part to have the focus", func() bool { e, ok := r.focused(); return ok && len(names()) == 3 && e.id == names()[2].id })
	r.keys("Photos")
	for i, letters := range []string{"A system of record", "A system of record", "Reactions"} {
		r.choose(r.all("combobox", "^What does it mostly do")[i], letters)
	}
	r.clicks++
	r.click(r.all("DisclosureTriangle", "^What else differs")[0])
	r.choose(r.all("combobox", "^Where must it run")[0], "All of it")
	r.press("button", "^Next$")
	if said := eval[string](r.page, `document.querySelector("[data-progress]").textContent`); said != "Screen 2 of 15, for all parts" {
		t.Errorf("questions for the whole are said to be %q", said)
	}
	r.press("button", "^Next$")
	r.press("radio", "^Any public cloud will do")
	r.until("a mix in the panel", func() bool {
		said := standing(r.page)
		return strings.Contains(said, "So far a mix") && strings.Contains(said, "Tills")
	})
	r.press("button", "^Show the result now$")
	r.arrive("/result")
	if headline := r.find("heading", "").Name; !strings.Contains(headline, "mix") {
		t.Errorf("the headline is %q", headline)
	}
	text := eval[string](r.page, `document.querySelector("main").innerText`)
	for _, part := range []string{"Tills", "Shop", "Photos"} {
		if !strings.Contains(text, part) {
			t.Errorf("the result does not mention %s", part)
		}
	}
	r.within(25, 0)
}

// TestFinance types a figure in words, and reads one break-even everywhere.
func TestFinance(t *testing.T) {
	portal := startPortal(t)
	r := &reader{page: newPage(t, look{width: 360}, portal.url)}
	r.visit(portal.url+"/", 200)
	r.press("link", "^Cost$")
	r.arrive("/cost$")
	r.clicks++
	eval[bool](r.page, `document.querySelector("#requests").select(), true`)
	r.write("^Requests a month", "50 million")
	r.until("the finding for it", func() bool { return regexp.MustCompile(`at 50.million`).MatchString(finding(r.page)) })
	even := regexp.MustCompile(`(somewhere|about) .*?million`)
	said := even.FindString(finding(r.page))
	title := eval[string](r.page, `document.querySelector("figcaption").innerText`)
	if said == "" || even.FindString(title) != said {
		t.Errorf("%q and %q do not name one break-even", finding(r.page), title)
	}
	if !eval[bool](r.page, `document.querySelector("#finding").getBoundingClientRect().top < document.querySelector("#requests").getBoundingClientRect().top`) {
		t.Error("the form comes before the answer")
	}
	r.focus(r.find("slider", "^Average duration.*slider"))
	r.until("the figure in groups",
		func() bool { return eval[string](r.page, `document.querySelector("#requests").value`) == "50,000,000" })
	r.within(3, 0)
}

// TestWizardSteps: an example opens on the check with its parts, a change goes back
// there at once, a removed part can be put back, and the draft is offered at home.
func TestWizardSteps(t *testing.T) {
	portal := startPortal(t)
	p := newPage(t, look{width: 360}, portal.url)
	p.visit(portal.url+"/", 200)
	p.press("link", "^A core with helpers")
	p.find("heading", "^Check your answers")
	p.find("button", "^Change: How many developers work")
	if text := eval[string](p, `document.querySelector("[data-check]").innerText`); !strings.Contains(text, "Nightly report") ||
		!strings.Contains(text, "More than an hour") {
		t.Errorf("the check leaves out what the parts answer:\n%s", text)
	}
	p.press("button", "^Change: How many developers work")
	if n := eval[int](p, `[...document.querySelectorAll("[data-question]")].filter(e => e.getClientRects().length).length`); n > 2 {
		t.Errorf("%d questions are shown at once", n)
	}
	p.press("radio", "^1 to 5")
	p.press("button", "^Back to your answers")
	p.find("heading", "^Check your answers")
	if text := eval[string](p, `document.querySelector("[data-check]").innerText`); !strings.Contains(text, "1 to 5") {
		t.Error("the check does not show the change")
	}
	p.press("DisclosureTriangle", "^All steps")
	p.press("button", "^What it does$")
	p.press("radio", "^Several that differ")
	eval[bool](p, `document.querySelectorAll("[data-remove-part]")[1].click(), true`)
	if names := p.all("textbox", "^Name"); len(names) != 2 {
		t.Fatalf("%d parts are left, want 2", len(names))
	}
	p.press("button", "^Undo$")
	if got := eval[string](p, `document.querySelector("[name='p2.name']").value`); got != "Images" {
		t.Errorf("undone, the second part is %q", got)
	}
	if strings.Contains(p.address(), "=&") || strings.HasSuffix(p.address(), "=") {
		t.Errorf("the address holds empty fields: %s", p.address())
	}
	p.visit(portal.url+"/", 200)
	p.press("link", "^Continue with those answers")
	p.arrive(`/decide/deployment\?.*p2.name=Images`)
	p.press("link", "^Start over")
	p.arrive("/decide/deployment$")
	p.visit(portal.url+"/", 200)
	if links := p.all("link", "^Continue with those answers"); len(links) > 0 {
		t.Error("after starting over the draft is still offered")
	}
}

// TestCheckReads: the check says what each part answers only there, quotes answers of which one holds, and numbers
// the ranking, as the result does.
func TestCheckReads(t *testing.T) {
	portal := startPortal(t)
	p := newPage(t, look{}, portal.url)
	p.visit(portal.url+"/decide/deployment?p1.name=A&p1.kind=live&p2.name=B&p2.kind=batch&needs=none&staff=servers&staff=platform&"+
		"rank=transactions,isolation&step=check", 200)
	p.find("button", "^Change: What matters most")
	rows := eval[map[string]string](p, `Object.fromEntries([...document.querySelectorAll("[data-check] > div")].map(
		d => [d.querySelector("dt").textContent, d.querySelector("dd").textContent]))`)
	for question, want := range map[string]string{
		"What does it mostly do?":                    "Answered for each part",
		"How long does the longest single task run?": "I don’t know",
		"Who could run it today?": "Either “An administrator or operations team that looks after servers” or " +
			"“A platform team with clusters, monitoring and on-call”",
		"What matters most to you?": "1. Data stays consistent simply, 2. A failure stays small",
	} {
		if rows[question] != want {
			t.Errorf("the check answers %q with %q, want %q", question, rows[question], want)
		}
	}
}

// TestPartQuestions asks a part for what few parts answer: with the script once the list is
// opened, without it by a button. What is answered stays through a reload.
func TestPartQuestions(t *testing.T) {
	portal := startPortal(t)
	const parts = "/decide/deployment?p1.name=Shop&p1.kind=records&p2.name=Images&p2.kind=events"
	p := newPage(t, look{}, portal.url)
	p.visit(portal.url+parts, 200)
	p.click(p.all("DisclosureTriangle", "^What else differs")[1])
	p.until("the questions of the second part", func() bool { return len(p.all("combobox", "^How fast must even the slow answers be")) == 1 })
	if got := eval[string](p, `document.activeElement.closest(".part-more").querySelectorAll("select, input").length + " " +
		[...document.querySelectorAll(".part [name]")].filter(e => document.querySelectorAll("[id='" + e.id + "']").length > 1 && e.type !== "checkbox").length`); got != "18 0" {
		t.Errorf("the part has fields and doubled ids %s, want 18 and none", got)
	}
	checkAccessible(t, p, "with the questions of a part")
	p.focus(p.find("combobox", "^How fast must even the slow answers be"))
	p.keys("Within")
	p.until("the answer in the address", func() bool { return strings.Contains(p.address(), "p2.latency=tight") })
	p.reload()
	if got := eval[string](p, `document.querySelector("[name='p2.latency']").value`); got != "tight" {
		t.Errorf("after a reload the part answers %q", got)
	}

	plain := newPage(t, look{noScript: true, width: 360}, portal.url)
	plain.visit(portal.url+parts, 200)
	plain.click(plain.all("DisclosureTriangle", "^What else differs")[1])
	plain.press("button", "^Show the other questions for this part")
	plain.arrive("open=p2.*#part-2$")
	plain.find("combobox", "^How fast must even the slow answers be")
	if got := eval[string](plain, `document.querySelector("[name='p1.name']").value`); got != "Shop" {
		t.Errorf("the name of the first part became %q", got)
	}
}

// TestWeights asks for the weights of all criteria, with the script and without it.
func TestWeights(t *testing.T) {
	portal := startPortal(t)
	for _, script := range []bool{true, false} {
		p := newPage(t, look{noScript: !script}, portal.url)
		p.visit(portal.url+"/decide/deployment?kind=front&step=priorities", 200)
		p.press("button", "^Weigh all of them")
		p.arrive("open=weights.*#weights$")
		p.write("^Free to change provider", "80")
		if script {
			p.press("button", "^Check your answers$")
			p.find("button", "^Change: What matters most")
			if text := eval[string](p, `document.querySelector("[data-check]").innerText`); !strings.Contains(text, "Free to change provider: 80") {
				t.Errorf("the check leaves out the weight:\n%s", text)
			}
			p.press("button", "^Change: What matters most")
			if e, ok := p.focused(); !ok || !strings.HasPrefix(e.Name, "Free to change provider") {
				t.Errorf("Change leads to %s %q", e.Role, e.Name)
			}
			p.until("the weight in the address", func() bool { return strings.Contains(p.address(), "w.portability=80") })
			p.reload()
			if got := p.value("^Free to change provider"); got != "80" {
				t.Errorf("after a reload the weight is %q", got)
			}
		}
		p.press("button", "^Show the result( now)?$")
		p.arrive(`/result\?kind=front&.*w.portability=80`)
	}
}

// TestWhatIf changes one answer of a result and reads both verdicts beside each other.
func TestWhatIf(t *testing.T) {
	portal := startPortal(t)
	for _, script := range []bool{true, false} {
		p := newPage(t, look{noScript: !script, width: 360}, portal.url)
		p.visit(portal.url+"/decide/deployment/result?kind=records&size=few&place=cloud", 200)
		p.press("link", "^What if one answer were different")
		p.arrive("whatif=#what-if$")
		p.focus(p.find("combobox", "^The question to answer differently"))
		p.keys("What does it mostly do")
		p.press("button", "^Show its other answers")
		p.arrive("whatif=kind#what-if$")
		if found := p.all("radio", "^A system of record"); len(found) > 0 {
			t.Error("the present answer is one to try")
		}
		p.press("radio", "^Reactions to single events")
		p.press("button", "^Show before and after")
		p.arrive(`whatif=kind\.events#what-if$`)
		if text := eval[string](p, `document.querySelector("#what-if").innerText`); !strings.Contains(text, "would still come first") {
			t.Errorf("before and after are not compared:\n%s", text)
		}
		p.press("link", "^Try another question")
		p.arrive("whatif=#what-if$")
	}
}
