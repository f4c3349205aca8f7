package record

import (
	"slices"
	"strings"
	"unicode"
)

// Audience is who may see an assessment. Holders of its edit key and stewards always may.
type Audience struct {
	Who    string   // ForLink, ForSignedIn or ForNamed
	People []string // names as in the audit log, for ForNamed; the owner need not be listed
	Groups []string // names as at the issuer or the proxy, for ForNamed
}

// Who may see an assessment.
const (
	ForLink     = "link"      // whoever has the link
	ForSignedIn = "signed-in" // anybody who has signed in, with the link
	ForNamed    = "named"     // its owner, and the people and groups named
)

// Audiences lists them.
var Audiences = []string{ForLink, ForSignedIn, ForNamed}

// MostReaders is the largest number of people, and of groups, in an audience.
const MostReaders = 100

// Open reports whether everybody with the link may see the assessment. An unknown value of Who counts as
// closed.
func (a Audience) Open() bool { return a.Who == ForLink }

// Reader is somebody who asks to see an assessment. The zero value is an anonymous reader.
type Reader struct {
	Name   string // "" for nobody known
	Groups []string
	Known  bool // has signed in, or is a program with a token
	All    bool // sees everything, as stewards do
}

// Admits reports whether a reader may see an assessment of an owner. Anonymous readers own nothing, not even
// an assessment without an owner.
func (a Audience) Admits(r Reader, owner string) bool {
	switch {
	case a.Open():
		return true
	case !r.Known:
		return false
	case r.All, a.Who == ForSignedIn:
		return true
	}
	account := Account(r.Name)
	return a.Who == ForNamed && r.Name != "" && (r.Name == owner ||
		slices.ContainsFunc(a.People, func(name string) bool { return Account(name) == account }) ||
		slices.ContainsFunc(r.Groups, a.admitsGroup))
}

// admitsGroup compares groups as they look: directories write é as one character or as two.
func (a Audience) admitsGroup(group string) bool {
	sought := Composed(group)
	return group != "" && slices.ContainsFunc(a.Groups, func(g string) bool { return Composed(g) == sought })
}

// Account returns the form in which names of people who sign in are compared: addresses are the same in any
// case, and é is one character.
func Account(name string) string {
	if strings.Contains(name, "@") {
		name = strings.Map(small, name)
	}
	return Composed(name)
}

// small is unicode.ToLower without the two capitals whose small letters are those of another one.
func small(c rune) rune {
	if c == 'İ' || c == 'ϴ' {
		return c
	}
	return unicode.ToLower(c)
}
