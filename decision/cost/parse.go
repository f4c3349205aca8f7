package cost

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"crossroads/figure"
	"crossroads/wrong"
)

// kinds maps the names of components in JSON to components.
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
	"item":           func() Component { return new(Other) },
}

// Kinds returns the names of the components in JSON, sorted.
func Kinds() []string { return slices.Sorted(maps.Keys(kinds)) }

// oneOf lists fields of which a component needs at least one, since without any it would be
// billed as nothing.
var oneOf = map[string][]string{
	"cloud-run":      {"busy", "duration", "idle"},
	"azure-function": {"duration", "units"},
	"step-functions": {"transitions", "requests"},
}

// ParseComponent reads {"kind": "lambda", …} with the fields of that component, and checks
// them. Fields that a bill cannot do without are required, even if 0. Every problem is a
// wrong.Input that names the field and, for a number, its unit and range; several are
// joined.
func ParseComponent(raw []byte) (Component, error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(raw, &fields); err != nil {
		return nil, wrong.Input{Field: "component", Message: "want an object with a kind and the fields of that component"}
	}
	kind := unquoted(fields["kind"])
	if kinds[kind] == nil {
		return nil, wrong.Input{Field: "kind", Message: fmt.Sprintf("is %.40q, but must be one of %s", kind, strings.Join(Kinds(), ", "))}
	}
	delete(fields, "kind")
	c := kinds[kind]()
	p := componentParser{unread: map[string]string{}, advice: map[string]string{}, absent: map[string]bool{}}
	p.object(kind, fields, reflect.ValueOf(c).Elem())
	if any := oneOf[kind]; len(any) > 0 && !slices.ContainsFunc(any, func(name string) bool { _, there := fields[name]; return there }) {
		p.errs = append(p.errs, wrong.Input{Field: kind + "." + any[0], Message: "is missing: give " + strings.Join(any, " or ")})
	}
	_, err := c.Usage(&Sheet{})
	return c, errors.Join(append(p.errs, p.ranges(err)...)...)
}

// componentParser reads the fields of a component. A number that cannot be read is set to
// one that is too large, so that the component's own check reports the valid range.
type componentParser struct {
	errs   []error
	unread map[string]string // the texts that are not numbers, by field
	advice map[string]string // hints, where one is known that is better than the range
	absent map[string]bool   // required fields that are absent
}

func (p *componentParser) object(path string, fields map[string]json.RawMessage, into reflect.Value) {
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		at := path + "." + name
		v, known := fieldNamed(into, name)
		if !known {
			p.errs = append(p.errs, wrong.Input{
				Field:   at,
				Message: "there is no such field: the fields are " + strings.Join(fieldNames(into.Type()), ", "),
			})
			continue
		}
		p.value(at, fields[name], v)
	}
	for i := range into.NumField() {
		name, options, _ := strings.Cut(into.Type().Field(i).Tag.Get("json"), ",")
		if _, there := fields[name]; name != "" && options == "" && !there {
			p.absent[path+"."+name] = true
			p.errs = append(p.errs, wrong.Input{Field: path + "." + name, Message: "is missing"})
		}
	}
}

func (p *componentParser) value(at string, raw json.RawMessage, v reflect.Value) {
	if number, is := v.Addr().Interface().(*Quantity); is {
		if err := number.UnmarshalJSON(raw); err != nil {
			*number = tooMany
			p.unread[at] = fmt.Sprintf("%.40s", raw)
			if how := (*figure.Error)(nil); errors.As(err, &how) && how.How != "" {
				p.advice[at] = fmt.Sprintf("is %.40s, which %s", raw, how)
			}
		}
		return
	}
	if v.Kind() == reflect.Pointer {
		var inner map[string]json.RawMessage
		if json.Unmarshal(raw, &inner) != nil {
			p.errs = append(p.errs, wrong.Input{Field: at, Message: "want an object with fields"})
			return
		}
		v.Set(reflect.New(v.Type().Elem()))
		p.object(at, inner, v.Elem())
		return
	}
	if json.Unmarshal(raw, v.Addr().Interface()) != nil {
		want := "text"
		if v.Kind() == reflect.Bool {
			want = "true or false"
		}
		p.errs = append(p.errs, wrong.Input{Field: at, Message: fmt.Sprintf("is %.40s, but must be %s", raw, want)})
	}
}

// ranges replaces values in the errors of a component's check by the texts as written.
func (p *componentParser) ranges(err error) []error {
	var all []error
	if list, is := err.(interface{ Unwrap() []error }); is {
		all = list.Unwrap()
	}
	all = slices.DeleteFunc(all, func(e error) bool { bad, is := e.(wrong.Input); return is && p.absent[bad.Field] })
	for i, e := range all {
		if bad, is := e.(wrong.Input); is && p.unread[bad.Field] != "" {
			bad.Message = cmp.Or(p.advice[bad.Field], strings.Replace(bad.Message, tooMany.Text(), p.unread[bad.Field], 1))
			all[i] = bad
		}
	}
	return all
}

func fieldNamed(v reflect.Value, name string) (reflect.Value, bool) {
	for i := range v.NumField() {
		if jsonName(v.Type().Field(i)) == name {
			return v.Field(i), true
		}
	}
	return reflect.Value{}, false
}

func fieldNames(t reflect.Type) []string {
	var names []string
	for i := range t.NumField() {
		if name := jsonName(t.Field(i)); name != "" {
			names = append(names, name)
		}
	}
	return names
}

// jsonName returns a field's name in JSON, "" for a field that JSON does not have.
func jsonName(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	return name
}
