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
	saved, err := s.assess.Load(r.Context(), r.PathValue("id"), number)
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
