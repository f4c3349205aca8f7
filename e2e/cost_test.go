package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// finding is the headline of the cost explorer.
func finding(p *page) string {
	p.t.Helper()
	return eval[string](p, `document.querySelector("#finding").innerText`)
}

// TestCostToDecision changes figures, sees another finding, takes the figures
// into the wizard, and finds the same bill in the result.
func TestCostToDecision(t *testing.T) {
	portal := startPortal(t)
	p := newPage(t, look{}, portal.url)
	p.visit(portal.url+"/", 200)
	p.press("link", "^Cost$")
	p.arrive("/cost$")
	before := finding(p)

	eval[bool](p, `document.querySelector("#requests").select(), true`)
	p.write("^Requests a month", "200000000")
	p.until("another finding", func() bool { return finding(p) != before })
	p.until("the figures in the address", func() bool { return strings.Contains(p.address(), "requests=200000000") })
	if said := p.find("status", "").Name +
		eval[string](p, `document.querySelector("[data-say]").textContent`); !strings.Contains(said, finding(p)) {
		t.Errorf("%q is not announced, but %q", finding(p), said)
	}
	total := eval[string](p,
		`document.querySelector(".totals tbody .num").firstChild.nodeValue || document.querySelector(".totals tbody b").textContent`)

	p.press("link", "^Use these figures in the wizard")
	p.arrive(`/decide/deployment\?load\.requests=200000000$`)
	p.press("button", "^Show the result now")
	p.arrive(`/decide/deployment/result\?load\.requests=200000000`)
	p.find("heading", "^What it costs")
	if text := eval[string](p, `document.querySelector("#cost").innerText`); !strings.Contains(text, strings.TrimSpace(total)) {
		t.Errorf("the result does not show the bill of %s:\n%s", total, text)
	}
	share := save(p, "With figures")
	friend := newPage(t, look{}, portal.url)
	friend.visit(share, 200)
	friend.find("heading", "^What it costs")

	p.visit(portal.url+"/cost?requests=5", 200)
	eval[bool](p, `document.querySelector("#requests").select(), true`)
	p.write("^Requests a month", "7")
	p.until("the figures in the address", func() bool { return strings.Contains(p.address(), "requests=7&") })
	p.press("link", "^Method$")
	p.arrive("/method$")
	eval[bool](p, `history.back(), true`) // the page may come from memory, without a load
	p.arrive("/cost")
	if got := eval[string](p, `document.querySelector("#requests").value`); got != "7" {
		t.Errorf("after going back there are %s requests", got)
	}
}

// TestCostSliderAndCurve drags by keyboard, and reads the curve off by it.
func TestCostSliderAndCurve(t *testing.T) {
	portal := startPortal(t)
	p := newPage(t, look{width: 360}, portal.url)
	p.visit(portal.url+"/cost", 200)
	slider := p.find("slider", "^Requests a month, slider")
	p.focus(slider)
	p.keys(kb.End)
	p.until("the end of the slider in the field", func() bool {
		return eval[string](p, `document.querySelector("#requests").value`) == "10,000,000,000"
	})
	p.until("its finding", func() bool {
		return strings.Contains(finding(p), "billion") && strings.Contains(p.address(), "requests=10000000000")
	})

	p.focus(p.find("slider", "^Cost along: Requests a month"))
	p.keys(kb.Home)
	first := eval[string](p, `document.querySelector("[data-readout]").textContent`)
	p.keys(kb.ArrowRight)
	second := eval[string](p, `document.querySelector("[data-readout]").textContent`)
	if !strings.HasPrefix(first, "Requests a month 10,000: Functions ") || first == second {
		t.Errorf("read off %q, then %q", first, second)
	}
	if said := eval[string](p, `document.querySelector("[data-plot]").getAttribute("aria-valuetext")`); said != second {
		t.Errorf("the screen reader hears %q, not %q", said, second)
	}
}

// TestCostWrongFigures: what cannot be used is said at the field, the last good
// bills stay, and the next good figure mends it. Once it is left, a figure is
// shown as it was read.
func TestCostWrongFigures(t *testing.T) {
	portal := startPortal(t)
	p := newPage(t, look{}, portal.url)
	p.expect("422")
	p.visit(portal.url+"/cost?requests=200.000.000", 200)
	before := finding(p)
	eval[bool](p, `document.querySelector("#duration").select(), true`)
	p.write("^Average duration", "soon")
	p.until("the problem at the field", func() bool {
		return eval[bool](p,
			`!!document.querySelector("#duration-problem") && document.querySelector("#duration").getAttribute("aria-invalid") === "true"`)
	})
	if after := finding(p); after != before {
		t.Errorf("%q did not stay, but became %q", before, after)
	}
	if text := eval[string](p,
		`document.querySelector("[data-kept]").textContent`); text != "What follows is for the last figures that could be used." {
		t.Errorf("above it stands %q", text)
	}
	eval[bool](p, `document.querySelector("#duration").select(), true`)
	p.write("^Average duration", "1,5 s")
	p.until("figures again", func() bool {
		return eval[bool](p, `!!document.querySelector("#finding") && !document.querySelector("#duration-problem, [data-problems]")`)
	})
	if got := eval[string](p, `document.querySelector("#duration").value`); got != "1,5 s" {
		t.Errorf("while it is typed the field became %q", got)
	}
	p.focus(p.find("slider", "^Requests a month, slider"))
	p.until("the figure as it was read", func() bool {
		return eval[string](p, `document.querySelector("#duration").value`) == "1,500" && strings.Contains(p.address(), "duration=1500&")
	})
}

