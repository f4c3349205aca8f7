package cost

import (
	"slices"
	"strings"
)

// People is the cost of people's work, which is separate from the bill.
type People struct {
	Hours   Quantity `json:"hours"`
	Rate    Quantity `json:"rate"` // USD an hour
	Formula Formula  `json:"formula"`
	Total   Cents    `json:"total"`
	Rule    *Rule    `json:"rule,omitempty"` // where the hours come from; nil: the load states them
}

// Rule is a rule of thumb for the hours that people spend in a month on running an option. It
// covers the platform and not the program: what is patched, upgraded and watched.
type Rule struct {
	Option string   `json:"option"`
	Hours  Quantity `json:"hours"`
	Why    string   `json:"why"`    // what takes the hours, and how often
	Source string   `json:"source"` // id; "" for a figure of the operator's
	Status Status   `json:"status"` // unverified: our estimate, which no source states; "" for the operator's
}

// rules has a rule for each option, so that none is charged alone. A share of an engineer is one
// of 2,080 hours a year; of a range the middle counts.
var rules = []Rule{
	{"functions", Whole(4), "An hour a week for alarms, failed runs, limits and permissions. A new version of the runtime is rare.",
		"estimated-hours", Unverified},
	{"hosted", Whole(6), "As for functions, and two hours a month to rebuild the image on a patched base and to look at " +
		"the limits of scaling.", "estimated-hours", Unverified},
	{"servers", Whole(26), "10 to 20% of one engineer, 17 to 35 hours, for patches, machine images, agents for monitoring, and planning " +
		"of capacity.", "aws-startup-ec2", Derived},
	{"services", Whole(16), "As for one application, and an hour a month more for each of ten services: its image, alarms and " +
		"permissions.", "estimated-hours", Unverified},
	{"microservices", Whole(52), "20 to 40% of one engineer, 35 to 69 hours, for maintenance, upgrades, permissions and the network of a " +
		"small cluster.", "aws-startup-eks", Derived},
	{"services-servers", Whole(36), "As for one application on servers, and an hour a month more for each of ten services: its releases, " +
		"alarms and permissions.", "estimated-hours", Unverified},
}

func (m *Model) ruleOf(option string) (Rule, bool) {
	i := slices.IndexFunc(m.Rules, func(r Rule) bool { return r.Option == option })
	if i < 0 {
		return Rule{}, false
	}
	return m.Rules[i], true
}

// RuleFor returns the rule of thumb for a field of hours.
func (m *Model) RuleFor(f Field) (Rule, bool) {
	return m.ruleOf(strings.TrimPrefix(f.ID, peoplePrefix))
}

// LocalRule is an operator's rule for a field of hours, which takes the place of the published one.
func LocalRule(f Field, hours Quantity, why string) Rule {
	return Rule{Option: strings.TrimPrefix(f.ID, peoplePrefix), Hours: hours, Why: why}
}

// Local reports whether the operator states the hours.
func (r Rule) Local() bool { return r.Source == "" }

// Origin names where the hours of the rule come from, in a few words.
func (r Rule) Origin() string {
	switch {
	case r.Local():
		return "your organisation’s figure"
	case r.Status == Unverified:
		return "our estimate, which no source states"
	}
	return "the middle of what AWS tells start-ups, not measured"
}

// ruleNote names the rule behind the hours of people, so that it is said wherever an estimate is.
func (p People) ruleNote() []string {
	if p.Rule == nil {
		return nil
	}
	return []string{"Work of engineers, " + p.Hours.Text() + " hours a month: a rule of thumb, " + p.Rule.Origin() + ". " + p.Rule.Why}
}

// peopleFields are the hours of work for single options. Where one is not stated, the rule of
// thumb applies if the load asks for rules, and otherwise the hours stated for all options.
var peopleFields = []Field{
	hoursOf("functions", "functions"),
	hoursOf("hosted", "one application on a managed platform"),
	hoursOf("servers", "own servers"),
	hoursOf("services", "several services on a managed platform"),
	hoursOf("microservices", "services on a cluster"),
	hoursOf("services-servers", "several services on own servers"),
}

const peoplePrefix = "people-"

// engineerHours is the id of the hours of work for all options.
const engineerHours = "engineer_hours"

func hoursOf(option, words string) Field {
	return Field{ID: peoplePrefix + option, Name: "Work of engineers: " + words, Unit: "hours a month",
		Doc: "Hours that people spend on keeping this option running, where it is not the same for all.", Max: Whole(100_000), Step: tenth}
}

// peopleAt returns the index of an option's hours among the numbers that a load may state,
// after the assumptions.
func peopleAt(option string) int { return statedIndex(peoplePrefix + option) }

// OfPeople reports whether the field is the hours of work for a single option, which, if not
// stated, are those for all options.
func (f Field) OfPeople() bool { return strings.HasPrefix(f.ID, peoplePrefix) }

func (m *Model) people(l Load, option string) People {
	p := People{Hours: l.EngineerHours, Rate: l.EngineerRate}
	rule, known := m.ruleOf(option)
	switch i := peopleAt(option); {
	case i >= 0 && l.assumed[i].stated:
		p.Hours = l.assumed[i].value
	case known && l.byRules():
		p.Hours, p.Rule = l.ruled(rule), &rule
	}
	p.Formula = Say("# h × # USD", p.Hours, p.Rate)
	p.Total = p.exact().Cents()
	return p
}

// CountsPeople reports whether the load states hours of work, for all options or for one, or asks
// for those of the rules of thumb.
func (l *Load) CountsPeople() bool {
	return l.byRules() || !l.EngineerHours.IsZero() ||
		slices.ContainsFunc(peopleFields, func(f Field) bool { return !f.Value(*l).IsZero() })
}

func (l *Load) byRules() bool { return l.People == "rules" }

// ruled returns the hours of a rule, or the share of them that a part of a system has.
func (l *Load) ruled(r Rule) Quantity {
	if !l.isPart {
		return r.Hours
	}
	return l.part.ofHours(r.Hours)
}

// exact returns the unrounded cost.
func (p People) exact() Amount { return Amount{p.Hours.steps.mul(p.Rate.steps)} } // 1e-13 × 1e-13 = 1e-26
