package report

import (
	"slices"
	"strings"

	"crossroads/decision"
	"crossroads/format"
)

// The axis about the structure of a system, and its values that can be drawn. A comparison whose
// options have none of these values has no drawing.
const (
	structureAxis = "structure"

	Application = "application" // one program with modules, and one database
	Services    = "services"    // several programs, each with data of its own
	Handlers    = "handlers"    // small pieces of code, each started by an event
)

// Architecture is the recommended architecture, ready to be drawn: the places where the parts of a
// system run. An option has several places if parts on it run apart.
type Architecture struct {
	Title  string // what it shows, without a full stop
	Places []Place
}

// Place is one platform and what runs on it.
type Place struct {
	Option    string // id
	Name      string
	Structure string   // Application, Services or Handlers
	Who       string   // who runs it: "On a managed platform"
	Parts     []string // the reader's own, or else examples
	Own       bool     // the parts are the reader's own
	Each      string   // what it is at, once at each: "site"
}

// Architecture returns the recommended architecture; false if nothing is recommended, or if today's
// catalogue does not say how to draw it.
func (v Reading) Architecture() (Architecture, bool) {
	var a Architecture
	plan := v.Report.Plan
	switch {
	case v.Cat == nil || v.Report.Kind == decision.VerdictUndecided || v.Report.Kind == decision.VerdictNone:
		return a, false
	case plan != nil && v.Mix() != nil:
		for _, option := range plan.Platforms {
			a.Places = append(a.Places, placesOf(plan, option)...)
		}
		a.Title = v.partsOn(plan)
	default:
		a.Places = v.placesOfLeader()
		a.Title = "Your system as " + v.Phrase(v.Report.Leader)
		if v.Report.Winner == nil {
			a.Title = "What it would be as " + v.Phrase(v.Report.Leader)
		}
		a.Title += a.where()
	}
	for i := range a.Places {
		if !v.fill(&a.Places[i]) {
			return a, false
		}
	}
	return a, true
}

// where continues a title with where the places of one option are; "" for a single one.
func (a Architecture) where() string {
	each, once := "", 0
	for _, p := range a.Places {
		if p.Each == "" {
			once++
		} else {
			each = p.Each
		}
	}
	switch {
	case each != "" && once > 0:
		return ", at each " + each + " and elsewhere"
	case each != "":
		return ", at each " + each
	case once > 1:
		return ", in " + decision.Number(once) + " places"
	}
	return ""
}

// partsOn counts the platforms of a mix, and the ways of building where some of them share a platform.
func (v Reading) partsOn(mix *decision.Plan) string {
	noun, options, platforms := v.Cat.Nouns(), len(mix.Platforms), v.platforms(mix)
	switch platforms {
	case options:
		return "Your parts on " + decision.Number(options) + " " + noun.Many
	case 1:
		return "Your parts in " + decision.Number(options) + " ways of building on one " + noun.One
	}
	return "Your parts in " + decision.Number(options) + " ways of building on " + decision.Number(platforms) + " " + noun.Many
}

// platforms counts the platforms of a mix: options that differ only in their structure share one.
func (v Reading) platforms(mix *decision.Plan) int {
	structure := slices.IndexFunc(v.axes(), func(a decision.Axis) bool { return a.ID == structureAxis })
	if structure < 0 {
		return len(mix.Platforms)
	}
	distinct := map[string]bool{}
	for _, id := range mix.Platforms {
		at := id // an option that today's catalogue does not have
		for _, o := range v.Cat.Options {
			if o.ID == id {
				at = strings.Join(slices.Delete(slices.Clone(o.On), structure, structure+1), " ")
			}
		}
		distinct[at] = true
	}
	return len(distinct)
}

// axes are those of today's catalogue, if there is one.
func (v Reading) axes() []decision.Axis {
	if v.Cat == nil {
		return nil
	}
	return v.Cat.Axes
}

// placesOfLeader returns the places if all parts run on the leader.
func (v Reading) placesOfLeader() []Place {
	plan := v.Report.Plan
	if plan != nil && len(plan.Platforms) == 1 && plan.Platforms[0] == v.Report.Leader {
		return placesOf(plan, v.Report.Leader)
	}
	place := Place{Option: v.Report.Leader, Each: v.Report.Each}
	if plan != nil {
		for _, p := range plan.Parts {
			place.Parts = append(place.Parts, p.Part)
		}
		place.Each = eachOf(plan, place.Parts)
	}
	return []Place{place}
}