// TestBillOpens opens a bill, whose lines come then and follow the figures, and opens
// another one while the server cannot be reached.
func TestBillOpens(t *testing.T) {
	portal := startPortal(t)
	p := newPage(t, look{}, portal.url)
	p.visit(portal.url+"/cost", 200)
	lines := func() string {
		return eval[string](p, `document.querySelector("#bill-lambda-x86 .lines")?.innerText || ""`)
	}
	p.press("DisclosureTriangle", "^AWS Lambda on x86")
	p.until("the lines of the bill", func() bool { return strings.Contains(lines(), "3,000,000 requests") })
	if n := eval[int](p, `document.querySelectorAll("#bills .lines").length`); n != 1 {
		t.Errorf("%d bills have lines, want the one that is open", n)
	}
	eval[bool](p, `document.querySelector("#requests").select(), true`)
	p.write("^Requests a month", "4000000")
	p.until("the lines for another load", func() bool { return strings.Contains(lines(), "4,000,000 requests") })
	if strings.Contains(p.address(), "bill=") {
		t.Errorf("the address holds what is open: %s", p.address())
	}
	p.visit(portal.url+"/cost?parts=2&p1.name=Shop", 200)
	p.press("DisclosureTriangle", "^Shop, AWS Lambda on x86")
	p.until("the lines of the part", func() bool {
		return eval[bool](p, `!!document.querySelector("#bill-part-1[open] .lines")`)
	})
	p.expect("Failed to load resource|blocked")
	p.block(portal.url + "/cost/figures*")
	p.press("DisclosureTriangle", "^Services on Amazon EKS")
	p.press("link", "^Show its lines")
	p.arrive("bill=eks#bill-eks$")
	p.find("columnheader", "^Price source")
}

// TestFieldsOpen opens groups of fields, which come then and count, and one while the server
// cannot be reached, whose button brings its fields with all that was typed.
func TestFieldsOpen(t *testing.T) {
	portal := startPortal(t)
	p := newPage(t, look{}, portal.url)
	p.visit(portal.url+"/cost", 200)
	p.press("DisclosureTriangle", "^Assumptions of the sizing")
	p.until("the fields of the group", func() bool {
		return eval[bool](p, `!!document.querySelector("#assume[open] #services") && !document.querySelector("#assume button")`)
	})
	before := eval[string](p, `document.querySelector(".totals").innerText`)
	p.write("^Services", "3")
	p.until("bills for other assumptions", func() bool {
		return eval[string](p, `document.querySelector(".totals").innerText`) != before && strings.Contains(p.address(), "services=3")
	})
	p.expect("Failed to load resource|blocked")
	p.block(portal.url + "/cost?*")
	p.press("DisclosureTriangle", "^Optional lines")
	p.until("the button is still there", func() bool { return eval[bool](p, `!!document.querySelector("#lines[data-group]")`) })
	p.block(portal.url + "/nothing") // it can be reached again
	p.press("button", "^Show its fields")
	p.arrive("fields=lines.*services=3.*#lines$")
	p.find("combobox", "^Database")
	if got := eval[string](p, `document.getElementById("services").value`); got != "3" {
		t.Errorf("there are %q services", got)
	}
}

// TestCostWithoutScript is the explorer on a plain form.
func TestCostWithoutScript(t *testing.T) {
	portal := startPortal(t)
	p := newPage(t, look{noScript: true, width: 360}, portal.url)
	p.visit(portal.url+"/cost?memory=128", 200) // as much as Workers have
	before := finding(p)
	p.press("DisclosureTriangle", "^What to compare")
	p.press("checkbox", "^Cloudflare Workers")
	p.press("radio", "^Duration")
	p.press("button", "^Show the cost")
	p.arrive("/cost.*axis=duration")
	if after := finding(p); after == before || !strings.Contains(after, "Workers") {
		t.Errorf("%q became %q", before, after)
	}
	p.press("DisclosureTriangle", "^Processors, commitment, spot servers")
	p.press("button", "^Show its fields")
	p.arrive("/cost.*&fields=prices.*axis=duration.*#prices$")
	p.find("combobox", "^Commitment")
	p.press("DisclosureTriangle", "^One application on AWS Fargate")
	p.press("link", "^Show its lines")
	p.arrive("/cost.*axis=duration.*&bill=fargate#bill-fargate$")
	p.find("cell", "Fargate processors|per hour|730 hours")
	p.press("link", "^Use these figures in the wizard")
	p.arrive(`/decide/deployment\?load\.requests=3000000&load\.memory=128$`)
	if got := eval[string](p, `document.getElementById("load.requests").value`); got != "3,000,000" {
		t.Errorf("the wizard has %q requests", got)
	}
}

