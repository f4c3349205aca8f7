package cost

import (
	"slices"

	"crossroads/wrong"
)

// Load is what a system has to carry in a month. Fields describes the unit, range and
// default of each number.
type Load struct {
	Requests      Quantity `json:"requests"`       // a month
	Duration      Quantity `json:"duration"`       // average of one request, ms
	Memory        Quantity `json:"memory"`         // of one running instance, MB
	Waiting       Quantity `json:"waiting"`        // share of the duration spent waiting, %
	Concurrency   Quantity `json:"concurrency"`    // requests a container of one vCPU serves at once
	Peak          Quantity `json:"peak"`           // busiest minutes ÷ average of the hours in use
	Hours         Quantity `json:"hours"`          // in use a day
	Response      Quantity `json:"response"`       // sent to the internet for a request, KB
	Environments  Quantity `json:"environments"`   // production and others, such as test
	Utilisation   Quantity `json:"utilisation"`    // of servers and containers at the peak, at most, %
	EngineerHours Quantity `json:"engineer_hours"` // of operations work a month
	EngineerRate  Quantity `json:"engineer_rate"`  // USD an hour

	// Optional lines of the bill; zero leaves a line out.
	DatabaseStorage Quantity `json:"database_storage,omitzero"` // GB
	Objects         Quantity `json:"objects,omitzero"`          // GB kept in object storage
	ObjectRequests  Quantity `json:"object_requests,omitzero"`  // objects read for a request
	Logs            Quantity `json:"logs,omitzero"`             // KB a request
	Internal        Quantity `json:"internal,omitzero"`         // KB between zones for a request
	Disk            Quantity `json:"disk,omitzero"`             // GB of each server
	Images          Quantity `json:"images,omitzero"`           // GB of container images kept
	Secrets         Quantity `json:"secrets,omitzero"`          // kept
	Ready           Quantity `json:"ready,omitzero"`            // instances of each service, where none would run

	Region   string `json:"region"`    // an area of the price sheets: "us"
	FreeTier bool   `json:"free_tier"` // take off the monthly allowances

	// Choices; "" is undecided: it counts as the first option, and the ranges of
	// break-evens cover the others.
	Front        string `json:"front,omitempty"`
	Network      string `json:"network,omitempty"`
	Availability string `json:"availability,omitempty"`
	Database     string `json:"database,omitempty"`
	Cache        string `json:"cache,omitempty"`
	Commitment   string `json:"commitment,omitempty"`
	Spot         string `json:"spot,omitempty"`
	People       string `json:"people,omitempty"`

	assumed assumed // assumptions that differ from those of the model
	part    share   // of the hours by rules of thumb, if the load is of a part
	isPart  bool
	overlap overlap // assumed overlap of requests, to compute ranges
}

// Field describes one number of a load.
type Field struct {
	ID      string   `json:"id"` // as in JSON and in forms
	Name    string   `json:"name"`
	Unit    string   `json:"unit"`
	Doc     string   `json:"doc"` // what to write, for the reader
	Min     Quantity `json:"min"`
	Max     Quantity `json:"max"`
	Step    Quantity `json:"step"` // the value is a multiple of it
	Default Quantity `json:"default"`

	of func(*Load) *Quantity // nil for a number that a load has only if it states it
}

// Optional reports whether a value of zero leaves the field out of a bill.
func (f Field) Optional() bool {
	return slices.ContainsFunc(optionalFields, func(o Field) bool { return o.ID == f.ID })
}

var (
	unit      = Whole(1)
	tenth     = Whole(1).Over(10)
	hundredth = Whole(1).Over(100)
)

// fields are the numbers that every load has; optionalFields add further lines to the bill.
var fields = append(loadFields, optionalFields...)

var loadFields = []Field{
	{"requests", "Requests a month", "requests", "All requests, jobs and messages that the system handles in a month.",
		Quantity{}, Whole(1_000_000_000_000), unit, Whole(3_000_000), func(l *Load) *Quantity { return &l.Requests }},
	{"duration", "Average duration", "ms", "From the start of a request to its end, as a function with the memory below would take. 15 " +
		"minutes is the most for a default function.",
		unit, Whole(900_000), unit, Whole(120), func(l *Load) *Quantity { return &l.Duration }},
	{"memory", "Memory", "MB",
		"What one running instance needs. A function with less than 1,769 MB gets a proportional share of a processor.",
		Whole(128), Whole(10_240), unit, Whole(512), func(l *Load) *Quantity { return &l.Memory }},
	{"waiting", "Waiting for others", "%",
		"The part of the duration in which a request waits for a database or another service. Most functions bill it like computing.",
		Quantity{}, Whole(99), tenth, Whole(60), func(l *Load) *Quantity { return &l.Waiting }},
	{"concurrency", "Requests at once", "requests per vCPU",
		"How many requests a container with one processor can have open at the same time.",
		unit, Whole(1_000), unit, Whole(10), func(l *Load) *Quantity { return &l.Concurrency }},
	{"peak", "Peak", "times the average", "Requests in the busiest minutes, compared with the average of the hours in use.",
		unit, Whole(1_000), tenth, Whole(4), func(l *Load) *Quantity { return &l.Peak }},
	{"hours", "Hours of use a day", "hours", "Hours of a day in which requests come. 24 if they come day and night.",
		tenth, Whole(24), tenth, Whole(24), func(l *Load) *Quantity { return &l.Hours }},
	{"response", "Size of a response", "KB", "What is sent to the internet for one request, on average.",
		Quantity{}, Whole(1_048_576), tenth, Whole(10), func(l *Load) *Quantity { return &l.Response }},
	{"environments", "Environments", "environments",
		"Production and its copies for test and development. The copies stand idle in this model.",
		unit, Whole(50), unit, unit, func(l *Load) *Quantity { return &l.Environments }},
	{"utilisation", "Target utilisation", "%", "How full servers and containers may be at the peak. The rest is room for surprises.",
		unit, Whole(100), tenth, Whole(60), func(l *Load) *Quantity { return &l.Utilisation }},
	{"engineer_hours", "Work of engineers", "hours a month",
		"Hours that people spend on keeping it running. Shown apart from the provider’s bill.",
		Quantity{}, Whole(100_000), tenth, Quantity{}, func(l *Load) *Quantity { return &l.EngineerHours }},
	{"engineer_rate", "Rate of engineers", "USD an hour", "What an hour of an engineer costs you.",
		Quantity{}, Whole(10_000), hundredth, Whole(75), func(l *Load) *Quantity { return &l.EngineerRate }},
}

