package views

import (
	"slices"
	"strconv"
	"strings"

	"crossroads/decision"
	"crossroads/decision/cost"
	"crossroads/format"
)

// CostPage is the cost explorer. Its form is a GET form to the page itself.
type CostPage struct {
	Page
	Form    CostForm
	Figures *CostFigures // nil when there are no prices, or the input cannot be used
	Presets []CostPreset
}

// CostForm holds the fields of the form: with thousands separators, or as they were typed if they
// cannot be used.
type CostForm struct {
	Fields  []CostField
	Words   []CostWord  // choices of the load
	Assumed []CostField // assumptions; an empty one has its default
	People  []CostHours // of single options; an empty one is by its rule of thumb, or the same as for all
	Later   []CostField // numbers of a second load; an empty one is the same as in the first
	// LaterWords are the choices of a second load; "" means the same as in the first.
	LaterWords []CostWord
	Regions    []string // areas of the price sheets
	Region     string
	FreeTier   bool
	// Currencies are those in which sums can be shown, USD first.
	Currencies []string
	Currency   string
	Processor  string // that all run on: "x86", "arm" or "" for none
	Axis       string // id of the field along which the curve runs
	Parts      []CostPartForm
	Choices    []CostChoice
	Groups     []string // groups of fields that are asked for
}

// CostPartForm is the form of a part that runs apart.
type CostPartForm struct {
	Head   string // what its fields begin with: "p1."
	Name   string // as it was typed, "" for none
	Called string
	On     string      // blueprint, "" for the cheapest
	Fields []CostField // numbers of its load; an empty one is as in the load of the whole
}

// partFields are what usually tells parts apart: they are offered for each.
var partFields = []string{"requests", "duration", "memory", "waiting"}

// own are the fields of a part: those offered, and what is stated.
func (f CostPartForm) own(p Page) []CostField {
	return slices.DeleteFunc(slices.Clone(f.Fields), func(x CostField) bool {
		return !slices.Contains(partFields, x.ID) && x.Text == "" && p.problem(f.Head+x.ID) == ""
	})
}

// usual says what an empty field of a part stands for.
func (f CostPartForm) usual(x CostField) string {
	if x.ID == "requests" {
		return "an equal share"
	}
	return "as above"
}

// CostPart is the bill of a part.
type CostPart struct {
	Name string
	cost.Estimate
	Cheapest bool // nobody chose its platform: it is the cheapest of those compared
}

// where says on what a part runs, and whether somebody chose that.
func (p CostPart) where() string {
	if p.Cheapest {
		return p.Estimate.Name + ", the cheapest of those compared"
	}
	return p.Estimate.Name
}

// CostOnOne is what all parts cost on one platform.
type CostOnOne struct {
	Blueprint string
	Name      string
	Total     cost.Cents
	Beyond    bool // it cannot carry all of them: that it does is for comparison only
}

// CostField is a number of the load as it is shown.
type CostField struct {
	cost.Field
	Text string
}

// CostHours is the field for the hours of an option, with its rule of thumb.
type CostHours struct {
	CostField
	Rule   cost.Rule
	Source decision.Source // of the rule
}

// CostWord is a choice of the load as it is shown.
type CostWord struct {
	cost.Choice
	Value string
}

// NewCostWords are the choices of a load, each with what get gives for its id.
func NewCostWords(get func(id string) string) []CostWord {
	var words []CostWord
	for _, c := range cost.Choices() {
		words = append(words, CostWord{c, get(c.ID)})
	}
	return words
}

// unsaid is the entry for a choice that is not made.
func (w CostWord) unsaid() string {
	if w.Open {
		return "Not decided: " + format.Small(w.Options[0].Name)
	}
	return w.Options[0].Name
}

// options are the other entries, and the first one if choosing it makes a difference.
func (w CostWord) options() []cost.Option {
	if w.Open {
		return w.Options
	}
	return w.Options[1:]
}

// CostChoice is a blueprint that can be shown.
type CostChoice struct {
	cost.Blueprint
	Shown bool
}

// CostPreset is a load of a published case, as a link.
type CostPreset struct {
	Name    string
	URL     string // the page with this load
	Case    string // id of the case, "" for an example of ours
	Facts   string // what the source states
	Assumed string // what it does not
}

