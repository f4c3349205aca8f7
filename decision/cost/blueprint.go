package cost

import (
	"fmt"
	"slices"
)

// Blueprint is a way to build and run the whole system on one platform. It turns a load
// into the components that carry it.
type Blueprint struct {
	ID       string   `json:"id"`     // "lambda-arm"
	Option   string   `json:"option"` // functions, hosted, servers, services, microservices or services-servers
	Name     string   `json:"name"`
	Provider string   `json:"provider"` // of the price sheet
	Rules    []string `json:"rules"`    // how the size follows from the load, in words
	Limits   []Limit  `json:"limits,omitempty"`

	build func(*sizing)
	// key is an item that a sheet must have to price this blueprint; "": every sheet of the
	// provider has all it needs.
	key string
	// overlaps marks blueprints whose bill depends on how requests overlap.
	overlaps bool
}

// Limit is the highest value of a field that a platform supports. An estimate above it
// notes that its figure is for comparison only.
type Limit struct {
	Field  string   `json:"field"`
	Most   Quantity `json:"most"`
	Source string   `json:"source"` // id
}

// Passed returns the limits of the platform that a load exceeds.
func (b Blueprint) Passed(l *Load) (passed []Limit) {
	for _, limit := range b.Limits {
		if f, _ := FieldOf(limit.Field); f.Value(*l).Cmp(limit.Most) > 0 {
			passed = append(passed, limit)
		}
	}
	return passed
}

// passedNotes describes the limits of a platform that a load exceeds.
func passedNotes(passed []Limit, l *Load) (notes []string) {
	for _, limit := range passed {
		f, _ := FieldOf(limit.Field)
		notes = append(notes, fmt.Sprintf("%s: this platform allows %s %s at most, your load has %s. The bill is for comparison only.",
			f.Name, limit.Most.Text(), f.Unit, f.Value(*l).Text()))
	}
	return notes
}

// Blueprints returns all blueprints; the first of each option is its default.
func Blueprints() []Blueprint { return append([]Blueprint(nil), blueprints...) }

var blueprints = slices.Concat(functions(), hosted(), servers(), services(), microservices(), serverServices())

// BlueprintOf returns the blueprint with the given id.
func BlueprintOf(id string) (Blueprint, bool) {
	for _, b := range blueprints {
		if b.ID == id {
			return b, true
		}
	}
	return Blueprint{}, false
}

// arms maps blueprints on x86 to the same on Arm.
var arms = map[string]string{
	"lambda-x86": "lambda-arm", "fargate": "fargate-arm", "ec2": "ec2-arm", "fargate-services": "fargate-services-arm", "eks": "eks-arm",
	"ec2-services": "ec2-services-arm",
}

// OnProcessor returns the blueprint that runs the same on a kind of processor, "x86" or "arm".
// It is the blueprint itself if there is no other.
func OnProcessor(blueprint, kind string) string {
	for x86, arm := range arms {
		switch {
		case kind == "arm" && blueprint == x86:
			return arm
		case kind == "x86" && blueprint == arm:
			return x86
		}
	}
	return blueprint
}

// Step is an intermediate result of sizing, between load and bill.
type Step struct {
	Name    string   `json:"name"`
	Value   Quantity `json:"value"`
	Unit    string   `json:"unit"`
	Formula Formula  `json:"formula"`
}

// sizing is the working state of a blueprint for one load.
type sizing struct {
	*Load
	*Assumptions
	sheet  *Sheet
	usages []Usage
	steps  []Step
	err    error

	notes   []string // about the sizing, for the reader
	lacking []string // lines for which the sheet has no price

	task        Fargate // scratch space
	alb         ALB
	transferred Transfer
}

// use adds the usages of a component and returns the mark before them, for unless.
func (z *sizing) use(c Component) (mark int) {
	mark = len(z.usages)
	if z.err == nil {
		used, err := c.Usage(z.sheet)
		z.usages, z.err = append(z.usages, used...), err
	}
	return mark
}

// item adds an item of the sheet and returns the mark before it, for unless.
func (z *sizing) item(name, item string, quantity Quantity, said Formula) (mark int) {
	z.usages = append(z.usages, Usage{item, name, quantity, said})
	return len(z.usages) - 1
}

func (z *sizing) step(name, unit string, value Quantity, f Formula) Quantity {
	if !z.sheet.quiet() {
		z.steps = append(z.steps, Step{name, value, unit, f})
	}
	return value
}

// stepOf records a step for a number of machines of a size.
func (z *sizing) stepOf(name, size string, value Quantity, f Formula) Quantity {
	if z.sheet.quiet() {
		return value
	}
	return z.step(name, "of "+size, value, f)
}

var hundred = Whole(100)

// activeHours returns the hours of a month in which requests arrive.
func (z *sizing) activeHours() Quantity { return z.Hours.Mul(z.Month.Value).Over(24) }

// concurrent returns the average number of open requests in those hours.
func (z *sizing) concurrent() Quantity {
	active := z.activeHours()
	return z.step("Open requests on average", "requests", z.Requests.Mul(z.Duration).Over(3_600_000).Per(active),
		z.say("# requests × # ms ÷ 3,600,000 ÷ # hours in use", z.Requests, z.Duration, active))
}

// peakVCPU returns the processors needed at the peak, with headroom: the larger of what its
// open requests need and what its computing needs.
func (z *sizing) peakVCPU() Quantity {
	peak := z.concurrent().Mul(z.Peak)
	z.step("Open requests at the peak", "requests", peak, z.say("average × #", z.Peak))
	open := peak.Mul(hundred).Per(z.Concurrency).Per(z.Utilisation)
	computing := peak.Mul(z.computing()).Mul(hundred).Per(z.Utilisation)
	return z.step("Processors for the peak", "vCPU", open.Max(computing),
		z.say("the larger of # ÷ # requests at once and # × # vCPU computing; ÷ #%",
			peak, z.Concurrency, peak, z.computing(), z.Utilisation))
}

// computing returns the processors that an open request uses on average: none while it
// waits, otherwise as many as a function with that memory has, at most one.
func (z *sizing) computing() Quantity {
	return hundred.Sub(z.Waiting).Over(100).Mul(z.Memory.Per(z.ProcessorMemory.Value).Min(unit))
}

// gb returns the memory of the load in GB of 1,024 MB.
func (z *sizing) gb() Quantity { return z.Memory.Over(1024) }

// others returns the number of environments besides production.
func (z *sizing) others() Quantity { return z.Environments.Sub(unit) }

// The components that most blueprints have are kept here, since a load is priced hundreds of
// times in an evaluation, and each of them would take memory anew.

func (z *sizing) useTasks(f Fargate) {
	z.task = f
	z.use(&z.task)
}

func (z *sizing) useBalancer(a ALB) {
	z.alb = a
	z.use(&z.alb)
}

func (z *sizing) transfer() {
	z.transferred = Transfer{
		GB:   z.Requests.Mul(z.Response).Over(kbPerGB),
		said: z.say("# responses × # KB ÷ 1,048,576", z.Requests, z.Response),
	}
	z.use(&z.transferred)
}
