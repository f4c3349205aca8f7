package account

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"crossroads/export"
	"crossroads/figure"
	"crossroads/identity"
	"crossroads/record"
	"crossroads/text"
	"crossroads/views"
	"crossroads/wrong"
)

const (
	auditPage  = 50   // lines of a page
	auditBatch = 1000 // lines that an export reads at a time
)

// audit checks that the sender may see the audit log, and reads the requested filter.
func (p *Pages) audit(r *http.Request, limit int) (record.EventFilter, error) {
	if p.cfg.Store == nil {
		return record.EventFilter{}, p.elsewhere()
	}
	person, err := p.Person(r)
	if err == nil && !p.On() && !person.Known() {
		err = p.elsewhere()
	}
	if err == nil {
		_, err = p.Need(r, "The audit log", identity.Person.MayAudit)
	}
	if err != nil {
		return record.EventFilter{}, err
	}
	return readFilter(r.URL.Query(), limit)
}

// sharedID matches the id in a link to an assessment, or an id alone.
var sharedID = regexp.MustCompile(`(?:^|/a/)([a-z2-7]{26})(?:$|[/?#])`)

// AuditFields are the fields of the filter of the audit log in an address.
var AuditFields = []string{"actor", "act", "assessment", "from", "to", "after", "before"}

// readFilter reads the filter of the audit log.
func readFilter(q url.Values, limit int) (f record.EventFilter, err error) {
	f.Limit = limit
	var problem string
	if f.Actor, problem = text.Line(q.Get("actor"), text.MaxTitle); problem != "" {
		return f, wrong.Input{Field: "actor", Message: problem}
	}
	if f.Act = q.Get("act"); f.Act != "" && !slices.Contains(record.Acts, f.Act) {
		return f, wrong.Input{Field: "act", Message: "must be one of " + strings.Join(record.Acts, ", ")}
	}
	if err := readAssessment(q.Get("assessment"), &f); err != nil {
		return f, err
	}
	for field, into := range map[string]*time.Time{"from": &f.From, "to": &f.To} {
		if typed := q.Get(field); typed != "" {
			day, ok := figure.Day(typed)
			if *into, err = time.Parse(time.DateOnly, day); !ok || err != nil {
				return f, wrong.Input{Field: field, Message: "must be a day such as 2026-11-28 (UTC)"}
			}
		}
	}
	for field, into := range map[string]*int64{"after": &f.After, "before": &f.Before} {
		if typed := q.Get(field); typed != "" {
			if *into, err = strconv.ParseInt(typed, 10, 64); err != nil || *into < 1 {
				return f, wrong.Input{Field: field, Message: "must be the number of a line"}
			}
		}
	}
	return f, nil
}

// readAssessment reads the number of an assessment in the log, its id or a link to it.
func readAssessment(typed string, f *record.EventFilter) error {
	typed = strings.TrimSpace(typed)
	if typed == "" {
		return nil
	}
	if n, err := strconv.ParseInt(strings.TrimPrefix(typed, "#"), 10, 64); err == nil && n > 0 {
		f.Number = n
		return nil
	}
	m := sharedID.FindStringSubmatch(typed)
	if m == nil {
		return wrong.Input{Field: "assessment", Message: "must be a number as the log has it, or the link of an assessment"}
	}
	f.Assessment = m[1]
	return nil
}

// Audit shows the audit log, newest first.
func (p *Pages) Audit(w http.ResponseWriter, r *http.Request) error {
	f, err := p.audit(r, auditPage+1)
	page := views.AuditPage{Query: r.URL.Query(), Acts: record.Acts}
	var field wrong.Input
	status := http.StatusOK
	if errors.As(err, &field) {
		page.Problems = []views.Problem{problemOf(field)}
		status = http.StatusUnprocessableEntity
	} else if err != nil {
		return err
	} else {
		f.Newest, f.After = true, 0
		if page.List, err = p.cfg.Store.Audit(r.Context(), f); err != nil {
			return err
		}
	}
	Private(w)
	problems := page.Problems
	page.Page = p.site.Page("/audit", "Audit log", "")
	page.NoIndex, page.Problems = true, problems
	if len(page.List) > auditPage {
		page.List = page.List[:auditPage]
		page.More = "/audit?" + with(r.URL.Query(), "before", page.List[auditPage-1].Number)
	}
	page.Export = with(r.URL.Query(), "before", 0)
	return p.site.SendPage(w, r, status, views.Audit(page))
}

// with returns a query with a field set, or removed if the number is 0, and without empty
// fields.
func with(q url.Values, name string, number int64) string {
	out := url.Values{}
	for field, values := range q {
		if field != name && values[0] != "" {
			out.Set(field, values[0])
		}
	}
	if number != 0 {
		out.Set(name, strconv.FormatInt(number, 10))
	}
	return out.Encode()
}

