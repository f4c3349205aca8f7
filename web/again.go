package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"crossroads/decision"
	"crossroads/views"
)

// again scores a stored revision with today's content and says what changed in
// the result and which change of content caused it. Neither the revision nor
// the content can change while this process runs, so the page is kept.
func (s *server) again(w http.ResponseWriter, r *http.Request) error {
	number, err := pathNumber(r)
	if err != nil {
		return err
	}
	saved, err := s.find(r, r.PathValue("id"), number)
	if err != nil {
		return err
	}
	key := pageKey{id: saved.ID, number: number, kind: "again", origin: s.origin(r)}
	finished, since := s.shared.get(key)
	if finished == nil {
		again, err := s.scoreAgain(r.Context(), saved)
		if err != nil {
			return err
		}
		var buf bytes.Buffer
		if err := views.Again(s.againPage(saved, again)).Render(r.Context(), &buf); err != nil {
			return fmt.Errorf("rendering a score: %w", err)
		}
		finished = newVariants(typeHTML, buf.Bytes(), light)
		s.keepPage(saved, key, finished, since)
	}
	w.Header()["X-Robots-Tag"] = noIndex
	finished.serve(w, r, noCache)
	return nil
}

// scoredAgain is a stored revision under today's content.
type scoredAgain struct {
	cat           *decision.Catalogue
	input         input // the stored answers as far as they are answers today
	before, after decision.Report

	newEngine, newContent bool
	engineMoved           bool             // the new engine alone gives another result
	unkept                bool             // the old content is not on record, so causes cannot be named
	causes                []decision.Cause // changes of content that move the result
}

func (s *server) scoreAgain(ctx context.Context, saved decision.Saved) (again scoredAgain, err error) {
	cat, ok := s.lib.Comparison(saved.Comparison)
	if !ok {
		return again, notFound("The comparison of this assessment is no longer in the content, so it cannot be scored again. The saved report stays readable.")
	}
	leave, err := s.enter(ctx)
	if err != nil {
		return again, err
	}
	defer leave()
	again = scoredAgain{cat: cat, newEngine: saved.Engine != decision.EngineVersion, newContent: saved.Catalogue != cat.Version}
	if again.before, err = storedReport(saved); err != nil {
		return again, err
	}
	again.input = parseQuery(cat, Query(saved.Input), false)
	if again.after, err = s.evaluate(ctx, cat, again.input.assessment); err != nil {
		return again, err
	}
	return again, s.findCauses(ctx, &again, saved)
}

func (s *server) againPage(saved decision.Saved, again scoredAgain) views.AgainPage {
	today := decision.Revision{Catalogue: again.cat.Version, Engine: decision.EngineVersion}
	p := views.AgainPage{
		Page:  s.page("/a/"+saved.ID+"/r/"+strconv.Itoa(saved.Number)+"/again", "", "Scored again: "+saved.Title, ""),
		Saved: saved, Changed: views.Changed{From: saved.Revision, To: today, Difference: decision.Compare(again.before, again.after)},
		NewEngine: again.newEngine, NewContent: again.newContent, EngineMoved: again.engineMoved, Unkept: again.unkept, Causes: again.causes,
		ScoreURL: withQuery("/decide/"+again.cat.Slug+"/result", Query(again.input.assessment), reviseQuery(&views.Revise{ID: saved.ID, Base: saved.Latest})),
		Leader:   again.before.Leader,
	}
	p.NoIndex = true
	p.Problems = again.input.problems()
	return p
}

// findCauses tells apart what the engine did from what the content did.
func (s *server) findCauses(ctx context.Context, again *scoredAgain, saved decision.Saved) error {
	if !again.newContent && !again.newEngine {
		return nil
	}
	old := again.cat
	if again.newContent {
		var err error
		old, err = s.keptCatalogue(ctx, saved.Comparison, saved.Catalogue)
		if errors.Is(err, decision.ErrNotFound) {
			again.unkept = true
			return nil
		}
		if err != nil {
			return err
		}
	}
	if again.newEngine {
		same, err := s.evaluate(ctx, old, saved.Input)
		if err != nil {
			return err
		}
		again.engineMoved = !decision.Compare(again.before, same).Same()
	}
	if !again.newContent {
		return nil
	}
	leave, err := s.enterFor(ctx, priceCauses*priceOf(saved.Input))
	if err != nil {
		return err
	}
	defer leave()
	if again.causes, err = decision.Causes(old, again.cat, saved.Input); err != nil {
		return fmt.Errorf("finding causes: %w", err)
	}
	return nil
}
