package web

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"

	"crossroads/assess"
	"crossroads/decision"
	"crossroads/format"
	"crossroads/record"
	"crossroads/text"
	"crossroads/views"
	"crossroads/web/deliver"
	"crossroads/web/form"
	"crossroads/wrong"
)

// teamRound shows the newest round of an assessment: who has answered and, once it is
// revealed, the answers.
func (s *server) teamRound(w http.ResponseWriter, r *http.Request) error {
	return s.sendRound(w, r, http.StatusOK)
}

func (s *server) sendRound(w http.ResponseWriter, r *http.Request, status int, findings ...text.Finding) error {
	saved, err := s.assess.Load(r.Context(), r.PathValue("id"), 0)
	if err != nil {
		return err
	}
	p := views.RoundPage{Page: s.page("/a/"+saved.ID+"/round", "", "Team round: "+saved.Title, ""), Saved: saved}
	p.NoIndex = true
	p.Problems = problems(findings)
	round, err := s.assess.LatestRound(r.Context(), saved.ID)
	switch {
	case errors.Is(err, record.ErrNotFound):
	case err != nil:
		return err
	default:
		p.Round = &round
		p.AnswerURL = s.base(r) + "/t/" + round.Token
		if p.Tally, err = s.assess.Tally(saved.Comparison, round); err != nil {
			return err
		}
	}
	h := w.Header()
	h["Cache-Control"] = deliver.NoStore
	h["X-Robots-Tag"] = deliver.NoIndex
	return s.sendPage(w, r, status, views.Round(p))
}

// changeRound opens or reveals a round.
func (s *server) changeRound(w http.ResponseWriter, r *http.Request) error {
	posted, key, done, err := s.keyed(w, r)
	if err != nil || done {
		return err
	}
	switch posted.Get("action") {
	case "open":
		err = s.assess.OpenRound(r.Context(), key)
	case "reveal":
		err = s.assess.RevealRound(r.Context(), key)
	default:
		return invalid(saidRoundAction)
	}
	switch {
	case errors.Is(err, record.ErrConflict):
		return s.sendRound(w, r, http.StatusConflict, text.Finding{
			Fact:   "Somebody else was faster.",
			Advice: saidRoundNow,
		})
	case err != nil:
		return err
	}
	return redirectSaved(w, r, "/a/"+key.ID()+"/round")
}

// round finds the round of a token.
func (s *server) round(r *http.Request, token string) (*decision.Catalogue, record.Round, error) {
	cat, round, err := s.assess.Round(r.Context(), token)
	if errors.Is(err, assess.ErrNoComparison) {
		err = notFound(saidRoundComparisonLeft)
	}
	return cat, round, err
}

// takePart shows a participant the round and a link to the wizard.
func (s *server) takePart(w http.ResponseWriter, r *http.Request) error {
	return s.sendPart(w, r, http.StatusOK, false)
}

func (s *server) sendPart(w http.ResponseWriter, r *http.Request, status int, thanks bool) error {
	cat, round, err := s.round(r, r.PathValue("token"))
	if err != nil {
		return err
	}
	p := views.PartPage{
		Page: s.page("/t/"+round.Token, "", "Team round", ""), Catalogue: cat, Open: round.Open(), Thanks: thanks,
		StartURL: form.URL("/decide/"+cat.Slug, url.Values{"round": {round.Token}}.Encode()),
	}
	p.NoIndex = true
	h := w.Header()
	h["Cache-Control"] = deliver.NoStore
	h["X-Robots-Tag"] = deliver.NoIndex
	return s.sendPage(w, r, status, views.Part(p))
}

