package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"crossroads/assess"
	"crossroads/decision"
	"crossroads/record"
	"crossroads/text"
	"crossroads/views"
	"crossroads/web/deliver"
	"crossroads/web/form"
)

// historyPage is the number of revisions on a page.
const historyPage = 50

// history lists the revisions of an assessment and what changed between two.
func (s *server) history(w http.ResponseWriter, r *http.Request) error {
	query, ignored := numbers(r, "before", "from", "to", "number")
	return s.sendHistory(w, r, http.StatusOK, query, ignored)
}

func (s *server) sendHistory(w http.ResponseWriter, r *http.Request, status int, query url.Values, findings []text.Finding) error {
	latest, err := s.assess.Load(r.Context(), r.PathValue("id"), 0)
	if err != nil {
		return err
	}
	before, err := revisionNumber(query.Get("before"), 0)
	if err != nil {
		return err
	}
	entries, err := s.assess.History(r.Context(), latest.ID, before, historyPage)
	if err != nil {
		return err
	}
	p := views.HistoryPage{
		Page:  s.page("/a/"+latest.ID+"/history", "", "History: "+latest.Title, ""),
		Saved: latest, Entries: entries, Name: text.Typed(query.Get("name")),
	}
	if n := len(entries); n > 0 && entries[n-1].Number > 1 {
		p.Older = "/a/" + latest.ID + "/history?before=" + strconv.Itoa(entries[n-1].Number)
	}
	if p.From, err = revisionNumber(query.Get("from"), max(1, latest.Number-1)); err != nil {
		return err
	}
	if p.To, err = revisionNumber(query.Get("to"), latest.Number); err != nil {
		return err
	}
	if p.Number, err = revisionNumber(query.Get("number"), latest.Number); err != nil {
		return err
	}
	if p.From != p.To {
		if p.Changed, err = s.changedBetween(r, latest.ID, p.From, p.To); err != nil {
			return err
		}
	}
	p.NoIndex = true
	p.Problems = problems(findings)
	h := w.Header()
	h["X-Robots-Tag"] = deliver.NoIndex
	if status != http.StatusOK {
		h["Cache-Control"] = deliver.NoStore
	}
	return s.sendPage(w, r, status, views.History(p))
}

// numbers reads numbers of revisions from the query of a page. What is none is ignored, with a finding:
// other programs add parameters such as from=timeline.
func numbers(r *http.Request, names ...string) (query url.Values, ignored []text.Finding) {
	query = fields(r, names...)
	for _, name := range names {
		for i, value := range query[name] {
			query[name][i] = strings.TrimSpace(strings.Map(text.Narrow, value))
		}
		if typed := query.Get(name); typed != "" {
			if _, ok := form.Revision(typed); !ok {
				fact := fmt.Sprintf(saidNoRevisionNumber, text.Quote(name), text.Quote(text.Typed(typed)))
				ignored = append(ignored, text.Finding{Fact: fact, Advice: adviseIgnored})
				query.Del(name)
			}
		}
	}
	return query, ignored
}

// revisionNumber reads the number of a revision in a query; absent is its value if the
// field is missing.
func revisionNumber(typed string, absent int) (int, error) {
	if typed == "" {
		return absent, nil
	}
	n, ok := form.Revision(typed)
	if !ok {
		return 0, record.ErrNotFound
	}
	return n, nil
}

func (s *server) changedBetween(r *http.Request, id string, from, to int) (*views.Changed, error) {
	sides, difference, err := s.assess.Diff(r.Context(), assess.Ref{ID: id, Number: from}, assess.Ref{ID: id, Number: to})
	if err != nil {
		return nil, err
	}
	cat, _ := s.lib.Comparison(sides[1].Comparison)
	return &views.Changed{From: sides[0].Revision, To: sides[1].Revision, Catalogue: cat, Before: sides[0].Report,
		After: sides[1].Report, Difference: difference}, nil
}

// changeHistory names a revision as a milestone, or restores it as a new one.
func (s *server) changeHistory(w http.ResponseWriter, r *http.Request) error {
	posted, key, done, err := s.keyed(w, r)
	if err != nil || done {
		return err
	}
	number, ok := form.Revision(posted.Get("number"))
	if !ok {
		return invalid(saidWhichRevision)
	}
	var bad *assess.NameError
	switch posted.Get("action") {
	case "mark":
		err = s.assess.MarkRevision(r.Context(), key, number, posted.Get("name"))
	case "restore":
		base, ok := form.Revision(posted.Get("base"))
		if !ok {
			return invalid(saidFromHistory)
		}
		_, err = s.assess.Restore(r.Context(), key, number, base,
			func(author string) string { return s.savedBy(r, author) })
	default:
		return invalid(saidHistoryAction)
	}
	switch {
	case errors.As(err, &bad):
		return s.sendHistory(w, r, http.StatusUnprocessableEntity, posted,
			[]text.Finding{{Field: "name", Fact: "The name " + bad.Problem + ".", Advice: "Change it and save again."}})
	case errors.Is(err, record.ErrConflict):
		return s.sendHistory(w, r, http.StatusConflict, posted, []text.Finding{{Fact: saidNewerRevision, Advice: saidLookFirst}})
	case err != nil:
		return err
	}
	return redirectSaved(w, r, "/a/"+key.ID()+"/history")
}

