package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"crossroads/assess"
	"crossroads/decision"
	"crossroads/format"
	"crossroads/qr"
	"crossroads/record"
	"crossroads/text"
	"crossroads/views"
	"crossroads/web/deliver"
	"crossroads/web/form"
	"strings"
)

// decidePages returns the wizards without answers, which are fixed pages. Those in frames
// are fixed only if the public address is configured, since they show it.
func (s *server) decidePages(prefix string) (pages []fixed) {
	if prefix == framePrefix && s.cfg.BaseURL == "" {
		return nil
	}
	for _, cat := range s.lib.Comparisons {
		page := fixedHTML(prefix+cat.Slug, func() markup {
			report, err := decision.Stand(cat, decision.Assessment{})
			if err != nil {
				return failed(err)
			}
			return views.Decide(s.decidePage(s.cfg.BaseURL, cat, wizard{prefix: prefix, frame: outside}, report))
		})
		page.NoIndex, page.OEmbed = prefix == framePrefix, page.path
		pages = append(pages, page)
	}
	return pages
}

// wizard is a request for the wizard or its result.
type wizard struct {
	form.Input
	frame
	prefix string // "/decide/" or "/embed/decide/"
	revise *views.Revise
	round  string               // token of the team round that is answered
	beside *decision.Assessment // answers whose result this one will be compared with, nil for none
}

func (w wizard) embedded() bool { return w.prefix == framePrefix }

// readWizard reads the answers of a request, and loads the saved assessment that is being
// revised, if any.
func (s *server) readWizard(r *http.Request, cat *decision.Catalogue) (wizard, error) {
	w := wizard{prefix: "/decide/", frame: readFrame(r)}
	if isEmbed(r.URL.Path) {
		w.prefix = framePrefix
	}
	w.Input = form.Parse(cat, r.URL.RawQuery, w.embedded())
	query := w.Other
	if id := query.Get("revise"); id != "" && !w.embedded() {
		revise, err := s.revision(r, cat, id, query.Get("base"))
		if closed := (*assess.ClosedError)(nil); errors.As(err, &closed) {
			revise, err = unseen(id, query.Get("base"))
		}
		if errors.Is(err, record.ErrNotFound) {
			w.Findings = append(w.Findings, text.Finding{Field: "", Fact: saidRevisedGone, Advice: saidSaveAsNew})
		} else if err != nil {
			return wizard{}, err
		}
		w.revise = revise
	}
	if token := query.Get("round"); token != "" && !w.embedded() {
		if of, round, err := s.round(r, token); err == nil && of == cat && round.Open() {
			w.round, w.revise = token, nil
		} else if err == nil || errors.Is(err, record.ErrNotFound) {
			w.Findings = append(w.Findings, text.Finding{Field: "", Fact: saidRoundOver, Advice: saidAnswerAlone})
		} else {
			return wizard{}, err
		}
	}
	if query.Has(form.Beside) && !w.embedded() && w.round == "" {
		first := form.Parse(cat, query.Get(form.Beside), false)
		w.beside = &first.Assessment
		for _, f := range first.Findings {
			w.Findings = append(w.Findings, text.Finding{Fact: "In the answers of A: " + f.Fact, Advice: f.Advice})
		}
	}
	return w, nil
}

// revision finds the assessment to revise. One that belongs to another comparison counts as
// not found.
func (s *server) revision(r *http.Request, cat *decision.Catalogue, id, base string) (*views.Revise, error) {
	saved, err := s.assess.Load(r.Context(), id, 0)
	if err != nil {
		return nil, err
	}
	if saved.Comparison != cat.Slug {
		return nil, record.ErrNotFound
	}
	revise := &views.Revise{
		ID: saved.ID, Base: saved.Number, Title: saved.Title, Note: saved.Note, Author: s.savedBy(r, saved.Author), Labels: saved.Labels,
	}
	if n, ok := form.Revision(base); ok && n <= saved.Number {
		revise.Base = n // if it is not the latest, saving reports the conflict
	}
	return revise, nil
}

