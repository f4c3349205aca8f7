package web

import (
	"encoding/csv"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"crossroads/assess"
	"crossroads/decision"
	"crossroads/export"
	"crossroads/format"
	"crossroads/record"
	"crossroads/text"
	"crossroads/views"
	"crossroads/web/deliver"
	"crossroads/wrong"
)

// listedDoc is a line of the portfolio.
type listedDoc struct {
	ID         string `json:"id"`
	URL        string `json:"url"`
	Comparison string `json:"comparison"`
	Owner      string `json:"owner"`
	Title      string `json:"title"`
	Headline   string `json:"headline"`
	Leader     string `json:"leader"` // option, hybrid, or empty for no recommendation
	Created    string `json:"created"`
	Saved      string `json:"saved"`
	Revision   int    `json:"revision"`
	Arranged   int    `json:"arranged"` // how often status and dates were changed
	Status     string `json:"status"`
	Review     string `json:"review"`
	Expires    string `json:"expires"`
	labelsDoc
}

func listedJSON(origin string, list []record.Listed) []listedDoc {
	docs := []listedDoc{}
	for _, l := range list {
		docs = append(docs, listedDoc{l.ID, origin + "/a/" + l.ID, l.Comparison, l.Owner, l.Title, l.Headline, l.Leader,
			format.RFC3339(l.Created), format.RFC3339(l.At), l.Latest, l.Arranged, l.Status, l.Review, l.Expires, labelsJSON(l.Labels)})
	}
	return docs
}

// apiPortfolio lists the portfolio. The member next is the value of the parameter after for
// the following page.
func (s *server) apiPortfolio(w http.ResponseWriter, r *http.Request) error {
	if err := s.mayList(r); err != nil {
		return err
	}
	limit, err := apiLimit(r)
	if err != nil {
		return err
	}
	f, err := s.readFilter(r.URL.Query(), limit)
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
	}{listedJSON(s.base(r), list), next}
	return s.sendUncached(w, r, http.StatusOK, answer)
}

// countDoc is a value of a field, and how many assessments have it.
type countDoc struct {
	Comparison string `json:"comparison,omitempty"` // of a leader
	Value      string `json:"value"`
	Count      int    `json:"count"`
}

// apiPortfolioCounts counts the assessments that match a filter.
func (s *server) apiPortfolioCounts(w http.ResponseWriter, r *http.Request) error {
	if err := s.mayList(r); err != nil {
		return err
	}
	f, err := s.readFilter(r.URL.Query(), 1)
	if err != nil {
		return err
	}
	c, err := s.assess.PortfolioCounts(r.Context(), f)
	if err != nil {
		return err
	}
	list := func(of []record.ValueCount) []countDoc {
		docs := []countDoc{}
		for _, v := range of {
			docs = append(docs, countDoc{v.Comparison, record.Line(v.Value), v.Count})
		}
		return docs
	}
	answer := struct {
		All       int        `json:"all"`
		Due       int        `json:"due"`
		Unplanned int        `json:"unplanned"`
		Statuses  []countDoc `json:"statuses"`
		Leaders   []countDoc `json:"leaders"`
		Tags      []countDoc `json:"tags"`
		Owners    []countDoc `json:"owners"`
	}{c.All, c.Due, c.Unplanned, list(c.Statuses), list(c.Leaders), list(c.Tags), list(c.Owners)}
	return s.sendUncached(w, r, http.StatusOK, answer)
}

// apiSetReviews sets the review date of several assessments, or of none if one has changed.
func (s *server) apiSetReviews(w http.ResponseWriter, r *http.Request) error {
	if err := s.maySchedule(r); err != nil {
		return err
	}
	raw, err := readJSON(r)
	if err != nil {
		return err
	}
	var review *string
	var versions []record.Version
	err = decision.ReadObject(raw, "", func(name string, value []byte) error {
		switch name {
		case "review":
			return decision.ReadValue(value, name, "a date as 2027-05-31, or empty", &review)
		case "assessments":
			versions, err = readVersions(value)
			return err
		}
		return decision.UnknownField("", name)
	})
	switch {
	case err != nil:
		return err
	case review == nil:
		return wrong.Input{Field: "review", Message: "is missing"}
	case len(versions) == 0:
		return wrong.Input{Field: "assessments", Message: "must name at least one"}
	}
	stale, err := s.assess.SetReviews(r.Context(), versions, *review)
	if err != nil {
		return err
	}
	if len(stale) > 0 {
		f := &fault{status: http.StatusConflict, message: saidSomeChanged, err: record.ErrConflict}
		for i, v := range versions {
			for _, id := range stale {
				if id == v.ID {
					f.findings = append(f.findings, text.Finding{Field: "assessments[" + strconv.Itoa(i) + "]",
						Fact: fmt.Sprintf(notInState, v.ID)})
				}
			}
		}
		return f
	}
	return noContent(w)
}

