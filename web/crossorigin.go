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

// errOtherSite is a request that another site sent to change something.
var errOtherSite = errors.New("sent by another site")

// errOtherOrigin is a request whose Origin is not the portal's address, without
// a word of the browser on whether that is another site.
var errOtherOrigin = fmt.Errorf("%w: the Origin is neither the Host nor the public address", errOtherSite)

// checkOrigin refuses what another site sent to change something, on pages and
// in the API alike. Browsers say which site it was (Sec-Fetch-Site) to
// addresses of https and of this machine alone. At plain http only the Origin is
// left, which a reverse proxy that changes the Host header makes look foreign.
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
	// The same comparison as in csrf, of the canonical forms: a proxy may write
	// the usual port into the header.
	if at, ok := origin.At(from.Scheme, r.Host); known && !told && ok && from == at {
		return nil
	}
	f := &fault{status: http.StatusForbidden, message: saidOtherSite, err: errors.Join(errOtherSite, err)}
	switch {
	case r.Header.Get("Origin") == "null": // a sandbox passes on to the tabs opened from it
		f.message = saidSandboxed
	case known && !told:
		f.err = errOtherOrigin
		s.explainOrigin(w, r, f, from)
	}
	return f
}

// explainOrigin adds what to set if a proxy is the reason. Nothing in the
// request can prove that, so it says how to tell, and sends nothing anew.
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

// typed names the fields of forms that hold what somebody wrote. The edit key
// is not among them: it opens an assessment.
var typed = []views.Typed{
	{Name: "title", Label: "Title"}, {Name: "name", Label: "Name"}, {Name: "note", Label: "Note"}, {Name: "author", Label: "Your name"},
	{Name: record.DecisionName, Label: "What was decided"}, {Name: "tags", Label: "Tags"}, {Name: "decision_makers",
		Label: "Decision-makers"},
	{Name: "consulted", Label: "Consulted"}, {Name: "informed", Label: "Informed"},
}

// typedTexts returns what was typed into a form, and where its answers are shown
// again. A form that cannot be read has nothing to keep.
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

// answersAgain is the address of the result that a form came from, "" for none.
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
