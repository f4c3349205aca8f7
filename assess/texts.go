package assess

import (
	"crossroads/decision"
	"crossroads/record"
	"crossroads/text"
)

// Texts are the fields of an assessment that people write: title, note, author.
type Texts struct {
	Title, Note, Author string
	record.Labels
}

// TextsOf returns the texts of a stored revision.
func TextsOf(rev record.Revision) Texts {
	return Texts{Title: rev.Title, Note: rev.Note, Author: rev.Author, Labels: rev.Labels}
}

// Same reports whether all texts are equal.
func (t Texts) Same(other Texts) bool {
	return t.Title == other.Title && t.Note == other.Note && t.Author == other.Author && t.Labels.Same(other.Labels)
}

// Checked tidies the texts. A text with a mistake stays as it was typed, with a finding.
func (t Texts) Checked() (Texts, []text.Finding) {
	var findings []text.Finding
	title, problem := text.Line(t.Title, text.MaxTitle)
	switch {
	case problem != "":
		findings = append(findings, text.Finding{Field: "title", Fact: "The title " + problem + ".", Advice: adviseMendText})
	case title == "":
		findings = append(findings, text.Finding{Field: "title", Fact: saidNoTitle, Advice: adviseTitle})
	default:
		t.Title = title
	}
	note, problem := text.Prose(t.Note, text.MaxNote)
	if problem != "" {
		findings = append(findings, text.Finding{Field: "note", Fact: "The note " + problem + ".", Advice: adviseMendText})
	} else {
		t.Note = note
	}
	author, problem := text.Line(t.Author, text.MaxAuthor)
	if problem != "" {
		findings = append(findings, text.Finding{Field: "author", Fact: "The name " + problem + ".", Advice: adviseMendText})
	} else {
		t.Author = author
	}
	var wrong []text.Finding
	t.Labels, wrong = checkedLabels(t.Labels)
	return t, append(findings, wrong...)
}

// into copies the texts into a revision.
func (t Texts) into(rev *record.Revision) {
	rev.Title, rev.Note, rev.Author, rev.Labels = t.Title, t.Note, t.Author, t.Labels
}

// Revision returns a revision of these texts and of answers, not yet scored.
func (t Texts) Revision(input decision.Assessment) record.Revision {
	rev := record.Revision{Input: input}
	t.into(&rev)
	return rev
}

// checkName tidies the name of a person or a milestone.
func checkName(name string, limit int) (string, error) {
	clean, problem := text.Line(name, limit)
	if problem != "" {
		return "", &NameError{problem}
	}
	return clean, nil
}
