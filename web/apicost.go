package web

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"crossroads/decision"
	"crossroads/decision/cost"
	"crossroads/figure"
	"crossroads/text"
	"crossroads/web/costs"
	"crossroads/wrong"
)

// Limits of one request for costs.
const (
	maxComponents = 200
	maxCurve      = 500 // points
)

// costRequest is the body of a request for costs: either a load with blueprints,
// or a sheet with components.
type costRequest struct {
	load        json.RawMessage
	later       json.RawMessage // nil: one load only
	parts       []apiPart       // that run apart; may be none
	blueprints  []string
	axis        *cost.Axis
	points      int
	uncertainty cost.Uncertainty
	currency    string // "": USD

	sheet      string
	components []json.RawMessage
	flags      cost.Flags
}

// Members of each of the two forms.
var (
	loadMembers      = []string{"load", "later", "parts", "blueprints", "axis", "points", "uncertainty", "currency"}
	componentMembers = []string{"sheet", "components"}
)

// readCostRequest reads a body and refuses unknown members. Given lists those it has.
func readCostRequest(r *http.Request) (req costRequest, given []string, err error) {
	raw, err := readJSON(r)
	if err != nil {
		return req, nil, err
	}
	req.uncertainty = cost.Uncertain
	err = decision.ReadObject(raw, "", func(key string, value []byte) error {
		given = append(given, key)
		switch key {
		case "load":
			req.load = value
			return decision.CheckMembers(value, key)
		case "later":
			req.later = value
			return decision.CheckMembers(value, key)
		case "parts":
			return decision.ReadValue(value, key, "a list of objects with name, on and load", &req.parts)
		case "blueprints":
			return decision.ReadValue(value, key, "a list of ids of blueprints", &req.blueprints)
		case "axis":
			return readAxis(value, &req.axis)
		case "points":
			return decision.ReadValue(value, key, "a whole number", &req.points)
		case "uncertainty":
			return decision.ReadValue(value, key, mustUncertainty, &req.uncertainty)
		case "currency":
			return decision.ReadValue(value, key, mustCurrency, &req.currency)
		case "sheet":
			return decision.ReadValue(value, key, "the id of a price sheet", &req.sheet)
		case "components":
			return decision.ReadValue(value, key, "a list of components", &req.components)
		case "flags":
			return readFlags(value, &req.flags)
		}
		return wrong.Input{Field: key, Message: notCostMember}
	})
	return req, given, err
}

// apiPart is a part of the system as a request states it.
type apiPart struct {
	Name string          `json:"name"`
	On   string          `json:"on"`
	Load json.RawMessage `json:"load"`
}

// readParts reads the parts of a request.
func (s *server) readParts(list []apiPart, region string) (parts []costs.Part, findings []text.Finding) {
	if len(list) == 1 || len(list) > cost.MaxParts {
		return nil, []text.Finding{{Field: "parts", Fact: fmt.Sprintf("has %d entries, but must have 2 to %d", len(list), cost.MaxParts)}}
	}
	find := func(field, fact string) { findings = append(findings, text.Finding{Field: field, Fact: fact}) }
	for i, p := range list {
		path := fmt.Sprintf("parts[%d]", i)
		name, problem := text.Line(p.Name, text.MaxPartName)
		if problem != "" {
			find(path+".name", problem)
		}
		if p.On != "" && !s.costs.Priced(p.On, region) {
			find(path+".on", text.Quote(p.On)+" has no prices in this region, or is no blueprint")
		}
		if p.Load == nil {
			p.Load = json.RawMessage("{}")
		}
		if twice := (wrong.Input{}); errors.As(decision.CheckMembers(p.Load, path+".load"), &twice) {
			find(twice.Field, twice.Message)
			continue
		}
		own, errs := cost.ParseOwnJSON(path+".load.", p.Load)
		for _, e := range errs {
			find(e.Field, e.Message)
		}
		parts = append(parts, costs.Part{Name: name, On: p.On, Own: own})
	}
	return parts, findings
}

// roundings are the rules that a bill can be asked for.
var roundings = []cost.Rounding{"", cost.RoundLines, cost.RoundTotal, cost.RoundLinesUp}

