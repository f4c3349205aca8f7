package web

import (
	"net/http"

	"crossroads/decision"
)

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
	number, err := pathNumber(r)
	if err != nil {
		return err
	}
	saved, err := s.find(r, r.PathValue("id"), number)
	if err != nil {
		return err
	}
	again, err := s.scoreAgain(r.Context(), saved)
	if err != nil {
		return err
	}
	doc := againDoc{
		Revision: s.sideJSON(r, saved), Catalogue: again.cat.Version, Engine: decision.EngineVersion,
		Ignored: []problemField{}, EngineMoved: again.engineMoved, Known: !again.unkept, Causes: []causeDoc{}, Report: again.after,
	}
	doc.Difference = differenceJSON(saved.Input, again.input.assessment, again.before, again.after)
	for _, f := range again.input.findings {
		doc.Ignored = append(doc.Ignored, problemField{f.field, f.fact})
	}
	for _, cause := range again.causes {
		said := causeDoc{What: cause.What, Leader: cause.Leader}
		if cause.Tested {
			said.Effect = &cause.Effect
		}
		doc.Causes = append(doc.Causes, said)
	}
	return s.sendUnkept(w, r, http.StatusOK, doc)
}
