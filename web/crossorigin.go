package web

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"golang.org/x/time/rate"

	"crossroads/assess"
	"crossroads/fair"
	"crossroads/record"
	"crossroads/text"
	"crossroads/views"
	"crossroads/web/form"
	"crossroads/web/origin"
)

// errOtherSite means that another site sent a request to change something.
var errOtherSite = errors.New("sent by another site")

// errOtherOrigin means that the Origin of a request is not the address of the portal, and
// that the browser does not say whether it is another site (Sec-Fetch-Site).
var errOtherOrigin = fmt.Errorf("%w: the Origin is neither the Host nor the public address", errOtherSite)

// checkOrigin refuses requests of other sites to change something, on pages and in the API
// alike. Browsers send Sec-Fetch-Site only to https addresses and to this machine. At plain
// http only Origin is left, and it looks foreign if a reverse proxy changes the Host header.
func (s *server) checkOrigin(w http.ResponseWriter, r *http.Request) error {
	err := s.csrf.Check(r)
	if err == nil {
		return nil
	}
	told := r.Header.Get("Sec-Fetch-Site") != ""
	from, known := origin.ReadHeader(r.Header.Get("Origin"))
	if known && from == s.public {
		return nil
	}
	// The comparison of http.CrossOriginProtection, on canonical forms: a proxy may
	// write the default port into the header.
	if at, ok := origin.At(from.Scheme, r.Host); known && !told && ok && from == at {
		return nil
	}
	f := &fault{status: http.StatusForbidden, message: saidOtherSite, err: errors.Join(errOtherSite, err)}
	switch {
	case r.Header.Get("Origin") == "null": // tabs opened from a sandbox inherit it
		f.message = saidSandboxed
	case known && !told:
		f.err = errOtherOrigin
		s.explainOrigin(w, r, f, from)
	}
	return f
}

// explainOrigin adds to a refusal which setting to change if a proxy caused it. The request
// alone cannot show that, so the text says how to tell, and the form is not offered again.
func (s *server) explainOrigin(w http.ResponseWriter, r *http.Request, f *fault, from origin.Origin) {
	host := text.Clip(text.Typed(r.Host), maxHost)
	if s.refusals.Take(struct{}{}) == 0 { // all together, so that nobody can flood the log
		s.log.Warn("refused a form that is not from the portal's address; "+
			"if readers open the portal at this origin, set --base-url (CROSSROADS_BASE_URL) to it",
			"origin", from.String(), "host", host, "base-url", s.cfg.BaseURL, "request", recorderOf(w).id)
	}
	f.message = saidSeemsForeign
	f.refused = &views.Refused{From: from.String(), Host: host}
	if !wantsJSON(r) {
		f.refused.Typed, f.refused.AnswersURL = s.typedTexts(r)
		return
	}
	public := "and no public address is set."
	if s.cfg.BaseURL != "" {
		public = "and the public address is " + s.cfg.BaseURL + "."
	}
	f.message += fmt.Sprintf(saidOrigin, from, host, public, from.String()+s.path)
}

// typed lists the fields of forms in which people write. The edit key is not among them,
// because it must not be shown.
var typed = []views.Typed{
	{Name: "title", Label: "Title"}, {Name: "name", Label: "Name"}, {Name: "note", Label: "Note"}, {Name: "author", Label: "Your name"},
	{Name: record.DecisionName, Label: "What was decided"}, {Name: "tags", Label: "Tags"}, {Name: "decision_makers",
		Label: "Decision-makers"},
	{Name: "consulted", Label: "Consulted"}, {Name: "informed", Label: "Informed"},
}

// typedTexts returns the texts typed into a form, and the address that shows its answers
// again. For a form that cannot be read both are empty.
func (s *server) typedTexts(r *http.Request) (texts []views.Typed, answers string) {
	posted, err := formOf(r)
	if err != nil {
		return nil, ""
	}
	for _, field := range typed {
		if field.Text = text.Typed(posted.Get(field.Name)); strings.TrimSpace(field.Text) != "" {
			texts = append(texts, field)
		}
	}
	return texts, s.answersAgain(r, posted)
}

// answersAgain returns the address of the result that a form came from, or "".
func (s *server) answersAgain(r *http.Request, posted url.Values) string {
	slug, round := posted.Get("comparison"), url.Values{}
	if token, ok := strings.CutPrefix(r.URL.Path, "/t/"); ok {
		if of, ok := s.assess.ComparisonOfRound(r.Context(), token); ok {
			slug = of
			round.Set("round", token)
		}
	}
	query, err := url.ParseQuery(posted.Get("query"))
	if _, ok := s.lib.Comparison(slug); !ok || err != nil {
		return ""
	}
	revise := url.Values{}
	if base, ok := form.Revision(posted.Get("base")); ok && assess.ValidID(posted.Get("revise")) {
		revise = url.Values{"revise": {posted.Get("revise")}, "base": {strconv.Itoa(base)}}
	}
	return form.URL("/decide/"+slug+"/result", query.Encode(), revise.Encode(), round.Encode())
}

// newRefusals bounds the warnings about origins: five at once, one a minute.
func newRefusals(now func() time.Time) *fair.Limiter[struct{}] {
	return fair.NewLimiter[struct{}](now, rate.Every(time.Minute), 5)
}