// eventDoc is a line of the audit log in the API.
type eventDoc struct {
	Number     int64  `json:"number"`
	At         string `json:"at"`
	Actor      string `json:"actor"`
	Via        string `json:"via"`
	Act        string `json:"act"`
	Assessment int64  `json:"assessment"`
	Revision   int    `json:"revision"`
	Digest     string `json:"digest"`
	Detail     string `json:"detail"`
	Request    string `json:"request"`
	Instance   string `json:"instance"`
}

func eventOf(e record.Event) eventDoc {
	return eventDoc{e.Number, e.At.UTC().Format("2006-01-02T15:04:05.000Z07:00"), e.Name, e.Via, e.Act, e.Assessment, e.Revision,
		e.Digest, e.Detail, e.Request, e.Instance}
}

// APIAudit lists lines, oldest first. The member next is the value of the parameter after for
// the following lines.
func (p *Pages) APIAudit(w http.ResponseWriter, r *http.Request) error {
	f, err := p.audit(r, 0)
	if err != nil {
		return err
	}
	limit, err := limitOf(r)
	if err != nil {
		return err
	}
	f.Limit = limit + 1
	list, err := p.cfg.Store.Audit(r.Context(), f)
	if err != nil {
		return err
	}
	answer := struct {
		Events []eventDoc `json:"events"`
		Next   *int64     `json:"next"`
	}{Events: []eventDoc{}}
	if len(list) > limit {
		list = list[:limit]
		answer.Next = &list[limit-1].Number
	}
	for _, e := range list {
		answer.Events = append(answer.Events, eventOf(e))
	}
	Private(w)
	return p.site.SendJSON(w, r, http.StatusOK, answer)
}

// limitOf returns how many lines of a list a request asks for.
func limitOf(r *http.Request) (int, error) {
	typed := r.URL.Query().Get("limit")
	if typed == "" {
		return auditPage, nil
	}
	limit, err := strconv.Atoi(typed)
	if err != nil || limit < 1 || limit > auditBatch {
		return 0, wrong.Input{Field: "limit", Message: fmt.Sprintf("must be a number from 1 to %d", auditBatch)}
	}
	return limit, nil
}

// AuditLines exports the audit log as lines of JSON.
func (p *Pages) AuditLines(w http.ResponseWriter, r *http.Request) error {
	return p.export(w, r, "application/jsonl", "audit.jsonl", "", func(w io.Writer, e eventDoc) error {
		enc := json.NewEncoder(w)
		enc.SetEscapeHTML(false)
		return enc.Encode(e)
	})
}

const csvHead = export.Mark + "number,at,actor,via,act,assessment,revision,digest,detail,request,instance\r\n"

// AuditCSV exports the audit log for spreadsheets.
func (p *Pages) AuditCSV(w http.ResponseWriter, r *http.Request) error {
	return p.export(w, r, "text/csv; charset=utf-8", "audit.csv", csvHead, func(w io.Writer, e eventDoc) error {
		out := csv.NewWriter(w)
		out.UseCRLF = true
		err := out.Write([]string{strconv.FormatInt(e.Number, 10), e.At, export.Cell(e.Actor), e.Via, e.Act,
			strconv.FormatInt(e.Assessment, 10),
			strconv.Itoa(e.Revision), e.Digest, export.Cell(e.Detail), e.Request, export.Cell(e.Instance)})
		out.Flush()
		return errors.Join(err, out.Error())
	})
}

// export sends all lines that match a filter, oldest first, while it reads them, because the
// log may be larger than memory. After an error it aborts the response, so that the client
// notices.
func (p *Pages) export(w http.ResponseWriter, r *http.Request, kind, name, head string, write func(io.Writer, eventDoc) error) error {
	f, err := p.audit(r, auditBatch)
	if err != nil {
		return err
	}
	list, err := p.cfg.Store.Audit(r.Context(), f)
	if err != nil {
		return err // nothing has been sent
	}
	Private(w)
	w.Header()["Content-Type"] = []string{kind}
	w.Header()["Content-Disposition"] = []string{`attachment; filename="` + name + `"`}
	if r.Method == http.MethodHead {
		w.WriteHeader(http.StatusOK)
		return nil
	}
	if err := p.sendAll(r.Context(), w, f, list, head, write); err != nil {
		p.cfg.Log.Error("an export of the audit log broke off", "request", RequestOf(r.Context()), "err", err)
		panic(http.ErrAbortHandler)
	}
	return nil
}

func (p *Pages) sendAll(ctx context.Context, w io.Writer, f record.EventFilter, list []record.Event, head string,
	write func(io.Writer, eventDoc) error) (err error) {
	buf := bytes.NewBufferString(head)
	for {
		for _, e := range list {
			if err := write(buf, eventOf(e)); err != nil {
				return err
			}
		}
		if _, err := w.Write(buf.Bytes()); err != nil || len(list) < f.Limit {
			return err
		}
		buf.Reset()
		f.After = list[len(list)-1].Number
		if list, err = p.cfg.Store.Audit(ctx, f); err != nil {
			return err
		}
	}
}
