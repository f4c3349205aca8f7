// Package identity defines who may do what: the roles of people, the scopes of tokens
// for programs, and the groups that grant them.
package identity

import (
	"fmt"
	"slices"
	"strings"
)

// Role is what somebody who has signed in may do. Each role includes those before
// it. Nobody has more than None by default.
type Role int

// The roles.
const (
	None    Role = iota // has signed in, and was given nothing
	Reader              // sees the portfolio
	Author              // what they save is in the portfolio, under their name
	Steward             // reads the audit log, makes and revokes tokens, sends webhooks again
)

var roleNames = []string{"none", "reader", "author", "steward"}

// String is the name of the role: none, reader, author or steward.
func (r Role) String() string { return roleNames[r] }

// ParseRole finds the role of a name. An unknown name gives None.
func ParseRole(name string) Role {
	return Role(max(0, slices.Index(roleNames, name)))
}

// Everybody stands in a list of groups for whoever has signed in.
const Everybody = "*"

// Roles says which groups have which role. Groups are compared letter by letter.
type Roles struct {
	Readers, Authors, Stewards []string
}

// Empty is true when no group has a role, so that nobody gets in.
func (r Roles) Empty() bool { return len(r.Readers)+len(r.Authors)+len(r.Stewards) == 0 }

// NeedsGroups is true when who gets what depends on the groups that somebody is in.
func (r Roles) NeedsGroups() bool {
	for _, list := range [][]string{r.Readers, r.Authors, r.Stewards} {
		if slices.ContainsFunc(list, func(group string) bool { return group != Everybody }) {
			return true
		}
	}
	return false
}

// Of is the highest role that the groups of somebody who has signed in have.
func (r Roles) Of(groups []string) Role {
	for _, grant := range []struct {
		to   []string
		role Role
	}{{r.Stewards, Steward}, {r.Authors, Author}, {r.Readers, Reader}} {
		if slices.ContainsFunc(grant.to, func(group string) bool {
			return group == Everybody || slices.Contains(groups, group)
		}) {
			return grant.role
		}
	}
	return None
}

// SplitGroups reads the groups in a header: proxies separate them by commas,
// semicolons or bars.
func SplitGroups(header string) (groups []string) {
	for group := range strings.FieldsFuncSeq(header, func(c rune) bool { return c == ',' || c == ';' || c == '|' }) {
		if group = strings.TrimSpace(group); group != "" {
			groups = append(groups, group)
		}
	}
	return groups
}

// How a person was recognised, as the audit log names it.
const (
	ViaProxy   = "proxy"   // the header of a trusted proxy
	ViaOIDC    = "oidc"    // a session that began with OpenID Connect
	ViaToken   = "token"   // an API token
	ViaLink    = "link"    // nobody is known: whoever has the link or the edit key
	ViaCommand = "command" // the command line of the portal's machine
	ViaPortal  = "portal"  // the portal by itself
	ViaIssuer  = "issuer"  // the issuer, about somebody whose sessions are over
)

// Person is who sends a request. The zero value is nobody in particular.
type Person struct {
	Name   string
	Via    string // one of the constants above, "" for nobody
	Role   Role   // of people; programs have scopes instead
	Groups []string
	Scopes []string
}

// Known is true for a person who has signed in and for a program with a token.
func (p Person) Known() bool { return p.Via != "" }

// MayList reports whether the portfolio may be read.
func (p Person) MayList() bool { return p.Role >= Reader || p.has(ScopePortfolio) }

// MayOwn reports whether what is saved belongs into the portfolio.
func (p Person) MayOwn() bool { return p.Role >= Author || p.has(ScopeWrite) }

// MaySchedule reports whether the review dates of assessments that others have saved
// may be set.
func (p Person) MaySchedule() bool {
	return p.Role >= Steward || p.has(ScopePortfolio) && p.has(ScopeWrite)
}

// MayComment tells whether assessments may be commented on under the name of the person.
func (p Person) MayComment() bool { return p.Role >= Reader || p.has(ScopeWrite) }

// MayAudit tells whether the audit log may be read, and what webhooks have told.
func (p Person) MayAudit() bool { return p.Role >= Steward || p.has(ScopeAudit) }

// MayManage tells whether tokens may be made and revoked, and webhooks sent again: by
// stewards, never by a token.
func (p Person) MayManage() bool { return p.Role >= Steward }

func (p Person) has(scope string) bool { return slices.Contains(p.Scopes, scope) }

// Owner is the name under which something is saved, "" for nobody's.
func (p Person) Owner() string {
	if !p.MayOwn() {
		return ""
	}
	return p.Name
}

// GroupsAt reads the groups in the claims of a token, at a path such as "groups" or
// "realm_access.roles": a list of texts, or one text with groups as in a header.
// Found is false when there is nothing at the path.
func GroupsAt(claims map[string]any, path string) (groups []string, found bool, err error) {
	value, found := claimAt(claims, path)
	if !found {
		return nil, false, nil
	}
	switch v := value.(type) {
	case string:
		return SplitGroups(v), true, nil
	case []any:
		for _, entry := range v {
			group, ok := entry.(string)
			if !ok {
				return nil, true, fmt.Errorf("the claim %q has an entry that is not text", path)
			}
			groups = append(groups, group)
		}
		return groups, true, nil
	case nil:
		return nil, true, nil
	}
	return nil, true, fmt.Errorf("the claim %q is neither text nor a list of texts", path)
}

// claimAt takes the whole path as the name of a claim first: names that are URLs hold
// dots.
func claimAt(claims map[string]any, path string) (any, bool) {
	if value, ok := claims[path]; ok {
		return value, true
	}
	first, rest, more := strings.Cut(path, ".")
	inner, ok := claims[first].(map[string]any)
	if !more || !ok {
		return nil, false
	}
	return claimAt(inner, rest)
}
