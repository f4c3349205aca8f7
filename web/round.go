package web

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"crossroads/decision"
	"crossroads/record"
	"crossroads/views"
)

// teamRound shows the newest round of an assessment: what it is, who answered,
// or once it is revealed what they said.
func (s *server) teamRound(c echo.Context) error { return s.sendRound(c, http.StatusOK) }

func (s *server) sendRound(c echo.Context, status int, findings ...finding) error {
	saved, err := s.find(c, c.Param("id"), 0)
	if err != nil {
		return err
	}
	p := views.RoundPage{Page: s.page("/a/"+saved.ID+"/round", "", "Team round: "+saved.Title, ""), Saved: saved}
	p.NoIndex = true
	p.Problems = input{findings: findings}.problems()
	round, err := s.store.LatestRound(c.Request().Context(), saved.ID)
	switch {
	case errors.Is(err, record.ErrNotFound):
	case err != nil:
		return fmt.Errorf("reading a round: %w", err)
	default:
		round = readableRound(round)
		p.Round = &round
		p.AnswerURL = s.origin(c.Request()) + "/t/" + round.Token
		if p.Tally, err = tally(round); err != nil {
			return err
		}
	}
	h := c.Response().Header()
	h["Cache-Control"] = noStore
	h["X-Robots-Tag"] = noIndex
	return s.sendPage(c.Response(), c.Request(), status, views.Round(p))
}

// tally counts a round that is revealed.
func tally(round record.Round) (record.Tally, error) {
	if round.Open() {
		return record.Tally{}, nil
	}
	var said []record.Said
	for _, v := range round.Voices {
		var report decision.Report
		if err := json.Unmarshal(v.Report, &report); err != nil {
			return record.Tally{}, fmt.Errorf("reading what %s said: %w", quote(v.Name), err)
		}
		said = append(said, record.Said{Name: v.Name, Report: report})
	}
	return record.Count(said), nil
}

// changeRound opens or reveals a round.
func (s *server) changeRound(c echo.Context) error {
	form, key, done, err := s.keyed(c)
	if err != nil || done {
		return err
	}
	id, ctx := c.Param("id"), c.Request().Context()
	var change func() error
	switch form.Get("action") {
	case "open":
		change = func() error { _, err := s.store.OpenRound(ctx, id, key); return err }
	case "reveal":
		change = func() error { return s.store.RevealRound(ctx, id, key) }
	default:
		return invalid("The form does not say what to do: open or reveal.")
	}
	err = s.withKey(c, id, change)
	switch {
	case errors.Is(err, record.ErrConflict):
		return s.sendRound(c, http.StatusConflict, finding{"", "Somebody else was faster.", "This is the round as it is now."})
	case err != nil:
		return fmt.Errorf("changing a round: %w", err)
	}
	return seeOther(c, "/a/"+id+"/round")
}

// openRound finds the round that a token lets somebody answer in.
func (s *server) openRound(c echo.Context, token string) (*decision.Catalogue, record.Round, error) {
	if !idPattern.MatchString(token) {
		return nil, record.Round{}, record.ErrNotFound
	}
	round, comparison, err := s.store.RoundOf(c.Request().Context(), token)
	if err != nil {
		return nil, round, fmt.Errorf("reading a round: %w", err)
	}
	if (record.Life{Expires: round.Expires}).Expired(s.now()) {
		return nil, round, &fault{status: http.StatusGone, message: "The links to this round worked until " + round.Expires + "."}
	}
	cat, ok := s.lib.Comparison(comparison)
	if !ok {
		return nil, round, notFound("The comparison of this round is no longer in the content.")
	}
	return cat, round, nil
}

// takePart tells a participant what the round is and where to begin.
func (s *server) takePart(c echo.Context) error { return s.sendPart(c, http.StatusOK, false) }

func (s *server) sendPart(c echo.Context, status int, thanks bool) error {
	cat, round, err := s.openRound(c, c.Param("token"))
	if err != nil {
		return err
	}
	p := views.PartPage{
		Page: s.page("/t/"+round.Token, "", "Team round", ""), Catalogue: cat, Open: round.Open(), Thanks: thanks,
		StartURL: withQuery("/decide/"+cat.Slug, url.Values{"round": {round.Token}}.Encode()),
	}
	p.NoIndex = true
	h := c.Response().Header()
	h["Cache-Control"] = noStore
	h["X-Robots-Tag"] = noIndex
	return s.sendPage(c.Response(), c.Request(), status, views.Part(p))
}

// speak stores what a participant answered.
func (s *server) speak(c echo.Context) error {
	form, err := readForm(c)
	if err != nil {
		return err
	}
	token := c.Param("token")
	cat, round, err := s.openRound(c, token)
	if err != nil {
		return err
	}
	if !round.Open() {
		return s.sendPart(c, http.StatusConflict, false)
	}
	name, problem := line(form.Get("author"), maxAuthor)
	if problem == "" && name == "" {
		problem = "is missing"
	}
	in := parseQuery(cat, form.Get("query"), false)
	if len(in.findings) > 0 {
		return invalid("Some of the answers cannot be used. Go back and answer again.", in.findings...)
	}
	w := wizard{prefix: "/decide/", frame: outside, input: in, round: token}
	report, err := s.evaluate(c.Request().Context(), cat, in.assessment)
	if err != nil {
		return err
	}
	again := func(status int, fact, done string) error {
		c.Response().Header()["Cache-Control"] = noStore
		page := s.resultPage(c.Request(), cat, w, report)
		page.Save = &views.SaveForm{Author: shown(form.Get("author"))}
		page.Problems = input{findings: []finding{{"author", fact, done}}}.problems()
		return s.sendPage(c.Response(), c.Request(), status, views.Result(page))
	}
	if problem != "" {
		return again(http.StatusUnprocessableEntity, "Your name "+problem+".", "The others see it beside your answers once the round is revealed.")
	}
	rev, err := s.newRevision(cat, words{}, in.assessment, report)
	if err != nil {
		return err
	}
	if err := s.mayStore(c); err != nil {
		return err
	}
	err = s.store.Speak(c.Request().Context(), token, record.Voice{Name: name, Input: rev.Input, Catalogue: rev.Catalogue, Engine: rev.Engine, Report: rev.Report})
	if errors.Is(err, record.ErrConflict) {
		return again(http.StatusConflict, quote(name)+" has answered already, or the round is over or full.", "If that was somebody else, write your name in another way.")
	}
	if err != nil {
		return fmt.Errorf("answering in a round: %w", err)
	}
	return s.sendPart(c, http.StatusOK, true)
}

// roundQuery carries a round on from page to page.
func roundQuery(token string) string {
	if token == "" {
		return ""
	}
	return url.Values{"round": {token}}.Encode()
}
