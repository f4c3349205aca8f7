package web

import (
	"maps"
	"math"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"crossroads/assess"
	"crossroads/decision"
	"crossroads/decision/cost"
	"crossroads/figure"
	"crossroads/format"
	"crossroads/link"
	"crossroads/record"
	"crossroads/text"
	"crossroads/views"
	"crossroads/web/deliver"
	"crossroads/web/form"
	"crossroads/wrong"
)

// diff shows two assessments side by side: /diff/{id}/{id2}. It takes the latest revisions
// unless the query names others in r and r2.
func (s *server) diff(w http.ResponseWriter, r *http.Request) error {
	leave, err := s.assess.Enter(r.Context(), pricePage)
	if err != nil {
		return err
	}
	defer leave()
	query, ignored := numbers(r, "r", "r2")
	a, b, difference, err := s.diffSides(r, query)
	if err != nil {
		return err
	}
	p := views.DiffPage{
		Page: s.page("/diff/"+a.Saved.ID+"/"+b.Saved.ID, "", a.Saved.Title+" and "+b.Saved.Title, "Two saved assessments side by side."),
		A:    a, B: b, Difference: difference, SwapURL: views.DiffURL(b.Saved, a.Saved),
	}
	p.NoIndex = true
	p.Problems = problems(ignored)
	w.Header()["X-Robots-Tag"] = deliver.NoIndex
	return s.sendPage(w, r, http.StatusOK, views.Diff(p))
}

// diffSides loads the two revisions that an address and its query name.
func (s *server) diffSides(r *http.Request, query url.Values) (a, b views.DiffSide, difference decision.Difference, err error) {
	refs := [2]assess.Ref{{ID: r.PathValue("id")}, {ID: r.PathValue("id2")}}
	for i, name := range []string{"r", "r2"} {
		if refs[i].Number, err = revisionNumber(query.Get(name), 0); err != nil {
			return a, b, difference, err
		}
	}
	sides, difference, err := s.assess.Diff(r.Context(), refs[0], refs[1])
	side := func(rec assess.Record) views.DiffSide {
		return views.DiffSide{Saved: rec.Saved, Report: rec.Report, URL: "/a/" + rec.ID + "/r/" + strconv.Itoa(rec.Number)}
	}
	return side(sides[0]), side(sides[1]), difference, err
}

// beside shows the results of two sets of answers side by side. Neither is saved: A is the
// value of "beside" in the query, B is the rest of the query.
func (s *server) beside(w http.ResponseWriter, r *http.Request) error {
	if target, ok := tidied(r, form.Beside); ok {
		return deliver.Redirect(w, r, http.StatusSeeOther, target)
	}
	cat, err := s.comparison(r)
	if err != nil {
		return err
	}
	b, err := s.readWizard(r, cat)
	if err != nil {
		return err
	}
	path := b.prefix + cat.Slug
	if b.beside == nil { // nothing to compare with
		return deliver.Redirect(w, r, http.StatusSeeOther, form.URL(path+"/result", r.URL.RawQuery))
	}
	reports, difference, err := s.assess.Beside(r.Context(), cat, *b.beside, b.Assessment)
	if err != nil {
		return err
	}
	side := func(answers decision.Assessment, report decision.Report) views.DiffSide {
		return views.DiffSide{
			Saved:  record.Saved{Comparison: cat.Slug, Revision: record.Revision{Title: report.Headline, Input: answers}},
			Report: report,
			URL:    form.URL(path+"/result", form.Query(answers), reviseQuery(b.revise)),
		}
	}
	p := views.DiffPage{
		Page: s.page(path+"/beside", "decide", "Two results side by side", describeBeside),
		A:    side(*b.beside, reports[0]), B: side(b.Assessment, reports[1]), Difference: difference,
		ChangeURL: besideURL(path, b, b.Assessment, *b.beside),
		SwapURL:   form.URL(path+"/beside", form.Query(*b.beside), form.BesideQuery(b.Assessment), reviseQuery(b.revise)),
	}
	p.NoIndex = true
	p.Problems = anchored(cat, problems(b.Findings), p.ChangeURL)
	w.Header()["X-Robots-Tag"] = deliver.NoIndex
	w.Header()["Cache-Control"] = deliver.Private
	return s.sendLong(w, r, http.StatusOK, views.Diff(p))
}

// besideURL returns the address of the wizard with answers to change, and with the answers
// to compare them with. It opens the step that lists all answers.
func besideURL(path string, w wizard, answers, beside decision.Assessment) string {
	return form.URL(path, form.Query(answers), form.BesideQuery(beside), reviseQuery(w.revise), "step=check")
}

