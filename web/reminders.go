package web

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
	"time"

	"crossroads/export"
	"crossroads/record"
	"crossroads/web/deliver"
)

const (
	typeCalendar  = "text/calendar; charset=utf-8"
	maxReminders  = 2000 // of one feed of the portfolio
	remindersPage = 200  // of those that are read at once
)

// reminderForm is a form in which reminders leave the portal: a calendar that
// programs subscribe to, or a feed.
type reminderForm struct {
	name        string // last piece of its address
	contentType string
	write       func(s *server, f reminderList) ([]byte, error)
}

var reminderForms = []reminderForm{
	{"reminders.ics", typeCalendar, func(_ *server, f reminderList) ([]byte, error) { return export.Calendar(f.title, f.list) }},
	{"reminders.atom", typeAtom, func(s *server, f reminderList) ([]byte, error) { return xmlDocument(s.reminderFeed(f)) }},
}

// reminderList is what a feed of reminders is made of.
type reminderList struct {
	title   string
	page    string // address of the page that it is about
	address string // its own
	list    []export.Reminder
}

// reminders answers with the reminders of one assessment. They are kept like its
// page, until the day from which they say something else.
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

// portfolioReminders answers with those of the portfolio, narrowed as its page is.
func (s *server) portfolioReminders(f reminderForm) handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		if err := s.mayList(r); err != nil {
			return err
		}
		filter, err := s.readFilter(r.URL.Query(), remindersPage)
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
	saved.Title, saved.At = l.Title, l.At
	return export.Reminder{Saved: saved, Headline: l.Headline, Revisit: l.Revisit, URL: origin + "/a/" + l.ID}
}

// reminderFeed has an entry for what would be a reason to decide again, and one for
// a planned review. On the day of the review that one is replaced by another, because
// readers show what is new.
func (s *server) reminderFeed(l reminderList) atomFeed {
	f := atomFeed{
		Language: "en", ID: l.address, Title: l.title,
		Subtitle:  "Days of reviews, and reasons to decide again.",
		Links:     []atomLink{{"self", "application/atom+xml", l.address}, {"alternate", "text/html", l.page}},
		Author:    atomAuthor{s.site.Name},
		Generator: "Crossroads",
		Updated:   moment(time.Unix(0, 0)),
	}
	for _, r := range l.list {
		if r.Planned() {
			f.Entries = append(f.Entries, s.reviewEntry(r))
		}
		if len(r.Revisit) > 0 {
			f.Entries = append(f.Entries, atomEntry{
				ID: "urn:uuid:" + r.UID("again"), Title: "Decide again when: " + r.Title(), Updated: moment(r.Saved.At),
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
	kind, updated := "planned ", moment(r.Modified())
	if due {
		kind = "due "
		if day, err := time.Parse(time.DateOnly, r.Saved.Review); err == nil && day.After(r.Modified()) {
			updated = moment(day)
		}
	}
	return atomEntry{
		ID: "urn:uuid:" + r.UID(kind+r.Saved.Review), Title: r.DueTitle(due), Updated: updated,
		Link: atomLink{"alternate", "text/html", r.URL}, Summary: strings.Join(r.Words(), "\n"),
	}
}
