package web

import (
	"slices"
	"strings"

	"crossroads/decision/cost"
)

// loadField reads "load.FIELD". An empty value says nothing about the load.
func (r *reader) loadField(id, value string) {
	field := "load." + id
	switch {
	case r.cat.CostModel() == nil:
		if !r.quiet {
			r.find(field, quote(field)+" is not a question here.", ignored)
		}
	case !isLoadField(id):
		r.find(field, quote(field)+" is not a figure of the load.", ignored)
	case value != "":
		if r.out.load == nil {
			r.out.load = map[string]string{}
		}
		r.out.load[id] = value
	}
}

func isLoadField(id string) bool {
	_, number := cost.FieldOf(id)
	return number || id == "region" || id == "free_tier"
}

// finishLoad makes a load of what was written. What is not there, or cannot be
// used, has its default; without any figure that can be used there is no load.
func (r *reader) finishLoad() {
	if len(r.out.load) == 0 {
		return
	}
	load, errs := cost.ParseLoad(func(id string) (string, bool) {
		text, there := r.out.load[id]
		return text, there
	})
	if areas := r.cat.CostModel().Areas(); !slices.Contains(areas, load.Region) {
		errs = append(errs, cost.InputError{Field: "region", Message: "Region: " + quote(load.Region) + " cannot be used: write one of " + strings.Join(areas, ", ") + "."})
		load.Region = cost.DefaultRegion
	}
	for _, e := range errs {
		r.find("load."+e.Field, e.Message, "Until then the usual value counts.")
	}
	if len(errs) < len(r.out.load) {
		r.out.assessment.Load = &load
	}
}
