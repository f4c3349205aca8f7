package web

import (
	"net/http"
	"net/url"
	"strconv"
	"time"

	"crossroads/record"
	"crossroads/text"
	"crossroads/views"
	"crossroads/web/deliver"
	"crossroads/wrong"
)

// portfolioPage is how many assessments a page lists.
const portfolioPage = 50

// identity is who sends a request, as a trusted proxy says, or "". A header
// that comes twice was not written by the proxy alone.
func (s *server) identity(r *http.Request) string {
	if s.cfg.IdentityHeader == "" || !s.fromProxy(r) {
		return ""
	}
	values := r.Header.Values(s.cfg.IdentityHeader)
	if len(values) != 1 {
		return ""
	}
	name, problem := text.Line(values[0], text.MaxTitle)
	if problem != "" {
		return ""
	}
	return name
}

// mayList reports whether a request may see the portfolio.
func (s *server) mayList(r *http.Request) error {
	if s.cfg.IdentityHeader == "" {
		return notFound("This portal keeps no portfolio. Its operator can switch it on.")
	}
	if s.identity(r) == "" {
		return &fault{status: http.StatusForbidden, message: saidSignIn, err: record.ErrForbidden}
	}
	return nil
}

// readFilter reads what a portfolio is narrowed to.
func (s *server) readFilter(r *http.Request, limit int) (record.Filter, error) {
	f := record.Filter{Limit: limit}
	var problem string
	if f.Text, problem = text.Line(r.URL.Query().Get("q"), text.MaxTitle); problem != "" {
		return f, wrong.Input{Field: "q", Message: problem}
	}
	switch status := r.URL.Query().Get("status"); status {
	case "", record.Draft, record.Decided, record.Superseded:
		f.Status = status
	default:
		return f, wrong.Input{Field: "status", Message: "must be draft, decided or superseded"}
	}
	if r.URL.Query().Get("due") != "" {
		f.Due = s.now().UTC().Format(time.DateOnly) // as Life.Due counts
	}
	if typed := r.URL.Query().Get("after"); typed != "" {
		n, err := strconv.ParseInt(typed, 10, 64)
		if err != nil || n < 1 {
			return f, wrong.Input{Field: "after", Message: "must be what the page before said"}
		}
		f.After = n
	}
	return f, nil
}

// portfolio lists what people who had signed in have saved.
func (s *server) portfolio(w http.ResponseWriter, r *http.Request) error {
	if err := s.mayList(r); err != nil {
		return err
	}
	f, err := s.readFilter(r, portfolioPage)
	if err != nil {
		return err
	}
	list, next, err := s.assess.Portfolio(r.Context(), f)
	if err != nil {
		return err
	}
	p := views.PortfolioPage{Page: s.page("/portfolio", "", "Portfolio", ""), Filter: f, List: list, Now: s.now()}
	if next != nil {
		query := url.Values{"q": {f.Text}, "status": {f.Status}, "after": {strconv.FormatInt(*next, 10)}}
		if f.Due != "" {
			query.Set("due", "1")
		}
		p.More = "/portfolio?" + query.Encode()
	}
	p.NoIndex = true
	h := w.Header()
	h["Cache-Control"] = deliver.NoStore
	h["X-Robots-Tag"] = deliver.NoIndex
	return s.sendPage(w, r, http.StatusOK, views.Portfolio(p))
}

// listedDoc is a line of the portfolio.
type listedDoc struct {
	ID         string `json:"id"`
	URL        string `json:"url"`
	Comparison string `json:"comparison"`
	Owner      string `json:"owner"`
	Title      string `json:"title"`
	Headline   string `json:"headline"`
	Created    string `json:"created"`
	Saved      string `json:"saved"`
	Revision   int    `json:"revision"`
	Status     string `json:"status"`
	Review     string `json:"review"`
	Expires    string `json:"expires"`
}

// apiPortfolio is the portfolio for programs behind the same proxy. Next is
// what to send as after to get the page that follows.
func (s *server) apiPortfolio(w http.ResponseWriter, r *http.Request) error {
	if err := s.mayList(r); err != nil {
		return err
	}
	limit, err := apiLimit(r)
	if err != nil {
		return err
	}
	f, err := s.readFilter(r, limit)
	if err != nil {
		return err
	}
	list, next, err := s.assess.Portfolio(r.Context(), f)
	if err != nil {
		return err
	}
	answer := struct {
		Assessments []listedDoc `json:"assessments"`
		Next        *int64      `json:"next"`
	}{Assessments: []listedDoc{}, Next: next}
	for _, l := range list {
		answer.Assessments = append(answer.Assessments, listedDoc{l.ID, s.base(r) + "/a/" + l.ID, l.Comparison, l.Owner, l.Title, l.Headline,
			stampJSON(l.Created), stampJSON(l.At), l.Latest, l.Status, l.Review, l.Expires})
	}
	w.Header()["Cache-Control"] = deliver.NoStore
	return s.sendJSON(w, r, http.StatusOK, answer)
}

// mine is the page on which a browser lists the assessments it remembers. The
// portal knows nothing of the list.
func (s *server) mine(w http.ResponseWriter, r *http.Request) error {
	page := s.page("/mine", "mine", "My assessments", "The assessments that this browser remembers.")
	page.NoIndex = true
	return s.sendPage(w, r, http.StatusOK, views.Mine(views.MinePage{Page: page}))
}
