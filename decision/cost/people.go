package cost

import "strings"

// People is the cost of people's work, which is separate from the bill.
type People struct {
	Hours   Quantity `json:"hours"`
	Rate    Quantity `json:"rate"` // USD an hour
	Formula Formula  `json:"formula"`
	Total   Cents    `json:"total"`
}

// peopleFields are the hours of work for single options. Where one is not stated, the hours
// stated for all options apply. There is no default: no measured number was found, and the
// one rule of thumb, of AWS for clusters, would charge people to that option alone.
var peopleFields = []Field{
	hoursOf("functions", "functions"),
	hoursOf("hosted", "one application on a managed platform"),
	hoursOf("servers", "own servers"),
	hoursOf("services", "several services on a managed platform"),
	hoursOf("microservices", "services on a cluster"),
}

const peoplePrefix = "people-"

func hoursOf(option, words string) Field {
	return Field{ID: peoplePrefix + option, Name: "Work of engineers: " + words, Unit: "hours a month",
		Doc: "Hours that people spend on keeping this option running, where it is not the same for all.", Max: Whole(100_000), Step: tenth}
}

// peopleAt returns the index of an option's hours among the numbers that a load may state,
// after the assumptions.
func peopleAt(option string) int { return statedIndex(peoplePrefix + option) }

// shared reports whether the field, if not stated, takes the value for all options.
func (f Field) shared() bool { return strings.HasPrefix(f.ID, peoplePrefix) }

func people(l Load, option string) People {
	hours := l.EngineerHours
	if i := peopleAt(option); i >= 0 && l.assumed[i].stated {
		hours = l.assumed[i].value
	}
	p := People{Hours: hours, Rate: l.EngineerRate, Formula: Say("# h × # USD", hours, l.EngineerRate)}
	p.Total = p.exact().Cents()
	return p
}

// exact returns the unrounded cost.
func (p People) exact() Amount { return Amount{p.Hours.steps.mul(p.Rate.steps)} } // 1e-13 × 1e-13 = 1e-26