func readFlags(raw []byte, into *cost.Flags) error {
	if err := decision.ReadValue(raw, "flags", mustFlags, into); err != nil {
		return err
	}
	if !slices.Contains(roundings, into.Rounding) {
		return wrong.Input{
			Field:   "flags.rounding",
			Message: fmt.Sprintf(notRounding, text.Quote(string(into.Rounding))),
		}
	}
	return nil
}

func readAxis(raw []byte, into **cost.Axis) error {
	axis := new(cost.Axis)
	*into = axis
	err := decision.ReadValue(raw, "axis", mustAxis, axis)
	if err == nil {
		return nil
	}
	var ends struct{ From, To json.RawMessage }
	_ = json.Unmarshal(raw, &ends) // what is no object has no ends
	for _, end := range []struct {
		name  string
		value json.RawMessage
	}{{"from", ends.From}, {"to", ends.To}} {
		var why *figure.Error // as for a figure of the load
		if errors.As(json.Unmarshal(end.value, new(cost.Quantity)), &why) {
			return wrong.Input{Field: "axis." + end.name, Message: why.Error()}
		}
	}
	return err
}

// apiCost responds with estimates for a load, or with the bill of components.
func (s *server) apiCost(w http.ResponseWriter, r *http.Request) error {
	req, given, err := readCostRequest(r)
	if err != nil {
		return err
	}
	if err := oneForm(given); err != nil {
		return err
	}
	holdPlace(r.Context())
	if req.components != nil || req.sheet != "" {
		return s.apiBill(w, r, req)
	}
	return s.apiEstimates(w, r, req)
}

// oneForm refuses bodies that ask for both forms or for neither.
func oneForm(given []string) error {
	has := func(list []string) string {
		for _, key := range given {
			if slices.Contains(list, key) {
				return key
			}
		}
		return ""
	}
	load, components := has(loadMembers), has(componentMembers)
	switch {
	case load != "" && components != "":
		return wrong.Input{
			Field:   components,
			Message: fmt.Sprintf(notTogether, load),
		}
	case load == "" && components == "":
		return wrong.Input{Field: "load", Message: notNeither}
	}
	return nil
}

// apiBill prices components.
func (s *server) apiBill(w http.ResponseWriter, r *http.Request, req costRequest) error {
	sheet, ok := s.costs.Sheet(req.sheet)
	if !ok {
		return wrong.Input{Field: "sheet", Message: fmt.Sprintf(notSheet, text.Quote(req.sheet))}
	}
	leave, err := s.assess.Enter(r.Context(), pricePage)
	if err != nil {
		return err
	}
	defer leave()
	components, findings := readComponents(req.components)
	if len(findings) > 0 {
		return refuse(findings...)
	}
	usages, err := cost.Usages(sheet, components...)
	if err != nil {
		return costRefusal(err, "components")
	}
	bill, err := sheet.Bill(usages, req.flags)
	if err != nil {
		return costRefusal(err, "components")
	}
	return s.sendJSON(w, r, http.StatusOK, struct {
		Bill cost.Bill `json:"bill"`
	}{bill})
}

func readComponents(list []json.RawMessage) ([]cost.Component, []text.Finding) {
	if len(list) == 0 || len(list) > maxComponents {
		return nil, []text.Finding{
			{Field: "components", Fact: fmt.Sprintf(mustComponents, len(list), maxComponents)},
		}
	}
	var components []cost.Component
	var findings []text.Finding
	for i, raw := range list {
		path := fmt.Sprintf("components[%d]", i)
		if twice := (wrong.Input{}); errors.As(decision.CheckMembers(raw, path), &twice) {
			findings = append(findings, text.Finding{Field: twice.Field, Fact: twice.Message})
			continue
		}
		component, err := cost.ParseComponent(raw)
		for _, e := range unjoined(err) {
			var bad wrong.Input
			if errors.As(e, &bad) {
				findings = append(findings, text.Finding{Field: componentPath(path, bad.Field), Fact: bad.Message})
			} else {
				findings = append(findings, text.Finding{Field: path, Fact: "cannot be computed with"})
			}
		}
		components = append(components, component)
	}
	return components, findings
}

// componentPath turns "lambda.memory" into the path of a member of the body.
func componentPath(path, field string) string {
	if field == "component" {
		return path
	}
	if _, member, dotted := strings.Cut(field, "."); dotted {
		return path + "." + member
	}
	return path + "." + field
}