func readVersions(raw []byte) (versions []record.Version, err error) {
	var items []struct {
		ID       string `json:"id"`
		Revision int    `json:"revision"`
		Arranged int    `json:"arranged"`
	}
	if err := decision.ReadValue(raw, "assessments", mustVersions, &items); err != nil {
		return nil, err
	}
	for i, item := range items {
		if !assess.ValidID(item.ID) || item.Revision < 1 || item.Arranged < 0 {
			return nil, wrong.Input{Field: "assessments[" + strconv.Itoa(i) + "]", Message: saidNoState}
		}
		if slices.ContainsFunc(versions, func(v record.Version) bool { return v.ID == item.ID }) {
			return nil, wrong.Input{Field: "assessments[" + strconv.Itoa(i) + "]", Message: saidNamedTwice}
		}
		versions = append(versions, record.Version{ID: item.ID, Latest: item.Revision, Arranged: item.Arranged})
	}
	return versions, nil
}

// listForm is a file format of the portfolio.
type listForm struct {
	name, contentType string
	write             func(s *server, origin string, list []record.Listed) ([]byte, error)
}

var listForms = []listForm{
	{"export.csv", "text/csv; charset=utf-8; header=present", func(_ *server, origin string, list []record.Listed) ([]byte, error) {
		return portfolioCSV(origin, list)
	}},
	{"export.json", deliver.TypeJSON, func(_ *server, origin string, list []record.Listed) ([]byte, error) {
		return marshal(struct {
			Assessments []listedDoc `json:"assessments"`
		}{listedJSON(origin, list)})
	}},
}

// portfolioExport responds with all assessments that match a filter, as a file.
func (s *server) portfolioExport(form listForm) handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		if err := s.mayList(r); err != nil {
			return err
		}
		f, err := s.readFilter(fields(r, filterFields...), remindersPage)
		if err != nil {
			return err
		}
		list, err := s.assess.PortfolioWhole(r.Context(), f, views.MaxPortfolioExport)
		if err != nil {
			return err
		}
		raw, err := form.write(s, s.base(r), list)
		if err != nil {
			return err
		}
		finished := deliver.New(form.contentType, raw, deliver.Light)
		name := "portfolio" + strings.TrimPrefix(form.name, "export")
		finished.Attach(name, name)
		w.Header()["X-Robots-Tag"] = deliver.NoIndex
		finished.Serve(w, r, deliver.NoStore)
		return nil
	}
}

// portfolioCSV writes a table (RFC 4180). A list takes one cell, separated by commas.
func portfolioCSV(origin string, list []record.Listed) ([]byte, error) {
	var b strings.Builder
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	rows := [][]string{{"url", "title", "comparison", "owner", "status", "review", "expires", "revision", "created", "saved",
		"leader", "headline", "decision", "tags", "decision_makers", "consulted", "informed"}}
	for _, l := range listedJSON(origin, list) {
		row := []string{l.URL, l.Title, l.Comparison, l.Owner, l.Status, l.Review, l.Expires, strconv.Itoa(l.Revision), l.Created, l.Saved,
			l.Leader, l.Headline, l.Decision, assess.JoinLabels(l.Tags), assess.JoinLabels(l.Deciders),
			assess.JoinLabels(l.Consulted), assess.JoinLabels(l.Informed)}
		for i := range row {
			row[i] = export.Cell(row[i])
		}
		rows = append(rows, row)
	}
	err := w.WriteAll(rows)
	return []byte(export.Mark + b.String()), errors.Join(err, w.Error())
}
