package views

import (
	"strings"

	"crossroads/decision"
	"crossroads/format"
	"crossroads/record"
	"crossroads/report"
)

// ResultPage is the report for the answers in the query; nothing is stored.
type ResultPage struct {
	Page
	Catalogue  *decision.Catalogue
	Assessment decision.Assessment
	Query      string
	Report     decision.Report
	ChangeURL  string    // back to the wizard with these answers
	Quick      bool      // only the questions that decide most were asked
	ResultURL  string    // the result, for its workings to lead back to
	Workings   string    // every figure behind it
	FullURL    string    // the same result as a full page, absolute
	Code       string    // the picture of its QR code; empty where the address is too long for one
	Token      string    // that saving from this frame asks for; set in frames
	AnswersURL string    // the wizard with the answers in the fragment, absolute, for frames that cannot save
	Save       *SaveForm // what was typed
	Revise     *Revise
	WhatIf     WhatIf // the form to change one answer, outside frames and rounds
	BesideURL  string // the wizard with this result to compare with, "" if there is none
	Round      string // token of the team round that is answered, "" for none
}

// SaveForm is the form that stores an assessment, with what the user typed. It
// posts comparison (slug), query (canonical), title, note, author,
// tags, decision_makers, consulted, informed and once to
// /assessments, or from a frame with a token to /embed/assessments;
// when a saved assessment is being revised also revise (its id), base and key.
type SaveForm struct {
	Title, Note, Author string
	Labels              record.Labels
	Once                string // makes sending the form twice one saving; none when revising
}

func (p ResultPage) view() reportView {
	return reportView{
		Reading: report.Reading{Report: p.Report, Cat: p.Catalogue}, ChangeURL: p.ChangeURL, WorkingsURL: p.Workings,
		Embed: p.Embed, Given: p.Assessment.Priorities, Agreed: p.Site.agreed(p.Report, p.Assessment),
	}
}

// files returns the style sheet and the scripts of the page. In a frame there is no script that
// adds the assessment to this browser's list.
func (p ResultPage) files() []string {
	files := []string{"result.css", "saving.js", "page.js"}
	if !p.Embed {
		files = append(files, "mine.js")
	}
	return files
}

func (p ResultPage) undecided() bool { return p.Report.Kind == decision.VerdictUndecided }

// linked reports whether the page offers its address, which holds all answers, to pass on.
func (p ResultPage) linked() bool { return !p.Embed && p.Round == "" && !p.undecided() }

// sharpenURL leads from the quick route to the question that is most worth an
// answer next; "" when nothing is open or everything was asked.
func (p ResultPage) sharpenURL() string {
	if !p.Quick || len(p.Report.Unknown) == 0 {
		return ""
	}
	if next := p.view().NextOnce(); len(next) > 0 {
		return p.view().change(next[0].Question, next[0].Parts...)
	}
	return p.view().change(p.Report.Unknown[0].Question, p.Report.Unknown[0].Part)
}

func (p ResultPage) sharpenText() string {
	return "Sharpen it: " + format.Plural(p.view().Open(), "question") + " still open"
}

// splitQuestion is the first question about the work that was narrowed to several
// answers, in a system without parts.
func (p ResultPage) splitQuestion() *decision.Question {
	for i := range p.Catalogue.Questions {
		q := &p.Catalogue.Questions[i]
		if q.Scope == decision.ScopePart && q.Several < 2 {
			if n := len(p.Assessment.Answers[q.ID]); n > 1 && n < len(q.Answers) && len(p.Assessment.Parts) == 0 {
				return q
			}
			return nil // parts can only be made of the first question
		}
	}
	return nil
}

// splitURL is the wizard with a part for each of those answers.
func (p ResultPage) splitURL() string {
	if q := p.splitQuestion(); q != nil && strings.Contains(p.ChangeURL, "?") {
		return p.ChangeURL + "&split=" + q.ID + "#parts"
	}
	return ""
}

// describe lists the ids that describe a field: its hint, and its problem if it has one.
func (p Page) describe(field, hint string) string {
	if p.problem(field) != "" {
		return strings.TrimSpace(field + "-problem " + hint)
	}
	return hint
}