// costRefusal turns an error of the cost model into one that names the member of the body.
func costRefusal(err error, member string) error {
	var findings []text.Finding
	for _, e := range unjoined(err) {
		var bad wrong.Input
		switch {
		case errors.As(e, &bad) && member == "load":
			findings = append(findings, text.Finding{Field: loadPath(bad.Field), Fact: bad.Message})
		case errors.As(e, &bad) && strings.HasPrefix(bad.Field, "flags."):
			findings = append(findings, text.Finding{Field: bad.Field, Fact: bad.Message})
		case errors.As(e, &bad):
			findings = append(findings, text.Finding{Field: member, Fact: bad.Error()})
		case errors.Is(e, cost.ErrUnknownBlueprint), errors.Is(e, cost.ErrNoPrices):
			findings = append(findings, text.Finding{Field: "blueprints", Fact: e.Error()})
		case errors.Is(e, cost.ErrOverflow), errors.Is(e, cost.ErrUnknownItem):
			findings = append(findings, text.Finding{Field: member, Fact: e.Error()})
		default:
			return err
		}
	}
	return refuse(findings...)
}

func loadPath(field string) string {
	switch field {
	case "axis", "points", "uncertainty", "load":
		return field
	}
	return "load." + field
}

// apiEstimates runs blueprints on a load.
func (s *server) apiEstimates(w http.ResponseWriter, r *http.Request, req costRequest) error {
	if req.load == nil {
		req.load = json.RawMessage("{}")
	}
	load, errs := cost.ParseLoadJSON(req.load)
	var findings []text.Finding
	for _, e := range errs {
		findings = append(findings, text.Finding{Field: loadPath(e.Field), Fact: e.Message})
	}
	load.FreeTier = load.FreeTier || req.flags.FreeTier
	asked := costs.Asked{Load: load, Show: req.blueprints, Axis: costs.Axis("requests", load), Points: costs.Points, Off: req.uncertainty}
	if req.later != nil {
		later, errs := cost.ParseLaterJSON(load, req.later)
		for _, e := range errs {
			findings = append(findings, text.Finding{Field: e.Field, Fact: e.Message})
		}
		asked.Later, asked.Axis = &later, costs.Axis("requests", load, later)
	}
	parts, wrongParts := s.readParts(req.parts, load.Region)
	asked.Parts, findings = parts, append(findings, wrongParts...)
	in, err := costs.Currency(s.lib.Exchanges, req.currency)
	if err != nil {
		findings = append(findings, text.Finding{Field: "currency", Fact: err.Error()})
	}
	findings = append(findings, req.flagFindings()...)
	if len(req.blueprints) == 0 {
		asked.Show = costs.Usual(s.costs, load.Region)
	}
	if len(asked.Show) == 0 || len(asked.Show) > len(cost.Blueprints()) {
		findings = append(findings, text.Finding{Field: "blueprints",
			Fact: fmt.Sprintf(saidBlueprints, len(cost.Blueprints()), len(s.costs.Blueprints()))})
	}
	if len(findings) > 0 {
		return refuse(findings...)
	}
	if req.axis != nil {
		asked.Axis = *req.axis
	}
	if req.points != 0 {
		asked.Points = req.points
	}
	got, err := s.estimate(r.Context(), asked)
	member := "load"
	if other := (costs.LoadError{}); errors.As(err, &other) {
		err, member = other.Err, "parts"
		if other.Head == cost.Later {
			member = "later"
		}
	}
	if err != nil {
		return costRefusal(err, member)
	}
	return s.sendJSON(w, r, http.StatusOK, costDocument(got, in, req.axis != nil || req.points != 0))
}

// flagFindings lists the members that only a bill of components can have.
func (r costRequest) flagFindings() []text.Finding {
	var found []text.Finding
	if r.flags.FirstYear || len(r.flags.Except) > 0 || r.flags.Rounding != "" {
		found = append(found, text.Finding{
			Field: "flags",
			Fact:  mustFreeTier,
		})
	}
	if r.points < 0 || r.points == 1 || r.points > maxCurve {
		found = append(found, text.Finding{Field: "points", Fact: fmt.Sprintf(mustPoints, r.points, maxCurve)})
	}
	return found
}

// pricesDoc lists the price sheets.
type pricesDoc struct {
	Sheets []cost.Sheet `json:"sheets"`
}

func (s *server) prices() any { return pricesDoc{append([]cost.Sheet{}, s.lib.Prices...)} }