// unseen returns the revision of an assessment that is not shared with the reader. They may have its
// edit key, which saving needs; until then none of its texts are shown.
func unseen(id, base string) (*views.Revise, error) {
	n, ok := form.Revision(base)
	if !ok {
		return nil, record.ErrNotFound
	}
	return &views.Revise{ID: id, Base: n, Unseen: true}, nil
}

// reviseQuery returns the query that carries a revision from page to page.
func reviseQuery(revise *views.Revise) string {
	if revise == nil {
		return ""
	}
	return url.Values{"revise": {revise.ID}, "base": {strconv.Itoa(revise.Base)}}.Encode()
}

func (s *server) decidePage(origin string, cat *decision.Catalogue, w wizard, report decision.Report) views.DecidePage {
	path := w.prefix + cat.Slug
	p := views.DecidePage{
		Page:        s.page(path, "decide", cat.Title, cat.Summary),
		Catalogue:   cat,
		Assessment:  w.Assessment,
		Query:       form.Query(w.Assessment),
		Report:      report,
		Action:      path + "/result",
		StandingURL: path + "/standing",
		FullURL:     origin + "/decide/" + cat.Slug,
		Revise:      w.revise,
		Round:       w.round,
		PartBlocks:  w.Parts,
		Open:        w.Open,
		LoadTexts:   w.Load,
		Typed:       w.Typed,
		Ticked:      w.Ticked,
	}
	if w.Quick && len(cat.Questions) > views.QuickQuestions {
		p.Quick = cat.Quick(views.QuickQuestions)
	}
	if w.beside != nil {
		p.Action, p.Beside = path+"/beside", form.Query(*w.beside)
	}
	p.Regions = cat.LoadAreas()
	p.Problems = anchored(cat, problems(w.Findings), "")
	p.Embed, p.Theme, p.Frame = w.embedded(), w.theme, w.frame.id
	p.NoIndex = w.embedded() || p.Query != "" || w.Quick
	s.setCard(&p.Page, cat)
	// Without an origin the page is fixed: it is made once for readers who reach the portal
	// under different names, so only a header of the response can name the address.
	if origin != "" {
		p.OEmbed = oembedAddress(origin, path)
	}
	return p
}

// tidied returns the address of a request without its empty fields; false if all empty
// fields are required ones.
func tidied(r *http.Request, required ...string) (string, bool) {
	query, changed := form.Tidy(r.URL.RawQuery, required...)
	return form.URL(r.URL.EscapedPath(), query), changed
}

// decide shows the wizard with the answers in the address filled in.
func (s *server) decide(w http.ResponseWriter, r *http.Request) error {
	if target, ok := tidied(r, form.Beside); ok { // an empty beside is a set without answers
		return deliver.Redirect(w, r, http.StatusSeeOther, target)
	}
	page, err := s.wizardPage(r)
	if err != nil {
		return err
	}
	discover(w.Header(), s.base(r), page.Path)
	s.setOwnCard(r, &page.Page, page.Catalogue)
	return s.sendLong(w, r, http.StatusOK, views.Decide(page))
}

// standing sends the part of the wizard that its script fetches while answers change.
func (s *server) standing(w http.ResponseWriter, r *http.Request) error {
	page, err := s.wizardPage(r)
	if err != nil {
		return err
	}
	w.Header()["X-Robots-Tag"] = deliver.NoIndex
	return s.sendPage(w, r, http.StatusOK, views.Standing(page))
}

func (s *server) wizardPage(r *http.Request) (views.DecidePage, error) {
	cat, w, report, err := s.answered(r, s.assess.Stand)
	if err != nil {
		return views.DecidePage{}, err
	}
	return s.decidePage(s.base(r), cat, w, report), nil
}

// evaluation is Evaluate or Stand of package assess, which computes less.
type evaluation func(context.Context, *decision.Catalogue, decision.Assessment) (decision.Report, error)

// answered reads and evaluates the answers of a request.
func (s *server) answered(r *http.Request, evaluate evaluation) (*decision.Catalogue, wizard, decision.Report, error) {
	cat, err := s.comparison(r)
	if err != nil {
		return nil, wizard{}, decision.Report{}, err
	}
	w, err := s.readWizard(r, cat)
	if err != nil {
		return nil, wizard{}, decision.Report{}, err
	}
	report, err := evaluate(r.Context(), cat, w.Assessment)
	return cat, w, report, err
}

