package content

import (
	"net/url"
	"slices"
	"strings"

	"crossroads/decision"
	"crossroads/text"
)

var sourceStatuses = []string{
	string(decision.SourcePrimary), string(decision.SourceSecondary),
	string(decision.SourceDerived), string(decision.SourceUnverified),
}

// readSources reads every list of sources; ids must be unique across files.
func (l *loader) readSources() {
	for _, file := range l.list("sources", ".yaml") {
		doc := l.document(file)
		if doc == nil {
			continue
		}
		var list []sourceYAML
		doc.decode(&list)
		for i, s := range list {
			l.addSource(s.source(), place{doc, doc.root.items[i]})
		}
	}
}

func (l *loader) addSource(s decision.Source, at place) {
	if s.ID == "" {
		return
	}
	if first, twice := l.sourceAt[s.ID]; twice {
		at.find("id").fail("source %q is also in %s:%d: give one of them another id", s.ID, first.file, first.node.line)
		return
	}
	l.sourceAt[s.ID] = at
	l.sources = append(l.sources, s)
	if s.Status != "" && !slices.Contains(sourceStatuses, string(s.Status)) {
		at.find("status").fail("unknown status %q: %s", s.Status, suggest(string(s.Status), sourceStatuses))
	}
	if s.Status == decision.SourceDerived && s.Note == "" {
		at.find("status").fail("a derived source needs a note: add the key note and say what it was computed from")
	}
	checkURL(s.URL, at.find("url"))
	l.checkAddress(s, at)
}

// checkAddress refuses two sources with the same address, since the page would be cited
// with two dates or statuses.
func (l *loader) checkAddress(s decision.Source, at place) {
	if s.URL == "" {
		return
	}
	address := sameAddress(s.URL)
	if first, twice := l.sourceOf[address]; twice {
		other := l.sourceAt[first]
		at.find("url").fail("source %q in %s:%d has this address too: cite that one, or give the place on the page that this one is about",
			first, other.file, other.node.line)
		return
	}
	l.sourceOf[address] = s.ID
}

// sameAddress returns an address in a form that is equal for the same page. A fragment is
// part of it.
func sameAddress(address string) string {
	_, rest, _ := strings.Cut(address, "://")
	page, place, _ := strings.Cut(strings.TrimPrefix(rest, "www."), "#")
	return strings.TrimSuffix(page, "/") + "#" + place
}

// adviseSource warns of a source that is never cited, not yet verified, or whose address
// does not show what it is cited for.
func (l *loader) adviseSource(s decision.Source, today string) {
	at := l.sourceAt[s.ID]
	switch {
	case !l.cited[s.ID]:
		at.find("id").warn("source %q is cited nowhere: cite it, or remove it", s.ID)
	case isDate(s.Read) && s.Read > today:
		at.find("read").warn("source %q was read on %s, which is still to come: correct the date", s.ID, s.Read)
	}
	at.find("url").adviseRoot(s.URL)
}

// adviseRoot warns of an address too general to find what was read.
func (p place) adviseRoot(address string) {
	if isRoot(address) {
		p.warn("%s is a whole site, blog or repository, where nobody finds what was read: give the page or the file", address)
	}
}

// sections lists first path segments under which large parts of sites lie.
var sections = []string{
	"articles", "blog", "blogs", "changelog", "codeascraft", "docs", "documentation", "engineering", "news", "posts", "talks",
}

// isRoot reports whether an address is that of a whole site, of a whole section such as a
// blog, or of a whole repository on a code host.
func isRoot(address string) bool {
	u, err := url.Parse(address)
	if err != nil || address == "" {
		return false
	}
	path := strings.Trim(u.Path, "/")
	host := strings.TrimPrefix(u.Hostname(), "www.")
	code := host == "github.com" || host == "gitlab.com" || host == "codeberg.org"
	return u.RawQuery == "" && (path == "" || slices.Contains(sections, path) || code && strings.Count(path, "/") <= 1)
}

// checkURL reports an address that a browser could not open as a page. Empty is allowed.
func checkURL(address string, at place) {
	if address == "" {
		return
	}
	if !text.IsWebAddress(address) {
		at.fail("%q is not a web address: write all of it, beginning with https://", address)
	}
}

// cite records the use of a source, or reports that it does not exist.
func (l *loader) cite(id string, at place) {
	if id == "" {
		return
	}
	if _, known := l.sourceAt[id]; !known {
		at.fail("unknown source %q: %s (sources are listed in the folder sources)", id, suggest(id, sortedKeys(l.sourceAt)))
		return
	}
	l.cited[id] = true
}

// source returns the source with an id.
func (l *loader) source(id string) (decision.Source, bool) {
	i := slices.IndexFunc(l.sources, func(s decision.Source) bool { return s.ID == id })
	if i < 0 {
		return decision.Source{}, false
	}
	return l.sources[i], true
}
