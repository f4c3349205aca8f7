package views

import "strconv"

// MinePage is the list that a browser fills in.
type MinePage struct{ Page }

// file is the address of an export of the revision that is shown.
func (p SavedPage) file(name string) string {
	address := "/a/" + p.Saved.ID
	if p.older() || p.Path != address {
		address += "/r/" + strconv.Itoa(p.Saved.Number)
	}
	if name == "" {
		return address
	}
	return address + "/" + name
}
