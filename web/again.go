package web

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"

	"github.com/labstack/echo/v4"

	"crossroads/decision"
	"crossroads/views"
)

// again scores a stored revision with today's content and says what changed in
// the result and which change of content caused it. Neither the revision nor
// the content can change while this process runs, so the page is kept.
func (s *server) again(c echo.Context) error {
	number, err := strconv.Atoi(c.Param("number"))
	if err != nil || number < 1 {
		return decision.ErrNotFound
	}
	r := c.Request()
	saved, err := s.find(c, c.Param("id"), number)
	if err != nil {
		return err
	}
	key := pageKey{id: saved.ID, number: number, kind: "again", origin: s.origin(r)}
	finished, epoch := s.shared.get(key)
	if finished == nil {
		page, err := s.againPage(c, saved)
		if err != nil {
			return err
		}
		var buf bytes.Buffer
		if err := views.Again(page).Render(r.Context(), &buf); err != nil {
			return fmt.Errorf("rendering a score: %w", err)
		}
		finished = newVariants(typeHTML, buf.Bytes(), light)
		s.keepPage(saved, key, finished, epoch)
	}
	c.Response().Header()["X-Robots-Tag"] = noIndex
	finished.serve(c.Response(), r, noCache)
	return nil
}

func (s *server) againPage(c echo.Context, saved decision.Saved) (views.AgainPage, error) {
	cat, ok := s.lib.Comparison(saved.Comparison)
	if !ok {
		return views.AgainPage{}, notFound("The comparison of this assessment is no longer in the content, so it cannot be scored again. The saved report stays readable.")
	}
	before, err := storedReport(saved)
	if err != nil {
		return views.AgainPage{}, err
	}
	query := Query(saved.Input)
	now := parseQuery(cat, query, false)
	after, err := s.evaluate(c.Request().Context(), cat, now.assessment)
	if err != nil {
		return views.AgainPage{}, err
	}
	p := views.AgainPage{
		Page:  s.page("/a/"+saved.ID+"/r/"+strconv.Itoa(saved.Number)+"/again", "", "Scored again: "+saved.Title, ""),
		Saved: saved, Changed: views.Changed{From: saved.Revision, To: decision.Revision{Catalogue: cat.Version, Engine: decision.EngineVersion}, Difference: decision.Compare(before, after)},
		NewEngine: saved.Engine != decision.EngineVersion, NewContent: saved.Catalogue != cat.Version,
		ScoreURL: withQuery("/decide/"+cat.Slug+"/result", Query(now.assessment), reviseQuery(&views.Revise{ID: saved.ID, Base: saved.Latest})),
		Leader:   before.Leader,
	}
	p.NoIndex = true
	p.Problems = now.problems()
	return p, s.findCauses(c, &p, saved, cat, before)
}

// findCauses tells apart what the engine did from what the content did.
func (s *server) findCauses(c echo.Context, p *views.AgainPage, saved decision.Saved, cat *decision.Catalogue, before decision.Report) error {
	if !p.NewContent && !p.NewEngine {
		return nil
	}
	ctx := c.Request().Context()
	old := cat
	if p.NewContent {
		var err error
		old, err = s.keptCatalogue(ctx, saved.Comparison, saved.Catalogue)
		if errors.Is(err, decision.ErrNotFound) {
			p.Unkept = true
			return nil
		}
		if err != nil {
			return err
		}
	}
	if p.NewEngine {
		same, err := s.evaluate(ctx, old, saved.Input)
		if err != nil {
			return err
		}
		p.EngineMoved = !decision.Compare(before, same).Same()
	}
	if !p.NewContent {
		return nil
	}
	select {
	case s.gate <- struct{}{}:
		defer func() { <-s.gate }()
	case <-ctx.Done():
		return ctx.Err()
	}
	var err error
	if p.Causes, err = decision.Causes(old, cat, saved.Input); err != nil {
		return fmt.Errorf("finding causes: %w", err)
	}
	return nil
}
