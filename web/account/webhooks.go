package account

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"crossroads/format"
	"crossroads/identity"
	"crossroads/record"
	"crossroads/views"
	"crossroads/web/deliver"
	"crossroads/wrong"
)

// deliveries checks that the sender may see the deliveries of webhooks, and reads the requested
// filter.
func (p *Pages) deliveries(r *http.Request) (f record.DeliveryFilter, err error) {
	if err := p.hooked(r); err != nil {
		return f, err
	}
	if _, err := p.Need(r, "The list of webhooks", identity.Person.MayAudit); err != nil {
		return f, err
	}
	return p.readDeliveries(r.URL.Query())
}

// hooked returns an error unless webhooks are configured and people can sign in to see them.
func (p *Pages) hooked(r *http.Request) error {
	person, err := p.Person(r)
	switch {
	case err != nil:
		return err
	case p.cfg.Store == nil, !p.On() && !person.Known():
		return p.elsewhere()
	case len(p.cfg.Webhooks) == 0:
		return &Refusal{
			Status:  http.StatusNotFound,
			Message: "This portal sends no webhooks. Its operator can switch them on with --webhooks.",
		}
	}
	return nil
}

// DeliveryFields are the fields of the filter of the list in an address.
var DeliveryFields = []string{"endpoint", "state", "before"}

// readDeliveries reads the filter of the list.
func (p *Pages) readDeliveries(q url.Values) (f record.DeliveryFilter, err error) {
	if f.State = q.Get("state"); f.State != "" && !slices.Contains(record.DeliveryStates, f.State) {
		return f, wrong.Input{Field: "state", Message: "must be one of " + strings.Join(record.DeliveryStates, ", ")}
	}
	f.Endpoint = q.Get("endpoint")
	if f.Endpoint != "" && !slices.ContainsFunc(p.cfg.Webhooks, func(s record.Subscription) bool { return s.Endpoint == f.Endpoint }) {
		return f, wrong.Input{Field: "endpoint", Message: "must be the name of an endpoint"}
	}
	if typed := q.Get("before"); typed != "" {
		if f.Before, err = strconv.ParseInt(typed, 10, 64); err != nil || f.Before < 1 {
			return f, wrong.Input{Field: "before", Message: "must be the number of a delivery"}
		}
	}
	return f, nil
}

// Webhooks lists deliveries, newest first.
func (p *Pages) Webhooks(w http.ResponseWriter, r *http.Request) error {
	f, err := p.deliveries(r)
	page := views.WebhooksPage{Query: r.URL.Query(), Endpoints: p.cfg.Webhooks, States: record.DeliveryStates}
	status := http.StatusOK
	var problems []views.Problem
	var field wrong.Input
	if errors.As(err, &field) {
		problems = []views.Problem{problemOf(field)}
		status = http.StatusUnprocessableEntity
	} else if err != nil {
		return err
	} else {
		f.Limit = auditPage + 1
		if page.List, err = p.cfg.Store.Deliveries(r.Context(), f); err != nil {
			return err
		}
	}
	Private(w)
	page.Page = p.site.Page("/webhooks", "Webhooks", "")
	page.NoIndex, page.Problems = true, problems
	if sent, err := strconv.ParseInt(r.URL.Query().Get("sent"), 10, 64); err == nil {
		page.Sent = sent
	}
	if len(page.List) > auditPage {
		page.List = page.List[:auditPage]
		page.More = "/webhooks?" + with(url.Values{"endpoint": {f.Endpoint}, "state": {f.State}}, "before", page.List[auditPage-1].Number)
	}
	person, err := p.Person(r)
	page.MaySend = err == nil && person.MayManage()
	return p.site.SendPage(w, r, status, views.Webhooks(page))
}

// ResendWebhook sends a delivery again, as the form says.
func (p *Pages) ResendWebhook(w http.ResponseWriter, r *http.Request) error {
	if err := p.mayResend(r); err != nil {
		return err
	}
	posted, err := p.site.ReadForm(w, r)
	if err != nil {
		return err
	}
	if err := p.resend(r, posted.Get("again")); err != nil {
		return err
	}
	return deliver.SeeOther(w, r, "/webhooks?sent="+posted.Get("again"))
}

func (p *Pages) mayResend(r *http.Request) error {
	if err := p.hooked(r); err != nil {
		return err
	}
	_, err := p.Need(r, "Sending webhooks again", identity.Person.MayManage)
	return err
}

func (p *Pages) resend(r *http.Request, typed string) error {
	number, err := strconv.ParseInt(typed, 10, 64)
	if err == nil && number > 0 {
		err = p.cfg.Store.SendAgain(r.Context(), number)
	} else {
		err = record.ErrNotFound
	}
	if errors.Is(err, record.ErrNotFound) {
		return &Refusal{Status: http.StatusNotFound, Message: saidNoDelivery, Err: err}
	}
	return err
}

// deliveryDoc is a delivery in the API.
type deliveryDoc struct {
	Number     int64  `json:"number"`
	Endpoint   string `json:"endpoint"`
	State      string `json:"state"`
	Attempts   int    `json:"attempts"`
	Tried      string `json:"tried"` // "" for never
	Next       string `json:"next"`  // time of the next attempt, "" unless waiting
	Answer     int    `json:"answer"`
	Detail     string `json:"detail"`
	Message    string `json:"message"`
	Type       string `json:"type"`
	Happened   string `json:"happened"`
	Assessment int64  `json:"assessment"`
	Revision   int    `json:"revision"`
}

func deliveryOf(d record.Delivery) deliveryDoc {
	doc := deliveryDoc{Number: d.Number, Endpoint: d.Endpoint, State: d.State, Attempts: d.Attempts, Answer: d.Answer, Detail: d.Detail,
		Message: d.ID, Type: d.Type, Happened: format.RFC3339(d.At), Assessment: d.Assessment, Revision: d.Revision}
	if !d.Tried.IsZero() {
		doc.Tried = format.RFC3339(d.Tried)
	}
	if d.State == record.DeliveryWaiting {
		doc.Next = format.RFC3339(d.Next.Add(time.Second - 1).Truncate(time.Second)) // not before
	}
	return doc
}

// APIDeliveries lists deliveries, newest first. The member next is the value of the parameter
// before for the following ones.
func (p *Pages) APIDeliveries(w http.ResponseWriter, r *http.Request) error {
	f, err := p.deliveries(r)
	if err != nil {
		return err
	}
	limit, err := limitOf(r)
	if err != nil {
		return err
	}
	f.Limit = limit + 1
	list, err := p.cfg.Store.Deliveries(r.Context(), f)
	if err != nil {
		return err
	}
	answer := struct {
		Deliveries []deliveryDoc `json:"deliveries"`
		Next       *int64        `json:"next"`
	}{Deliveries: []deliveryDoc{}}
	if len(list) > limit {
		list = list[:limit]
		answer.Next = &list[limit-1].Number
	}
	for _, d := range list {
		answer.Deliveries = append(answer.Deliveries, deliveryOf(d))
	}
	Private(w)
	return p.site.SendJSON(w, r, http.StatusOK, answer)
}

// APIResendWebhook sends a delivery again.
func (p *Pages) APIResendWebhook(w http.ResponseWriter, r *http.Request) error {
	err := p.mayResend(r)
	if err == nil {
		err = p.resend(r, r.PathValue("number"))
	}
	if err != nil {
		return err
	}
	Private(w)
	w.WriteHeader(http.StatusNoContent)
	return nil
}
