package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"crossroads/chart"
	"crossroads/decision/cost"
	"crossroads/text"
	"crossroads/views"
	"crossroads/web/deliver"
	"crossroads/web/form"
	"crossroads/wrong"
)

// costInput is what a request to the cost explorer says.
type costInput struct {
	load     cost.Load
	typed    map[string]string // the numbers: those that can be used as the page writes them, others as they were typed
	show     []string          // blueprints, in their order
	axis     string
	findings []text.Finding // with the id of the form field
}

// readCost reads the state of the cost explorer from a query. What is not there
// has its default.
func (s *server) readCost(query url.Values) costInput {
	in := costInput{typed: map[string]string{}, axis: "requests"}
	var errs []wrong.Input
	in.load, errs = cost.ParseLoad(func(id string) (string, bool) {
		values, there := query[id]
		if there {
			in.typed[id] = form.Last(values)
		}
		return in.typed[id], there
	})
	for _, e := range errs {
		in.findings = append(in.findings, text.Finding{Field: e.Field, Fact: e.Message})
	}
	in.typed = form.LoadTexts(in.typed, in.load, errs)
	if areas := s.costs.Areas(); len(areas) > 0 && !slices.Contains(areas, in.load.Region) {
		in.findings = append(in.findings, text.Finding{Field: "region", Fact: text.Quote(in.load.Region) + " is not a region of the price lists here: choose one of " + strings.Join(areas, ", ") + "."})
		in.load.Region = areas[max(0, slices.Index(areas, cost.DefaultRegion))]
	}
	if axis := form.Last(query["axis"]); slices.Contains(chart.AxisIDs(), axis) {
		in.axis = axis
	} else if axis != "" {
		in.findings = append(in.findings, text.Finding{Field: "axis", Fact: text.Quote(axis) + " is not something that the curve can run along: choose one of " + strings.Join(chart.AxisIDs(), ", ") + "."})
	}
	in.pick(s.costs, query["show"])
	return in
}

// pick reads which blueprints to show; none that is known means the first of each
// option that has prices in the region.
func (in *costInput) pick(m *cost.Model, wanted []string) {
	known := m.Blueprints()
	for _, id := range wanted {
		if id != "" && !slices.ContainsFunc(known, func(b cost.Blueprint) bool { return b.ID == id }) && len(in.findings) < maxProblems {
			in.findings = append(in.findings, text.Finding{Field: "show", Fact: text.Quote(id) + " is not something that can be compared here."})
		}
	}
	some := slices.ContainsFunc(known, func(b cost.Blueprint) bool { return slices.Contains(wanted, b.ID) })
	options := map[string]bool{}
	for _, b := range known {
		first := !options[b.Option] && m.Priced(b.ID, in.load.Region)
		options[b.Option] = options[b.Option] || first
		if slices.Contains(wanted, b.ID) || first && !some {
			in.show = append(in.show, b.ID)
		}
	}
}

// query writes the state as a query that reads back as the same.
func (in costInput) query() string {
	q := url.Values{}
	for _, f := range cost.Fields() {
		q.Set(f.ID, f.Value(in.load).String())
	}
	for _, f := range in.load.Assumed() {
		q.Set(f.ID, f.Value(in.load).String())
	}
	for _, c := range cost.Choices() {
		if value := c.Value(in.load); value != "" {
			q.Set(c.ID, value)
		}
	}
	q.Set("region", in.load.Region)
	if in.load.FreeTier {
		q.Set("free_tier", "true")
	}
	q.Set("axis", in.axis)
	q["show"] = in.show
	return q.Encode()
}

func (in costInput) posted(s *server) views.CostForm {
	f := views.CostForm{Regions: s.costs.Areas(), Region: in.load.Region, FreeTier: in.load.FreeTier, Axis: in.axis}
	for _, field := range cost.Fields() {
		text, typed := in.typed[field.ID]
		if !typed {
			text = field.Value(in.load).Text()
		}
		f.Fields = append(f.Fields, views.CostField{Field: field, Text: text})
	}
	f.Words = views.NewCostWords(func(id string) string {
		c, _ := cost.ChoiceOf(id)
		return c.Value(in.load)
	})
	for _, field := range s.costs.AssumptionFields() {
		f.Assumed = append(f.Assumed, views.CostField{Field: field, Text: in.typed[field.ID]})
	}
	for _, field := range cost.PeopleFields() {
		f.People = append(f.People, views.CostField{Field: field, Text: in.typed[field.ID]})
	}
	for _, b := range s.costs.Blueprints() {
		f.Choices = append(f.Choices, views.CostChoice{Blueprint: b, Shown: slices.Contains(in.show, b.ID)})
	}
	return f
}

// costFixed is the explorer as it is first opened. It marks prices that are due
// for review.
func (s *server) costFixed() fixed {
	page := fixed{"/cost", &deliver.Fixed{ContentType: deliver.TypeHTML}}
	page.Render = func(ctx context.Context) ([]byte, error) {
		return component(func() markup {
			p, err := s.costView(ctx, s.readCost(nil))
			if err != nil {
				return failed(err)
			}
			return views.Cost(p)
		})(ctx)
	}
	return page.daily()
}

// costView is the page for an input. What cannot be used counts as usual until it
// is mended; there are no figures where the input is too large to compute with.
func (s *server) costView(ctx context.Context, in costInput) (views.CostPage, error) {
	p := views.CostPage{
		Page:    s.page("/cost", "cost", "What it would cost", describeCost),
		Form:    in.posted(s),
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
		in.findings = append(in.findings, found...)
		p.Figures = nil
	}
	for _, f := range in.findings {
		p.Problems = append(p.Problems, views.Problem{Field: f.Field, Message: f.Fact})
	}
	return p, nil
}

// costFindings are what an error of the cost model means for the figures of a form; nil
// for errors of another kind.
func costFindings(err error) []text.Finding {
	var found []text.Finding
	for _, e := range unjoined(err) {
		var bad wrong.Input
		switch {
		case errors.As(e, &bad):
			found = append(found, text.Finding{Field: bad.Field, Fact: bad.Message})
		case errors.Is(e, cost.ErrOverflow):
			found = append(found, text.Finding{Field: "requests", Fact: saidTooLarge})
		default:
			return nil
		}
	}
	return found
}

// unjoined lists the errors that were put together with errors.Join.
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
		return redirect(w, r, http.StatusSeeOther, target)
	}
	p, err := s.costView(r.Context(), s.readCost(r.URL.Query()))
	if err != nil {
		return err
	}
	p.NoIndex = true
	return s.sendPage(w, r, costStatus(p), views.Cost(p))
}

// costPart is the part of the page that its script fetches while figures change.
func (s *server) costPart(w http.ResponseWriter, r *http.Request) error {
	p, err := s.costView(r.Context(), s.readCost(r.URL.Query()))
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
