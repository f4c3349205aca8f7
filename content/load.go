package content

import (
	"cmp"
	"crypto/sha256"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"crossroads/decision"
	"crossroads/decision/cost"
	"crossroads/pricelist"
)

// Load reads and validates a complete content tree. Its error is a Problems with every
// error found.
func Load(fsys fs.FS) (*Library, error) {
	library, problems := Check(fsys, "")
	if errs := problems.Errors(); len(errs) > 0 {
		return nil, errs
	}
	library.Unread = problems.Warnings()
	return library, nil
}

// Check reads a content tree like Load and also returns warnings: about content that can be
// served but should be reviewed. today, YYYY-MM-DD, is compared with review dates; with ""
// it skips all warnings except those about files that are not read. The library is nil if
// any problem is an error.
func Check(fsys fs.FS, today string) (*Library, Problems) {
	l := newLoader(fsys)
	l.ahead = parseAhead(fsys)
	l.readSettings()
	l.readSources()
	l.readDiagrams()
	l.readComparisons()
	l.readCases()
	l.readPanels()
	l.readPrices()
	l.readSKUs()
	l.readAssumptions()
	l.citeRules()
	l.readRates()
	l.readClaims()
	l.readGlossary()
	l.readChanges()
	l.readArticles()
	l.link()
	l.compile()
	l.adviseFolders()
	if today != "" {
		l.advise(today)
	}
	problems := l.problems.sorted()
	if len(problems.Errors()) > 0 {
		return nil, problems
	}
	return l.library(), problems
}

// loader reads one content tree.
type loader struct {
	tree
	ahead       parsedAhead
	sources     []decision.Source // in the order read
	sourceAt    map[string]place  // by source id
	sourceOf    map[string]string // source ids, by address
	cited       map[string]bool   // source ids
	comparisons []*comparison
	prices      []*priceSheet
	skus        []pricelist.SKUs
	listOnly    bool // read only the providers' list prices, without an organisation's own
	articles    []*draft
	claims      []*claimDraft
	terms       []termDraft
	changes     []changeDraft
	assumed     map[string]cost.Quantity
	hours       []cost.Rule // of people, instead of the published rules
	exchanges   []cost.Exchange
	diagrams    []*Diagram
	profiles    []*profileDraft
	unread      []string // slugs of articles that could not be read
	undrawn     []string // names of diagrams that could not be read
}

// place locates a value in a document.
type place struct {
	*document
	node *node
}

func (p place) fail(format string, args ...any) { p.document.fail(p.node, format, args...) }

func (p place) warn(format string, args ...any) {
	p.problems.warn(p.file, p.node.line+p.below, p.node.column, format, args...)
}

// find follows a path from the place, as far as it exists.
func (p place) find(path string) place { return place{p.document, p.node.find(path)} }

func newLoader(fsys fs.FS) *loader {
	return &loader{
		tree:     tree{fsys: fsys, read: map[string][sha256.Size]byte{}, problems: new(Problems)},
		sourceAt: map[string]place{},
		sourceOf: map[string]string{},
		cited:    map[string]bool{},
	}
}

// document reads and parses a YAML file; nil when that fails.
func (l *loader) document(file string) *document {
	text, ok := l.text(file)
	if !ok {
		return nil
	}
	root, err := l.ahead.parse(file, text)
	return newDocument(file, root, err, 0, l.problems)
}

// slug returns the base name of a file without its extension.
func slug(file string) string { return strings.TrimSuffix(path.Base(file), path.Ext(file)) }

// checkSlug reports a file name that cannot be part of an address.
func (l *loader) checkSlug(file string) {
	if !isID(slug(file)) {
		l.problems.add(file, 1, 1, "the name %q cannot be part of an address: rename it; %s", slug(file), idRule)
	}
}

// library assembles what was read without errors.
func (l *loader) library() *Library {
	lib := &Library{Version: l.hash(func(string) bool { return true }), Sources: slices.Clone(l.sources)}
	slices.SortFunc(lib.Sources, func(a, b decision.Source) int { return cmp.Compare(a.ID, b.ID) })
	for _, c := range l.comparisons {
		lib.Comparisons = append(lib.Comparisons, c.catalogue)
		lib.Examples = append(lib.Examples, c.examples...)
	}
	for _, s := range l.prices {
		lib.Prices = append(lib.Prices, s.Sheet)
	}
	lib.Assumptions, lib.Hours, lib.Exchanges = l.assumed, l.hours, l.exchanges
	for _, d := range l.articles {
		lib.Articles = append(lib.Articles, d.article)
	}
	lib.Diagrams = l.diagrams
	for _, c := range l.comparisons {
		if c.panel != nil {
			lib.Panels = append(lib.Panels, c.panel)
		}
	}
	for _, d := range l.profiles {
		lib.Profiles = append(lib.Profiles, d.profile)
	}
	for _, d := range l.claims {
		lib.Claims = append(lib.Claims, d.claim)
	}
	for _, d := range l.terms {
		lib.Terms = append(lib.Terms, d.Term)
	}
	for _, d := range l.changes {
		lib.Changes = append(lib.Changes, d.Change)
	}
	return lib
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
