package views

// APIPage describes the JSON API.
type APIPage struct {
	Page
	SpecURL string // of the OpenAPI document: "/api/v1/openapi.json"
}

// endpoint is one line of the overview; the OpenAPI document has the detail.
type endpoint struct{ Request, Answer string }

var apiEndpoints = []endpoint{
	{"GET /api/v1/comparisons", "The comparisons"},
	{"GET /api/v1/comparisons/{comparison}", "Options, criteria, questions and answers"},
	{"POST /api/v1/comparisons/{comparison}/evaluate", "The report for a set of answers; nothing is stored"},
	{"POST /api/v1/cost", "What a load costs a month on each option"},
	{"POST /api/v1/assessments", "Stores an assessment; answers with its id and edit key"},
	{"POST /api/v1/assessments/import", "Stores an exported file as a new assessment"},
	{"GET /api/v1/assessments/{id}", "A stored assessment"},
	{"PUT /api/v1/assessments/{id}", "Adds a revision; needs the edit key and If-Match"},
	{"DELETE /api/v1/assessments/{id}", "Deletes it for good; needs the edit key"},
	{"POST /api/v1/assessments/{id}/merge", "Merges a late edit into what was saved meanwhile"},
	{"PUT /api/v1/assessments/{id}/life", "Sets status, review date and last day of the links"},
	{"POST /api/v1/assessments/{id}/key", "Replaces the edit key"},
	{"POST /api/v1/assessments/{id}/links", "Moves it to a new id, so that old links stop working"},
	{"GET /api/v1/assessments/{id}/revisions", "Its history, in pages"},
	{"POST /api/v1/assessments/{id}/revisions/{number}/restore", "Adds an old revision again"},
	{"GET /api/v1/assessments/{id}/revisions/{number}/again", "What today’s content makes of it, and why"},
	{"GET /api/v1/assessments/{id}/revisions/{number}/export", "A file that can be imported"},
	{"GET /api/v1/diff/{id}/{id2}", "Two assessments or revisions side by side"},
	{"POST /api/v1/assessments/{id}/round", "Opens a team round; GET reads it, /round/reveal ends it"},
	{"GET /a/{id}/{file}", "adr.md, scores.csv, report.html, report.json, export.json, card.png and others"},
}

// base is where the API is; a name to fill in where the portal does not know its own address.
func (p APIPage) base() string {
	if p.Site.BaseURL == "" {
		return "$PORTAL"
	}
	return p.Site.BaseURL
}

// example is a request with the first question and answer of the comparison.
func (p APIPage) example() string {
	c := p.Site.Comparisons[0]
	answers := "{}"
	if len(c.Questions) > 0 {
		answers = `{"` + c.Questions[0].ID + `": "` + c.Questions[0].Answers[0].ID + `"}`
	}
	return "curl " + p.base() + "/api/v1/comparisons/" + c.Slug + "/evaluate \\\n" +
		"  -H 'Content-Type: application/json' \\\n" +
		"  -d '{\"answers\": " + answers + "}'"
}