// again scores a stored revision with the content that is served, and shows what
// changed in the result and which change of content caused it.
func (s *server) again(w http.ResponseWriter, r *http.Request) error {
	id, number, err := revisionParams(r)
	if err != nil {
		return err
	}
	key := deliver.Key{ID: id, Number: number, Kind: "again", Origin: s.base(r)}
	finished, err := s.finished(r.Context(), key, func() (saved record.Saved, v *deliver.Variants, err error) {
		if saved, err = s.assess.Load(r.Context(), id, number); err != nil {
			return saved, nil, err
		}
		again, err := s.scoreAgain(r.Context(), saved)
		if err != nil {
			return saved, nil, err
		}
		v, err = renderCached(r, views.Again(s.againPage(saved, again)))
		return saved, v, err
	})
	if err != nil {
		return err
	}
	w.Header()["X-Robots-Tag"] = deliver.NoIndex
	finished.Serve(w, r, deliver.Private)
	return nil
}

// scoreAgain scores a stored revision with today's content.
func (s *server) scoreAgain(ctx context.Context, saved record.Saved) (assess.Again, error) {
	again, err := s.assess.ScoreAgain(ctx, saved)
	if errors.Is(err, assess.ErrNoComparison) {
		err = notFound(saidNotScoredAgain)
	}
	return again, err
}

func (s *server) againPage(saved record.Saved, again assess.Again) views.AgainPage {
	today := saved.Revision // whatever else was said of it stays
	today.Input, today.Catalogue, today.Engine = again.Input, again.Catalogue.Version, decision.EngineVersion
	p := views.AgainPage{
		Page:  s.page("/a/"+saved.ID+"/r/"+strconv.Itoa(saved.Number)+"/again", "", "Scored again: "+saved.Title, ""),
		Saved: saved, Changed: views.Changed{From: saved.Revision, To: today, Catalogue: again.Catalogue,
			Before: again.Before, After: again.After, Difference: decision.Compare(again.Before, again.After)},
		NewEngine: again.NewEngine, NewContent: again.NewContent, EngineMoved: again.EngineMoved,
		ContentMoved: again.ContentMoved, OldContentLost: again.OldContentLost, Causes: again.Causes,
		ScoreURL: form.URL("/decide/"+again.Catalogue.Slug+"/result", form.Query(again.Input),
			reviseQuery(&views.Revise{ID: saved.ID, Base: saved.Latest})),
	}
	p.NoIndex = true
	p.Problems = problems(again.Ignored)
	return p
}

// againDoc is a stored revision scored with today's content.
type againDoc struct {
	Revision    sideDoc         `json:"revision"`
	Catalogue   string          `json:"catalogue"` // today's
	Engine      string          `json:"engine"`
	Ignored     []problemField  `json:"ignored"` // stored answers that no longer exist
	Difference  differenceDoc   `json:"difference"`
	EngineMoved bool            `json:"engine_moved"`
	Known       bool            `json:"causes_known"`
	Causes      []causeDoc      `json:"causes"`
	Report      decision.Report `json:"report"`
}

type causeDoc struct {
	What   string    `json:"what"`
	Effect *float64  `json:"effect"` // null if the change cannot be applied alone
	Leader string    `json:"leader"` // what comes first with this change alone; empty: as before
	Score  float64   `json:"score,omitempty"`
	Moves  []moveDoc `json:"moves,omitempty"`
}

// moveDoc is a part that goes to another option.
type moveDoc struct {
	Part string `json:"part"`
	From string `json:"from"` // names
	To   string `json:"to"`
}

// apiAgain scores a stored revision with today's content. Nothing is stored.
func (s *server) apiAgain(w http.ResponseWriter, r *http.Request) error {
	saved, err := s.addressed(r)
	if err != nil {
		return err
	}
	again, err := s.scoreAgain(r.Context(), saved)
	if err != nil {
		return err
	}
	doc := againDoc{
		Revision: s.sideJSON(r, saved), Catalogue: again.Catalogue.Version, Engine: decision.EngineVersion,
		Ignored:     problemFields(form.Paths(again.Ignored)),
		EngineMoved: again.EngineMoved, Known: !again.OldContentLost, Causes: []causeDoc{},
		Report: again.After,
	}
	doc.Difference = differenceJSON(saved.Input, again.Input, again.Before, again.After)
	for _, cause := range again.Causes {
		said := causeDoc{What: cause.What, Leader: cause.Leader, Score: cause.Score}
		for _, m := range cause.Moves {
			said.Moves = append(said.Moves, moveDoc(m))
		}
		if cause.Tested {
			said.Effect = &cause.Effect
		}
		doc.Causes = append(doc.Causes, said)
	}
	return s.sendUncached(w, r, http.StatusOK, doc)
}