// result shows the report for the answers in the address. Nothing is stored.
func (s *server) result(w http.ResponseWriter, r *http.Request) error {
	if target, ok := tidied(r, "whatif"); ok { // an empty whatif asks for its form
		return deliver.Redirect(w, r, http.StatusSeeOther, target)
	}
	cat, wiz, report, err := s.answered(r, s.assess.Evaluate)
	if err != nil {
		return err
	}
	w.Header()["X-Robots-Tag"] = deliver.NoIndex
	w.Header()["Cache-Control"] = deliver.Private
	page := s.resultPage(r, cat, wiz, report)
	if !page.Embed && page.Round == "" && report.Kind != decision.VerdictUndecided {
		page.BesideURL = besideURL("/decide/"+cat.Slug, wiz, wiz.Assessment, wiz.Assessment)
		if err := s.whatIf(r, cat, wiz, &page); err != nil {
			return err
		}
	}
	return s.sendLong(w, r, http.StatusOK, views.Result(page))
}

// workings shows every figure behind a result.
func (s *server) workings(w http.ResponseWriter, r *http.Request) error {
	if target, ok := tidied(r); ok {
		return deliver.Redirect(w, r, http.StatusSeeOther, target)
	}
	cat, wiz, report, err := s.answered(r, s.assess.Evaluate)
	if err != nil {
		return err
	}
	w.Header()["X-Robots-Tag"] = deliver.NoIndex
	w.Header()["Cache-Control"] = deliver.Private
	page := s.resultPage(r, cat, wiz, report)
	page.Path, page.Title = "/decide/"+cat.Slug+"/result/workings", saidWorkings+report.Headline
	return s.sendLong(w, r, http.StatusOK, views.Workings(page))
}

func (s *server) resultPage(r *http.Request, cat *decision.Catalogue, w wizard, report decision.Report) views.ResultPage {
	query := form.Query(w.Assessment)
	path := w.prefix + cat.Slug
	p := views.ResultPage{
		Page:       s.page(path+"/result", "decide", report.Headline, cat.Title+describeResult),
		Catalogue:  cat,
		Assessment: w.Assessment,
		Query:      query,
		Report:     report,
		ChangeURL:  form.URL(path, query, w.Uncounted(), w.carried(), reviseQuery(w.revise), roundQuery(w.round)),
		Quick:      w.Quick,
		Revise:     w.revise,
		Round:      w.round,
	}
	p.NoIndex = true
	s.setCard(&p.Page, cat)
	s.setOwnCard(r, &p.Page, cat)
	p.Problems = anchored(cat, problems(w.Findings), p.ChangeURL)
	p.Embed, p.Theme, p.Frame = w.embedded(), w.theme, w.frame.id
	full := "/decide/" + cat.Slug + "/result"
	if p.FullURL = form.URL(s.base(r)+full, query); len(p.FullURL) <= qr.Most {
		p.Code = form.URL(full+codeName, query)
	}
	carried := []string{query, w.Uncounted(), reviseQuery(w.revise), roundQuery(w.round)}
	p.ResultURL, p.Workings = form.URL(full, carried...), form.URL(full+"/workings", carried...)
	switch {
	case w.embedded():
		p.AnswersURL = s.base(r) + "/decide/" + cat.Slug + "#a=" + url.QueryEscape(query)
		p.Token = s.frameTokens.mint(cat.Slug)
		p.Save = &views.SaveForm{Once: newMark()}
	case w.revise != nil:
		p.Save = &views.SaveForm{Title: w.revise.Title, Note: w.revise.Note, Author: w.revise.Author, Labels: w.revise.Labels}
	default:
		p.Save = &views.SaveForm{Once: newMark()}
	}
	return p
}

