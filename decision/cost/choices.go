package cost

import (
	"fmt"
	"slices"
	"strings"

	"crossroads/wrong"
)

// Choice is a property of a load that is a word, not a number. It has the same options for
// every blueprint, so that comparisons stay fair.
type Choice struct {
	ID      string   `json:"id"` // as in JSON and in forms
	Name    string   `json:"name"`
	Doc     string   `json:"doc"`
	Options []Option `json:"options"`
	// Open choices can be left undecided. They then count as their first option, and the
	// ranges of break-evens cover the others.
	Open bool `json:"open,omitempty"`
	// Price marks a choice that affects prices but not quantities.
	Price bool `json:"price,omitempty"`

	out string // what a bill leaves out while nothing is chosen; "" for nothing
	of  func(*Load) *string
}

// Option is one value of a choice.
type Option struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

var choices = []Choice{
	{"front", "Front door", "What receives the requests. The platform’s own address is a function URL, " +
		"a container service’s address, or a load balancer where there is none. An API gateway stands before it.", []Option{
		{"own", "The platform’s own address"}, {"http-api", "HTTP API (gateway)"},
		{"rest-api", "REST API (gateway with keys, quotas and caching)"}, {"balancer", "Load balancer"}}, true, false, "",
		func(l *Load) *string { return &l.Front }},
	{"network", "Network", "How the programs reach the outside. Public addresses cost for each load balancer and machine; a private " +
		"network needs a gateway in each zone, functions included.", []Option{
		{"public", "Public addresses"}, {"nat", "Private, with a NAT gateway in each zone"}, {"none", "Not counted: paid elsewhere"}}, true,
		false, "",
		func(l *Load) *string { return &l.Network }},
	{"availability", "Availability", "Fewest of everything that can fail alone: tasks, servers, nodes, instances, gateways, " +
		"databases. Function platforms and containers that scale to zero bring theirs.", []Option{
		{"two", "Two of everything"}, {"one", "One of everything"}}, true, false, "",
		func(l *Load) *string { return &l.Availability }},
	{"database", "Database",
		"Often the largest line. A standby doubles a server’s price where everything is there twice.", []Option{
			{"none", "Not counted"}, {"small", "PostgreSQL, small: 1 to 2 vCPU, 2 to 4 GB"}, {"medium", "PostgreSQL, medium: 2 vCPU, 8 GB"},
			{"large", "PostgreSQL, large: 4 vCPU, 16 GB"},
			{"serverless", "Serverless PostgreSQL"}, {"key-value", "Key-value, paid for each request"}}, false, false, "database",
		func(l *Load) *string { return &l.Database }},
	{"cache", "Cache", "A managed cache in memory, with a replica where everything is there twice.", []Option{
		{"none", "Not counted"}, {"small", "One node of a few GB"}}, false, false, "cache",
		func(l *Load) *string { return &l.Cache }},
	{"commitment", "Commitment", "Use promised in advance: Savings Plans, reserved instances, committed use discounts. Counted as if it " +
		"covered all use, the most that it can save.", []Option{
		{"none", "None: list prices"}, {"one-year", "One year, nothing paid upfront"},
		{"three-year", "Three years, nothing paid upfront"}}, false, true, "commitments",
		func(l *Load) *string { return &l.Commitment }},
	{"spot", "Spot servers", "Servers and nodes from spare capacity, which the provider may take away at short notice.", []Option{
		{"none", "No"}, {"spot", "Yes, where servers are rented"}}, false, true, "spot prices",
		func(l *Load) *string { return &l.Spot }},
	{"people", "People’s hours", "Rules of thumb fill in the hours of every option that has none of its own, so that no option is " +
		"charged alone. They are not measured.", []Option{
		{"none", "Only those stated"}, {"rules", "Rules of thumb"}}, false, false, "",
		func(l *Load) *string { return &l.People }},
}

// Choices returns the choices of a load, in the order of a form.
func Choices() []Choice { return append([]Choice(nil), choices...) }

// ChoiceOf returns the choice with the given id.
func ChoiceOf(id string) (Choice, bool) {
	i := slices.IndexFunc(choices, func(c Choice) bool { return c.ID == id })
	if i < 0 {
		return Choice{}, false
	}
	return choices[i], true
}

// Value returns the choice made in a load; "" if undecided.
func (c Choice) Value(l Load) string { return *c.of(&l) }

// With returns the load with another value of the choice; "" leaves it undecided.
func (c Choice) With(l Load, value string) Load {
	*c.of(&l) = value
	return l
}

// Counted returns the option that a load is priced with.
func (c Choice) Counted(l *Load) Option {
	value := *c.of(l)
	if i := slices.IndexFunc(c.Options, func(o Option) bool { return o.ID == value }); i >= 0 {
		return c.Options[i]
	}
	return c.Options[0]
}

func (c Choice) check(value string) error {
	if value == "" || slices.ContainsFunc(c.Options, func(o Option) bool { return o.ID == value }) {
		return nil
	}
	ids := make([]string, len(c.Options))
	for i, o := range c.Options {
		ids[i] = o.ID
	}
	return wrong.Input{
		Field:   c.ID,
		Message: fmt.Sprintf("%s: %s cannot be used: write one of %s.", c.Name, typed(value), strings.Join(ids, ", ")),
	}
}

// copies returns the minimum number of machines, zones or tasks for the redundancy chosen.
func (l *Load) copies() Quantity {
	if l.Availability == "one" {
		return unit
	}
	return Whole(2)
}

// undecided returns the variants of a load: every other value for each open choice, and,
// for bills that depend on overlaps, requests that overlap fully or not at all.
func (l Load) undecided(overlaps bool) []Load {
	others := make([]Load, 0, 8)
	for _, c := range choices {
		if !c.Open || c.Value(l) != "" {
			continue
		}
		for _, o := range c.Options[1:] {
			others = append(others, c.With(l, o.ID))
		}
	}
	if !overlaps {
		return others
	}
	for _, o := range []overlap{full, none} {
		other := l
		other.overlap = o
		others = append(others, other)
	}
	return others
}

// overlap is how requests lie in time, for platforms that bill an instance once for all
// requests it serves together.
type overlap uint8

const (
	likely overlap = iota // as the load suggests
	full                  // as many together as an instance can serve
	none                  // strictly one after another
)
