package assess

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"crossroads/decision"
	"crossroads/record"
	"crossroads/text"
	"crossroads/wrong"
)

// The form in which assessments travel between portals.
const (
	FileFormat         = "crossroads-assessment" // "format" of a file
	interchangeVersion = 1
)

// interchange is one revision of a saved assessment as a file, described by
// /api/v1/assessment.schema.json. Report is byte for byte what is stored.
type interchange struct {
	Format     string `json:"format"`
	Version    int    `json:"version"`
	Comparison string `json:"comparison"`
	Title      string `json:"title"`
	Note       string `json:"note,omitempty"`
	Author     string `json:"author,omitempty"`
	record.Labels
	Source string `json:"source"` // address it was exported from
	Saved  string `json:"saved"`  // RFC 3339, UTC
	decision.Assessment
	Catalogue string          `json:"catalogue"`
	Engine    string          `json:"engine"`
	Report    json.RawMessage `json:"report,omitempty"`
	Comments  []said          `json:"comments,omitempty"`
}

// said is a comment in a file. Import ignores comments, as their authors cannot be verified.
type said struct {
	Author   string `json:"author"`
	At       string `json:"at"` // RFC 3339, UTC
	Revision int    `json:"revision"`
	Text     string `json:"text"`
}

// mostSaid bounds the comments in a file, in bytes. With every comment that can be stored,
// a file would be too large to import.
const mostSaid = 256 << 10

// saidIn selects the comments for a file, oldest first. It leaves out hidden ones, and the
// oldest if there are too many.
func saidIn(comments []record.Comment) (list []said, err error) {
	bytes := 0
	for _, c := range slices.Backward(comments) {
		if c.Hidden {
			continue
		}
		one := said{c.Author, c.At.UTC().Format(time.RFC3339), c.Revision, c.Text}
		raw, err := json.Marshal(one)
		if err != nil {
			return nil, err
		}
		if bytes += len(raw) + 1; bytes > mostSaid {
			break
		}
		list = append(list, one)
	}
	slices.Reverse(list)
	return list, nil
}

// Export writes a stored revision as a file that Import reads. Source is the address of
// the revision on this portal.
func Export(saved record.Saved, comments []record.Comment, source string) ([]byte, error) {
	var buf bytes.Buffer
	list, err := saidIn(comments)
	if err != nil {
		return nil, fmt.Errorf("writing comments: %w", err)
	}
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	err = enc.Encode(interchange{
		Format: FileFormat, Version: interchangeVersion, Comparison: saved.Comparison,
		Title: saved.Title, Note: saved.Note, Author: saved.Author, Labels: saved.Labels, Source: source,
		Saved:      saved.At.UTC().Format(time.RFC3339),
		Assessment: saved.Input, Catalogue: saved.Catalogue, Engine: saved.Engine, Report: saved.Report, Comments: list,
	})
	if err != nil {
		return nil, fmt.Errorf("writing an assessment: %w", err)
	}
	return buf.Bytes(), nil
}

// Import stores the assessment in a file, which must be valid JSON, as a new one of owner.
// A report in the file is accepted only if the answers give the same one here: nothing is
// stored that this portal has not computed itself. It returns the same as Save. The mark
// covers the whole file.
func (s *Service) Import(ctx context.Context, owner string, raw []byte, mark Mark) (saved record.Saved, key string, err error) {
	cat, rev, err := s.imported(ctx, raw)
	if err != nil {
		return saved, "", err
	}
	return s.create(ctx, owner, cat, rev, mark.With(raw))
}

// PriceFile returns the price at the gate of reading a file: a full one takes some milliseconds.
func PriceFile(raw []byte) int { return 1 + len(raw)>>17 }

