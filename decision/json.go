package decision

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"

	"crossroads/decision/cost"
	"crossroads/wrong"
)

// Reading the JSON form of an assessment is strict: an unknown or repeated field, or a
// value of the wrong kind, is a wrong.Input that names the field. Writing is canonical:
// assessments with the same meaning give the same bytes.

// MarshalJSON writes an object with sorted keys: a string for one answer, a
// sorted list for several, nothing for none.
func (a Answers) MarshalJSON() ([]byte, error) {
	out := make(map[string]any, len(a))
	for id, list := range a {
		list = slices.Compact(slices.Sorted(slices.Values(list)))
		switch len(list) {
		case 0:
		case 1:
			out[id] = list[0]
		default:
			out[id] = list
		}
	}
	return json.Marshal(out)
}

// UnmarshalJSON reads an object whose values are an answer id or a list of them.
// null and the empty list stand for unknown.
func (a *Answers) UnmarshalJSON(data []byte) error { return a.read(data, "answers") }

func (a *Answers) read(data []byte, path string) error {
	*a = nil
	answers := Answers{}
	err := ReadObject(data, path, func(key string, value []byte) error {
		field := dotted(path, key)
		list, err := readAnswer(value, field)
		if len(list) > 0 {
			answers[key] = list
		}
		return err
	})
	if err == nil && len(answers) > 0 {
		*a = answers
	}
	return err
}

func readAnswer(data []byte, path string) ([]string, error) {
	if !bytes.HasPrefix(data, []byte("[")) { // a list is not tried as a text first: the error would cost more than reading it
		var one *string
		if json.Unmarshal(data, &one) == nil {
			if one == nil {
				return nil, nil
			}
			return []string{*one}, nil
		}
	}
	var list []*string
	if json.Unmarshal(data, &list) != nil {
		return nil, wrong.Input{Field: path, Message: "must be an answer id or a list of answer ids"}
	}
	ids := make([]string, 0, len(list))
	for i, id := range list {
		if id == nil {
			return nil, wrong.Input{Field: fmt.Sprintf("%s[%d]", path, i), Message: "must be an answer id"}
		}
		ids = append(ids, *id)
	}
	return ids, nil
}

// MarshalJSON writes a list of criterion ids, or of criteria with weights.
func (p Priorities) MarshalJSON() ([]byte, error) {
	if len(p.Weights) > 0 {
		return json.Marshal(p.Weights)
	}
	return json.Marshal(append([]string{}, p.Ranking...))
}

// IsZero reports whether no priorities were stated.
func (p Priorities) IsZero() bool { return len(p.Ranking) == 0 && len(p.Weights) == 0 }

// UnmarshalJSON reads a list of criterion ids (a ranking) or of objects with
// criterion and weight.
func (p *Priorities) UnmarshalJSON(data []byte) error {
	*p = Priorities{}
	return ReadList(data, "priorities", func(i int, path string, value []byte) error {
		var id *string
		if json.Unmarshal(value, &id) == nil && id != nil {
			p.Ranking = append(p.Ranking, *id)
		} else {
			w, err := readWeight(value, path)
			if err != nil {
				return err
			}
			p.Weights = append(p.Weights, w)
		}
		if len(p.Ranking) > 0 && len(p.Weights) > 0 {
			return wrong.Input{Field: path, Message: "a list of priorities is either all criterion ids or all weights"}
		}
		return nil
	})
}

func readWeight(data []byte, path string) (CriterionWeight, error) {
	var w CriterionWeight
	var id *string
	var weight *float64
	err := ReadObject(data, path, func(key string, value []byte) error {
		switch key {
		case "criterion":
			return ReadValue(value, path+".criterion", "a criterion id", &id)
		case "weight":
			return ReadValue(value, path+".weight", "a number", &weight)
		}
		return UnknownField(path, key)
	})
	switch {
	case err != nil:
		return w, err
	case id == nil:
		return w, wrong.Input{Field: path + ".criterion", Message: "is missing"}
	case weight == nil:
		return w, wrong.Input{Field: path + ".weight", Message: "is missing"}
	}
	return CriterionWeight{*id, *weight}, nil
}

// UnmarshalJSON reads one part.
func (p *Part) UnmarshalJSON(data []byte) error { return p.read(data, "part") }

func (p *Part) read(data []byte, path string) error {
	*p = Part{}
	return ReadObject(data, path, func(key string, value []byte) error {
		field := dotted(path, key)
		switch key {
		case "name":
			return ReadValue(value, field, "text", &p.Name)
		case "share":
			return ReadValue(value, field, "a number", &p.Share)
		case "answers":
			return p.Answers.read(value, field)
		}
		return UnknownField(path, key)
	})
}

// UnmarshalJSON reads an assessment.
func (a *Assessment) UnmarshalJSON(data []byte) error {
	*a = Assessment{}
	return ReadObject(data, "", a.ReadField)
}

// ReadField reads one field of the JSON form of an assessment, for documents
// that hold fields of their own beside those of an assessment.
func (a *Assessment) ReadField(key string, value []byte) error {
	switch key {
	case "answers":
		return a.Answers.UnmarshalJSON(value)
	case "priorities":
		return a.Priorities.UnmarshalJSON(value)
	case "parts":
		return ReadList(value, "parts", func(_ int, path string, value []byte) error {
			if isNull(value) {
				return wrong.Input{Field: path, Message: "must be an object"}
			}
			var p Part
			err := p.read(value, path)
			a.Parts = append(a.Parts, p)
			return err
		})
	case "load":
		return a.readLoad(value)
	}
	return UnknownField("", key)
}

// readLoad reads load figures; null stands for none.
func (a *Assessment) readLoad(data []byte) error {
	if isNull(data) {
		return nil
	}
	if err := CheckMembers(data, "load"); err != nil {
		return err
	}
	load, problems := cost.ParseLoadJSON(data)
	if len(problems) > 0 {
		return wrong.Input{Field: "load." + problems[0].Field, Message: problems[0].Message}
	}
	a.Load = &load
	return nil
}
