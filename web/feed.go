package web

import (
	"cmp"
	"context"
	"encoding/xml"
	"net/http"
	"slices"
	"strings"
	"time"

	"crossroads/export"
	"crossroads/format"
	"crossroads/record"
	"crossroads/views"
	"crossroads/web/deliver"
)

const (
	typeAtom = "application/atom+xml; charset=utf-8"
	typeXML  = "application/xml; charset=utf-8"
)

// maxFeed is the largest number of entries in the feed.
const maxFeed = 60

// atomFeed and the types below are an Atom feed (RFC 4287).
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

// xmlPages makes a document a fixed page if the public address is configured. Otherwise the
// document contains the address of the request, so it is made for each request.
func (s *server) xmlPages(path, contentType string, document func(base string) any) []fixed {
	if s.cfg.BaseURL == "" {
		return nil
	}
	page := fixed{path, &deliver.Fixed{ContentType: contentType,
		Render: func(context.Context) ([]byte, error) { return xmlDocument(document(s.cfg.BaseURL)) }}}
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

// feedDocument lists articles and changes of the content, newest first.
func (s *server) feedDocument(base string) any {
	f := atomFeed{
		Language: "en", ID: base + "/feed.xml", Title: s.site.Name + ": changes",
		Subtitle:  describeFeed,
		Links:     []atomLink{{"self", "application/atom+xml", base + "/feed.xml"}, {"alternate", "text/html", base + "/updates"}},
		Author:    atomAuthor{s.site.Name},
		Generator: "Crossroads",
		Entries:   slices.Concat(s.changeEntries(base), s.articleEntries(base), s.staleEntries(base)),
	}
	slices.SortStableFunc(f.Entries, func(a, b atomEntry) int { return cmp.Compare(b.Updated, a.Updated) })
	f.Entries = f.Entries[:min(len(f.Entries), maxFeed)]
	f.Updated = format.RFC3339(time.Unix(0, 0))
	if len(f.Entries) > 0 {
		f.Updated = f.Entries[0].Updated
	}
	return f
}

func (s *server) articleEntries(base string) []atomEntry {
	var entries []atomEntry
	for _, a := range s.lib.Articles {
		url := base + "/articles/" + a.Slug
		e := atomEntry{ID: url, Title: a.Title, Updated: format.RFC3339(a.Updated), Published: format.RFC3339(a.Published),
			Link: atomLink{"alternate", "text/html", url}, Summary: a.Summary}
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
		entries = append(entries, atomEntry{ID: id, Title: c.Title, Updated: format.RFC3339(c.Date),
			Link: atomLink{"alternate", "text/html", url}, Summary: c.Text})
	}
	return entries
}

// staleEntries lists the prices that are due for review, one entry for each price sheet. An
// entry counts as new when another price becomes due.
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
			continue // cannot happen: days of the content were checked
		}
		url := base + "/updates#stale-prices"
		entries = append(entries, atomEntry{ID: base + "/updates#stale-" + sheet.ID, Title: "Prices due for review: " + sheet.Name,
			Updated: format.RFC3339(day.AddDate(0, 0, 1)), Link: atomLink{"alternate", "text/html", url},
			Summary: format.Plural(len(names), "price") + " should have been read again by now: " + strings.Join(names, "; ") + "."})
	}
	return entries
}

