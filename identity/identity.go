// Package identity defines who may do what: the roles of people, the scopes of tokens
// for programs, and the groups that grant them.
package identity

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Role determines what somebody who has signed in may do. Each role includes the ones before it. The default is
// None.
type Role int

// The roles.
const (
	None    Role = iota // has signed in, without a role
	Reader              // sees the portfolio
	Author              // saves into the portfolio, under their name
	Steward             // reads the audit log, makes and revokes tokens, sends webhooks again
)

var roleNames = []string{"none", "reader", "author", "steward"}

// String is the name of the role: none, reader, author or steward.
func (r Role) String() string { return roleNames[r] }

// ParseRole finds the role of a name. An unknown name gives None.
func ParseRole(name string) Role {
	return Role(max(0, slices.Index(roleNames, name)))
}

// Everybody means, in a list of groups, everybody who has signed in.
const Everybody = "*"

// Roles lists the groups with each role. Names of groups are case-sensitive.
type Roles struct {
	Readers, Authors, Stewards []string
}

// Empty reports whether no group has a role.
func (r Roles) Empty() bool { return len(r.Readers)+len(r.Authors)+len(r.Stewards) == 0 }

// NeedsGroups reports whether roles depend on groups other than Everybody.
func (r Roles) NeedsGroups() bool {
	for _, list := range [][]string{r.Readers, r.Authors, r.Stewards} {
		if slices.ContainsFunc(list, func(group string) bool { return group != Everybody }) {
			return true
		}
	}
	return false
}

// Of returns the highest role of somebody who has signed in and is in these groups.
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

// SplitGroups reads the groups in a header: proxies separate them by commas, semicolons or bars, or
// write a list in brackets. A name may hold such signs in quotation marks and after a backslash; the
// commas of a name of a directory, as in "CN=ops,DC=example", are known as such.
func SplitGroups(header string) (groups []string) {
	if json.Unmarshal([]byte(header), &groups) != nil {
		groups, header = nil, unlisted(header)
		for _, several := range splitGroups(header, ";|") {
			for _, group := range JoinNames(splitGroups(several, ",")) {
				groups = append(groups, unquoted.Replace(group))
			}
		}
	}
	for i, group := range groups {
		groups[i] = strings.TrimSpace(group)
	}
	return slices.DeleteFunc(groups, func(group string) bool { return group == "" })
}

// unlisted writes a list in brackets as one with commas: ['ops', 'dev'] of Python, [ops dev] and ["ops" "dev"] of Go,
// {ops,dev} of PostgreSQL.
func unlisted(header string) string {
	inner := strings.TrimSpace(header)
	if len(inner) < 2 || !slices.Contains([]string{"[]", "{}", "()"}, inner[:1]+inner[len(inner)-1:]) {
		return header
	}
	inner = inner[1 : len(inner)-1]
	switch {
	case strings.ContainsAny(inner, "()") && header[0] == '(': // (a) and (b)
		return header
	case singleQuoted.MatchString(inner):
		return strings.ReplaceAll(inner, "'", `"`)
	case doubleQuoted.MatchString(inner):
		return besideEachOther.ReplaceAllString(inner, `","`)
	case !strings.ContainsAny(inner, `,;|"=`):
		return strings.Join(strings.Fields(inner), ",")
	}
	return inner
}

var singleQuoted = regexp.MustCompile(`^\s*'[^'"]*'(?:\s*,\s*'[^'"]*')*\s*$`)

// doubleQuoted matches texts in quotation marks with only spaces between them.
var (
	doubleQuoted    = regexp.MustCompile(`^\s*"[^",]*"(?:\s+"[^",]*")+\s*$`)
	besideEachOther = regexp.MustCompile(`"\s+"`)
)

var unquoted = strings.NewReplacer(`\,`, ",", `\;`, ";", `\|`, "|", `\"`, `"`, `"`, "")

// splitGroups splits at signs that stand neither in quotation marks nor after a backslash.
func splitGroups(header, signs string) (groups []string) {
	from, quoted, closed := 0, false, strings.Count(header, `"`)%2 == 0
	for i := 0; i < len(header); i++ {
		switch c := header[i]; {
		case c == '\\' && i+1 < len(header) && strings.IndexByte(`,;|"`, header[i+1]) >= 0:
			i++
		case c == '"' && closed:
			quoted = !quoted
		case !quoted && strings.IndexByte(signs, c) >= 0:
			groups = append(groups, header[from:i])
			from = i + 1
		}
	}
	return append(groups, header[from:])
}

var (
	relativeName = regexp.MustCompile(`(?i)^\s*(?:cn|ou|dc|o|c|l|st|uid)=[^=]+$`)
	rootName     = regexp.MustCompile(`(?i)^\s*(?:dc|o|c)=`)
)

// JoinNames joins the parts of names of a directory, each of which ends with its root, if all are
// such parts.
func JoinNames(parts []string) (names []string) {
	if len(parts) == 0 {
		return nil
	}
	last := parts[len(parts)-1]
	if !rootName.MatchString(last) || slices.ContainsFunc(parts, func(s string) bool { return !relativeName.MatchString(s) }) {
		return parts
	}
	for i, part := range parts {
		if i == 0 || rootName.MatchString(parts[i-1]) && !rootName.MatchString(part) {
			names = append(names, part)
		} else {
			names[len(names)-1] += "," + part
		}
	}
	return names
}

// How a person was identified, as the audit log writes it.
const (
	ViaProxy   = "proxy"   // the header of a trusted proxy
	ViaOIDC    = "oidc"    // a session that began with OpenID Connect
	ViaToken   = "token"   // an API token
	ViaLink    = "link"    // not identified: the holder of the link or the edit key
	ViaCommand = "command" // the command line of the portal's machine
	ViaPortal  = "portal"  // the portal by itself
	ViaIssuer  = "issuer"  // the issuer, which ended the sessions of somebody
)

// Person is the sender of a request. The zero value is an anonymous sender.
type Person struct {
	Name   string
	Via    string // one of the constants above, "" for nobody
	Role   Role   // of people; programs have scopes instead
	Groups []string
	Scopes []string
}

// Known reports whether the sender is a person who has signed in or a program with a token.
func (p Person) Known() bool { return p.Via != "" }

// MayList reports whether the person may read the portfolio.
func (p Person) MayList() bool { return p.Role >= Reader || p.has(ScopePortfolio) }

// MayOwn reports whether the person saves into the portfolio.
func (p Person) MayOwn() bool { return p.Role >= Author || p.has(ScopeWrite) }

// MaySchedule reports whether the person may set the review dates of other people's assessments.
func (p Person) MaySchedule() bool {
	return p.Role >= Steward || p.has(ScopePortfolio) && p.has(ScopeWrite)
}

// MayComment reports whether the person may comment on assessments.
func (p Person) MayComment() bool { return p.Role >= Reader || p.has(ScopeWrite) }

// MayAudit reports whether the person may read the audit log and the deliveries of webhooks.
func (p Person) MayAudit() bool { return p.Role >= Steward || p.has(ScopeAudit) }

// MayManage reports whether the person may make and revoke tokens and send webhooks again. Tokens never grant
// that.
func (p Person) MayManage() bool { return p.Role >= Steward }

func (p Person) has(scope string) bool { return slices.Contains(p.Scopes, scope) }

// Owner returns the name under which the person saves, or "".
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

// claimAt first tries the whole path as the name of a claim, since names that are URLs contain dots.
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
