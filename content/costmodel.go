package content

import (
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"crossroads/decision/cost"
)

// assumptionsFile is the optional list of assumptions, and of hours that people spend, that
// differ from the published cost model.
const assumptionsFile = "assumptions.yaml"

type assumptionYAML struct {
	ID     string `yaml:"id,id"`
	Value  string `yaml:"value"`
	Reason string `yaml:"reason"` // for whoever reads the file; with hours, shown beside them
}

// readAssumptions reads assumptions and checks that each is within the range of its field.
func (l *loader) readAssumptions() {
	if _, err := fs.Stat(l.fsys, assumptionsFile); errors.Is(err, fs.ErrNotExist) {
		return
	}
	doc := l.document(assumptionsFile)
	if doc == nil {
		return
	}
	var list []assumptionYAML
	doc.decode(&list)
	var known []string
	for _, f := range slices.Concat(cost.AssumptionFields(), cost.PeopleFields()) {
		known = append(known, f.ID)
	}
	for i, a := range list {
		at := place{doc, doc.root.items[i]}
		if a.ID == "" || a.Value == "" {
			continue // reported already
		}
		f, ok := cost.FieldOf(a.ID)
		if !ok || !slices.Contains(known, a.ID) {
			at.find("id").fail("unknown assumption %q: %s", a.ID, suggest(a.ID, known))
			continue
		}
		if slices.ContainsFunc(list[:i], func(b assumptionYAML) bool { return b.ID == a.ID }) {
			at.find("id").fail("assumption %q is here a second time: keep one", a.ID)
			continue
		}
		q, err := f.Parse(a.Value)
		if err != nil {
			at.find("value").fail("%s", strings.TrimSuffix(strings.TrimPrefix(err.Error(), a.ID+": "), "."))
			continue
		}
		if f.OfPeople() {
			l.hours = append(l.hours, cost.LocalRule(f, q, a.Reason))
			continue
		}
		if l.assumed == nil {
			l.assumed = map[string]cost.Quantity{}
		}
		l.assumed[a.ID] = q
	}
}

// citeRules counts the sources of the published rules of thumb for hours as cited: bills name them.
func (l *loader) citeRules() {
	if len(l.prices) == 0 {
		return
	}
	for _, rule := range cost.NewModel(nil).Rules {
		l.cited[rule.Source] = true
	}
}

// ratesFile is the optional list of exchange rates for displaying sums.
const ratesFile = "exchange-rates.yaml"

type ratesYAML struct {
	Base     string     `yaml:"base"`
	Source   string     `yaml:"source"`
	AsOf     string     `yaml:"as_of,date"`
	ReviewBy string     `yaml:"review_by,date"`
	Status   string     `yaml:"status"`
	Rates    []rateYAML `yaml:"rates"`
}

type rateYAML struct {
	Currency string `yaml:"currency"`
	Rate     string `yaml:"rate"` // of it for one unit of the base
}

// code matches currency codes as in ISO 4217.
var code = regexp.MustCompile(`^[A-Z]{3}$`)

// readRates reads exchange rates. The rate of USD is required, as prices are in USD.
func (l *loader) readRates() {
	if _, err := fs.Stat(l.fsys, ratesFile); errors.Is(err, fs.ErrNotExist) {
		return
	}
	doc := l.document(ratesFile)
	if doc == nil {
		return
	}
	var file ratesYAML
	doc.decode(&file)
	root := place{doc, doc.root}
	l.cite(file.Source, root.find("source"))
	if file.Status != "" && !slices.Contains(cost.Statuses, cost.Status(file.Status)) {
		root.find("status").fail("unknown status %q: write primary, secondary, derived or unverified", file.Status)
	}
	if file.AsOf != "" && file.ReviewBy != "" && file.ReviewBy <= file.AsOf {
		root.find("review_by").fail("review_by %s is not after as_of %s: write a later day", file.ReviewBy, file.AsOf)
	}
	if file.Base != "" && !code.MatchString(file.Base) {
		root.find("base").fail("%q is not a currency: write three capital letters, such as EUR", file.Base)
	}
	rates, order := readRateList(file, root)
	x := cost.Exchange{Base: file.Base, Source: file.Source, AsOf: file.AsOf, ReviewBy: file.ReviewBy, Status: cost.Status(file.Status)}
	var priced bool
	if x.USD, priced = rates["USD"]; !priced {
		root.find("rates").fail("there is no rate of USD, in which prices are: add it")
		return
	}
	for _, currency := range order {
		if currency != "USD" {
			x.Currency, x.Rate = currency, rates[currency]
			l.exchanges = append(l.exchanges, x)
		}
	}
}

// mostRate bounds a rate; anything above is a typing error.
var mostRate = cost.Whole(10_000_000)

// readRateList returns the rates by currency, and the currencies in their order.
func readRateList(file ratesYAML, root place) (rates map[string]cost.Quantity, order []string) {
	rates = map[string]cost.Quantity{file.Base: cost.Whole(1)}
	order = []string{file.Base}
	for i, r := range file.Rates {
		at := root.find(fmt.Sprintf("rates[%d]", i))
		q := quantity(r.Rate, at.find("rate"))
		switch _, twice := rates[r.Currency]; {
		case r.Currency == "" || r.Rate == "": // reported already
		case !code.MatchString(r.Currency):
			at.find("currency").fail("%q is not a currency: write three capital letters, such as GBP", r.Currency)
		case twice:
			at.find("currency").fail("%s has a rate already: keep one; 1 %s is 1 %s", r.Currency, file.Base, file.Base)
		case q.IsZero() || q.Cmp(mostRate) > 0:
			at.find("rate").fail("a rate of %s cannot be used: write how much %s one %s is, more than 0 and at most %s", r.Rate, r.Currency,
				file.Base, mostRate.Text())
		default:
			rates[r.Currency] = q
			order = append(order, r.Currency)
		}
	}
	return rates, order
}

// adviseRates warns of rates whose review day has passed.
func (l *loader) adviseRates(today string) {
	if len(l.exchanges) > 0 && l.exchanges[0].ReviewBy < today {
		l.problems.warn(ratesFile, 1, 1, "the exchange rates were to be reviewed by %s: write those of a later day",
			l.exchanges[0].ReviewBy)
	}
}