// CostFigures are the bills for a load, and the curve around it.
type CostFigures struct {
	Load      cost.Load
	In        *cost.Exchange  // the currency of sums; nil is USD
	Estimates []cost.Estimate // in the order of the blueprints
	Later     []cost.Estimate // the same under a second load; nil without one
	Curve     cost.Curve
	Crossings []cost.Crossing // at which the cheapest of the estimates changes, rising
	Off       cost.Uncertainty
	Unknown   cost.Addition // the largest line that the cheapest bill leaves out
	Parts     []CostPart    // that run apart; none where the system is one
	// PartsTotal are the bills of all parts, Alone what they cost on one platform.
	PartsTotal cost.Cents
	Alone      []CostOnOne
	Stale      []StaleSheet      // price sheets with prices that are due for review
	Unpriced   []string          // names of what was to be shown and has no prices in the region
	Sources    []decision.Source // those of the prices
	Today      string            // YYYY-MM-DD, to mark prices that are due for review
	LaterURL   string            // the page for the second load alone; "" without one
	WizardURL  string            // the wizard with this load; "" where no comparison takes it
	Opened     []string          // keys of the bills that are shown line by line
	URL        string            // this page, with no bill opened
	CSVURL     string
	XLSXURL    string
	JSONURL    string
}

// open is the page with one more bill opened.
func (f *CostFigures) open(key string) string {
	address, sign := f.URL, "&"
	if !strings.Contains(address, "?") {
		sign = "?"
	}
	for _, k := range append(slices.Clone(f.Opened), key) {
		address += sign + "bill=" + k
		sign = "&"
	}
	return address + "#bill-" + key
}

// mainFields are always visible; the others are behind a disclosure.
var mainFields = []string{"requests", "duration", "memory", "concurrency", "utilisation"}

// fields are the fields asked first, or the others.
func (f CostForm) fields(first bool) []CostField {
	var found []CostField
	for _, x := range f.Fields {
		if slices.Contains(mainFields, x.ID) == first && !x.Optional() {
			found = append(found, x)
		}
	}
	return found
}

// usualHours says what an empty field for the hours of an option stands for.
func (f CostForm) usualHours(h CostHours) string {
	if slices.ContainsFunc(f.Words, func(w CostWord) bool { return w.ID == "people" && w.Value == "rules" }) {
		return "rule of thumb: " + h.Rule.Hours.Text()
	}
	return "as for all"
}

// laterFields are what usually grows: they are offered for a second load.
var laterFields = []string{"requests", "duration", "memory", "response"}

// later are the fields of a second load: what usually grows, and what is stated.
func (p CostPage) later() []CostField {
	return slices.DeleteFunc(slices.Clone(p.Form.Later), func(f CostField) bool {
		return !slices.Contains(laterFields, f.ID) && f.Text == "" && p.problem(cost.Later+f.ID) == ""
	})
}

// comparesLoads reports whether a second load is stated.
func (p CostPage) comparesLoads() bool {
	stated := func(id, text string) bool { return text != "" || p.problem(cost.Later+id) != "" }
	return slices.ContainsFunc(p.Form.Later, func(f CostField) bool { return stated(f.ID, f.Text) }) ||
		slices.ContainsFunc(p.Form.LaterWords, func(w CostWord) bool { return stated(w.ID, w.Value) })
}

// Kinds of choices: what may stay undecided, optional lines, prices, and hours of people.
const (
	wordOpen = iota
	wordLine
	wordPrice
	wordPeople
)

func (w CostWord) kind() int {
	switch {
	case w.Open:
		return wordOpen
	case w.Price:
		return wordPrice
	case w.ID == "people":
		return wordPeople
	}
	return wordLine
}

// wordsOf are the choices of a kind.
func wordsOf(all []CostWord, kind int) []CostWord {
	return slices.DeleteFunc(slices.Clone(all), func(w CostWord) bool { return w.kind() != kind })
}

// asksPrices reports whether prices other than list prices, or another currency, are chosen.
func (p CostPage) asksPrices() bool {
	return p.Form.Currency != "USD" || p.Form.Processor != "" || p.problem("processor") != "" || p.problem("currency") != "" ||
		slices.ContainsFunc(wordsOf(p.Form.Words, wordPrice), func(w CostWord) bool { return w.Value != "" || p.problem(w.ID) != "" })
}

// lines are the fields of optional lines.
func (f CostForm) lines() []CostField {
	return slices.DeleteFunc(slices.Clone(f.Fields), func(x CostField) bool { return !x.Optional() })
}

