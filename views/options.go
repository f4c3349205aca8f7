package views

import (
	"strconv"

	"crossroads/content"
	"crossroads/decision"
	"crossroads/matrix"
)

// OptionPage is about one option of a comparison.
type OptionPage struct {
	Page
	Catalogue *decision.Catalogue
	Option    int              // in the catalogue
	Profile   *content.Profile // nil where the content has none
	Today     string           // YYYY-MM-DD, to mark stale cells; rendered pages are cached for a day at most
}

// OptionURL is the address of an option's page.
func OptionURL(c *decision.Catalogue, option string) string {
	return "/options/" + c.Slug + "/" + option
}

func (p OptionPage) option() *decision.Option { return &p.Catalogue.Options[p.Option] }

// row is the option's judgements, in the order of the criteria.
func (p OptionPage) row() []compareCell {
	m := matrix.New(p.Catalogue)
	var row []compareCell
	for k := range p.Catalogue.Criteria {
		cell := m.Cell(p.Option, k)
		row = append(row, compareCell{Option: p.Option, Name: p.Catalogue.Criteria[k].Name, Step: matrix.Steps(m.Fit(p.Option, k)),
			Cell: cell, Stale: matrix.Stale(cell, p.Today)})
	}
	return row
}

// chosen are the published cases that chose the option.
func (p OptionPage) chosen() []CaseResult {
	var cases []CaseResult
	for i := range p.Catalogue.Cases {
		if c := &p.Catalogue.Cases[i]; c.Chose == p.option().ID {
			cases = append(cases, CaseResult{Catalogue: p.Catalogue, Case: c})
		}
	}
	return cases
}

// otherOption is one of the options that a page is not about.
type otherOption struct {
	Index       int
	Name        string
	URL, Versus string // its page; the two side by side
}

func (p OptionPage) others() []otherOption {
	var list []otherOption
	for i, o := range p.Catalogue.Options {
		if i != p.Option {
			list = append(list, otherOption{i, o.Name, OptionURL(p.Catalogue, o.ID),
				"/compare/" + p.Catalogue.Slug + "?options=" + p.option().ID + "," + o.ID})
		}
	}
	return list
}

// sections are the entries of the page's contents, of what there is.
func (p OptionPage) sections() []navEntry {
	var list []navEntry
	add := func(there bool, id, name string) {
		if there {
			list = append(list, navEntry{Name: name, URL: "#" + id})
		}
	}
	has := p.Profile != nil
	add(has, "what", "What it is")
	add(has, "fits", "When it fits")
	add(has, "avoid", "When it does not")
	add(has && len(p.Profile.Runs) > 0, "runs", "Who runs what")
	add(has && len(p.Profile.Limits) > 0, "limits", "Limits")
	add(has && len(p.Profile.Cost) > 0, "bill", "What it costs")
	add(has && len(p.Profile.Stacks) > 0, "stacks", "Built with")
	add(true, "marks", "How it is judged")
	add(len(p.chosen()) > 0, "chosen", "Who chose it")
	return list
}

// dutyWord names who looks after something.
func dutyWord(who string) string {
	switch who {
	case "provider":
		return "The provider"
	case "both":
		return "Both"
	case "nobody":
		return "Not needed"
	}
	return "You"
}

// citeID is the anchor of a source, by its number.
func citeID(p *content.Profile, number int) string { return "#src-" + p.Sources[number-1].ID }

func citeLabel(number int) string { return "Source " + strconv.Itoa(number) }
