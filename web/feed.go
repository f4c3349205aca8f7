package web

import (
	"cmp"
	"context"
	"encoding/xml"
	"net/http"
	"slices"
	"strings"
	"time"

	"crossroads/format"
	"crossroads/views"
	"crossroads/web/deliver"
)

const (
	typeAtom = "application/atom+xml; charset=utf-8"
	typeXML  = "application/xml; charset=utf-8"
)

// maxFeed bounds the entries of the feed.
const maxFeed = 60

// atomFeed and the types below it are a document of RFC 4287.
type atomFeed struct {
	XMLName   xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Language  string      `xml:"xml:lang,attr"`
	ID        string      `xml:"id"`
	Title     string      `xml:"title"`
	Subtitle  string      `xml:"subtitle"`
	Updated   string      `xml:"updated"`
	Links     []atomLink  `xml:"link"`
	Author    atomAuthor  `xml:"author"`
	Generator string      `xml:"generator"`
	Entries   []atomEntry `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr"`
	Href string `xml:"href,attr"`
}

type atomAuthor struct {
	Name string `xml:"name"`
}

type atomEntry struct {
	ID         string         `xml:"id"`
	Title      string         `xml:"title"`
	Updated    string         `xml:"updated"`
	Published  string         `xml:"published,omitempty"`
	Link       atomLink       `xml:"link"`
	Categories []atomCategory `xml:"category"`
	Summary    string         `xml:"summary"`
}

type atomCategory struct {
	Term string `xml:"term,attr"`
}

// xmlPages keeps a document in memory where the public address is known. Else it
// names the address that it is asked under, which is different for each reader,
// so it is made for each.
func (s *server) xmlPages(path, contentType string, document func(base string) any) []fixed {
	if s.cfg.BaseURL == "" {
		return nil
	}
	page := fixed{path, &deliver.Fixed{ContentType: contentType, Render: func(context.Context) ([]byte, error) { return xmlDocument(document(s.cfg.BaseURL)) }}}
	return []fixed{page.daily()}
}

func (s *server) feed(w http.ResponseWriter, r *http.Request) error {
	return s.sendXML(w, r, typeAtom, s.feedDocument)
}

func (s *server) sitemap(w http.ResponseWriter, r *http.Request) error {
	return s.sendXML(w, r, typeXML, s.sitemapDocument)
}

func (s *server) sendXML(w http.ResponseWriter, r *http.Request, contentType string, document func(base string) any) error {
	if page := s.fixed[r.URL.Path]; page != nil {
		return s.serveFixed(w, r, page)
	}
	text, err := xmlDocument(document(s.base(r)))
	if err != nil {
		return err
	}
	deliver.Send(w, r, http.StatusOK, contentType, text)
	return nil
}

func xmlDocument(document any) ([]byte, error) {
	text, err := xml.MarshalIndent(document, "", "  ")
	return append([]byte(xml.Header), append(text, '\n')...), err
}

// feedDocument lists articles and changes of the content, the newest first.
func (s *server) feedDocument(base string) any {
	f := atomFeed{
		Language: "en", ID: base + "/feed.xml", Title: s.site.Name + ": changes",
		Subtitle:  "New and checked articles, and changes of the content.",
		Links:     []atomLink{{"self", "application/atom+xml", base + "/feed.xml"}, {"alternate", "text/html", base + "/updates"}},
		Author:    atomAuthor{s.site.Name},
		Generator: "Crossroads",
		Entries:   slices.Concat(s.changeEntries(base), s.articleEntries(base), s.staleEntries(base)),
	}
	slices.SortStableFunc(f.Entries, func(a, b atomEntry) int { return cmp.Compare(b.Updated, a.Updated) })
	f.Entries = f.Entries[:min(len(f.Entries), maxFeed)]
	f.Updated = moment(time.Unix(0, 0))
	if len(f.Entries) > 0 {
		f.Updated = f.Entries[0].Updated
	}
	return f
}

func (s *server) articleEntries(base string) []atomEntry {
	var entries []atomEntry
	for _, a := range s.lib.Articles {
		url := base + "/articles/" + a.Slug
		e := atomEntry{ID: url, Title: a.Title, Updated: moment(a.Updated), Published: moment(a.Published), Link: atomLink{"alternate", "text/html", url}, Summary: a.Summary}
		for _, tag := range a.Tags {
			e.Categories = append(e.Categories, atomCategory{tag})
		}
		entries = append(entries, e)
	}
	return entries
}

func (s *server) changeEntries(base string) []atomEntry {
	var entries []atomEntry
	for _, c := range s.lib.Changes {
		id := base + "/updates#change-" + c.ID
		url := id
		if c.URL != "" {
			url = base + c.URL
		}
		entries = append(entries, atomEntry{ID: id, Title: c.Title, Updated: moment(c.Date), Link: atomLink{"alternate", "text/html", url}, Summary: c.Text})
	}
	return entries
}

// staleEntries name the prices that are due for review, one entry a price sheet.
// An entry counts as new when a further price has come due.
func (s *server) staleEntries(base string) []atomEntry {
	var entries []atomEntry
	for _, sheet := range views.StaleSheets(s.lib.Prices, s.today()) {
		var names []string
		due := ""
		for _, i := range sheet.Items {
			names, due = append(names, i.Name), max(due, i.ReviewBy)
		}
		day, err := time.Parse(time.DateOnly, due)
		if err != nil {
			continue // content has no other days
		}
		url := base + "/updates#stale-prices"
		entries = append(entries, atomEntry{ID: base + "/updates#stale-" + sheet.ID, Title: "Prices due for review: " + sheet.Name, Updated: moment(day.AddDate(0, 0, 1)), Link: atomLink{"alternate", "text/html", url},
			Summary: format.Plural(len(names), "price") + " should have been read again by now: " + strings.Join(names, "; ") + "."})
	}
	return entries
}

// moment writes the beginning of a day, in UTC, as RFC 3339 has it.
func moment(day time.Time) string { return day.UTC().Format(time.RFC3339) }

// sitemapURLs is a document of sitemaps.org.
type sitemapURLs struct {
	XMLName xml.Name     `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	URLs    []sitemapURL `xml:"url"`
}

type sitemapURL struct {
	Address string `xml:"loc"`
	Changed string `xml:"lastmod,omitempty"`
}

// sitemapDocument lists every page that search engines may keep.
func (s *server) sitemapDocument(base string) any {
	changed := map[string]string{}
	for _, a := range s.lib.Articles {
		changed["/articles/"+a.Slug] = a.Updated.Format(time.DateOnly)
	}
	var doc sitemapURLs
	for path, page := range s.fixed {
		if page.ContentType == deliver.TypeHTML && !page.NoIndex && !isEmbed(path) {
			doc.URLs = append(doc.URLs, sitemapURL{base + path, changed[path]})
		}
	}
	slices.SortFunc(doc.URLs, func(a, b sitemapURL) int { return cmp.Compare(a.Address, b.Address) })
	return doc
}
