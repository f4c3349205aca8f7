package web

import (
	"context"
	"errors"
	"net/http"
	"strconv"

	"crossroads/assess"
	"crossroads/decision"
	"crossroads/record"
	"crossroads/views"
	"crossroads/web/deliver"
	"crossroads/web/form"
)

// again scores a stored revision with the content that is served, and shows what
// changed in the result and which change of content caused it.
func (s *server) again(w http.ResponseWriter, r *http.Request) error {
	saved, err := s.addressed(r)
	if err != nil {
		return err
	}
	key := deliver.Key{ID: saved.ID, Number: saved.Number, Kind: "again", Origin: s.origin(r)}
	finished, err := s.finished(r.Context(), key, func() (record.Saved, *deliver.Variants, error) {
		again, err := s.scoreAgain(r.Context(), saved)
		if err != nil {
			return saved, nil, err
		}
		v, err := renderKept(r, views.Again(s.againPage(saved, again)))
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
	today := record.Revision{Catalogue: again.Catalogue.Version, Engine: decision.EngineVersion}
	p := views.AgainPage{
		Page:  s.page("/a/"+saved.ID+"/r/"+strconv.Itoa(saved.Number)+"/again", "", "Scored again: "+saved.Title, ""),
		Saved: saved, Changed: views.Changed{From: saved.Revision, To: today, Difference: decision.Compare(again.Before, again.After)},
		NewEngine: again.NewEngine, NewContent: again.NewContent, EngineMoved: again.EngineMoved, Unkept: again.Unkept, Causes: again.Causes,
		ScoreURL: form.URL("/decide/"+again.Catalogue.Slug+"/result", form.Query(again.Input), reviseQuery(&views.Revise{ID: saved.ID, Base: saved.Latest})),
		Leader:   again.Before.Leader,
	}
	p.NoIndex = true
	p.Problems = problems(again.Ignored)
	return p
}

// againDoc is a stored revision under today's content.
type againDoc struct {
	Revision    sideDoc         `json:"revision"`
	Catalogue   string          `json:"catalogue"` // today's
	Engine      string          `json:"engine"`
	Ignored     []problemField  `json:"ignored"` // stored answers that are none today
	Difference  differenceDoc   `json:"difference"`
	EngineMoved bool            `json:"engine_moved"`
	Known       bool            `json:"causes_known"`
	Causes      []causeDoc      `json:"causes"`
	Report      decision.Report `json:"report"`
}

type causeDoc struct {
	What   string   `json:"what"`
	Effect *float64 `json:"effect"` // null when it cannot be tried alone
	Leader string   `json:"leader"` // first with this change alone; empty: the same as before
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
		Ignored: []problemField{}, EngineMoved: again.EngineMoved, Known: !again.Unkept, Causes: []causeDoc{}, Report: again.After,
	}
	doc.Difference = differenceJSON(saved.Input, again.Input, again.Before, again.After)
	for _, f := range again.Ignored {
		doc.Ignored = append(doc.Ignored, problemField{f.Field, f.Fact})
	}
	for _, cause := range again.Causes {
		said := causeDoc{What: cause.What, Leader: cause.Leader}
		if cause.Tested {
			said.Effect = &cause.Effect
		}
		doc.Causes = append(doc.Causes, said)
	}
	return s.sendUnkept(w, r, http.StatusOK, doc)
}