// speak stores the answers of a participant.
func (s *server) speak(w http.ResponseWriter, r *http.Request) error {
	posted, err := readForm(w, r)
	if err != nil {
		return err
	}
	token := r.PathValue("token")
	cat, round, err := s.round(r, token)
	if err != nil {
		return err
	}
	if !round.Open() {
		return s.sendPart(w, r, http.StatusConflict, false)
	}
	in := form.Parse(cat, posted.Get("query"), false)
	if len(in.Findings) > 0 {
		return invalid(saidAnswersUnusable, in.Findings...)
	}
	err = s.assess.Answer(r.Context(), token, assess.Draft{Catalogue: cat, Texts: assess.Texts{Author: posted.Get("author")},
		Input: in.Assessment})
	var bad *assess.NameError
	var problem text.Finding
	status := 0
	switch {
	case errors.As(err, &bad):
		status = http.StatusUnprocessableEntity
		problem = text.Finding{Field: "author", Fact: "Your name " + bad.Problem + ".", Advice: saidNameShown}
	case errors.Is(err, record.ErrConflict):
		status = http.StatusConflict
		problem = s.unheard(r, token, posted.Get("author"))
	case err != nil:
		return err
	default:
		return s.sendPart(w, r, http.StatusOK, true)
	}
	report, err := s.assess.Evaluate(r.Context(), cat, in.Assessment)
	if err != nil {
		return err
	}
	w.Header()["Cache-Control"] = deliver.NoStore
	page := s.resultPage(r, cat, wizard{prefix: "/decide/", frame: outside, Input: in, round: token}, report)
	page.Save = &views.SaveForm{Author: text.Typed(posted.Get("author"))}
	page.Problems = problems([]text.Finding{problem})
	return s.sendPage(w, r, status, views.Result(page))
}

// roundQuery returns the query that carries a round from page to page.
func roundQuery(token string) string {
	if token == "" {
		return ""
	}
	return url.Values{"round": {token}}.Encode()
}

// roundDoc is a team round in the API. It has answers once it is revealed.
type roundDoc struct {
	Token     string     `json:"token"`
	AnswerURL string     `json:"answer_url"`
	Opened    string     `json:"opened"`
	Revealed  *string    `json:"revealed"`
	Voices    []voiceDoc `json:"voices"`
	Tally     *tallyDoc  `json:"tally"` // null while people answer
}

// tallyDoc is the tally of a revealed round.
type tallyDoc struct {
	People    []ballotDoc      `json:"people"`
	Options   []optionShareDoc `json:"options"`   // most people first
	Criteria  []spreadDoc      `json:"criteria"`  // largest differences in weight first
	Questions []disputeDoc     `json:"questions"` // only disputed ones, most disputed first
}

type (
	ballotDoc struct {
		Name     string  `json:"name"`
		Option   *string `json:"option"` // null: no option passed the hard limits, or nothing was answered
		Label    string  `json:"label"`
		Headline string  `json:"headline"`
		Clear    bool    `json:"clear"`
		Silent   bool    `json:"silent,omitempty"`
	}
	optionShareDoc struct {
		Option *string `json:"option"`
		Label  string  `json:"label"`
		People int     `json:"people"`
		Share  float64 `json:"share"`
	}
	spreadDoc struct {
		Criterion string  `json:"criterion"`
		Name      string  `json:"name"`
		Mean      float64 `json:"mean"`
		Deviation float64 `json:"deviation"`
		Low       float64 `json:"low"`
		LowName   string  `json:"low_name"`
		High      float64 `json:"high"`
		HighName  string  `json:"high_name"`
	}
	disputeDoc struct {
		Question string    `json:"question"`
		Text     string    `json:"text"`
		Part     string    `json:"part,omitempty"`
		Split    float64   `json:"split"`
		Answers  []campDoc `json:"answers"`
	}
	campDoc struct {
		Label string   `json:"label"` // empty: not known, or for the reason in none
		None  string   `json:"none,omitempty"`
		Names []string `json:"names"`
	}
)

func tallyJSON(t record.Tally) *tallyDoc {
	doc := &tallyDoc{People: []ballotDoc{}, Options: []optionShareDoc{}, Criteria: []spreadDoc{}, Questions: []disputeDoc{}}
	for _, b := range t.People {
		doc.People = append(doc.People, ballotDoc{b.Name, orNull(b.Option), b.Label, b.Headline, b.Clear, b.Silent})
	}
	for _, o := range t.Options {
		doc.Options = append(doc.Options, optionShareDoc{orNull(o.Option), o.Label, o.People, o.Share})
	}
	for _, w := range t.Criteria {
		doc.Criteria = append(doc.Criteria, spreadDoc{w.Criterion, w.Name, w.Mean, w.Deviation, w.Low, w.LowName, w.High, w.HighName})
	}
	for _, d := range t.Questions {
		question := disputeDoc{Question: d.Question, Text: d.Text, Part: d.Part, Split: d.Split}
		for _, camp := range d.Answers {
			question.Answers = append(question.Answers, campDoc{camp.Label, camp.None, camp.Names})
		}
		doc.Questions = append(doc.Questions, question)
	}
	return doc
}

type voiceDoc struct {
	Name  string `json:"name"`
	Saved string `json:"saved"`
	*decision.Assessment
	Report json.RawMessage `json:"report,omitempty"`
}