// diffForm asks for two links, and redirects to their comparison if both can be read.
func (s *server) diffForm(w http.ResponseWriter, r *http.Request) error {
	sent := fields(r, "a", "b")
	p := views.DiffFormPage{
		Page: s.page("/diff", "", "Compare two assessments", describeDiff),
		A:    text.Typed(sent.Get("a")), B: text.Typed(sent.Get("b")),
	}
	first, second := readLink(p.A), readLink(p.B)
	if first.id != "" && second.id != "" {
		query := url.Values{}
		if first.revision != "" {
			query.Set("r", first.revision)
		}
		if second.revision != "" {
			query.Set("r2", second.revision)
		}
		return deliver.SeeOther(w, r, form.URL("/diff/"+first.id+"/"+second.id, query.Encode()))
	}
	p.NoIndex = p.A+p.B != ""
	for _, field := range []struct {
		name, typed string
		read        shareLink
	}{{"a", p.A, first}, {"b", p.B, second}} {
		if field.typed != "" && field.read.id == "" {
			said := saidNoLink
			if figure.CutOff(strings.TrimSpace(field.typed)) {
				said = saidLinkCut
			}
			p.Problems = append(p.Problems, views.Problem{Field: field.name, Message: said})
		}
	}
	return s.sendPage(w, r, http.StatusOK, views.DiffForm(p))
}

// shareLink holds the id in a share link, and the revision if it names one.
type shareLink struct{ id, revision string }

var linkPattern = regexp.MustCompile(`^(?:/.*)?/a/([a-z0-9_-]{16,64})(?:/r/([1-9][0-9]{0,8}))?(?:/[a-z.]+)?$`)

// beforePath matches what stands before the path of a link in a text: the host at least.
var beforePath = regexp.MustCompile(`(?i)^(?:.*https?:/+)?[^/]*`)

// pathAlone matches the path of a link without its host, from the id on.
var pathAlone = regexp.MustCompile(`^(?i:a/)?([A-Za-z0-9_-]{16,64}(?:/.*)?)$`)

// revisionOf matches a link or an id with the words for a revision after it, revisionBefore one with them before it, and
// revisionAt one with the number as /diff and other programs write it.
var (
	revisionOf     = regexp.MustCompile(`(?i)^(.*[^\s,(]),? \(?(?:r(?:ev(?:ision)?)?|v|version)\.? ?([1-9][0-9]{0,8})\)?\.?$`)
	revisionAt     = regexp.MustCompile(`(?i)^(.*[a-z2-7]{26})(?:[@#]r?|\?r=)([1-9][0-9]{0,8})$`)
	revisionBefore = regexp.MustCompile(`(?i)^(?:r(?:ev(?:ision)?)?|v|version)\.? ?([1-9][0-9]{0,8})(?: of| from|:|,)? (.+)$`)
)

// wrapped returns the link that a mail or chat program has put into one of its own, "" if there is none.
func wrapped(typed string) string {
	u, err := url.Parse(typed)
	if err != nil || u.RawQuery == "" {
		return ""
	}
	query := u.Query()
	for _, name := range slices.Sorted(maps.Keys(query)) {
		inner := query.Get(name)
		if name == "u" && strings.Contains(u.Path, "/v2/") { // Proofpoint writes "-" for "%"
			inner, _ = url.PathUnescape(strings.NewReplacer("-", "%", "_", "/").Replace(inner))
		}
		if strings.Contains(inner, "://") && linkPattern.MatchString(beforePath.ReplaceAllString(inner, "")) {
			return inner
		}
	}
	return ""
}

// readLink reads a share link as people paste it, or an id alone, also with the words for a revision.
func readLink(typed string) shareLink {
	path, words := strings.Join(strings.Fields(typed), " "), ""
	if figure.CutOff(path) && len(link.IDs(path)) == 0 { // shown shortened, so that the id lacks its end
		return shareLink{}
	}
	if found := revisionOf.FindStringSubmatch(path); found != nil {
		path, words = found[1], found[2]
	} else if found := revisionAt.FindStringSubmatch(path); found != nil {
		path, words = found[1], found[2]
	} else if found := revisionBefore.FindStringSubmatch(path); found != nil {
		path, words = found[2], found[1]
	}
	read := readAddress(path)
	switch {
	case read.id == "" || words == "" || read.revision == words:
		return read
	case read.revision != "": // two revisions, and nobody knows which
		return shareLink{}
	}
	return shareLink{read.id, words}
}

