package assess

import (
	"slices"
	"strconv"
	"strings"

	"crossroads/decision"
	"crossroads/record"
	"crossroads/text"
	"crossroads/wrong"
)

// JoinLabels writes a list for people to read.
func JoinLabels(list []string) string { return strings.Join(list, ", ") }

// checkedLabels tidies all lists. A list with a mistake stays as it was typed, with a
// finding.
func checkedLabels(labels record.Labels) (record.Labels, []text.Finding) {
	var findings []text.Finding
	if line, problem := text.Line(labels.Decision, record.MaxDecision); problem != "" {
		findings = append(findings, text.Finding{Field: record.DecisionName, Fact: "What was decided " + problem + ".",
			Advice: adviseMendText})
	} else {
		labels.Decision = line
	}
	for _, kind := range record.LabelLists {
		at := kind.Of(&labels)
		clean, problem := checkedList(*at, kind)
		if problem != "" {
			findings = append(findings, text.Finding{Field: kind.Name, Fact: kind.Label + ": " + problem + ".", Advice: adviseMendText})
			continue
		}
		*at = clean
	}
	return labels, findings
}

// checkedList drops repeated entries. Tags are in one form, so that "Payments"
// and "payments" are one.
func checkedList(list []string, kind record.LabelList) (clean []string, problem string) {
	for _, entry := range list {
		line, problem := text.Line(entry, kind.Long)
		if kind.Name == "tags" {
			line = record.Tag(line)
		}
		if problem == "" && strings.Contains(line, ",") && !slices.Equal(text.SplitTags(line), []string{line}) {
			problem = "holds a comma, which separates entries"
			if kind.Name != "tags" {
				problem += ": write names as “John Doe”"
			}
		}
		if problem != "" {
			return nil, text.Quote(entry) + " " + problem
		}
		if line != "" && !slices.Contains(clean, line) {
			clean = append(clean, line)
		}
	}
	if len(clean) > kind.Most {
		return nil, strconv.Itoa(len(clean)) + " are too many; " + strconv.Itoa(kind.Most) + " may be named"
	}
	return clean, ""
}

// readLabels reads a member of a JSON object if it is one of the labels. Known is false
// for other members.
func readLabels(labels *record.Labels, field string, raw []byte) (known bool, err error) {
	if field == record.DecisionName {
		return true, ReadText(field, raw, &labels.Decision)
	}
	i := slices.IndexFunc(record.LabelLists, func(k record.LabelList) bool { return k.Name == field })
	if i < 0 {
		return false, nil
	}
	var list []string
	if err := decision.ReadValue(raw, field, "a list of texts", &list); err != nil {
		return true, err
	}
	const most = 100 // entries in a request; the limit for storing is checked with the other texts
	if len(list) > most {
		return true, wrong.Input{Field: field, Message: "has more than " + strconv.Itoa(most) + " entries"}
	}
	*record.LabelLists[i].Of(labels) = list
	return true, nil
}

// labelPieces are the pieces of an assessment that are labels.
func labelPieces() []Piece {
	pieces := []Piece{textPiece(record.DecisionName, "What was decided", func(r *record.Revision) *string { return &r.Decision })}
	for _, kind := range record.LabelLists {
		pieces = append(pieces, Piece{Name: kind.Name, Path: kind.Name, Label: kind.Label,
			Value: func(r record.Revision) any { return append([]string{}, *kind.Of(&r.Labels)...) },
			take:  func(into *record.Revision, from record.Revision) { *kind.Of(&into.Labels) = *kind.Of(&from.Labels) },
			List:  true,
		})
	}
	return pieces
}