// whatIf fills in the form that changes one answer of a result: "whatif=" asks for the
// questions, whatif=QUESTION for the answers to one (of a part whatif=p1.QUESTION), and
// whatif=QUESTION.ANSWER (an empty answer for "don't know") for both results side by side.
func (s *server) whatIf(r *http.Request, cat *decision.Catalogue, w wizard, page *views.ResultPage) error {
	query := fields(r, "whatif")
	asked := text.Typed(query.Get("whatif"))
	page.WhatIf.URL = form.URL(page.Path, page.Query, reviseQuery(w.revise), "whatif=") + "#what-if"
	if !query.Has("whatif") {
		return nil
	}
	page.WhatIf.Asked, page.WhatIf.Questions = asked, whatIfQuestions(cat, w.Assessment)
	if asked == "" || page.WhatIf.Asks() {
		return nil
	}
	if lock := cat.Lock(questionAsked(asked)); lock != nil && cat.Settled(lock.Question) {
		page.Problems = append(page.Problems, views.Problem{Message: fmt.Sprintf(saidLocked, lock.Reason)})
		return nil
	}
	changed, ok := changedAnswer(cat, page.Query, asked)
	if !ok {
		page.Problems = append(page.Problems, views.Problem{Message: fmt.Sprintf(saidNoWhatIf, text.Quote(asked))})
		return nil
	}
	reports, difference, err := s.assess.Beside(r.Context(), cat, w.Assessment, changed)
	if err != nil {
		return err
	}
	page.WhatIf.Changed = &views.WhatIfResult{
		Report:     reports[1],
		Difference: difference,
		URL:        form.URL(page.Path, form.Query(changed), reviseQuery(w.revise)),
	}
	return nil
}

// questionAsked returns the question of an answer to try.
func questionAsked(asked string) string {
	parts := strings.Split(asked, ".")
	return parts[max(0, len(parts)-2)]
}

// changedAnswer returns the assessment of a query with one answer replaced; false if there
// is no such question or answer.
func changedAnswer(cat *decision.Catalogue, query, asked string) (decision.Assessment, bool) {
	at := strings.LastIndexByte(asked, '.')
	values, err := url.ParseQuery(query)
	if at < 0 || err != nil {
		return decision.Assessment{}, false
	}
	values.Set(asked[:at], asked[at+1:])
	in := form.Parse(cat, values.Encode(), false)
	return in.Assessment, len(in.Findings) == 0
}

// answersNow writes the answers to a question, which hold together or of which one holds; "" for none.
func answersNow(q *decision.Question, labels []string) string {
	switch {
	case len(labels) < 2:
		return strings.Join(labels, "")
	case q.Several > 1:
		return format.List(decision.Marked(labels), "and")
	}
	return format.Small(decision.Either(labels))
}

// whatIfQuestions returns the questions whose answer can be tried, which are those that no
// rule of the organisation answers: those about the team or the whole system, and those of each part. What is asked
// of parts is asked of all of them at once while none has an answer of its own, where one answer for all was given
// or is the rule.
func whatIfQuestions(cat *decision.Catalogue, a decision.Assessment) []views.WhatIfQuestion {
	var list []views.WhatIfQuestion
	add := func(prefix, part string, q *decision.Question, given []string) {
		asked := views.WhatIfQuestion{Text: q.Text, Part: part, Field: prefix + q.ID}
		var now []string
		for _, answer := range q.Answers {
			is := slices.Contains(given, answer.ID)
			if is {
				now = append(now, answer.Label)
			}
			if !is || len(given) > 1 { // one of several may be tried alone
				asked.Answers = append(asked.Answers, views.WhatIfAnswer{ID: answer.ID, Label: answer.Label})
			}
		}
		asked.Now = answersNow(q, now)
		list = append(list, asked)
	}
	for i := range cat.Questions {
		q := &cat.Questions[i]
		if cat.Settled(q.ID) {
			continue
		}
		if q.Scope != decision.ScopePart || len(a.Parts) == 0 {
			add("", "", q, a.Answers[q.ID])
			continue
		}
		own := slices.ContainsFunc(a.Parts, func(part decision.Part) bool { return len(part.Answers[q.ID]) > 0 })
		if !own && (q.Shared || len(a.Answers[q.ID]) > 0) {
			add("", views.AllParts, q, a.Answers[q.ID])
		}
		for n, part := range a.Parts {
			given := part.Answers[q.ID]
			if len(given) == 0 {
				given = a.Answers[q.ID]
			}
			add("p"+strconv.Itoa(n+1)+".", part.Name, q, given)
		}
	}
	return list
}
