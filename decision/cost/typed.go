package cost

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"crossroads/figure"
	"crossroads/wrong"
)

// units lists the units that may follow the number of a field, with an example. A field
// without an entry shows its default as the example.
var units = map[string]struct {
	figure.Units
	such string
}{
	"requests":                {calls.With(month...), "3,000,000 or 3 million"},
	"duration":                {figure.Time("ms").With(request...), "120 or 0.12 s"},
	"memory":                  {figure.Memory("MB"), "512 or 0.5 GB"},
	"waiting":                 {percent, ""},
	"concurrency":             {figure.Words("requests", "request").With("per vCPU", "/vCPU", "at once"), ""},
	"peak":                    {figure.Words("times the average", "times", "time", "x", "×", "fold", "-fold"), "4 or 2.5"},
	"hours":                   {figure.Time("h").With(day...), "9 or 7.5"},
	"response":                {figure.Memory("KB").With(request...), "10 or 1.5 MB"},
	"environments":            {figure.Words("environments", "environment"), "2"},
	"utilisation":             {percent, ""},
	"engineer_hours":          {figure.Time("h").With(month...), "20 or 7.5"},
	"database_storage":        {figure.Memory("GB"), "100 or 1 TB"},
	"objects":                 {figure.Memory("GB"), "100 or 1 TB"},
	"object_requests":         {figure.Words("files", "file", "objects", "object"), "1 or 0.5"},
	"logs":                    {figure.Memory("KB").With(request...), "2 or 0.5"},
	"internal":                {figure.Memory("KB").With(request...), "20 or 1 MB"},
	"disk":                    {figure.Memory("GB"), "30"},
	"images":                  {figure.Memory("GB"), "20"},
	"secrets":                 {figure.Words("secrets", "secret"), "10"},
	"ready":                   {figure.Words("instances", "instance"), "2"},
	"month":                   {figure.Time("h"), "730 or 720"},
	"processor-memory":        {figure.Memory("MB"), ""},
	"request-size":            {figure.Memory("KB"), ""},
	"peak-kept":               {percent, ""},
	"services":                {figure.Words("services", "service"), ""},
	"service-vcpu":            {figure.Words("vCPU", "vCPUs"), ""},
	"service-memory":          {figure.Memory("MB"), ""},
	"call-overhead":           {percent, ""},
	"gateway-traffic":         {figure.Memory("KB"), ""},
	"requests-per-connection": {figure.Words("requests", "request"), ""},
	"database-capacity":       {figure.Words("ACU"), ""},
	"key-value-reads":         {figure.Words("reads", "read"), ""},
	"key-value-writes":        {figure.Words("writes", "write"), ""},
	"service-calls":           {figure.Words("calls", "call"), ""},
	"container-size":          {figure.Words("vCPU", "vCPUs"), "0.5 or 2"},
	"server-size":             {figure.Memory("GB"), "8 or 16"},
	"people-functions":        {figure.Time("h").With(month...), "20 or 7.5"},
	"people-hosted":           {figure.Time("h").With(month...), "20 or 7.5"},
	"people-servers":          {figure.Time("h").With(month...), "20 or 7.5"},
	"people-services":         {figure.Time("h").With(month...), "20 or 7.5"},
	"people-services-servers": {figure.Time("h").With(month...), "20 or 7.5"},
	"people-microservices":    {figure.Time("h").With(month...), "20 or 7.5"},
	"engineer_rate": {
		figure.Before("USD", "US$", "$", "dollars", "dollar").With("an hour", "per hour", "/hour", "/h", "/hr", "/ h"), "75 or 82.50",
	},
}

var (
	calls   = figure.Words("requests", "request", "req", "reqs", "calls", "call", "hits", "hit")
	percent = figure.Words("%", "percent", "per cent", "pct")
	month   = []string{"a month", "per month", "/month", "/ month", "/mo", "/ mo", "monthly"}
	request = []string{"a request", "per request", "/request", "/ request"}
	day     = []string{"a day", "per day", "/day", "/ day", "/d", "daily"}
)

// Range describes the valid numbers: "a whole number from 1 to 1,000 requests".
func (f Field) Range() string {
	kind := "a number"
	if f.Step == unit {
		kind = "a whole number"
	}
	return fmt.Sprintf("%s from %s to %s (%s)", kind, f.Min.Text(), f.Max.Text(), f.Unit)
}

// Parse reads the text typed for a field, in the forms that package figure accepts. Its
// error is a wrong.Input.
func (f Field) Parse(text string) (Quantity, error) {
	if strings.TrimSpace(text) == "" {
		return Quantity{}, f.missing()
	}
	decimal, err := figure.Parse(text, figure.Field{Whole: f.Step == unit, Units: units[f.ID].Units, Fits: f.fits, Closed: f.ID == "hours"})
	if err != nil {
		return Quantity{}, f.refusal(text, err)
	}
	q, err := ParseQuantity(decimal)
	switch {
	case errors.Is(err, ErrOverflow):
		return Quantity{}, f.refusal(text, figure.ErrTooLarge)
	case err != nil:
		return Quantity{}, f.refusal(text, figure.ErrTooFine)
	case f.check(q) != nil:
		return Quantity{}, f.outside(typed(text))
	}
	return q, nil
}

// parsePlain reads a number in the form used by JSON and programs.
func (f Field) parsePlain(text string) (Quantity, error) {
	plain := text
	if !strings.ContainsAny(text, "123456789") {
		plain = strings.TrimPrefix(text, "-") // JSON has a zero below zero
	}
	q, err := ParseQuantity(plain)
	if err != nil {
		return Quantity{}, f.outside(typed(text))
	}
	return q, f.check(q)
}

func (f Field) fits(decimal string) bool {
	q, err := ParseQuantity(decimal)
	return err == nil && f.check(q) == nil
}