func (s *Service) imported(ctx context.Context, raw []byte) (cat *decision.Catalogue, rev record.Revision, err error) {
	leave, err := s.Enter(ctx, PriceFile(raw))
	if err != nil {
		return nil, rev, err
	}
	defer leave() // before the store is asked, which may take a while
	file, err := ReadFile(raw)
	if err != nil {
		return nil, rev, err
	}
	cat, ok := s.content.Comparison(file.Comparison)
	if !ok {
		return nil, rev, unknownComparison(file.Comparison)
	}
	if _, findings := file.Checked(); len(findings) > 0 {
		return nil, rev, &InputError{findings}
	}
	if _, overruled := cat.Govern(file.Input); file.Report == nil && len(overruled) > 0 {
		return nil, rev, wrong.Input{Field: overruled[0].Field, Message: "cannot be taken as it is: " +
			strings.TrimSuffix(cat.Says(overruled[0]), ".") + ScoreAnew}
	}
	if file.Report != nil {
		if cat, err = s.catalogueOf(ctx, file, cat); err != nil {
			return nil, rev, err
		}
	}
	rev, err = s.evaluated(ctx, Draft{Catalogue: cat, Texts: file.Texts, Input: file.Input})
	if err == nil && file.Report != nil && !SameReport(file.Report, rev.Report) {
		err = wrong.Input{Field: "report", Message: "is not what these answers give" + ScoreAnew}
	}
	return cat, rev, err
}

// ScoreAnew ends the error message of a file that can still be scored with today's
// content, for clients of the API.
const ScoreAnew = "; add ?anew=1 to have the answers scored with today's content"

// Current refuses a file, such as a decision record, that names other content or another engine than this
// portal scores with. One of an unknown comparison passes, since the import says what is wrong with it.
func (s *Service) Current(f File) error {
	cat, known := s.content.Comparison(f.Comparison)
	if !known {
		return nil
	}
	if err := f.ofThisEngine(); err != nil {
		return err
	}
	if f.Catalogue != cat.Version {
		return wrong.Input{Field: "content", Message: fmt.Sprintf(saidOtherContent, text.Quote(f.Catalogue),
			text.Quote(cat.Version)) + ScoreAnew}
	}
	return nil
}

// ofThisEngine refuses a file that names another engine.
func (f File) ofThisEngine() error {
	if f.Engine == decision.EngineVersion {
		return nil
	}
	return wrong.Input{Field: "engine", Message: fmt.Sprintf(saidNewEngine, text.Quote(f.Engine),
		text.Quote(decision.EngineVersion)) + ScoreAnew}
}

// catalogueOf returns the version of the content that a file says its report is from.
func (s *Service) catalogueOf(ctx context.Context, file File, now *decision.Catalogue) (*decision.Catalogue, error) {
	if err := file.ofThisEngine(); err != nil {
		return nil, err
	}
	if file.Catalogue == now.Version {
		return now, nil
	}
	old, err := s.storedCatalogue(ctx, now.Slug, file.Catalogue)
	if errors.Is(err, record.ErrDamaged) {
		return nil, wrong.Input{Field: "catalogue", Message: fmt.Sprintf(saidDamagedContent, text.Quote(file.Catalogue)) + ScoreAnew}
	}
	if errors.Is(err, record.ErrNotFound) {
		return nil, wrong.Input{Field: "catalogue", Message: fmt.Sprintf(saidNoContent, text.Quote(file.Catalogue)) + ScoreAnew}
	}
	return old, err
}

// Recorded returns the assessment that a decision record was written from: the revision of
// that id and number if this portal has it and may show it, else the answers in the file,
// evaluated with the content that it names. It also returns the versions of the content
// that the record may have been written with. The error is a wrong.Input if this portal
// does not have that content.
func (s *Service) Recorded(ctx context.Context, id string, number int, f File) (rec Record, versions []*decision.Catalogue, err error) {
	now, ok := s.content.Comparison(f.Comparison)
	if !ok {
		return rec, nil, unknownComparison(f.Comparison)
	}
	if rec, err = s.LoadRecord(ctx, id, number); err == nil && rec.Comparison == f.Comparison {
		versions = append(versions, now)
		if then, err := s.storedCatalogue(ctx, rec.Comparison, rec.Catalogue); err == nil {
			versions = append(versions, then)
		}
		return rec, versions, nil
	}
	then, err := s.catalogueOf(ctx, f, now)
	if err != nil {
		return rec, nil, err
	}
	report, err := s.Evaluate(ctx, then, f.Input)
	if err != nil {
		return rec, nil, err
	}
	return Record{record.Saved{Comparison: f.Comparison}, report}, []*decision.Catalogue{then}, nil
}

