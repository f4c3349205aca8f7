package record

import "slices"

// Audience is who may see an assessment. Whoever has its edit key always may, and so do
// stewards.
type Audience struct {
	Who    string   // ForLink, ForSignedIn or ForNamed
	People []string // as the audit log names them, for ForNamed; the owner is one of them anyway
	Groups []string // as the issuer or the proxy names them, for ForNamed
}

// Who may see an assessment.
const (
	ForLink     = "link"      // whoever has the link
	ForSignedIn = "signed-in" // anybody who has signed in, with the link
	ForNamed    = "named"     // its owner, and the people and groups named
)

// Audiences lists them.
var Audiences = []string{ForLink, ForSignedIn, ForNamed}

// MostReaders is how many people may be named, and how many groups.
const MostReaders = 100

// Open is true when the link is all that it takes. What is neither of the others counts
// as closed.
func (a Audience) Open() bool { return a.Who == ForLink }

// Reader is who wants to see something, as far as the portal knows. The zero value is a
// stranger.
type Reader struct {
	Name   string // "" for nobody known
	Groups []string
	Known  bool // has signed in, or is a program with a token
	All    bool // sees everything, as stewards do
}

// Admits reports whether a reader may see what somebody owns. A name that is not known is
// nobody's: what has no owner does not belong to strangers.
func (a Audience) Admits(r Reader, owner string) bool {
	switch {
	case a.Open():
		return true
	case !r.Known:
		return false
	case r.All, a.Who == ForSignedIn:
		return true
	}
	return a.Who == ForNamed && r.Name != "" && (r.Name == owner || slices.Contains(a.People, r.Name) ||
		slices.ContainsFunc(r.Groups, func(group string) bool { return group != "" && slices.Contains(a.Groups, group) }))
}
