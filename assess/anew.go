package assess

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"

	"crossroads/decision"
	"crossroads/record"
	"crossroads/text"
	"crossroads/wrong"
)

// Anew holds an exported file of an earlier engine or content, scored with today's.
type Anew struct {
	Draft                  // what would be stored
	Ignored []text.Finding // what is left out: answers in the file that no longer exist, and what the note has no room for
	Then    string         // verdict that the file holds, "" for none
	Today   decision.Report
}

// ReadAnew scores the answers in a file, which must be valid JSON, with today's content.
// The report in the file is not checked, because this portal may lack the content and
// the engine that made it. Its verdict is therefore quoted in the note, as a claim of
// whoever brought the file. Nothing is stored.
func (s *Service) ReadAnew(ctx context.Context, raw []byte) (anew Anew, err error) {
	if anew, err = s.anew(ctx, raw); err == nil {
		anew.Today, err = s.Evaluate(ctx, anew.Catalogue, anew.Input)
	}
	return anew, err
}

// anew is ReadAnew without the evaluation: its draft is not scored yet.
func (s *Service) anew(ctx context.Context, raw []byte) (anew Anew, err error) {
	f, err := s.readAnew(ctx, raw)
	if err != nil {
		return anew, err
	}
	cat, ok := s.content.Comparison(f.Comparison)
	if !ok {
		return anew, unknownComparison(f.Comparison)
	}
	anew.Draft = Draft{Catalogue: cat, Texts: f.Texts}
	anew.Input, anew.Ignored = s.cfg.Fit(cat, f.Input)
	var then decision.Report
	if json.Unmarshal(f.Report, &then) == nil {
		anew.Then, _ = text.Line(then.Headline, text.MaxNote)
	}
	note, whole := withOrigin(f, anew)
	if anew.Note = note; !whole {
		anew.Ignored = append(anew.Ignored, text.Finding{Field: "note", Fact: saidNoRoom})
	}
	if _, findings := anew.Checked(); len(findings) > 0 {
		return anew, &InputError{findings}
	}
	return anew, nil
}

// readAnew reads the file at the gate, and leaves the gate before it returns, because
// the evaluation that follows takes a place of its own.
func (s *Service) readAnew(ctx context.Context, raw []byte) (File, error) {
	leave, err := s.Enter(ctx, PriceFile(raw))
	if err != nil {
		return File{}, err
	}
	defer leave()
	return ReadFile(raw)
}

// ImportAnew stores what ReadAnew returns as a new assessment of owner. It returns
// what Save returns, and the answers that were left out.
func (s *Service) ImportAnew(ctx context.Context, owner string, raw []byte,
	mark Mark) (saved record.Saved, key string, ignored []text.Finding, err error) {
	anew, err := s.anew(ctx, raw)
	if err != nil {
		return saved, "", nil, err
	}
	saved, key, err = s.Save(ctx, owner, anew.Draft, mark.With(raw))
	return saved, key, anew.Ignored, err
}

// withOrigin adds to a note where the file comes from, which verdict it had, and which
// answers were left out, as far as there is room. Whole is false if there is none for some of it.
func withOrigin(f File, anew Anew) (note string, whole bool) {
	said := "Scored anew from an exported file"
	if f.Source != "" {
		said += " of " + f.Source
	}
	if f.Saved != "" {
		said += ", saved " + f.Saved
	}
	said += "."
	if anew.Then != "" {
		said += fmt.Sprintf(" The file said: “%s”", anew.Then)
	}
	lines := []string{said}
	for _, found := range anew.Ignored {
		lines = append(lines, "- "+found.Fact)
	}
	for n := len(lines); n > 0; n-- {
		longer := strings.Trim(anew.Note+"\n\n"+strings.Join(lines[:n], "\n"), "\n")
		if utf8.RuneCountInString(longer) <= text.MaxNote {
			return longer, n == len(lines)
		}
	}
	return anew.Note, false
}

func unknownComparison(slug string) error {
	if slug == "" {
		return wrong.Input{Field: "comparison", Message: "is missing"}
	}
	return wrong.Input{Field: "comparison", Message: text.Quote(slug) + " is not a comparison of this portal"}
}
