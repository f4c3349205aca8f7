package form

import (
	"fmt"
	"slices"
	"strings"

	"crossroads/decision/cost"
	"crossroads/text"
	"crossroads/wrong"
)

// loadField reads "load.FIELD". An empty value says nothing about the load.
func (r *reader) loadField(id, value string) {
	field := "load." + id
	switch {
	case r.cat.CostModel() == nil:
		if !r.quiet {
			r.complain(field, text.Quote(field)+" is not a question here.", ignored)
		}
	case !isLoadField(id):
		r.complain(field, text.Quote(field)+" is not a figure of the load.", ignored)
	case value != "":
		if r.out.Load == nil {
			r.out.Load = map[string]string{}
		}
		r.out.Load[id] = value
	}
}

func isLoadField(id string) bool { return slices.Contains(loadFields(), id) }

func loadFields() []string {
	ids := []string{"region", "free_tier"}
	for _, f := range cost.AllFields() {
		ids = append(ids, f.ID)
	}
	for _, c := range cost.Choices() {
		ids = append(ids, c.ID)
	}
	return ids
}

// finishLoad makes a load of the figures that were read. A figure that is missing has its default, except
// the requests. Where one cannot be used there is no load: bills for another figure would be read as those that were asked for.
func (r *reader) finishLoad() {
	if len(r.out.Load) == 0 {
		return
	}
	load, errs := cost.ParseLoad(func(id string) (string, bool) {
		said, there := r.out.Load[id]
		return said, there
	})
	if areas := r.cat.LoadAreas(); !slices.Contains(areas, load.Region) {
		errs = append(errs, wrong.Input{
			Field:   "region",
			Message: fmt.Sprintf(saidNoRegion, text.Quote(load.Region), strings.Join(areas, ", ")),
		})
		load.Region = cost.DefaultRegion
	}
	if r.out.Load["requests"] == "" { // bills for the usual number would be read as those of the system
		r.complain("load.requests", saidNoRequests, saidNoBills)
	}
	for _, e := range errs {
		r.complain("load."+e.Field, e.Message, saidNoBills)
	}
	r.out.Load = LoadTexts(r.out.Load, load, errs)
	if len(errs) == 0 && r.out.Load["requests"] != "" {
		r.out.Assessment.Load = &load
	}
}

// LoadTexts returns figures as a page shows them: with thousands separators if they could be read,
// else as they were typed. Errs are the errors of reading them.
func LoadTexts(typed map[string]string, load cost.Load, errs []wrong.Input) map[string]string {
	shown := make(map[string]string, len(typed))
	for id, said := range typed {
		shown[id] = said
		wrong := slices.ContainsFunc(errs, func(e wrong.Input) bool { return e.Field == id })
		if f, number := cost.FieldOf(id); number && !wrong && strings.TrimSpace(said) != "" {
			shown[id] = f.Value(load).Text()
		}
	}
	if load.FreeTier {
		shown["free_tier"] = "true"
	}
	return shown
}
