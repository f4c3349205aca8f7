package web

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"

	"crossroads/decision"
	"crossroads/decision/cost"
	"crossroads/text"
	"crossroads/views"
	"crossroads/web/costs"
	"crossroads/web/deliver"
	"crossroads/wrong"
)

// costForm returns the form of the explorer, filled in as it was typed.
func (s *server) costForm(in costs.State) views.CostForm {
	f := views.CostForm{Regions: s.costs.Areas(), Region: in.Load.Region, FreeTier: in.Load.FreeTier,
		Axis: in.Axis, Processor: in.Processor,
		Currencies: costs.Codes(s.lib.Exchanges), Currency: in.In.Code(), Groups: in.Groups}
	for _, field := range cost.Fields() {
		text, typed := in.Typed[field.ID]
		if !typed {
			text = field.Value(in.Load).Text()
		}
		f.Fields = append(f.Fields, views.CostField{Field: field, Text: text})
	}
	f.Words = views.NewCostWords(func(id string) string {
		c, _ := cost.ChoiceOf(id)
		return c.Value(in.Load)
	})
	for _, field := range s.costs.AssumptionFields() {
		f.Assumed = append(f.Assumed, views.CostField{Field: field, Text: in.Typed[field.ID]})
	}
	for _, field := range cost.PeopleFields() {
		f.People = append(f.People, s.costHours(views.CostField{Field: field, Text: in.Typed[field.ID]}))
	}
	for _, field := range s.allFields() {
		f.Later = append(f.Later, views.CostField{Field: field, Text: in.Typed[cost.Later+field.ID]})
	}
	for _, c := range cost.LaterChoices() {
		word := views.CostWord{Choice: c}
		if in.Later != nil && c.Value(*in.Later) != c.Value(in.Load) {
			word.Value = c.Value(*in.Later)
		}
		f.LaterWords = append(f.LaterWords, word)
	}
	for i, p := range in.Parts {
		f.Parts = append(f.Parts, s.costPartForm(in, p, i+1))
	}
	for _, b := range s.costs.Blueprints() {
		f.Choices = append(f.Choices, views.CostChoice{Blueprint: b, Shown: slices.Contains(in.Show, b.ID)})
	}
	return f
}

// allFields are the numbers that a second load or a part can state for itself.
func (s *server) allFields() []cost.Field {
	return slices.Concat(cost.Fields(), s.costs.AssumptionFields(), cost.PeopleFields())
}

// costHours is the field for the hours of an option, with its rule of thumb.
func (s *server) costHours(field views.CostField) views.CostHours {
	hours := views.CostHours{CostField: field}
	hours.Rule, _ = s.costs.RuleFor(field.Field)
	if at := slices.IndexFunc(s.lib.Sources, func(x decision.Source) bool { return x.ID == hours.Rule.Source }); at >= 0 {
		hours.Source = s.lib.Sources[at]
	}
	return hours
}

// costPartForm is the form of the n-th part.
func (s *server) costPartForm(in costs.State, p costs.Part, n int) views.CostPartForm {
	form := views.CostPartForm{Head: "p" + strconv.Itoa(n) + ".", Name: p.Name, Called: p.Called(n), On: p.On}
	for _, field := range s.allFields() {
		form.Fields = append(form.Fields, views.CostField{Field: field, Text: in.Typed[form.Head+field.ID]})
	}
	return form
}

// costFixed is the explorer as it is first opened. It marks prices that are due
// for review.
func (s *server) costFixed() fixed {
	page := fixed{"/cost", &deliver.Fixed{ContentType: deliver.TypeHTML}}
	page.Render = func(ctx context.Context) ([]byte, error) {
		return component(func() markup {
			p, err := s.costView(ctx, costs.Read(s.costs, s.lib.Exchanges, ""))
			if err != nil {
				return failed(err)
			}
			return views.Cost(p)
		})(ctx)
	}
	return page.daily()
}

// costView returns the page for an input. Values that cannot be used are replaced by
// defaults. There are no figures if the input is too large to compute with.
func (s *server) costView(ctx context.Context, in costs.State) (views.CostPage, error) {
	p := views.CostPage{
		Page:    s.page("/cost", "cost", "What it would cost", describeCost),
		Form:    s.costForm(in),
		Presets: s.costPresets(),
	}
	if len(p.Form.Choices) == 0 {
		return p, nil
	}
	var err error
	if p.Figures, err = s.costFigures(ctx, in); err != nil {
		found := costFindings(err)
		if len(found) == 0 {
			return p, err
		}
		in.Findings = append(in.Findings, found...)
		p.Figures = nil
	}
	for _, f := range in.Findings {
		p.Problems = append(p.Problems, views.Problem{Field: f.Field, Message: f.Fact})
	}
	return p, nil
}

// costFindings turns an error of the cost model into findings by field. It returns nil for
// other errors.
func costFindings(err error) []text.Finding {
	var found []text.Finding
	head := ""
	if other := (costs.LoadError{}); errors.As(err, &other) {
		head, err = other.Head, other.Err
	}
	for _, e := range unjoined(err) {
		var bad wrong.Input
		switch {
		case errors.As(e, &bad):
			found = append(found, text.Finding{Field: head + bad.Field, Fact: bad.Message})
		case errors.Is(e, cost.ErrOverflow):
			found = append(found, text.Finding{Field: head + "requests", Fact: saidTooLarge})
		default:
			return nil
		}
	}
	return found
}

// unjoined lists the errors that errors.Join put together.
func unjoined(err error) []error {
	if err == nil {
		return nil
	}
	if list, is := err.(interface{ Unwrap() []error }); is {
		return list.Unwrap()
	}
	return []error{err}
}

// costPage shows the explorer for the figures in the address.
func (s *server) costPage(w http.ResponseWriter, r *http.Request) error {
	var required []string
	for _, f := range cost.Fields() {
		required = append(required, f.ID)
	}
	if target, ok := tidied(r, required...); ok {
		return deliver.Redirect(w, r, http.StatusSeeOther, target)
	}
	p, err := s.costView(r.Context(), costs.Read(s.costs, s.lib.Exchanges, r.URL.RawQuery))
	if err != nil {
		return err
	}
	p.NoIndex = true
	return s.sendLong(w, r, costStatus(p), views.Cost(p))
}

// costPart sends the part of the page that its script fetches while figures change.
func (s *server) costPart(w http.ResponseWriter, r *http.Request) error {
	p, err := s.costView(r.Context(), costs.Read(s.costs, s.lib.Exchanges, r.URL.RawQuery))
	if err != nil {
		return err
	}
	if len(p.Form.Choices) == 0 {
		return notFound("This portal has no price lists.")
	}
	w.Header()["X-Robots-Tag"] = deliver.NoIndex
	return s.sendPage(w, r, costStatus(p), views.CostResult(p))
}

func costStatus(p views.CostPage) int {
	if len(p.Problems) > 0 {
		return http.StatusUnprocessableEntity
	}
	return http.StatusOK
}
