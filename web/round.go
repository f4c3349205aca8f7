package web

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"crossroads/decision"
	"crossroads/views"
)

// teamRound shows the newest round of an assessment: what it is, who answered,
// or once it is revealed what they said.
func (s *server) teamRound(w http.ResponseWriter, r *http.Request) error {
	return s.sendRound(w, r, http.StatusOK)
}

func (s *server) sendRound(w http.ResponseWriter, r *http.Request, status int, findings ...finding) error {
	saved, err := s.find(r, r.PathValue("id"), 0)
	if err != nil {
		return err
	}
	p := views.RoundPage{Page: s.page("/a/"+saved.ID+"/round", "", "Team round: "+saved.Title, ""), Saved: saved}
	p.NoIndex = true
	p.Problems = input{findings: findings}.problems()
	round, err := s.store.LatestRound(r.Context(), saved.ID)
	switch {
	case errors.Is(err, decision.ErrNotFound):
	case err != nil:
		return fmt.Errorf("reading a round: %w", err)
	default:
		round = readableRound(round)
		p.Round = &round
		p.AnswerURL = s.origin(r) + "/t/" + round.Token
		if p.Tally, err = tally(round); err != nil {
			return err
		}
	}
	h := w.Header()
	h["Cache-Control"] = noStore
	h["X-Robots-Tag"] = noIndex
	return s.sendPage(w, r, status, views.Round(p))
}

// tally counts a round that is revealed.
func tally(round decision.Round) (decision.Tally, error) {
	if round.Open() {
		return decision.Tally{}, nil
	}
	var said []decision.Said
	for _, v := range round.Voices {
		var report decision.Report
		if err := json.Unmarshal(v.Report, &report); err != nil {
			return decision.Tally{}, fmt.Errorf("reading what %s said: %w", quote(v.Name), err)
		}
		said = append(said, decision.Said{Name: v.Name, Report: report})
	}
	return decision.Count(said), nil
}

// changeRound opens or reveals a round.
func (s *server) changeRound(w http.ResponseWriter, r *http.Request) error {
	form, key, done, err := s.keyed(w, r)
	if err != nil || done {
		return err
	}
	id, ctx := r.PathValue("id"), r.Context()
	var change func() error
	switch form.Get("action") {
	case "open":
		change = func() error { _, err := s.store.OpenRound(ctx, id, key); return err }
	case "reveal":
		change = func() error { return s.store.RevealRound(ctx, id, key) }
	default:
		return invalid("The form does not say what to do: open or reveal.")
	}
	err = s.withKey(r, id, change)
	switch {
	case errors.Is(err, decision.ErrConflict):
		return s.sendRound(w, r, http.StatusConflict, finding{"", "Somebody else was faster.", "This is the round as it is now."})
	case err != nil:
		return fmt.Errorf("changing a round: %w", err)
	}
	return seeOther(w, r, "/a/"+id+"/round")
}

// openRound finds the round that a token lets somebody answer in.
func (s *server) openRound(r *http.Request, token string) (*decision.Catalogue, decision.Round, error) {
	if !idPattern.MatchString(token) {
		return nil, decision.Round{}, decision.ErrNotFound
	}
	round, comparison, err := s.store.RoundOf(r.Context(), token)
	if err != nil {
		return nil, round, fmt.Errorf("reading a round: %w", err)
	}
	if (decision.Life{Expires: round.Expires}).Expired(s.now()) {
		return nil, round, &fault{status: http.StatusGone, message: "The links to this round worked until " + round.Expires + "."}
	}
	cat, ok := s.lib.Comparison(comparison)
	if !ok {
		return nil, round, notFound("The comparison of this round is no longer in the content.")
	}
	return cat, round, nil
}

// takePart tells a participant what the round is and where to begin.
func (s *server) takePart(w http.ResponseWriter, r *http.Request) error {
	return s.sendPart(w, r, http.StatusOK, false)
}

func (s *server) sendPart(w http.ResponseWriter, r *http.Request, status int, thanks bool) error {
	cat, round, err := s.openRound(r, r.PathValue("token"))
	if err != nil {
		return err
	}
	p := views.PartPage{
		Page: s.page("/t/"+round.Token, "", "Team round", ""), Catalogue: cat, Open: round.Open(), Thanks: thanks,
		StartURL: withQuery("/decide/"+cat.Slug, url.Values{"round": {round.Token}}.Encode()),
	}
	p.NoIndex = true
	h := w.Header()
	h["Cache-Control"] = noStore
	h["X-Robots-Tag"] = noIndex
	return s.sendPage(w, r, status, views.Part(p))
}

// speak stores what a participant answered.
func (s *server) speak(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(w, r)
	if err != nil {
		return err
	}
	token := r.PathValue("token")
	cat, round, err := s.openRound(r, token)
	if err != nil {
		return err
	}
	if !round.Open() {
		return s.sendPart(w, r, http.StatusConflict, false)
	}
	name, problem := line(form.Get("author"), maxAuthor)
	if problem == "" && name == "" {
		problem = "is missing"
	}
	in := parseQuery(cat, form.Get("query"), false)
	if len(in.findings) > 0 {
		return invalid("Some of the answers cannot be used. Go back and answer again.", in.findings...)
	}
	wiz := wizard{prefix: "/decide/", frame: outside, input: in, round: token}
	report, err := s.evaluate(r.Context(), cat, in.assessment)
	if err != nil {
		return err
	}
	again := func(status int, fact, done string) error {
		w.Header()["Cache-Control"] = noStore
		page := s.resultPage(r, cat, wiz, report)
		page.Save = &views.SaveForm{Author: shown(form.Get("author"))}
		page.Problems = input{findings: []finding{{"author", fact, done}}}.problems()
		return s.sendPage(w, r, status, views.Result(page))
	}
	if problem != "" {
		return again(http.StatusUnprocessableEntity, "Your name "+problem+".", "The others see it beside your answers once the round is revealed.")
	}
	rev, err := s.newRevision(cat, words{}, in.assessment, report)
	if err != nil {
		return err
	}
	if err := s.mayStore(r); err != nil {
		return err
	}
	err = s.store.Speak(r.Context(), token, decision.Voice{Name: name, Input: rev.Input, Catalogue: rev.Catalogue, Engine: rev.Engine, Report: rev.Report})
	if errors.Is(err, decision.ErrConflict) {
		return again(http.StatusConflict, quote(name)+" has answered already, or the round is over or full.", "If that was somebody else, write your name in another way.")
	}
	if err != nil {
		return fmt.Errorf("answering in a round: %w", err)
	}
	return s.sendPart(w, r, http.StatusOK, true)
}

// roundQuery carries a round on from page to page.
func roundQuery(token string) string {
	if token == "" {
		return ""
	}
	return url.Values{"round": {token}}.Encode()
}
