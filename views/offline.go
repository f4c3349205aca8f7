package views

import (
	"strconv"

	"crossroads/format"
	"crossroads/record"
	"crossroads/static"
)

func (p SavedPage) offlineView() reportView {
	v := p.view()
	v.Offline, v.Origin, v.WorkingsURL = true, p.Origin, ""
	return v
}

// offlineStyles are the style sheets of a result, in the order in which pages link them.
func (p SavedPage) offlineStyles() string {
	styles := static.Text("app.css") + static.Text("result.css") + static.Text("spread.css") + static.Text("bills.css")
	if p.NoteHTML != "" {
		styles += static.Text("prose.css")
	}
	return styles
}

// offlineNote is the origin of the file: revision, day, author and labels.
func (p SavedPage) offlineNote() string {
	note := "Revision " + strconv.Itoa(p.Saved.Number) + ", saved " + format.Stamp(p.Saved.At)
	if p.Saved.Author != "" {
		note += " by " + p.Saved.Author
	}
	if p.Saved.Older() || p.Saved.Status == record.Superseded {
		note += "; superseded"
	}
	if decided := p.Saved.Decision; decided != "" {
		note += "; decided: " + decided
	}
	for _, kind := range record.LabelLists {
		if text := labelText(kind, p.Saved.Labels); text != "" {
			note += "; " + format.Small(kind.Label) + ": " + text
		}
	}
	return note + ". A copy from " + p.Site.Name + ": it does not change any more."
}
