package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"crossroads/record"
	"crossroads/views"
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
	name, problem := line(values[0], maxTitle)
	if problem != "" {
		return ""
	}
	return name
}

// mayList tells whether a request may see the portfolio.
func (s *server) mayList(c echo.Context) error {
	if s.cfg.IdentityHeader == "" {
		return notFound("This portal keeps no portfolio. Its operator can switch it on.")
	}
	if s.identity(c.Request()) == "" {
		return &fault{status: http.StatusForbidden, message: "The portfolio is for people who have signed in. Open the portal at its usual address and sign in there.", err: record.ErrForbidden}
	}
	return nil
}

// readFilter reads what a portfolio is narrowed to.
func (s *server) readFilter(c echo.Context, limit int) (record.Filter, error) {
	f := record.Filter{Limit: limit}
	var problem string
	if f.Text, problem = line(c.QueryParam("q"), maxTitle); problem != "" {
		return f, wrong.Input{Field: "q", Message: problem}
	}
	switch status := c.QueryParam("status"); status {
	case "", record.Draft, record.Decided, record.Superseded:
		f.Status = status
	default:
		return f, wrong.Input{Field: "status", Message: "must be draft, decided or superseded"}
	}
	if c.QueryParam("due") != "" {
		f.Due = s.now().UTC().Format(time.DateOnly) // as Life.Due counts
	}
	if text := c.QueryParam("after"); text != "" {
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil || n < 1 {
			return f, wrong.Input{Field: "after", Message: "must be what the page before said"}
		}
		f.After = n
	}
	return f, nil
}

// listed reads a page of the portfolio. Next is the cursor of its last line when
// there are others after it.
func (s *server) listed(c echo.Context, f record.Filter) (list []record.Listed, next *int64, err error) {
	limit := f.Limit
	f.Limit++ // to see whether there are others
	list, err = s.store.Portfolio(c.Request().Context(), f)
	if err != nil {
		return nil, nil, fmt.Errorf("reading the portfolio: %w", err)
	}
	if len(list) > limit {
		list = list[:limit]
		next = &list[limit-1].Cursor
	}
	return readableList(list), next, nil
}

// portfolio lists what people who had signed in have saved.
func (s *server) portfolio(c echo.Context) error {
	if err := s.mayList(c); err != nil {
		return err
	}
	f, err := s.readFilter(c, portfolioPage)
	if err != nil {
		return err
	}
	list, next, err := s.listed(c, f)
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
	h := c.Response().Header()
	h["Cache-Control"] = noStore
	h["X-Robots-Tag"] = noIndex
	return s.sendPage(c.Response(), c.Request(), http.StatusOK, views.Portfolio(p))
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
func (s *server) apiPortfolio(c echo.Context) error {
	if err := s.mayList(c); err != nil {
		return err
	}
	limit, err := apiLimit(c)
	if err != nil {
		return err
	}
	f, err := s.readFilter(c, limit)
	if err != nil {
		return err
	}
	list, next, err := s.listed(c, f)
	if err != nil {
		return err
	}
	answer := struct {
		Assessments []listedDoc `json:"assessments"`
		Next        *int64      `json:"next"`
	}{Assessments: []listedDoc{}, Next: next}
	for _, l := range list {
		answer.Assessments = append(answer.Assessments, listedDoc{l.ID, s.origin(c.Request()) + "/a/" + l.ID, l.Comparison, l.Owner, l.Title, l.Headline,
			stampJSON(l.Created), stampJSON(l.At), l.Latest, l.Status, l.Review, l.Expires})
	}
	c.Response().Header()["Cache-Control"] = noStore
	return s.sendJSON(c, http.StatusOK, answer)
}
