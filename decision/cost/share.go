package cost

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"crossroads/wrong"
)

// divided lists the numbers of a load that the parts of a system divide among them, beside the hours of
// people. All other numbers describe a single request or program and apply to every part.
var divided = []string{"requests", "objects", "images", "secrets", "services"}

// share is the share of one part of a system, in percent of the whole from 0 to 100, and that of the parts before it.
type share struct{ before, percent Quantity }

// ofHours divides hours of work among parts. They are rounded by their sum so far, so that those of all parts
// are the whole.
func (s share) ofHours(whole Quantity) Quantity {
	until := func(percent Quantity) Quantity { return whole.Mul(percent.Min(hundred)).Over(100).Ceil(tenth) }
	return until(s.before.Add(s.percent)).Sub(until(s.before))
}

// Share returns the load of one part of a system, with the given share of its requests in
// percent, 0 to 100; before is the sum of the shares of the parts before it. Stored data, services
// and hours of work are divided in the same way. Database, cache and monthly allowances exist once
// for all parts, so they count with the first part.
func (m *Model) Share(l Load, before, percent Quantity, first bool) Load {
	out, of := l, share{before, percent}
	for _, f := range slices.Concat(fields, m.AssumptionFields(), peopleFields) {
		whole := f.Value(l)
		if f.of == nil && !l.states(f.ID) {
			whole = f.Default // the default of this model
			if f.OfPeople() {
				continue // it takes the value for all options or that of a rule, which are divided
			}
		}
		switch {
		case f.ID == engineerHours || f.OfPeople():
			out = f.With(out, of.ofHours(whole))
		case slices.Contains(divided, f.ID):
			out = f.With(out, whole.Mul(percent).Over(100).Ceil(f.Step).Max(f.Min))
		}
	}
	out.part, out.isPart = of, true
	if !first {
		out.Database, out.Cache, out.DatabaseStorage, out.FreeTier = "", "", Quantity{}, false
	}
	return out
}

// states reports whether a load states a number that it otherwise would not have.
func (l *Load) states(id string) bool {
	i := statedIndex(id)
	return i >= 0 && l.assumed[i].stated
}

// MaxParts is how many parts a load can be divided into.
const MaxParts = 4

// Own are the numbers that a part of a system states for itself, by the ids of
// their fields.
type Own map[string]Quantity

// ParseOwn reads the numbers of a part from texts, as ParseLater does. An empty
// one is as in the load of the whole. The errors name fields with head before
// their id, "p1.".
func ParseOwn(head string, get func(id string) (string, bool)) (Own, []wrong.Input) {
	return parseOwn(head, "", get, Field.Parse)
}

// ParseOwnJSON is ParseOwn for a JSON object; what is no number of a load is refused.
func ParseOwnJSON(head string, raw []byte) (own Own, errs []wrong.Input) {
	const refusal = "a part cannot say that: it has numbers of a load, and all else is as in the load of the whole"
	errs = readNumbers(head, raw, "want an object with the numbers of the part that differ from the load's", refusal,
		func(texts jsonTexts) (errs []wrong.Input) {
			own, errs = parseOwn(head, "", texts.get, texts.number)
			return errs
		})
	return own, errs
}

// parseOwn reads numbers of a load. The errors name fields with head before their id, and
// begin with label.
func parseOwn(head, label string, get func(id string) (string, bool),
	number func(Field, string) (Quantity, error)) (Own, []wrong.Input) {
	own := Own{}
	var errs []wrong.Input
	for _, f := range allFields {
		text, there := get(f.ID)
		if !there || text == "" {
			continue
		}
		q, err := number(f, text)
		if bad, is := err.(wrong.Input); is {
			errs = append(errs, wrong.Input{Field: head + bad.Field, Message: label + bad.Message})
			continue
		}
		own[f.ID] = q
	}
	return own, errs
}

// readNumbers reads a JSON object with numbers of a load. It refuses members that read does
// not take, and names fields with head before their id.
func readNumbers(head string, raw []byte, want, refusal string, read func(jsonTexts) []wrong.Input) []wrong.Input {
	var values map[string]json.RawMessage
	if err := json.Unmarshal(raw, &values); err != nil {
		return []wrong.Input{{Field: strings.TrimSuffix(head, "."), Message: want}}
	}
	errs := read(jsonTexts{values, map[string]bool{}})
	for _, id := range slices.Sorted(maps.Keys(values)) {
		errs = append(errs, wrong.Input{Field: head + id, Message: refusal})
	}
	return errs
}

// in returns a load with these numbers in place of its own.
func (own Own) in(l Load) Load {
	for _, f := range allFields {
		if q, stated := own[f.ID]; stated {
			l = f.With(l, q)
		}
	}
	return l
}

// Divide gives the loads of parts that run apart: each part has the numbers that it
// states, and its share of the whole by its requests. A part that states no
// requests has as many of the whole's as there are for each part.
func (m *Model) Divide(whole Load, parts []Own) []Load {
	requests, _ := FieldOf("requests")
	at, sum := make([]Quantity, len(parts)), Quantity{}
	for i, own := range parts {
		q, stated := own[requests.ID]
		if !stated {
			q = whole.Requests.Over(uint64(len(parts))).Ceil(unit)
		}
		at[i], sum = q, sum.Add(q)
	}
	loads, before := make([]Load, len(parts)), Quantity{}
	for i, own := range parts {
		percent := hundred.Over(uint64(len(parts)))
		if !sum.IsZero() {
			percent = at[i].Mul(hundred).Per(sum)
		}
		loads[i] = own.in(requests.With(m.Share(whole, before, percent, i == 0), at[i]))
		before = before.Add(percent)
	}
	return loads
}
