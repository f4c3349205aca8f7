package cost

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Component is a part of a system that a provider charges for. Its Usage gives
// what it uses in a month, metered as the sheet says. It fails with an
// InputError where a field is out of range.
type Component interface {
	Usage(s *Sheet) ([]Usage, error)
}

// Usages puts together what components use.
func Usages(s *Sheet, components ...Component) ([]Usage, error) {
	var all []Usage
	for _, c := range components {
		some, err := c.Usage(s)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	return all, nil
}

// InputError is a value that cannot be computed with. Its text says the field,
// its unit and the range allowed.
type InputError struct {
	Field   string // "memory"; with the component before it: "lambda.memory"
	Message string
}

func (e InputError) Error() string { return e.Field + ": " + e.Message }

// inputs collects what is wrong with the fields of a component.
type inputs struct {
	component string
	errs      []error
}

// within notes a value outside [low, high].
func (in *inputs) within(field string, q Quantity, unit string, low, high Quantity) {
	if q.Cmp(low) < 0 || q.Cmp(high) > 0 {
		in.errs = append(in.errs, InputError{in.component + "." + field,
			fmt.Sprintf("is %s, but must lie between %s and %s %s", q.Text(), low.Text(), high.Text(), unit)})
	}
}

// choice notes a word that is not one of those known.
func (in *inputs) choice(field, got string, known ...string) {
	if !slices.Contains(known, got) {
		in.errs = append(in.errs, InputError{in.component + "." + field,
			fmt.Sprintf("is %.40q, but must be one of %s", got, strings.Join(known, ", "))})
	}
}

func (in *inputs) err() error { return errors.Join(in.errs...) }

// Bounds that no system reaches. Past them a number is a slip of the hand.
var (
	most       = Whole(1_000_000_000_000_000) // requests, GB, machines, hours of all machines
	mostMillis = Whole(31_622_400_000)        // a year
)

// kinds are the components by the name they have in JSON.
var kinds = map[string]func() Component{
	"lambda":         func() Component { return new(Lambda) },
	"http-api":       func() Component { return new(HTTPAPI) },
	"rest-api":       func() Component { return new(RESTAPI) },
	"websocket-api":  func() Component { return new(WebSocketAPI) },
	"alb":            func() Component { return new(ALB) },
	"nat":            func() Component { return new(NAT) },
	"transfer":       func() Component { return new(Transfer) },
	"fargate":        func() Component { return new(Fargate) },
	"eks":            func() Component { return new(EKS) },
	"ec2":            func() Component { return new(EC2) },
	"step-functions": func() Component { return new(StepFunctions) },
	"sqs":            func() Component { return new(SQS) },
	"cloud-run":      func() Component { return new(CloudRun) },
	"azure-function": func() Component { return new(AzureFunction) },
	"worker":         func() Component { return new(Worker) },
}

// Kinds are the names of the components in JSON, sorted.
func Kinds() []string {
	names := make([]string, 0, len(kinds))
	for name := range kinds {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// ParseComponent reads {"kind": "lambda", …} with the fields of that component.
// Unknown fields are refused.
func ParseComponent(raw []byte) (Component, error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(raw, &fields); err != nil {
		return nil, InputError{"component", "want an object with a kind and the fields of that component"}
	}
	var kind string
	if err := json.Unmarshal(fields["kind"], &kind); err != nil || kinds[kind] == nil {
		return nil, InputError{"kind", fmt.Sprintf("is %.40q, but must be one of %s", kind, strings.Join(Kinds(), ", "))}
	}
	delete(fields, "kind")
	rest, err := json.Marshal(fields)
	if err != nil {
		return nil, err
	}
	c := kinds[kind]()
	decoder := json.NewDecoder(bytes.NewReader(rest))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(c); err != nil {
		return nil, InputError{kind, strings.TrimPrefix(err.Error(), "json: ")}
	}
	return c, nil
}