// placesOf returns where the parts on an option run: in one place, or in several if they run apart.
func placesOf(plan *decision.Plan, option string) []Place {
	all := make([]string, 0, len(plan.Parts))
	for _, p := range plan.Parts {
		if p.Option == option {
			all = append(all, p.Part)
		}
	}
	if len(all) == 0 { // no part is on the option, which only a broken report can have
		return []Place{{Option: option}}
	}
	groups := [][]string{all}
	if plan.Apart != nil && plan.Apart.Groups != nil {
		groups = plan.Apart.Groups
	}
	var places []Place
	for _, group := range groups {
		if slices.Contains(all, group[0]) {
			places = append(places, Place{Option: option, Parts: group, Each: eachOf(plan, group)})
		}
	}
	return places
}

// eachOf returns what parts that run together run at, once at each; "" where one of them runs once.
func eachOf(plan *decision.Plan, parts []string) (each string) {
	for _, p := range plan.Parts {
		if slices.Contains(parts, p.Part) {
			if each = p.Each; each == "" {
				return ""
			}
		}
	}
	return each
}

// examples are shown in the drawing if the system has no named parts.
var examples = map[string][]string{
	Application: {"A module", "More modules"},
	Services:    {"A service", "More services"},
	Handlers:    {"A function", "More functions"},
}

// fill adds what the catalogue says about the option; false if it says nothing.
func (v Reading) fill(p *Place) bool {
	p.Name = v.Name(p.Option)
	for _, o := range v.Cat.Options {
		if o.ID != p.Option {
			continue
		}
		for i, axis := range v.Cat.Axes {
			for _, value := range axis.Values {
				switch {
				case value.ID != o.On[i]:
				case axis.ID == structureAxis:
					p.Structure = value.ID
				default:
					p.Who = format.Capital(value.Phrase)
				}
			}
		}
	}
	if p.Each != "" { // the machines there need not be the reader's own
		p.Who = "At each " + p.Each
	}
	p.Own = len(p.Parts) > 0
	if !p.Own {
		p.Parts = examples[p.Structure]
	}
	return examples[p.Structure] != nil
}

// Words describe the drawing in sentences, for people who cannot see it.
func (a Architecture) Words() []string {
	var lines []string
	for _, p := range a.Places {
		parts := ""
		if p.Own {
			parts = format.List(decision.Marked(p.Parts), "and")
		}
		lines = append(lines, p.sentence(parts))
	}
	if n := len(a.Places); n > 1 {
		other := "the other"
		if n > 2 {
			other = "the others"
		}
		reach := "Users and events reach each place directly."
		if a.OwnUsers() {
			reach = "Each place has users and events of its own."
		}
		lines = append(lines, reach+" What runs in one reaches "+other+" through an interface or a queue, never through a database.")
	}
	return lines
}

// OwnUsers reports whether each of several places has users and events of its own.
func (a Architecture) OwnUsers() bool {
	return len(a.Places) > 1 && slices.ContainsFunc(a.Places, func(p Place) bool { return p.Each != "" })
}

// sentence describes one place; parts is "" if the reader has named none.
func (p Place) sentence(parts string) string {
	where := strings.TrimSpace(format.Small(p.Who))
	switch p.Structure {
	case Application:
		if parts == "" {
			return "One application " + where + ": its modules call each other directly and share one database."
		}
		if len(p.Parts) == 1 && p.Own {
			return "One application " + where + ", with its own database, handles " + parts + "."
		}
		return "One application " + where + " holds " + parts + ", as modules that call each other directly and share one database."
	case Services:
		if parts == "" {
			return "Several services " + where + ", each with its own data, call each other over the network only where needed."
		}
		if len(p.Parts) == 1 {
			return parts + " runs as a service " + where + ", with its own data."
		}
		return parts + " run as services " + where + ", each with its own data, which call each other over the network only " +
			"where needed."
	}
	if parts == "" {
		return "Each kind of event starts a function " + where + ", which keeps its results in managed databases and queues."
	}
	return parts + " " + p.runs() + " as functions " + where + ": each kind of event starts one, which keeps its results in " +
		"managed databases and queues."
}

// runs is the verb for the parts.
func (p Place) runs() string {
	if len(p.Parts) == 1 {
		return "runs"
	}
	return "run"
}
