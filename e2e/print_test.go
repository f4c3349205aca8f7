package e2e

import (
	"fmt"
	"math"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// printed is what a page is on paper: its text with single spaces, and its pages.
func printed(p *page) (text string, pages int) {
	p.t.Helper()
	pdf, err := chromedp.Run(p.ctx, chromedp.PrintToPDF(chromedp.PDFPrintBackground(), chromedp.PDFPaper(chromedp.PaperA4)))
	p.must(err)
	file := filepath.Join(p.t.TempDir(), "page.pdf")
	p.must(os.WriteFile(file, pdf, 0o600))
	// In the order in which the page has it, or two columns side by side would mix.
	out, err := exec.Command("pdftotext", "-raw", file, "-").Output()
	if err != nil {
		p.t.Fatalf("pdftotext, of the package poppler-utils: %v", err)
	}
	info, err := exec.Command("pdfinfo", file).Output()
	p.must(err)
	count := regexp.MustCompile(`(?m)^Pages: +([0-9]+)$`).FindSubmatch(info)
	if count == nil {
		p.t.Fatalf("pdfinfo says nothing of pages:\n%s", info)
	}
	pages, err = strconv.Atoi(string(count[1]))
	p.must(err)
	return oneLine(string(out)), pages
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// chrome is what a reader can do with a page but not with paper.
var chrome = []string{"Skip to the content", "Search this site", "Glossary", "JSON API", "On this page", "Copy", "Take it along",
	"Compare with another",
	"Try other answers", "Edit or delete", "Team round", "The same as a table", "What the bars mean", "Every step of these bills",
	"Save and share", "Change answers", "Read about"}

// TestPrintedRecord prints saved assessments, as people file them, from a dark
// screen: the decision takes two pages, with parts three at most, with its link and without what cannot be pressed.
func TestPrintedRecord(t *testing.T) {
	portal := startPortal(t)
	for _, test := range []struct {
		name  string
		pages int // at most
		body  string
		more  string
	}{
		{"few answers", 2, `"answers":{"kind":"events","duration":"hours","level":"tiny","consistency":"strict"}`, "Ruled out, and what would bring it back"},
		{"with load", 2, `"answers":{"kind":"events","duration":"seconds","level":"tiny"},"load":{"requests":3000000,"engineer_hours":20}`,
			"For this load: requests a month 3,000,000; work of engineers 20 hours a month; usual values: average duration 120 ms;"},
		{"with parts and load", 3, `"answers":{"shape":"surges"},"load":{"requests":30000000},"parts":[{"name":"Shop","share":2,"answers":{"kind":"records"}},{"name":"Images","share":1,"answers":{"kind":"events"}}]`,
			"Which part goes where"},
	} {
		t.Run(test.name, func(t *testing.T) {
			doc := ask(t, http.MethodPost, portal.url+"/api/v1/assessments", "", "",
				`{"comparison":"deployment","title":"Order system 2027","author":"Grace","note":"We *tried* both, see https://example.org/both.",`+test.body+`}`)
			share := portal.url + "/a/" + doc["id"].(string)
			report := doc["report"].(map[string]any)
			p := newPage(t, look{dark: true}, portal.url)
			p.visit(share, 200)
			text, pages := printed(p)
			if pages > test.pages {
				t.Errorf("it takes %d pages, want %d at most", pages, test.pages)
			}
			version := report["provenance"].(map[string]any)["catalogue"].(string)
			want := []string{"Order system 2027", "by Grace", "We tried both, see https://example.org/both.", report["headline"].(string), report["sureness"].(string),
				report["against"].(string),
				"Read-only link: " + share, "Printed from Crossroads", "Comparison version " + version[:10], "Your answers", test.more}
			want = append(want, firstFlip(t, report))
			for _, trigger := range report["revisit"].([]any) {
				want = append(want, trigger.(string))
			}
			for _, w := range want {
				// A word that ends a line at its hyphen comes back without it.
				if !strings.Contains(strings.ReplaceAll(text, "-", ""), strings.ReplaceAll(oneLine(w), "-", "")) {
					t.Errorf("the paper lacks %q", w)
				}
			}
			for _, bad := range chrome {
				if strings.Contains(text, bad) {
					t.Errorf("the paper has %q", bad)
				}
			}
			if t.Failed() {
				t.Log(text)
			}
		})
	}
}

// TestPrintedResult prints a result that is not saved.
func TestPrintedResult(t *testing.T) {
	portal := startPortal(t)
	p := newPage(t, look{dark: true}, portal.url)
	p.visit(portal.url+"/decide/deployment/result?"+answers, 200)
	headline := p.find("heading", "").Name
	text, pages := printed(p)
	if pages > 2 || !strings.Contains(text, oneLine(headline)) || !strings.Contains(text, "Your answers") {
		t.Errorf("%d pages: %s", pages, text)
	}
	for _, bad := range append(chrome, "Read-only link") {
		if strings.Contains(text, bad) {
			t.Errorf("the paper has %q", bad)
		}
	}
}

// TestPrintedBars prints how options stand that an open question may rule out, which the paper says as the screen does, above
// a scale that begins where the bars begin.
func TestPrintedBars(t *testing.T) {
	portal := startPortal(t)
	p := newPage(t, look{}, portal.url)
	p.visit(portal.url+"/decide/deployment/result?kind=records&size=team&staff=developers&rank=speed,ops", 200)
	text, _ := printed(p)
	for _, want := range []string{"unless “Where must it run?” rules it out", "What matters most to you? 1. Quick to deliver now"} {
		if !strings.Contains(text, want) {
			t.Errorf("the paper lacks %q: %s", want, text)
		}
	}
	call(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
	off := eval[[]float64](p, `(() => {
		const bar = document.querySelector("#standing .bar-track").getBoundingClientRect(), box = document.querySelector("#standing .bar-axis").getBoundingClientRect();
		return [box.left - bar.left, box.right - bar.right];
	})()`)
	for _, by := range off {
		if math.Abs(by) > 1 {
			t.Errorf("the ends of the scale are %v px off those of the bars", off)
			break
		}
	}
}

// TestPrintedMatrix prints the comparison: paper is narrow and still has every option.
func TestPrintedMatrix(t *testing.T) {
	portal := startPortal(t)
	p := newPage(t, look{width: 360}, portal.url)
	p.visit(portal.url+"/compare/deployment", 200)
	verdicts := eval[[]string](p, `[...document.querySelectorAll(".matrix td > p:not([class])")].map(e => e.textContent)`)
	text, _ := printed(p)
	if len(verdicts) < 8 {
		t.Fatalf("the page has %d verdicts", len(verdicts))
	}
	for _, v := range verdicts {
		if !strings.Contains(text, oneLine(v)) {
			t.Errorf("the paper lacks %q", v)
		}
	}
}

// firstFlip is the change of answers that the page shows first: single ones before
// pairs, plain facts last, the likeliest on top.
func firstFlip(t *testing.T, report map[string]any) string {
	t.Helper()
	flips := report["flips"].([]any)
	if len(flips) == 0 {
		flips = report["pair_flips"].([]any)
	}
	if len(flips) == 0 {
		t.Fatal("no change of answers to look for; the test needs answers that have one")
	}
	best, said, together := -1.0, "", map[string]string{}
	for _, f := range flips {
		flip := f.(map[string]any)
		first := flip["changes"].([]any)[0].(map[string]any)
		effect := fmt.Sprint(first["question"], first["part"], flip["leader"], flip["name"])
		if text, ok := flip["together"].(string); ok { // about all that come after it, to the same effect
			together[effect] = text
		}
		likely := flip["likely"].(float64)
		if flip["plain"] != true {
			likely++
		}
		if likely > best {
			best, said = likely, flip["sentence"].(string)
			if text := together[effect]; text != "" {
				said = text
			}
		}
	}
	return said
}
