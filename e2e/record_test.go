package e2e

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"
)

// Who sends requests, as a proxy would say.
const (
	identityHeader = "X-Forwarded-User"
	somebody       = "ada.lovelace@analytical-engines.example"
)

// ask sends JSON to the API and returns the answer's texts.
func ask(t *testing.T, method, url, key, match, body string) map[string]any {
	t.Helper()
	req, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set(identityHeader, somebody) // for portals that trust it
	if key != "" {
		req.Header.Set("Authorization", "Bearer "+key)
	}
	if match != "" {
		req.Header.Set("If-Match", match)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode >= 300 {
		said, _ := io.ReadAll(res.Body)
		t.Fatalf("%s %s: %s\n%s", method, url, res.Status, said)
	}
	var doc map[string]any
	if res.StatusCode != http.StatusNoContent {
		if err := json.NewDecoder(res.Body).Decode(&doc); err != nil {
			t.Fatal(err)
		}
	}
	return doc
}

// place is a page around a saved assessment, and the way there.
type place struct {
	name string
	open func(p *page)
}

// recordPlaces saves assessments with long and awkward names and gives every
// page around them.
func recordPlaces(t *testing.T, portal portal) []place {
	t.Helper()
	api := portal.url + "/api/v1/"
	long := strings.Repeat("Donaudampfschifffahrtsgesellschaft", 3)
	doc := ask(t, "POST", api+"assessments", "", "", `{"comparison":"deployment","title":"`+long+
		`","author":"`+long[:78]+`","note":"We *tried* both.","answers":{"shape":"surges","size":"few"},"load":{"requests":3000000}}`)
	id, key := doc["id"].(string), doc["key"].(string)
	record := api + "assessments/" + id
	ask(t, "PUT", record, key, `"1"`, `{"title":"Second","author":"Grace","answers":{"level":"high","shape":"even"},"priorities":["cost"],"load":{"requests":90000000,"memory":1024,"engineer_hours":20}}`)
	ask(t, "PUT", record+"/revisions/1/milestone", key, "", `{"name":"Decided by the board"}`)
	ask(t, "PUT", record+"/life", key, "", `{"status":"decided","review":"2020-01-01","expires":"2199-12-31"}`)
	parts := ask(t, "POST", api+"assessments", "", "", `{"comparison":"deployment","title":"Shop with pictures","answers":{"shape":"surges"},"load":{"requests":30000000},"parts":[{"name":"`+long[:78]+`","share":2,"answers":{"kind":"records"}},{"name":"Images","share":1,"answers":{"kind":"events"}}]}`)["id"].(string)
	plain := ask(t, "POST", api+"assessments", "", "",
		`{"comparison":"deployment","title":"Without figures","answers":{"kind":"events","duration":"hours"}}`)["id"].(string)
	round := ask(t, "POST", record+"/round", key, "", "")["token"].(string)
	talked := ask(t, "POST", api+"assessments", "", "", `{"comparison":"deployment","title":"Talked about","answers":{}}`)
	talkedID, talkedKey := talked["id"].(string), talked["key"].(string)
	over := ask(t, "POST", api+"assessments/"+talkedID+"/round", talkedKey, "", "")["token"].(string)
	for _, voice := range []string{
		`{"author":"` + long[:78] + `","answers":{"shape":"surges","kind":"front"}}`,
		`{"author":"Bo","answers":{"level":"high","shape":"even","kind":"events"}}`,
		`{"author":"Cy","answers":{"level":"high","shape":"even"},"priorities":["cost"]}`,
	} {
		ask(t, "POST", api+"rounds/"+over, "", "", voice)
	}
	ask(t, "POST", api+"assessments/"+talkedID+"/round/reveal", talkedKey, "", "")

	at := func(path string) func(p *page) { return func(p *page) { p.t.Helper(); p.visit(portal.url+path, 200) } }
	share := "/a/" + id
	return []place{
		{"saved", at(share)},
		{"saved-older", at(share + "/r/1")},
		{"saved-parts", at("/a/" + parts)},
		{"wizard-parts", at("/decide/deployment?p1.name=" + long[:40] + "&p2.name=" + strings.ToUpper(long[:40]))},
		{"saved-now", func(p *page) {
			p.visit(portal.url+"/decide/deployment/result?"+answers, 200)
			save(p, "Kept")
		}},
		{"edit", at(share + "/edit")},
		{"edit-wrong", func(p *page) {
			p.expect("403")
			p.visit(portal.url+share+"/edit", 200)
			p.write("^Edit key", "not-the-key")
			p.press("button", "^Save changes")
			p.find("alert", "")
		}},
		{"history", at(share + "/history")},
		{"again", at(share + "/r/1/again")},
		{"merge", func(p *page) {
			p.expect("409")
			p.visit(portal.url+"/decide/deployment/result?level=tiny&shape=silent&rank=speed,ops&load.requests=500&revise="+id+
				"&base=1", 200)
			p.write("^Edit key", key)
			p.press("button", "^Save$")
			p.find("heading", "^Somebody saved revision")
		}},
		{"round-none", at("/a/" + plain + "/round")},
		{"round-open", at(share + "/round")},
		{"round-revealed", at("/a/" + talkedID + "/round")},
		{"part", at("/t/" + round)},
		{"part-over", at("/t/" + over)},
		{"diff", at("/diff/" + id + "/" + id + "?r=1&r2=2")},
		{"diff-others", at("/diff/" + plain + "/" + parts)},
		{"diff-wrong", at("/diff?a=nonsense&b=" + id)},
		{"import", at("/assessments/import")},
		{"import-wrong", func(p *page) {
			p.expect("422")
			p.visit(portal.url+"/assessments/import", 200)
			p.write("^Or its text", `{"format": 7}`)
			p.press("button", "^Import$")
			p.find("alert", "")
		}},
		{"mine-none", at("/mine")},
		{"mine", func(p *page) {
			p.visit(portal.url+"/decide/deployment/result?"+answers, 200)
			save(p, long)
			p.visit(portal.url+"/mine", 200)
			p.find("link", "^Donau")
		}},
		{"portfolio", at("/portfolio")},
		{"portfolio-none", at("/portfolio?q=nothing+of+that+name&status=decided")},
	}
}

// identify makes the tab send what a proxy would say of its user.
func identify(p *page) {
	p.t.Helper()
	call(p, network.SetExtraHTTPHeaders, network.SetExtraHTTPHeadersParams{Headers: network.Headers{identityHeader: somebody}})
}

func startRecordPortal(t *testing.T) portal {
	t.Helper()
	return startPortal(t, "--identity-header="+identityHeader, "--trusted-proxies=127.0.0.1")
}

// widest names the elements that reach furthest beyond the page.
const widest = `[...document.body.querySelectorAll("*")]
	.filter(e => { for (let p = e.parentElement; p; p = p.parentElement) if (getComputedStyle(p).overflowX !== "visible") return false; return true; })
	.map(e => [e.getBoundingClientRect().right - document.documentElement.clientWidth, e.tagName + "." + e.className + ": " + e.textContent.slice(0, 60)])
	.filter(x => x[0] > 0).sort((a, b) => b[0] - a[0]).slice(0, 8).map(x => Math.round(x[0]) + " " + x[1]).join("; ")`

// checkWidth fails when something reaches beyond the window.
func checkWidth(t *testing.T, p *page, width int64) {
	t.Helper()
	if over := eval[int](p, "document.documentElement.scrollWidth - document.documentElement.clientWidth"); over > 0 {
		t.Errorf("at %d px the page is %d px too wide: %s", width, over, eval[string](p, widest))
	}
}

// checkLargeText fails when something does with text of twice the size.
func checkLargeText(t *testing.T, p *page, width int64) {
	t.Helper()
	eval[string](p, `document.documentElement.style.fontSize = "200%"`)
	checkWidth(t, p, width)
}

// TestRecordPages checks the pages around a saved assessment as
// TestPagesAccessible checks the others.
func TestRecordPages(t *testing.T) {
	portal := startRecordPortal(t)
	for _, place := range recordPlaces(t, portal) {
		t.Run(place.name, func(t *testing.T) {
			t.Parallel()
			for _, width := range []int64{360, 1440} {
				p := newPage(t, look{width: width}, portal.url)
				identify(p)
				place.open(p)
				unfold(p)
				checkAccessible(t, p, fmt.Sprintf("%d px, light", width))
				p.look(look{width: width, dark: true})
				checkAccessible(t, p, fmt.Sprintf("%d px, dark", width))
				checkWidth(t, p, width)
				checkLargeText(t, p, width)
			}
		})
	}
}
