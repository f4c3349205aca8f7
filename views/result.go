package views

import (
	"strings"

	"crossroads/decision"
)

func (p ResultPage) view() reportView {
	return reportView{Report: p.Report, Cat: p.Catalogue, ChangeURL: p.ChangeURL, Embed: p.Embed, Stated: stated(p.Assessment)}
}

func (p ResultPage) undecided() bool { return p.Report.Kind == decision.VerdictUndecided }

// describe lists the ids that describe a field: its hint, and its problem if it has one.
func (p Page) describe(field, hint string) string {
	if p.problem(field) != "" {
		return strings.TrimSpace(field + "-problem " + hint)
	}
	return hint
}
