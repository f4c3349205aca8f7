package web

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"crossroads/assess"
	"crossroads/decision"
	"crossroads/web/deliver"
)

// roundDoc is a team round as the API shows it. Answers are there once it is
// revealed.
type roundDoc struct {
	Token     string     `json:"token"`
	AnswerURL string     `json:"answer_url"`
	Opened    string     `json:"opened"`
	Revealed  *string    `json:"revealed"`
	Voices    []voiceDoc `json:"voices"`
	Tally     *tallyDoc  `json:"tally"` // null while people answer
}

// tallyDoc is what the page of a revealed round shows.
type tallyDoc struct {
	People    []ballotDoc      `json:"people"`
	Options   []optionShareDoc `json:"options"`   // most people first
	Criteria  []spreadDoc      `json:"criteria"`  // those they are furthest apart on first
	Questions []disputeDoc     `json:"questions"` // those they disagree on, most first
}

type (
	ballotDoc struct {
		Name     string  `json:"name"`
		Option   *string `json:"option"` // null: nothing is left
		Label    string  `json:"label"`
		Headline string  `json:"headline"`
		Clear    bool    `json:"clear"`
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
		Label string   `json:"label"` // empty: not known
		Names []string `json:"names"`
	}
)

func tallyJSON(t decision.Tally) *tallyDoc {
	doc := &tallyDoc{People: []ballotDoc{}, Options: []optionShareDoc{}, Criteria: []spreadDoc{}, Questions: []disputeDoc{}}
	for _, b := range t.People {
		doc.People = append(doc.People, ballotDoc{b.Name, orNull(b.Option), b.Label, b.Headline, b.Clear})
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
			question.Answers = append(question.Answers, campDoc(camp))
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

// apiRound answers with the newest round of an assessment.
func (s *server) apiRound(w http.ResponseWriter, r *http.Request) error {
	saved, err := s.assess.Load(r.Context(), r.PathValue("id"), 0)
	if err != nil {
		return err
	}
	round, err := s.assess.LatestRound(r.Context(), saved.ID)
	if err != nil {
		return err
	}
	doc := roundDoc{Token: round.Token, AnswerURL: s.origin(r) + "/t/" + round.Token, Opened: stampJSON(round.Opened), Voices: []voiceDoc{}}
	if !round.Open() {
		revealed := stampJSON(round.Revealed)
		doc.Revealed = &revealed
		counted, err := assess.Tally(round)
		if err != nil {
			return err
		}
		doc.Tally = tallyJSON(counted)
	}
	for _, v := range round.Voices {
		voice := voiceDoc{Name: v.Name, Saved: stampJSON(v.At)}
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
	return s.apiChangeRound(w, r, s.assess.OpenRound, "A round is open already; reveal it first.")
}

// apiReveal ends the open round.
func (s *server) apiReveal(w http.ResponseWriter, r *http.Request) error {
	return s.apiChangeRound(w, r, s.assess.RevealRound, "No round is open.")
}

func (s *server) apiChangeRound(w http.ResponseWriter, r *http.Request, change func(context.Context, assess.Key) error, conflict string) error {
	key, err := s.bearer(r)
	if err != nil {
		return err
	}
	err = change(r.Context(), key)
	if errors.Is(err, decision.ErrConflict) {
		return &fault{status: http.StatusConflict, message: conflict, err: err}
	}
	if err != nil {
		return err
	}
	return s.apiRound(w, r)
}

// apiSpeak answers in a round: a name and an assessment.
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
	var wrong *assess.NameError
	switch {
	case errors.As(err, &wrong):
		return &decision.FieldError{Field: "author", Message: "must be your name, in up to 80 characters"}
	case errors.Is(err, decision.ErrConflict):
		return &fault{status: http.StatusConflict, message: "The round is over or full, or somebody of that name has answered.", err: err}
	case err != nil:
		return err
	}
	return noContent(w)
}