// readAddress reads a share link in one line of text, or an id alone. Two of them are none, because nobody knows which.
func readAddress(path string) shareLink {
	var links []shareLink
	for _, at := range link.Saved(path) { // other texts can look like ids, such as an edit key
		if read := readPath(at); read.id != "" && !slices.Contains(links, read) {
			links = append(links, read)
		}
	}
	if len(links) == 1 {
		return links[0]
	}
	ids := slices.Compact(slices.Sorted(slices.Values(link.IDs(path))))
	if len(links) > 1 || len(ids) > 1 {
		return shareLink{}
	}
	if inner := wrapped(path); inner != "" {
		path = inner
	}
	if len(ids) == 1 && !strings.Contains(path, "/") {
		return shareLink{id: ids[0]}
	}
	if begins := pathAlone.FindStringSubmatch(path); begins != nil {
		path = "/a/" + begins[1]
	} else {
		path = beforePath.ReplaceAllString(path, "")
	}
	return readPath(path)
}

// readPath reads the path of a share link, which may be damaged.
func readPath(path string) (read shareLink) {
	path, _, _ = link.Repair(path)
	if m := linkPattern.FindStringSubmatch(path); m != nil {
		read = shareLink{m[1], m[2]}
	}
	return read
}

// sideDoc names a revision that something is compared with.
type sideDoc struct {
	ID         string `json:"id"`
	URL        string `json:"url"` // page of the revision
	Revision   int    `json:"revision"`
	Saved      string `json:"saved"`
	Title      string `json:"title"`
	Author     string `json:"author"`
	Milestone  string `json:"milestone"`
	Comparison string `json:"comparison"`
	Catalogue  string `json:"catalogue"`
	Engine     string `json:"engine"`
}

// differenceDoc is the difference between two reports. Scores and costs list every option,
// the other lists only differences.
type differenceDoc struct {
	Same       bool                          `json:"same"`
	Headline   pairDoc[string]               `json:"headline"`
	Verdict    pairDoc[string]               `json:"verdict"`
	Winner     pairDoc[*string]              `json:"winner"`
	Leader     pairDoc[*string]              `json:"leader"`
	Answers    []answerChangeDoc             `json:"answers"`
	Priorities pairDoc[decision.Priorities]  `json:"priorities"`
	Weights    []weightChangeDoc             `json:"weights"`
	Load       pairDoc[*cost.Load]           `json:"load"`
	Scores     []optionChangeDoc[placing]    `json:"scores"`
	Costs      []optionChangeDoc[cost.Cents] `json:"costs"`
	Plan       []planChangeDoc               `json:"plan"`
	Rules      []ruleChangeDoc               `json:"rules"` // of the organisation
}

type (
	pairDoc[T any] struct {
		From T `json:"from"`
		To   T `json:"to"`
	}
	answerChangeDoc struct {
		Question string `json:"question"`
		Text     string `json:"text"`
		Part     string `json:"part,omitempty"`
		From     string `json:"from"` // labels; empty: not known
		To       string `json:"to"`
		FromNone string `json:"from_none,omitempty"` // why there is no label: no_part, by_part, some_parts
		ToNone   string `json:"to_none,omitempty"`
	}
	weightChangeDoc struct {
		Criterion string   `json:"criterion"`
		Name      string   `json:"name"`
		From      *float64 `json:"from"`
		To        *float64 `json:"to"`
	}
	optionChangeDoc[T any] struct {
		Option string `json:"option"`
		Name   string `json:"name"`
		From   *T     `json:"from"` // null: not in that report
		To     *T     `json:"to"`
	}
	placing struct {
		Place  int     `json:"place"`
		Score  float64 `json:"score"`
		Status string  `json:"status"`
	}
	ruleChangeDoc = pairDoc[*decision.Rule] // null: no such rule
	planChangeDoc struct {
		Part string  `json:"part"`
		From *string `json:"from"` // option; null: no part of its own, or nothing fits
		To   *string `json:"to"`
	}
)

