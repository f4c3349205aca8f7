package content

import (
	"cmp"
	"errors"
	"io/fs"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Change is a change to the content worth announcing to readers.
type Change struct {
	ID    string
	Date  time.Time // day
	Title string
	Text  string // one to three sentences
	URL   string // page of the portal, may be empty
}

// changesFile is the optional list of changes of a content tree.
const changesFile = "changes.yaml"

type changeYAML struct {
	ID    string `yaml:"id,id"`
	Date  string `yaml:"date,date"`
	Title string `yaml:"title"`
	Text  string `yaml:"text"`
	URL   string `yaml:"url,optional"`
}

// changeDraft is a change whose address has not been checked yet.
type changeDraft struct {
	Change
	at place
}

// readChanges reads the changes and puts the newest first.
func (l *loader) readChanges() {
	if _, err := fs.Stat(l.fsys, changesFile); errors.Is(err, fs.ErrNotExist) {
		return
	}
	doc := l.document(changesFile)
	if doc == nil {
		return
	}
	var list []changeYAML
	doc.decode(&list)
	for i, c := range list {
		at := place{doc, doc.root.items[i]}
		for _, d := range l.changes {
			if c.ID != "" && d.ID == c.ID {
				at.find("id").fail("change %q is also in line %d: give one of them another id", c.ID, d.at.node.line)
			}
		}
		day, _ := time.Parse(time.DateOnly, c.Date)
		l.changes = append(l.changes, changeDraft{Change{c.ID, day, c.Title, c.Text, c.URL}, at})
	}
	slices.SortStableFunc(l.changes, func(a, b changeDraft) int {
		return cmp.Or(b.Date.Compare(a.Date), cmp.Compare(a.at.node.line, b.at.node.line))
	})
}

// linkChanges checks the addresses of the changes.
func (l *loader) linkChanges() {
	for _, d := range l.changes {
		if d.URL == "" {
			continue
		}
		at := d.at.find("url")
		u, err := url.Parse(d.URL)
		if err != nil || u.Scheme != "" || u.Host != "" || !strings.HasPrefix(u.Path, "/") {
			at.fail("%q is not a page of this portal: begin with a slash, such as /articles/…", d.URL)
			continue
		}
		l.checkPage(u, at)
	}
}

func (l *loader) adviseChanges(today string) {
	for _, d := range l.changes {
		if day := d.Date.Format(time.DateOnly); day > today {
			d.at.find("date").warn("the date %s is still to come: correct it", day)
		}
	}
}
