package web

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	v2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	v1 "github.com/go-json-experiment/json/v1"

	"crossroads/assess"
	"crossroads/decision"
	"crossroads/text"
	"crossroads/views"
	"crossroads/web/deliver"
)

// openAPI is the description of the JSON API; tests check every route and response
// against it.
//
//go:embed openapi.json
var openAPI []byte

// specification returns the description of the API without white space. Base is the path
// that the portal is served below, "" for none.
func specification(base string) (json.RawMessage, error) {
	var spec bytes.Buffer
	if err := json.Compact(&spec, openAPI); err != nil {
		return nil, fmt.Errorf("openapi.json: %w", err)
	}
	if base == "" {
		return spec.Bytes(), nil
	}
	const root = `"servers":[{"url":"/"}]`
	return bytes.Replace(spec.Bytes(), []byte(root), []byte(strings.Replace(root, "/", base, 1)), 1), nil
}

func (s *server) comparisonDocs() (pages []fixed) {
	for _, cat := range s.lib.Comparisons {
		pages = append(pages, fixedJSON("/api/v1/comparisons/"+cat.Slug, func() any { return comparisonJSON(cat) }))
	}
	return pages
}

func (s *server) apiDoc() markup {
	return views.APIDoc(views.APIPage{
		Page:    s.page("/api", "", "JSON API", describeAPI),
		SpecURL: "/api/v1/openapi.json",
	})
}

// apiEvaluate responds with the report for the answers in the body. The same body always
// gives the same bytes. Answers that break rules of the organisation are not refused: as on
// the pages, the rules win, and the answers that gave way are listed.
func (s *server) apiEvaluate(w http.ResponseWriter, r *http.Request) error {
	cat, err := s.comparison(r)
	if err != nil {
		return err
	}
	assessment, err := readAssessment(r)
	if err != nil {
		return err
	}
	holdPlace(r.Context())
	report, err := s.assess.Evaluate(r.Context(), cat, assessment)
	if err != nil {
		return err
	}
	_, overruled := cat.Govern(assessment)
	return s.sendJSON(w, r, http.StatusOK, evaluated{report, overruled})
}

// evaluated is a report, and the answers that gave way to the rules of the organisation.
type evaluated struct {
	decision.Report
	Overruled []decision.Overruled `json:"overruled,omitempty"`
}

func (s *server) sendJSON(w http.ResponseWriter, r *http.Request, status int, value any) error {
	raw, err := marshal(value)
	if err != nil {
		return err
	}
	deliver.Send(w, r, status, deliver.TypeJSON, raw)
	return nil
}

// marshal writes JSON for programs: "<" stays as it is.
func marshal(value any) ([]byte, error) {
	raw, err := v2.Marshal(value, v1.DefaultOptionsV1(), jsontext.EscapeForHTML(false))
	if err != nil {
		return nil, fmt.Errorf("writing JSON: %w", err)
	}
	return append(raw, '\n'), nil
}

// readAssessment reads a body that is an assessment and nothing else.
func readAssessment(r *http.Request) (decision.Assessment, error) {
	raw, err := readJSON(r)
	if err != nil {
		return decision.Assessment{}, err
	}
	return assess.ReadAssessment(raw)
}

// readDocument reads an assessment with the texts of a saved one.
func readDocument(r *http.Request) (assess.Document, error) {
	raw, err := readJSON(r)
	if err != nil {
		return assess.Document{}, err
	}
	return assess.ReadDocument(raw)
}

// readJSON reads the body of a request, which must be valid JSON in UTF-8.
func readJSON(r *http.Request) ([]byte, error) {
	raw, err := readTyped(r)
	if err != nil {
		return nil, err
	}
	if message := notJSON(raw); message != "" {
		return nil, &fault{status: http.StatusBadRequest, message: message}
	}
	return raw, nil
}

// readTyped reads the body of a request with a JSON content type.
func readTyped(r *http.Request) ([]byte, error) {
	kind, more, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != deliver.TypeJSON || !readable(more, "utf-8") {
		return nil, &fault{
			status:  http.StatusUnsupportedMediaType,
			message: saidTakesJSON,
		}
	}
	return readBody(r)
}

// readable reports whether a charset in a content type, if there is one, is one of those given. The letters of ASCII are the same
// in UTF-8.
func readable(more map[string]string, charsets ...string) bool {
	named := strings.ToLower(more["charset"])
	return slices.Contains(append(charsets, "", "us-ascii", "utf8"), named)
}

// notJSON returns the reason why a text is not a JSON object, or "" if it is one.
func notJSON(raw []byte) string {
	begins := bytes.TrimLeft(raw, " \t\r\n")
	switch {
	case !utf8.Valid(raw):
		return "The body is not text in UTF-8."
	case bytes.HasPrefix(raw, []byte("\ufeff")):
		return notJSONMark
	case len(begins) == 0:
		return notJSONEmpty
	}
	var syntax *json.SyntaxError
	switch err := json.Unmarshal(begins, new(json.RawMessage)); {
	case errors.As(err, &syntax):
		return fmt.Sprintf(notJSONAt, notJSONThere(begins, syntax), syntax.Offset+int64(len(raw)-len(begins)))
	case begins[0] != '{':
		return "The body is not a JSON object."
	}
	if at := halfCharacter(begins); at >= 0 {
		return fmt.Sprintf(notJSONHalf, at+len(raw)-len(begins))
	}
	return ""
}

// notJSONThere says what is wrong with JSON where the standard library names half of a character.
func notJSONThere(raw []byte, syntax *json.SyntaxError) string {
	if strings.HasPrefix(syntax.Error(), "unexpected end") {
		return notJSONEnds
	}
	there, _ := utf8.DecodeRune(raw[min(max(0, int(syntax.Offset)-1), len(raw)-1):])
	if strings.Contains(syntax.Error(), "max depth") {
		return notJSONDeep
	}
	if strings.ContainsRune("\t\r\n", there) && strings.Contains(syntax.Error(), "in string literal") {
		return notJSONControl
	}
	if strings.ContainsRune("“”„‟", there) {
		return notJSONCurly
	}
	return text.Quote(string(there)) + " cannot stand there"
}

// halfCharacter returns where JSON has an escape that is half a character, such as \ud83d of an
// emoji, or -1. The standard library would replace it without an error.
func halfCharacter(raw []byte) int {
	if !bytes.Contains(raw, []byte(`\ud`)) && !bytes.Contains(raw, []byte(`\uD`)) {
		return -1
	}
	_, err := jsontext.NewDecoder(bytes.NewReader(raw), jsontext.AllowDuplicateNames(true)).ReadValue()
	if syntax := (*jsontext.SyntacticError)(nil); errors.As(err, &syntax) {
		return int(syntax.ByteOffset)
	}
	return -1
}