// apiDiff compares two revisions: the latest unless r and r2 name others.
func (s *server) apiDiff(w http.ResponseWriter, r *http.Request) error {
	leave, err := s.assess.Enter(r.Context(), pricePage)
	if err != nil {
		return err
	}
	defer leave()
	query := r.URL.Query()
	for _, name := range []string{"r", "r2"} {
		if _, err := revisionNumber(query.Get(name), 0); err != nil {
			return wrong.Input{Field: name, Message: "must be the number of a revision, such as 1; without it the latest counts"}
		}
	}
	a, b, _, err := s.diffSides(r, query)
	if err != nil {
		return err
	}
	doc := struct {
		A          sideDoc        `json:"a"`
		B          sideDoc        `json:"b"`
		Difference *differenceDoc `json:"difference"` // null between different comparisons
	}{A: s.sideJSON(r, a.Saved), B: s.sideJSON(r, b.Saved)}
	if a.Saved.Comparison == b.Saved.Comparison {
		d := differenceJSON(a.Saved.Input, b.Saved.Input, a.Report, b.Report)
		doc.Difference = &d
	}
	return s.sendUncached(w, r, http.StatusOK, doc)
}

// sendUncached sends JSON that no cache may store.
func (s *server) sendUncached(w http.ResponseWriter, r *http.Request, status int, doc any) error {
	w.Header()["Cache-Control"] = deliver.NoStore
	return s.sendJSON(w, r, status, doc)
}

func (s *server) sideJSON(r *http.Request, saved record.Saved) sideDoc {
	return sideDoc{
		ID: saved.ID, URL: s.base(r) + "/a/" + saved.ID + "/r/" + strconv.Itoa(saved.Number), Revision: saved.Number,
		Saved: format.RFC3339(saved.At),
		Title: saved.Title, Author: saved.Author, Milestone: saved.Milestone,
		Comparison: saved.Comparison, Catalogue: saved.Catalogue, Engine: saved.Engine,
	}
}

// differenceJSON compares two sets of answers and their reports.
func differenceJSON(a, b decision.Assessment, before, after decision.Report) differenceDoc {
	d := decision.Compare(before, after)
	doc := differenceDoc{
		Same:     d.Same(),
		Headline: pairDoc[string]{before.Headline, after.Headline}, Verdict: pairDoc[string]{before.Kind, after.Kind},
		Winner: pairDoc[*string]{before.Winner, after.Winner}, Leader: pairDoc[*string]{orNull(before.Leader), orNull(after.Leader)},
		Answers: []answerChangeDoc{}, Weights: []weightChangeDoc{},
		Priorities: pairDoc[decision.Priorities]{a.Priorities, b.Priorities}, Load: pairDoc[*cost.Load]{a.Load, b.Load},
		Scores: []optionChangeDoc[placing]{}, Costs: []optionChangeDoc[cost.Cents]{}, Plan: planChanges(before.Plan, after.Plan),
		Rules: []ruleChangeDoc{},
	}
	for _, x := range d.Rules {
		doc.Rules = append(doc.Rules, ruleChangeDoc{x.From, x.To})
	}
	for _, x := range d.Answers {
		doc.Answers = append(doc.Answers, answerChangeDoc{x.Question, x.Text, x.Part, x.From, x.To, x.FromNone, x.ToNone})
	}
	for _, x := range d.Weights {
		doc.Weights = append(doc.Weights, weightChangeDoc{x.Criterion, x.Name, weightOrNull(x.From), weightOrNull(x.To)})
	}
	for _, x := range d.Scores {
		doc.Scores = append(doc.Scores, optionChangeDoc[placing]{x.Option, x.Name, placed(x.FromPlace, x.From, x.FromStatus),
			placed(x.ToPlace, x.To, x.ToStatus)})
	}
	for _, x := range d.Costs {
		doc.Costs = append(doc.Costs, optionChangeDoc[cost.Cents]{x.Option, x.Name, bill(x.From), bill(x.To)})
	}
	return doc
}

func orNull(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

func weightOrNull(w float64) *float64 {
	if w < 0 {
		return nil
	}
	w = math.Round(w*100) / 100 // they are compared in whole per cent
	return &w
}

func placed(place int, score float64, status string) *placing {
	if place == 0 {
		return nil
	}
	return &placing{place, score, status}
}

func bill(o *decision.OptionCost) *cost.Cents {
	if o == nil {
		return nil
	}
	return &o.Total
}

// planChanges lists every part of either plan.
func planChanges(before, after *decision.Plan) []planChangeDoc {
	list := []planChangeDoc{}
	at := func(part string) *planChangeDoc {
		i := slices.IndexFunc(list, func(d planChangeDoc) bool { return d.Part == part })
		if i < 0 {
			list, i = append(list, planChangeDoc{Part: part}), len(list)
		}
		return &list[i]
	}
	if after != nil {
		for _, p := range after.Parts {
			at(p.Part).To = orNull(p.Option)
		}
	}
	if before != nil {
		for _, p := range before.Parts {
			at(p.Part).From = orNull(p.Option)
		}
	}
	return list
}
