package export

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"time"

	ics "github.com/arran4/golang-ical"

	"crossroads/format"
	"crossroads/record"
)

// Reminder is what calendars and feeds show of an assessment: the day of its review, and the reasons to
// decide again.
type Reminder struct {
	Saved    record.Saved // its latest revision; the report is not read
	Headline string       // verdict of the report
	Revisit  []string     // reasons to decide again, one sentence each
	URL      string       // absolute address of the assessment
}

// Planned reports whether there is a day for a review that still counts.
func (r Reminder) Planned() bool {
	return r.Saved.Review != "" && r.Saved.Status != record.Superseded
}

// Modified is when something was changed last that a reminder shows.
func (r Reminder) Modified() time.Time {
	if r.Saved.ArrangedAt.After(r.Saved.At) {
		return r.Saved.ArrangedAt
	}
	return r.Saved.At
}

// Title is one line about the assessment.
func (r Reminder) Title() string { return record.Line(r.Saved.Title) }

// Words are the verdict and the reasons to decide again, a line each.
func (r Reminder) Words() []string {
	lines, when := []string{record.Line(r.Headline)}, "Decide again when:"
	if decided := record.Line(r.Saved.Decision); decided != "" {
		lines, when = []string{"Decided: " + format.Ended(decided), lines[0]}, ChangesRecommendation+":"
	}
	if len(r.Revisit) > 0 {
		lines = append(lines, when)
	}
	for _, reason := range r.Revisit {
		lines = append(lines, "- "+record.Line(reason))
	}
	return lines
}

// ChangesRecommendation introduces the reasons to decide again where it is stated what was decided. That may be
// something else than what was recommended, and they speak of the latter.
const ChangesRecommendation = "What would change the recommendation"

// UID returns a permanent identifier of a reminder, a UUID (RFC 9562, version 8). It is a hash, so that
// it does not reveal the id of the assessment. More distinguishes reminders of one assessment.
func (r Reminder) UID(more string) string {
	sum := sha256.Sum256([]byte("reminder " + r.Saved.ID + " " + more))
	u := sum[:16]
	u[6], u[8] = u[6]&0x0f|0x80, u[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", u[:4], u[4:6], u[6:8], u[8:10], u[10:])
}

// dayOfCalendar is how iCalendar writes a date.
const dayOfCalendar = "20060102"

// Calendar writes the planned reviews as an iCalendar (RFC 5545), each as an event of
// a whole day. Revisions and changes of dates raise the SEQUENCE of an event, which
// keeps its UID, so that a calendar moves it. The same reminders give the same bytes.
func Calendar(name string, list []Reminder) ([]byte, error) {
	cal := ics.NewCalendar()
	cal.SetProductId("-//Crossroads//Reminders//EN")
	cal.SetXWRCalName(name)
	cal.SetRefreshInterval("P1D")
	cal.SetXPublishedTTL("P1D")
	for _, r := range list {
		if !r.Planned() {
			continue
		}
		day, err := time.Parse(time.DateOnly, r.Saved.Review)
		if err != nil {
			return nil, fmt.Errorf("the review date of an assessment: %w", err)
		}
		e := cal.AddEvent(r.UID("review"))
		e.SetDtStampTime(r.Modified()) // without a METHOD it means the same as LAST-MODIFIED
		e.SetModifiedAt(r.Modified())
		e.SetCreatedTime(r.Saved.Created)
		e.SetSequence(r.Saved.Latest - 1 + r.Saved.Arranged)
		e.SetProperty(ics.ComponentPropertyDtStart, day.Format(dayOfCalendar), ics.WithValue("DATE"))
		e.SetProperty(ics.ComponentPropertyDtEnd, day.AddDate(0, 0, 1).Format(dayOfCalendar), ics.WithValue("DATE"))
		e.SetSummary("Review: " + r.Title())
		e.SetDescription(lines(r.Words(), r.URL))
		e.SetURL(r.URL)
		e.SetTimeTransparency(ics.TransparencyTransparent) // nobody is busy all day
	}
	var b bytes.Buffer
	if err := cal.SerializeTo(&b, ics.WithNewLineWindows); err != nil {
		return nil, fmt.Errorf("writing a calendar: %w", err)
	}
	return b.Bytes(), nil
}

func lines(words []string, url string) string {
	var b bytes.Buffer
	for _, w := range words {
		if w != "" {
			fmt.Fprintln(&b, w)
		}
	}
	b.WriteString(url)
	return b.String()
}

// DueTitle returns the title of a planned review in a feed.
func (r Reminder) DueTitle(due bool) string {
	if due {
		return "Due for review: " + r.Title()
	}
	return "Review on " + format.Day(r.Saved.Review) + ": " + r.Title()
}
