package content

import (
	"fmt"
	"slices"

	"crossroads/decision"
)

// Claim is a common claim about the options, with a verdict based on evidence.
type Claim struct {
	ID       string
	Text     string // the claim, in our words
	Verdict  ClaimVerdict
	Summary  string            // one sentence: what is true instead, or how far it goes
	Evidence string            // paragraphs, one a line
	Met      []decision.Source // where the claim was found; empty for common knowledge
	Sources  []decision.Source // what the verdict is based on; empty only if unsupported
	AsOf     string            // YYYY-MM-DD: when it was checked
	ReviewBy string            // YYYY-MM-DD: when it is to be checked again
	Article  string            // slug of an article that says more, may be empty
	Informs  []QuestionRef     // questions of the wizard that it affects
}

// ClaimVerdict is the judgement on a claim.
type ClaimVerdict string

const (
	ClaimHolds       ClaimVerdict = "holds"
	ClaimOutdated    ClaimVerdict = "outdated"    // no longer true
	ClaimDistorted   ClaimVerdict = "distorted"   // true in part, but distorted
	ClaimUnsupported ClaimVerdict = "unsupported" // no source was found
)

// ClaimVerdicts lists all verdicts in display order.
var ClaimVerdicts = []ClaimVerdict{ClaimHolds, ClaimOutdated, ClaimDistorted, ClaimUnsupported}

type claimYAML struct {
	ID       string   `yaml:"id,id"`
	Claim    string   `yaml:"claim"`
	Verdict  string   `yaml:"verdict"`
	Summary  string   `yaml:"summary"`
	Evidence string   `yaml:"evidence"`
	Met      []string `yaml:"met,optional"`
	Sources  []string `yaml:"sources,optional"`
	AsOf     string   `yaml:"as_of,date"`
	ReviewBy string   `yaml:"review_by,date"`
	Article  string   `yaml:"article,optional"`
	Informs  []string `yaml:"informs,optional"`
}

// claimDraft is a claim whose references are not resolved yet.
type claimDraft struct {
	claimYAML
	at    place
	claim *Claim
}

// readClaims reads every list of claims; ids must be unique across files.
func (l *loader) readClaims() {
	for _, file := range l.list("claims", ".yaml") {
		doc := l.document(file)
		if doc == nil {
			continue
		}
		var list []claimYAML
		doc.decode(&list)
		for i, c := range list {
			l.addClaim(c, place{doc, doc.root.items[i]})
		}
	}
}

func (l *loader) addClaim(c claimYAML, at place) {
	for _, d := range l.claims {
		if c.ID != "" && d.ID == c.ID {
			at.find("id").fail("claim %q is also in %s:%d: give one of them another id", c.ID, d.at.file, d.at.node.line)
		}
	}
	if c.Verdict != "" && !slices.Contains(ClaimVerdicts, ClaimVerdict(c.Verdict)) {
		var known []string
		for _, v := range ClaimVerdicts {
			known = append(known, string(v))
		}
		at.find("verdict").fail("unknown verdict %q: %s", c.Verdict, suggest(c.Verdict, known))
	}
	switch {
	case c.Verdict == "" || len(c.Sources) > 0:
	case c.Verdict != string(ClaimUnsupported):
		at.find("verdict").fail("the verdict %q needs evidence: add the key sources with the ids of some", c.Verdict)
	case len(c.Met) == 0:
		at.find("verdict").fail("say where a claim without support was met: add the key met with the ids of sources")
	}
	checkReview(c.AsOf, c.ReviewBy, at)
	l.claims = append(l.claims, &claimDraft{c, at, &Claim{ID: c.ID, Text: c.Claim, Verdict: ClaimVerdict(c.Verdict),
		Summary: c.Summary, Evidence: c.Evidence, AsOf: c.AsOf, ReviewBy: c.ReviewBy, Article: c.Article}})
}

// checkReview reports a review date before the date of the check.
func checkReview(asOf, reviewBy string, at place) {
	if isDate(asOf) && isDate(reviewBy) && reviewBy <= asOf {
		at.find("review_by").fail("review_by %s is not after as_of %s: write a later day", reviewBy, asOf)
	}
}

// linkClaims resolves sources, articles and questions of the claims.
func (l *loader) linkClaims() {
	for _, d := range l.claims {
		d.claim.Met = l.named(d.Met, "met", d.at)
		d.claim.Sources = l.named(d.claimYAML.Sources, "sources", d.at)
		l.checkArticle(d.Article, d.at.find("article"))
		for i, ref := range d.claimYAML.Informs {
			if q, ok := l.questionRef(ref, d.at.find(fmt.Sprintf("informs[%d]", i))); ok {
				d.claim.Informs = append(d.claim.Informs, q)
			}
		}
	}
}

// named resolves the list of source ids under a key.
func (l *loader) named(ids []string, key string, at place) []decision.Source {
	var sources []decision.Source
	for i, id := range ids {
		l.cite(id, at.find(fmt.Sprintf("%s[%d]", key, i)))
		if s, known := l.source(id); known {
			sources = append(sources, s)
		}
	}
	return sources
}

func (l *loader) adviseClaims(today string) {
	for _, d := range l.claims {
		if isDate(d.ReviewBy) && d.ReviewBy < today {
			d.at.find("review_by").warn("the claim %q was to be checked by %s: check it and write new dates", d.ID, d.ReviewBy)
		}
		if isDate(d.AsOf) && d.AsOf > today {
			d.at.find("as_of").warn("as_of %s is still to come: correct the date", d.AsOf)
		}
		if len(d.claimYAML.Sources) > 0 && !slices.ContainsFunc(d.claimYAML.Sources, l.verified) {
			d.at.find("sources").warn("the verdict on %q rests on unverified sources alone: read one and give it a status", d.ID)
		}
	}
}

func (l *loader) claimIDs() []string {
	var ids []string
	for _, d := range l.claims {
		ids = append(ids, d.ID)
	}
	return ids
}

// URL returns the address of the claim.
func (c *Claim) URL() string { return "/claims#claim-" + c.ID }