// apiRound responds with the newest round of an assessment.
func (s *server) apiRound(w http.ResponseWriter, r *http.Request) error {
	saved, err := s.assess.Load(r.Context(), r.PathValue("id"), 0)
	if err != nil {
		return err
	}
	round, err := s.assess.LatestRound(r.Context(), saved.ID)
	if err != nil {
		return err
	}
	doc := roundDoc{Token: round.Token, AnswerURL: s.base(r) + "/t/" + round.Token, Voices: []voiceDoc{},
		Opened: format.RFC3339(round.Opened)}
	if !round.Open() {
		revealed := format.RFC3339(round.Revealed)
		doc.Revealed = &revealed
		counted, err := s.assess.Tally(saved.Comparison, round)
		if err != nil {
			return err
		}
		doc.Tally = tallyJSON(counted)
	}
	for _, v := range round.Voices {
		voice := voiceDoc{Name: v.Name, Saved: format.RFC3339(v.At)}
		if !round.Open() {
			voice.Assessment, voice.Report = &v.Input, v.Report
		}
		doc.Voices = append(doc.Voices, voice)
	}
	w.Header()["Cache-Control"] = deliver.NoStore
	return s.sendJSON(w, r, http.StatusOK, doc)
}

// apiOpenRound begins a round.
func (s *server) apiOpenRound(w http.ResponseWriter, r *http.Request) error {
	return s.apiChangeRound(w, r, s.assess.OpenRound, saidRoundOpen)
}

// apiReveal ends the open round.
func (s *server) apiReveal(w http.ResponseWriter, r *http.Request) error {
	return s.apiChangeRound(w, r, s.assess.RevealRound, "No round is open.")
}

func (s *server) apiChangeRound(w http.ResponseWriter, r *http.Request,
	change func(context.Context, assess.Key) error, conflict string) error {
	key, err := s.bearer(r)
	if err != nil {
		return err
	}
	if err := noMembers(r); err != nil {
		return err
	}
	err = change(r.Context(), key)
	if errors.Is(err, record.ErrConflict) {
		return &fault{status: http.StatusConflict, message: conflict, err: err}
	}
	if err != nil {
		return err
	}
	return s.apiRound(w, r)
}

// unheard says why a round takes no answers from somebody.
func (s *server) unheard(r *http.Request, token, name string) text.Finding {
	name = record.Line(name)
	switch _, round, err := s.round(r, token); {
	case err == nil && round.Open() && slices.ContainsFunc(round.Voices, func(v record.Voice) bool {
		return record.Named(v.Name) == record.Named(name)
	}):
		return text.Finding{Field: "author", Fact: fmt.Sprintf(saidAnswered, text.Quote(name)), Advice: saidOtherName}
	case err == nil && round.Open():
		return text.Finding{Fact: saidRoundFull}
	}
	return text.Finding{Fact: saidOver}
}

// noMembers refuses a body that asks for something, where none is taken.
func noMembers(r *http.Request) error {
	raw, err := readBody(r)
	if err != nil || len(bytes.TrimSpace(raw)) == 0 {
		return err
	}
	if message := notJSON(raw); message != "" {
		return &fault{status: http.StatusBadRequest, message: message}
	}
	return decision.ReadObject(raw, "", func(name string, _ []byte) error { return decision.UnknownField("", name) })
}

// apiSpeak adds somebody's answers to a round: a name and an assessment.
func (s *server) apiSpeak(w http.ResponseWriter, r *http.Request) error {
	doc, err := readDocument(r)
	if err != nil {
		return err
	}
	token := r.PathValue("token")
	cat, _, err := s.round(r, token)
	if err != nil {
		return err
	}
	err = s.assess.Answer(r.Context(), token, assess.Draft{Catalogue: cat, Texts: doc.Texts, Input: doc.Input})
	var bad *assess.NameError
	switch {
	case errors.As(err, &bad):
		return wrong.Input{Field: "author", Message: mustPerson}
	case errors.Is(err, record.ErrConflict):
		return &fault{status: http.StatusConflict, message: s.unheard(r, token, doc.Texts.Author).Fact, err: err}
	case err != nil:
		return err
	}
	if _, overruled := cat.Govern(doc.Input); len(overruled) > 0 {
		w.Header()["Cache-Control"] = deliver.NoStore
		return s.sendJSON(w, r, http.StatusOK, struct {
			Overruled []decision.Overruled `json:"overruled"`
		}{overruled})
	}
	return noContent(w)
}