var optionalFields = []Field{
	{"database_storage", "Storage of the database", "GB", "What the database keeps. It is billed only with a database chosen above.",
		Quantity{}, Whole(1_000_000), unit, Quantity{}, func(l *Load) *Quantity { return &l.DatabaseStorage }},
	{"objects", "Files kept", "GB", "Files, pictures and documents in object storage.",
		Quantity{}, Whole(100_000_000), unit, Quantity{}, func(l *Load) *Quantity { return &l.Objects }},
	{"object_requests", "Files read for a request", "files", "How many files of the object storage one request reads, on average.",
		Quantity{}, Whole(1_000), tenth, Quantity{}, func(l *Load) *Quantity { return &l.ObjectRequests }},
	{"logs", "Logs of a request", "KB",
		"What the logs take in for one request. One line is about 0.3 KB, an access log with a trace 1 to 3 KB.",
		Quantity{}, Whole(1_024), tenth, Quantity{}, func(l *Load) *Quantity { return &l.Logs }},
	{"internal", "Between zones for a request", "KB",
		"Traffic of one request between data centres of the region: to the database, the cache and other services.",
		Quantity{}, Whole(1_048_576), tenth, Quantity{}, func(l *Load) *Quantity { return &l.Internal }},
	{"disk", "Disk of a server", "GB", "Block storage of each server or node of a cluster.",
		Quantity{}, Whole(65_536), unit, Quantity{}, func(l *Load) *Quantity { return &l.Disk }},
	{"images", "Container images kept", "GB", "What the registry keeps of the versions of the program.",
		Quantity{}, Whole(100_000), unit, Quantity{}, func(l *Load) *Quantity { return &l.Images }},
	{"secrets", "Secrets", "secrets", "Passwords and keys.",
		Quantity{}, Whole(100_000), unit, Quantity{}, func(l *Load) *Quantity { return &l.Secrets }},
	{"ready", "Instances kept ready", "instances",
		"Of each service in production, where none would run otherwise: they answer without a cold start.",
		Quantity{}, Whole(10_000), unit, Quantity{}, func(l *Load) *Quantity { return &l.Ready }},
}

// DefaultRegion is the area whose prices are used by default.
const DefaultRegion = "us"

// Fields returns the numbers of a Load, in the order of a form.
func Fields() []Field { return append([]Field(nil), fields...) }

// AllFields are the numbers of a Load, the assumptions and the hours of people.
func AllFields() []Field { return append([]Field(nil), allFields...) }

// FieldOf returns the field with that id, of a load or an assumption.
func FieldOf(id string) (Field, bool) {
	for _, f := range allFields {
		if f.ID == id {
			return f, true
		}
	}
	return Field{}, false
}

// DefaultLoad returns a small web service, with the default of every field.
func DefaultLoad() Load {
	l := Load{Region: DefaultRegion}
	for _, f := range fields {
		*f.of(&l) = f.Default
	}
	return l
}

// Value returns the number of the field in a load; for an assumption that the load does not
// state, the published default.
func (f Field) Value(l Load) Quantity { return f.in(&l) }

// in is Value without copying the load.
func (f *Field) in(l *Load) Quantity {
	if f.of != nil {
		return *f.of(l)
	}
	switch s := l.assumed[statedIndex(f.ID)]; {
	case s.stated:
		return s.value
	case f.OfPeople():
		return l.EngineerHours
	}
	return f.Default
}

// With returns the load with another value of the field.
func (f Field) With(l Load, value Quantity) Load {
	f.set(&l, value)
	return l
}

// set is With in place: searches price a thousand loads, of a kilobyte each.
func (f *Field) set(l *Load, value Quantity) {
	if f.of != nil {
		*f.of(l) = value
	} else {
		l.assumed[statedIndex(f.ID)] = stated{true, value}
	}
}

// Check lists the numbers that are out of range, in the order of the fields.
func (l Load) Check() []wrong.Input {
	var errs []wrong.Input
	for i := range allFields {
		f := &allFields[i]
		if err, bad := f.check(f.in(&l)).(wrong.Input); bad {
			errs = append(errs, err)
		}
	}
	for _, c := range choices {
		if err, bad := c.check(*c.of(&l)).(wrong.Input); bad {
			errs = append(errs, err)
		}
	}
	return errs
}
