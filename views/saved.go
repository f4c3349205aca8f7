package views

import (
	"context"
	"strconv"

	"github.com/a-h/templ"

	"crossroads/decision"
	"crossroads/link"
	"crossroads/record"
	"crossroads/report"
)

// SavedPage shows a stored assessment.
type SavedPage struct {
	Page
	Saved    record.Saved
	Report   decision.Report // decoded from Saved.Report
	NoteHTML string          // Saved.Note rendered without raw HTML
	ShareURL string          // absolute where the base URL is known
	EditURL  string          // with the key in the fragment; set in the answer to what saved it
	At       string          // the page's own address, when it answers a form at another one
	Newest   bool            // the address names no revision
	ScoreURL string          // the same answers scored with today's catalogue
	Moved    bool            // catalogue or engine changed since it was saved
	AgainURL string          // what scoring again would change; set when Moved and it is possible
	Due      bool            // the day of the review has come
	Comments []record.Comment
	Origin   string // of the portal: scheme and host; for Offline
}

// CatalogueOf is today's version of the comparison that was saved, nil when it is gone.
func (s Site) CatalogueOf(slug string) *decision.Catalogue {
	for _, c := range s.Comparisons {
		if c.Slug == slug {
			return c
		}
	}
	return nil
}

func (p SavedPage) view() reportView {
	return reportView{
		Reading:     report.Reading{Report: p.Report, Cat: p.Site.CatalogueOf(p.Saved.Comparison)},
		WorkingsURL: p.revision() + "/workings", Embed: p.Embed,
		Given: p.Saved.Input.Priorities, Decided: p.Saved.Decision != "", Agreed: p.Site.agreed(p.Report, p.Saved.Input),
	}
}

// revision is the address of the revision that is shown, which stays when a newer one is saved.
func (p SavedPage) revision() string {
	return "/a/" + p.Saved.ID + "/r/" + strconv.Itoa(p.Saved.Number)
}

// editLinkData returns, for the script, the address of the page, and for how many seconds the tab
// may show its edit link again.
func (p SavedPage) editLinkData(ctx context.Context) templ.Attributes {
	return templ.Attributes{"data-keep": string(link.To(ctx, p.At)), "data-seconds": strconv.Itoa(int(record.OnceTime.Seconds()))}
}

// editLinkHours is record.OnceTime in words.
const editLinkHours = "one hour"

// files returns the style sheet and the scripts of the page. In a frame there are no scripts that
// report a save, which the page around it does, or that add to this browser's list.
func (p SavedPage) files() []string {
	files := []string{"result.css", "keep.js", "page.js"}
	if p.comments() {
		files[0] = "record.css"
	}
	if p.NoteHTML != "" {
		files = append(files, "prose.css")
	}
	if !p.Embed {
		files = append(files, "mine.js", "said.js")
	}
	return files
}

// comments reports whether the page shows what people say about the assessment.
func (p SavedPage) comments() bool {
	return !p.Embed && p.Site.Portfolio && p.Newest && visible(p.Comments) > 0
}

// file is the address of an export of the revision that is shown.
func (p SavedPage) file(name string) string {
	address := "/a/" + p.Saved.ID
	if p.Saved.Older() || p.Path != address {
		address += "/r/" + strconv.Itoa(p.Saved.Number)
	}
	if name == "" {
		return address
	}
	return address + "/" + name
}

// changedSince says what has changed since the report was saved.
func (p SavedPage) changedSince() string {
	cat := p.Site.CatalogueOf(p.Saved.Comparison)
	method := p.Saved.Engine != decision.EngineVersion
	return changedSince(!method || cat == nil || cat.Version != p.Saved.Catalogue, method) + "then"
}
