package views

import "strconv"

// offlineNote says what the file is and when it was true.
func (p SavedPage) offlineNote() string {
	note := "Revision " + strconv.Itoa(p.Saved.Number) + ", saved " + stamp(p.Saved.At)
	if p.Saved.Author != "" {
		note += " by " + p.Saved.Author
	}
	return note + ". A copy from " + p.Site.Name + ": it does not change any more."
}