// sitemapURLs is a sitemap (sitemaps.org).
type sitemapURLs struct {
	XMLName xml.Name     `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	URLs    []sitemapURL `xml:"url"`
}

type sitemapURL struct {
	Address string `xml:"loc"`
	Changed string `xml:"lastmod,omitempty"`
}

// sitemapDocument lists every page that search engines may index.
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

const (
	typeCalendar  = "text/calendar; charset=utf-8"
	maxReminders  = 2000 // assessments in one feed of the portfolio
	remindersPage = 200  // assessments that are read at once
)

// reminderForm is a format of reminders: a calendar to subscribe to, or a feed.
type reminderForm struct {
	name        string // last piece of its address
	contentType string
	write       func(s *server, f reminderList) ([]byte, error)
}

var reminderForms = []reminderForm{
	{"reminders.ics", typeCalendar, func(_ *server, f reminderList) ([]byte, error) { return export.Calendar(f.title, f.list) }},
	{"reminders.atom", typeAtom, func(s *server, f reminderList) ([]byte, error) { return xmlDocument(s.reminderFeed(f)) }},
}

// reminderList holds the title and the reminders of a feed.
type reminderList struct {
	title   string
	page    string // address of the page that it is about
	address string // its own
	list    []export.Reminder
}

// reminders responds with the reminders of one assessment. They are cached like its page,
// until the day on which they change.
func (s *server) reminders(f reminderForm) handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		key := deliver.Key{ID: r.PathValue("id"), Kind: f.name, Origin: s.base(r)}
		finished, err := s.finished(r.Context(), key, func() (record.Saved, *deliver.Variants, error) {
			rec, err := s.assess.LoadRecord(r.Context(), key.ID, 0)
			if err != nil {
				return rec.Saved, nil, err
			}
			address := key.Origin + "/a/" + rec.ID
			one := export.Reminder{Saved: rec.Saved, Headline: rec.Report.Headline, Revisit: rec.Report.Revisit, URL: address}
			raw, err := f.write(s, reminderList{"Review: " + one.Title(), address, address + "/" + f.name, []export.Reminder{one}})
			if err != nil {
				return rec.Saved, nil, err
			}
			v := deliver.New(f.contentType, raw, deliver.Light)
			if f.contentType == typeCalendar {
				plain, name := fileNames(rec.Title)
				v.Attach(plain+".ics", name+".ics")
			}
			return rec.Saved, v, nil
		})
		if err != nil {
			return err
		}
		w.Header()["X-Robots-Tag"] = deliver.NoIndex
		finished.Serve(w, r, deliver.Private)
		return nil
	}
}

// portfolioReminders responds with the reminders of the portfolio, filtered like its page.
func (s *server) portfolioReminders(f reminderForm) handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		if err := s.mayList(r); err != nil {
			return err
		}
		filter, err := s.readFilter(fields(r, filterFields...), remindersPage)
		if err != nil {
			return err
		}
		filter.Planned = true
		listed, err := s.assess.PortfolioWhole(r.Context(), filter, maxReminders)
		if err != nil {
			return err
		}
		origin := s.base(r)
		list := make([]export.Reminder, len(listed))
		for i, l := range listed {
			list[i] = reminderOf(origin, l)
		}
		address := origin + "/portfolio/" + f.name
		if r.URL.RawQuery != "" {
			address += "?" + r.URL.Query().Encode()
		}
		raw, err := f.write(s, reminderList{s.site.Name + ": reviews", origin + "/portfolio", address, list})
		if err != nil {
			return err
		}
		w.Header()["X-Robots-Tag"] = deliver.NoIndex
		deliver.New(f.contentType, raw, deliver.Light).Serve(w, r, deliver.Private)
		return nil
	}
}

func reminderOf(origin string, l record.Listed) export.Reminder {
	saved := record.Saved{ID: l.ID, Created: l.Created, Latest: l.Latest, Life: l.Life, Arranged: l.Arranged, ArrangedAt: l.ArrangedAt}
	saved.Title, saved.At, saved.Labels = l.Title, l.At, l.Labels
	return export.Reminder{Saved: saved, Headline: l.Headline, Revisit: l.Revisit, URL: origin + "/a/" + l.ID}
}

// reminderFeed has an entry for each assessment with reasons to decide again, and one for a
// planned review. On the day of the review a new entry replaces the latter, because feed
// readers show only new entries.
func (s *server) reminderFeed(l reminderList) atomFeed {
	f := atomFeed{
		Language: "en", ID: l.address, Title: l.title,
		Subtitle:  describeReminders,
		Links:     []atomLink{{"self", "application/atom+xml", l.address}, {"alternate", "text/html", l.page}},
		Author:    atomAuthor{s.site.Name},
		Generator: "Crossroads",
		Updated:   format.RFC3339(time.Unix(0, 0)),
	}
	for _, r := range l.list {
		if r.Planned() {
			f.Entries = append(f.Entries, s.reviewEntry(r))
		}
		if len(r.Revisit) > 0 {
			f.Entries = append(f.Entries, atomEntry{
				ID: "urn:uuid:" + r.UID("again"), Title: "Decide again when: " + r.Title(), Updated: format.RFC3339(r.Saved.At),
				Link: atomLink{"alternate", "text/html", r.URL}, Summary: strings.Join(r.Revisit, "\n"),
			})
		}
	}
	slices.SortStableFunc(f.Entries, func(a, b atomEntry) int { return cmp.Compare(b.Updated, a.Updated) })
	if len(f.Entries) > 0 {
		f.Updated = f.Entries[0].Updated
	}
	return f
}

func (s *server) reviewEntry(r export.Reminder) atomEntry {
	due := r.Saved.Due(s.now())
	kind, updated := "planned ", format.RFC3339(r.Modified())
	if due {
		kind = "due "
		if day, err := time.Parse(time.DateOnly, r.Saved.Review); err == nil && day.After(r.Modified()) {
			updated = format.RFC3339(day)
		}
	}
	return atomEntry{
		ID: "urn:uuid:" + r.UID(kind+r.Saved.Review), Title: r.DueTitle(due), Updated: updated,
		Link: atomLink{"alternate", "text/html", r.URL}, Summary: strings.Join(r.Words(), "\n"),
	}
}