// asksLines reports whether an optional line is asked for.
func (p CostPage) asksLines() bool {
	return slices.ContainsFunc(p.Form.lines(), func(f CostField) bool { return f.Text != f.Default.Text() || p.problem(f.ID) != "" }) ||
		slices.ContainsFunc(wordsOf(p.Form.Words, wordLine), func(w CostWord) bool { return w.Value != "" || p.problem(w.ID) != "" })
}

// assumes reports whether an assumption is stated.
func (p CostPage) assumes() bool {
	return slices.ContainsFunc(p.Form.Assumed, func(f CostField) bool { return f.Text != "" || p.problem(f.ID) != "" })
}

// asksPeople reports whether hours of single options are stated or left to rules of thumb.
func (p CostPage) asksPeople() bool {
	return slices.ContainsFunc(p.Form.People, func(h CostHours) bool { return h.Text != "" || p.problem(h.ID) != "" }) ||
		slices.ContainsFunc(wordsOf(p.Form.Words, wordPeople), func(w CostWord) bool { return w.Value != "" || p.problem(w.ID) != "" })
}

// changed reports whether a field behind the disclosure differs from its default.
func (p CostPage) changed() bool {
	return slices.ContainsFunc(p.Form.fields(false), func(f CostField) bool { return f.Text != f.Default.Text() || p.problem(f.ID) != "" })
}

// currencyValue is what a choice of currency sends: nothing for USD, so that it
// stays out of addresses.
func (f CostForm) currencyValue(i int) string {
	if i == 0 {
		return ""
	}
	return f.Currencies[i]
}

// unit is the unit to show beside the name, "" where the name says it.
func (f CostField) unit() string {
	return format.UnitBeside(f.Field)
}

// slider is the scale of the slider beside a field: "log", "linear" or "" for none.
func (f CostField) slider() string {
	switch {
	case f.ID == "utilisation":
		return "linear"
	case slices.Contains(mainFields, f.ID):
		return "log"
	}
	return ""
}

// pick heads the choice of what to compare.
func (f CostForm) pick() string {
	shown := 0
	for _, c := range f.Choices {
		if c.Shown {
			shown++
		}
	}
	return "What to compare: " + strconv.Itoa(shown) + " of " + strconv.Itoa(len(f.Choices))
}

// least is the left end of the slider: a logarithm has no zero.
func (f CostField) least() string {
	if f.ID == "requests" {
		return "1000"
	}
	return f.Min.String()
}

// most is the right end of the slider; the field itself takes more.
func (f CostField) most() string {
	switch f.ID {
	case "requests":
		return "10000000000"
	case "duration":
		return "60000"
	}
	return f.Max.String()
}

// costOption is how an option of the blueprints is shown: the same colour, shape
// and name as in the comparison that has it.
type costOption struct {
	Index       int
	Name, Short string
}

func (s Site) costOption(id string) costOption {
	for _, c := range s.Comparisons {
		for i, o := range c.Options {
			if o.ID == id {
				return costOption{i, o.Name, o.Short}
			}
		}
	}
	return costOption{7, format.Capital(id), format.Capital(id)}
}

// platforms are the blueprints in a few words, for charts.
var platforms = map[string]string{
	"lambda-arm": "Lambda Arm", "lambda-x86": "Lambda x86", "azure-functions": "Azure Functions", "workers": "Workers",
	"fargate": "Fargate", "fargate-arm": "Fargate Arm", "cloud-run": "Cloud Run",
	"eks": "EKS", "ec2": "EC2 servers", "ec2-arm": "EC2 Arm servers", "azure-vm": "Azure servers", "google-vm": "Google servers",
	"fargate-monolith": "Fixed tasks",
	"azure-flex":       "Azure Functions Flex", "container-apps": "Container Apps", "app-service": "App Service", "render": "Render",
	"fargate-services": "Fargate services", "fargate-services-arm": "Fargate Arm services",
	"ec2-services": "EC2 services", "ec2-services-arm": "EC2 Arm services", "azure-vm-services": "Azure services",
	"google-vm-services": "Compute Engine services",
	"eks-arm":            "EKS Arm", "cloud-run-services": "Cloud Run services",
	"container-apps-services": "Container Apps services",
	"eks-auto":                "EKS Auto Mode", "gke-autopilot": "GKE Autopilot", "aks-automatic": "AKS Automatic",
}

func platform(b cost.Blueprint) string {
	if name := platforms[b.ID]; name != "" {
		return name
	}
	return b.Name
}
