package web

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"crossroads/decision"
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
	saved, err := s.find(r, r.PathValue("id"), 0)
	if err != nil {
		return err
	}
	round, err := s.store.LatestRound(r.Context(), saved.ID)
	if err != nil {
		return fmt.Errorf("reading a round: %w", err)
	}
	round = readableRound(round)
	doc := roundDoc{Token: round.Token, AnswerURL: s.origin(r) + "/t/" + round.Token, Opened: stampJSON(round.Opened), Voices: []voiceDoc{}}
	if !round.Open() {
		revealed := stampJSON(round.Revealed)
		doc.Revealed = &revealed
		counted, err := tally(round)
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
	w.Header()["Cache-Control"] = noStore
	return s.sendJSON(w, r, http.StatusOK, doc)
}

// apiOpenRound begins a round.
func (s *server) apiOpenRound(w http.ResponseWriter, r *http.Request) error {
	return s.apiChangeRound(w, r, "A round is open already; reveal it first.", func(id, key string) error {
		_, err := s.store.OpenRound(r.Context(), id, key)
		return err
	})
}

// apiReveal ends the open round.
func (s *server) apiReveal(w http.ResponseWriter, r *http.Request) error {
	return s.apiChangeRound(w, r, "No round is open.", func(id, key string) error {
		return s.store.RevealRound(r.Context(), id, key)
	})
}

func (s *server) apiChangeRound(w http.ResponseWriter, r *http.Request, conflict string, change func(id, key string) error) error {
	id, key, err := s.bearer(r)
	if err != nil {
		return err
	}
	err = s.withKey(r, id, func() error { return change(id, key) })
	if errors.Is(err, decision.ErrConflict) {
		return &fault{status: http.StatusConflict, message: conflict, err: err}
	}
	if err != nil {
		return fmt.Errorf("changing a round: %w", err)
	}
	return s.apiRound(w, r)
}

// apiSpeak answers in a round: a name and an assessment.
func (s *server) apiSpeak(w http.ResponseWriter, r *http.Request) error {
	doc, err := readDocument(r)
	if err != nil {
		return err
	}
	cat, _, err := s.openRound(r, r.PathValue("token"))
	if err != nil {
		return err
	}
	name, problem := line(doc.author, maxAuthor)
	if problem != "" || name == "" {
		return &decision.FieldError{Field: "author", Message: "must be your name, in up to 80 characters"}
	}
	report, err := s.evaluate(r.Context(), cat, doc.assessment)
	if err != nil {
		return err
	}
	rev, err := s.newRevision(cat, words{}, doc.assessment, report)
	if err != nil {
		return err
	}
	if err := s.mayStore(r); err != nil {
		return err
	}
	err = s.store.Speak(r.Context(), r.PathValue("token"), decision.Voice{Name: name, Input: rev.Input, Catalogue: rev.Catalogue, Engine: rev.Engine, Report: rev.Report})
	if errors.Is(err, decision.ErrConflict) {
		return &fault{status: http.StatusConflict, message: "The round is over or full, or somebody of that name has answered.", err: err}
	}
	if err != nil {
		return fmt.Errorf("answering in a round: %w", err)
	}
	return noContent(w, r)
}