// SameReport reports whether two reports in JSON have the same content, however numbers
// and escapes are written.
func SameReport(given, ours []byte) bool {
	var report decision.Report
	if json.Unmarshal(given, &report) != nil {
		return false
	}
	again, err := json.Marshal(report)
	if err != nil || string(again) == string(ours) {
		return err == nil
	}
	var own decision.Report // as an earlier version of the program wrote it
	if json.Unmarshal(ours, &own) != nil || own.Cost == nil {
		return false
	}
	own.Cost.Unmark()
	plain, err := json.Marshal(own)
	return err == nil && string(again) == string(plain)
}

// File is what an exported file holds.
type File struct {
	Document
	Source, Saved     string // address that it was exported from, and when it was saved there, as written
	Catalogue, Engine string // versions, "" when the file leaves them out
	Report            []byte // nil when there is none
}

// JSON writes the file in the form that ReadFile reads.
func (f File) JSON() ([]byte, error) {
	raw, err := json.Marshal(interchange{
		Format: FileFormat, Version: interchangeVersion, Comparison: f.Comparison,
		Title: f.Title, Note: f.Note, Author: f.Author, Labels: f.Labels, Source: f.Source, Saved: f.Saved,
		Assessment: f.Input, Catalogue: f.Catalogue, Engine: f.Engine, Report: f.Report,
	})
	if err != nil {
		return nil, fmt.Errorf("writing a file: %w", err)
	}
	return raw, nil
}

// ReadFile reads a file written by Export and refuses unknown members. $schema, source and
// saved may be any text: editors use the first, and people read the others. Comments must
// be a list, and are ignored.
func ReadFile(raw []byte) (f File, err error) {
	var format, schema string
	var version *int
	texts := f.texts()
	for key, into := range map[string]*string{"format": &format, "$schema": &schema, "source": &f.Source, "saved": &f.Saved,
		"catalogue": &f.Catalogue, "engine": &f.Engine} {
		texts[key] = into
	}
	var input []func() error // answers are read last, once the format is known to be ours
	err = decision.ReadObject(raw, "", func(key string, value []byte) error {
		null := string(bytes.TrimSpace(value)) == "null" // as some programs write what is not there
		switch into := texts[key]; {
		case null && (into != nil || slices.Contains([]string{"version", "report", "comments"}, key)):
			return nil
		case into != nil:
			return ReadText(key, value, into)
		case key == "version":
			return decision.ReadValue(value, key, "a whole number", &version)
		case key == "report":
			f.Report = value
			return nil
		case key == "comments":
			return decision.ReadValue(value, key, "a list", new([]json.RawMessage))
		}
		if known, err := readLabels(&f.Labels, key, value); known && null {
			return nil
		} else if known {
			return err
		}
		input = append(input, func() error { return f.Input.ReadField(key, value) })
		return nil
	})
	switch {
	case err != nil:
		return f, err
	case format != FileFormat:
		return f, wrong.Input{Field: "format", Message: fmt.Sprintf(saidNoFile, text.Quote(FileFormat))}
	case version == nil || *version != interchangeVersion:
		return f, wrong.Input{Field: "version", Message: fmt.Sprintf(saidOtherForm, interchangeVersion)}
	}
	for _, read := range input {
		if err := read(); err != nil {
			return f, err
		}
	}
	return f, tidyParts(f.Input)
}