// TestCostTwoLoads states a later load, reads which option costs least under each,
// and opens the later bills on their own. What cannot be used keeps what was typed.
func TestCostTwoLoads(t *testing.T) {
	portal := startPortal(t)
	p := newPage(t, look{width: 360}, portal.url)
	p.expect("422")
	p.visit(portal.url+"/cost", 200)
	p.press("DisclosureTriangle", "^Compare with a later load")
	p.write("^Requests a month later", "300000000")
	p.until("both loads", func() bool { return strings.HasPrefix(finding(p), "At today’s load functions cost least") })
	p.until("the later load in the address", func() bool { return strings.Contains(p.address(), "later.requests=300000000") })
	if marks := eval[int](p, `document.querySelectorAll(".curve-plot .yours").length`); marks != 2 {
		t.Errorf("%d loads on the curve", marks)
	}
	if wide := eval[bool](p, `document.documentElement.scrollWidth > innerWidth`); wide {
		t.Error("the page is wider than the screen")
	}
	later := eval[string](p, `document.querySelector(".totals tbody tr td:last-child").innerText`)
	p.press("link", "^The later bills line by line")
	p.arrive(`/cost\?.*requests=300000000`)
	if now := eval[string](p, `document.querySelector(".totals tbody tr td").innerText`); now != later {
		t.Errorf("%s became %s", later, now)
	}

	q := newPage(t, look{noScript: true}, portal.url)
	q.expect("422")
	q.visit(portal.url+"/cost?later.requests=soon&later.duration=500", 422)
	if got := eval[string](q, `document.getElementById("later.requests").value`); got != "soon" {
		t.Errorf("what was typed became %q", got)
	}
	if open := eval[bool](q, `document.getElementById("later").open && !!document.getElementById("later.requests-problem")`); !open {
		t.Error("the problem is not shown at its field")
	}
}

// TestFiguresInWizard: a figure typed as people write it is shown as it was read,
// and goes on as a plain number.
func TestFiguresInWizard(t *testing.T) {
	portal := startPortal(t)
	p := newPage(t, look{}, portal.url)
	p.visit(portal.url+"/decide/deployment#load", 200)
	p.write("^Requests a month", "2,5 million")
	p.until("how it was read", func() bool {
		return strings.Contains(eval[string](p, `document.querySelector("[data-echo]").dataset.echo`), `"load.requests":"2,500,000"`)
	})
	eval[bool](p, `document.getElementById("load.duration").focus(), true`)
	p.until("the figure as it was read", func() bool {
		return eval[string](p, `document.getElementById("load.requests").value`) == "2,500,000" &&
			strings.Contains(p.address(), "load.requests=2500000")
	})
	p.press("button", "^Show the result now")
	p.arrive(`/decide/deployment/result\?load\.requests=2500000$`)
}

// TestHoursByRules asks for rules of thumb: the table gets the work of people, and each field says
// what stands in for it.
func TestHoursByRules(t *testing.T) {
	for name, l := range map[string]look{"scripts": {}, "no scripts, 360, dark": {noScript: true, width: 360, dark: true}} {
		t.Run(name, func(t *testing.T) {
			portal := startPortal(t)
			p := newPage(t, l, portal.url)
			p.visit(portal.url+"/cost?fields=work#work", 200)
			p.find("combobox", "^People’s hours")
			if l.noScript {
				p.visit(portal.url+"/cost?people=rules#people", 200)
			} else {
				eval[bool](p, `(s => { s.value = "rules"; s.dispatchEvent(new Event("change", {bubbles: true})); return true })(document.getElementById("people"))`)
				p.arrive("people=rules.*#people$")
			}
			p.find("columnheader", "^Together")
			if got := eval[string](p, `document.getElementById("people-microservices").placeholder`); got != "rule of thumb: 52" {
				t.Errorf("the field for clusters says %q", got)
			}
			if wide := eval[bool](p, `document.documentElement.scrollWidth > innerWidth`); wide {
				t.Error("the page scrolls sideways")
			}
		})
	}
}