func (f Field) check(q Quantity) error {
	if q.Cmp(f.Min) < 0 || q.Cmp(f.Max) > 0 || q.Ceil(f.Step) != q {
		return f.outside(q.Text())
	}
	return nil
}

func (f Field) missing() wrong.Input {
	return wrong.Input{Field: f.ID, Message: f.Name + " is missing: write " + f.Range() + "."}
}

// outside returns the error for a number out of range, or not a multiple of the step.
func (f Field) outside(value string) wrong.Input {
	return wrong.Input{Field: f.ID, Message: fmt.Sprintf("%s: %s cannot be used: write %s%s.", f.Name, value, f.Range(), f.finest())}
}

// refusal returns the error for a text that cannot be read, with what to write instead.
func (f Field) refusal(text string, err error) wrong.Input {
	said := fmt.Sprintf("%s: %s %s", f.Name, typed(text), err)
	if how := (*figure.Error)(nil); errors.As(err, &how) && how.How != "" {
		return wrong.Input{Field: f.ID, Message: said + "."}
	}
	such := units[f.ID].such
	if such == "" {
		such = f.Default.Text()
	}
	return wrong.Input{Field: f.ID, Message: said + ": write " + f.Range() + f.finest() + ", such as " + such + "."}
}

// typed quotes a typed text on one line, shortened, with a dot for what cannot be shown.
func typed(text string) string {
	shown := strings.Map(func(c rune) rune {
		if c == utf8.RuneError || !unicode.IsPrint(c) {
			return '·'
		}
		return c
	}, strings.Join(strings.Fields(text), " "))
	if runes := []rune(shown); len(runes) > 40 {
		shown = string(runes[:40])
	}
	return `"` + shown + `"`
}

func (f Field) finest() string {
	if f.Step == unit {
		return ""
	}
	return ", in steps of " + f.Step.String()
}

// ParseLoad reads a load from texts, as in a form or an address. get returns the text of a
// field and whether the field is present. An absent field has its default; one that is
// present but empty is reported as missing. The load holds everything that could be read.
func ParseLoad(get func(id string) (string, bool)) (Load, []wrong.Input) {
	return parseLoad(get, Field.Parse)
}

// ParseLoadJSON reads a load from a JSON object. Numbers are read exactly; a string is read
// like typed text, with a unit. Unknown fields are refused.
func ParseLoadJSON(raw []byte) (Load, []wrong.Input) {
	var values map[string]json.RawMessage
	if err := json.Unmarshal(raw, &values); err != nil {
		return Load{}, []wrong.Input{{Field: "load", Message: "want an object with the fields of a load"}}
	}
	untyped := wrongTypes(values)
	texts := jsonTexts{values, map[string]bool{}}
	l, errs := parseLoad(texts.get, texts.number)
	errs = append(errs, untyped...)
	for id := range values {
		errs = append(errs, wrong.Input{Field: id, Message: "there is no such field in a load"})
	}
	sortErrors(errs)
	return l, errs
}

// wrongTypes takes out the texts and the switch that have another type. Numbers may also be strings.
func wrongTypes(values map[string]json.RawMessage) (errs []wrong.Input) {
	refuse := func(id, message string) {
		errs = append(errs, wrong.Input{Field: id, Message: message})
		delete(values, id)
	}
	texts := []string{"region"}
	for _, c := range choices {
		texts = append(texts, c.ID)
	}
	for _, id := range texts {
		if value, there := values[id]; there && !isString(value) {
			refuse(id, "must be a text")
		}
	}
	if value, there := values["free_tier"]; there && string(value) != "true" && string(value) != "false" {
		refuse("free_tier", "must be true or false")
	}
	return errs
}

// jsonTexts takes numbers out of a JSON object; what remains are unknown fields.
type jsonTexts struct {
	values   map[string]json.RawMessage
	inString map[string]bool // ids of numbers given as strings
}

func (j jsonTexts) get(id string) (string, bool) {
	value, there := j.values[id]
	delete(j.values, id)
	if string(value) == "null" {
		return "", true
	}
	j.inString[id] = isString(value)
	return unquoted(value), there
}

func (j jsonTexts) number(f Field, text string) (Quantity, error) {
	if text == "" || j.inString[f.ID] {
		return f.Parse(text)
	}
	return f.parsePlain(text)
}

func parseLoad(get func(id string) (string, bool), number func(Field, string) (Quantity, error)) (Load, []wrong.Input) {
	l := DefaultLoad()
	var errs []wrong.Input
	for _, f := range allFields {
		text, there := get(f.ID)
		if !there || text == "" && statedIndex(f.ID) >= 0 { // an empty text leaves it unstated
			continue
		}
		q, err := number(f, text)
		if bad, is := err.(wrong.Input); is {
			errs = append(errs, bad)
			continue
		}
		l = f.With(l, q)
	}
	for _, c := range choices {
		text, there := get(c.ID)
		if !there {
			continue
		}
		text = strings.ToLower(strings.TrimSpace(text))
		if bad, is := c.check(text).(wrong.Input); is {
			errs = append(errs, bad)
			continue
		}
		l = c.With(l, text)
	}
	if text, there := get("region"); there && text != "" {
		l.Region = strings.ToLower(strings.TrimSpace(text))
	}
	if text, there := get("free_tier"); there {
		switch strings.ToLower(strings.TrimSpace(text)) {
		case "true", "1", "on", "yes":
			l.FreeTier = true
		case "false", "0", "off", "no", "":
		default:
			errs = append(errs, wrong.Input{
				Field:   "free_tier",
				Message: fmt.Sprintf("Free tier: %s cannot be used: write true or false.", typed(text)),
			})
		}
	}
	return l, errs
}
