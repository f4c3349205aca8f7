package account

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"crossroads/format"
	"crossroads/identity"
	"crossroads/record"
	"crossroads/text"
	"crossroads/views"
	"crossroads/web/deliver"
	"crossroads/wrong"
)

// Maker makes API tokens, for the page, the API and the command line.
type Maker struct {
	Store interface {
		AddToken(ctx context.Context, n record.Token) (int64, error)
	}
	Limits identity.Limits
	Now    func() time.Time
}

// Make makes a token and returns it; only its hash is stored. The error is a wrong.Input whose
// field is name, scopes or days.
func (m Maker) Make(ctx context.Context, maker, name string, scopes []string, days int) (token string, n record.Token, err error) {
	name, problem := text.Line(name, text.MaxTitle)
	if problem == "" && name == "" {
		problem = "is missing: say what the token is for"
	}
	if problem != "" {
		return "", n, wrong.Input{Field: "name", Message: problem}
	}
	if scopes, err = m.Limits.CheckScopes(scopes); err != nil {
		return "", n, wrong.Input{Field: "scopes", Message: err.Error()}
	}
	if days > 100_000 { // near the longest time.Duration
		days = 100_000
	}
	valid := time.Duration(days) * 24 * time.Hour
	if err := m.Limits.CheckTime(valid); err != nil {
		return "", n, wrong.Input{Field: "days", Message: err.Error()}
	}
	token = identity.NewToken()
	now := m.Now().UTC()
	n = record.Token{Hash: hashed(token), Name: name, Scopes: scopes, Maker: maker, Created: now, Ends: now.Add(valid)}
	n.Number, err = m.Store.AddToken(ctx, n)
	return token, n, err
}

func (p *Pages) maker() Maker { return Maker{p.cfg.Store, p.cfg.Limits, p.cfg.Now} }

// manage returns the sender of a request, who must be a steward.
func (p *Pages) manage(r *http.Request) (identity.Person, error) {
	if p.cfg.Store == nil || !p.On() {
		return identity.Person{}, p.elsewhere()
	}
	return p.Need(r, "Making API tokens", identity.Person.MayManage)
}

// usualDays is the lifetime that the form suggests, in days: long enough to be useful, short
// enough that the token is renewed before its maker forgets it.
const usualDays = 30

// Tokens lists the tokens, with a form for another one.
func (p *Pages) Tokens(w http.ResponseWriter, r *http.Request) error {
	if _, err := p.manage(r); err != nil {
		return err
	}
	return p.sendTokens(w, r, http.StatusOK, views.TokensPage{Days: strconv.Itoa(min(usualDays, int(p.cfg.Limits.Most/(24*time.Hour))))})
}

func (p *Pages) sendTokens(w http.ResponseWriter, r *http.Request, status int, page views.TokensPage) error {
	list, err := p.cfg.Store.Tokens(r.Context())
	if err != nil {
		return err
	}
	Private(w)
	problems := page.Problems
	page.Page = p.site.Page("/tokens", "API tokens", "")
	page.NoIndex, page.Problems, page.List, page.Now = true, problems, list, p.cfg.Now()
	page.Offered, page.Most = p.cfg.Limits.Scopes, int(p.cfg.Limits.Most/(24*time.Hour))
	return p.site.SendPage(w, r, status, views.Tokens(page))
}

// ChangeTokens makes a token or revokes one, as the form says.
func (p *Pages) ChangeTokens(w http.ResponseWriter, r *http.Request) error {
	steward, err := p.manage(r)
	if err != nil {
		return err
	}
	posted, err := p.site.ReadForm(w, r)
	if err != nil {
		return err
	}
	if typed := posted.Get("revoke"); typed != "" {
		number, err := tokenNumber(typed)
		if err != nil {
			return err
		}
		if err := p.cfg.Store.RevokeToken(r.Context(), number); err != nil {
			return err
		}
		return deliver.SeeOther(w, r, "/tokens")
	}
	return p.makeToken(w, r, steward, posted)
}

func (p *Pages) makeToken(w http.ResponseWriter, r *http.Request, steward identity.Person, posted url.Values) error {
	page := views.TokensPage{Name: text.Typed(posted.Get("name")), Scopes: posted["scope"], Days: text.Typed(posted.Get("days"))}
	days, err := strconv.Atoi(strings.TrimSpace(posted.Get("days")))
	if err != nil {
		err = wrong.Input{Field: "days", Message: "must be a whole number"}
	} else {
		var n record.Token
		page.Made, n, err = p.maker().Make(r.Context(), steward.Name, posted.Get("name"), posted["scope"], days)
		page.MadeName = n.Name
	}
	var field wrong.Input
	if errors.As(err, &field) {
		label := map[string]string{"name": "What it is for", "scopes": "Scopes", "days": "Days"}[field.Field]
		page.Problems = []views.Problem{{Field: field.Field, Message: label + ": " + field.Message + "."}}
		return p.sendTokens(w, r, http.StatusUnprocessableEntity, page)
	}
	if err != nil {
		return err
	}
	page.Name, page.Scopes = "", nil
	return p.sendTokens(w, r, http.StatusOK, page)
}

func tokenNumber(typed string) (int64, error) {
	number, err := strconv.ParseInt(typed, 10, 64)
	if err != nil || number < 1 {
		return 0, &Refusal{Status: http.StatusNotFound, Message: "There is no API token of this number.", Err: record.ErrNotFound}
	}
	return number, nil
}

// tokenDoc is a token in the API.
type tokenDoc struct {
	Number  int64    `json:"number"`
	Name    string   `json:"name"`
	Scopes  []string `json:"scopes"`
	Maker   string   `json:"maker"`
	Created string   `json:"created"`
	Ends    string   `json:"ends"`
	Revoked string   `json:"revoked"` // RFC 3339, "" if it is not
	Used    string   `json:"used"`    // day, "" for never
	Token   string   `json:"token,omitempty"`
}

func docOf(n record.Token) tokenDoc {
	d := tokenDoc{Number: n.Number, Name: n.Name, Scopes: n.Scopes, Maker: n.Maker,
		Created: format.RFC3339(n.Created), Ends: format.RFC3339(n.Ends), Used: n.Used}
	if !n.Revoked.IsZero() {
		d.Revoked = format.RFC3339(n.Revoked)
	}
	return d
}

// APITokens lists the tokens for programs of stewards.
func (p *Pages) APITokens(w http.ResponseWriter, r *http.Request) error {
	if _, err := p.manage(r); err != nil {
		return err
	}
	list, err := p.cfg.Store.Tokens(r.Context())
	if err != nil {
		return err
	}
	answer := struct {
		Tokens []tokenDoc `json:"tokens"`
	}{[]tokenDoc{}}
	for _, n := range list {
		answer.Tokens = append(answer.Tokens, docOf(n))
	}
	Private(w)
	return p.site.SendJSON(w, r, http.StatusOK, answer)
}

// APIMakeToken makes a token.
func (p *Pages) APIMakeToken(w http.ResponseWriter, r *http.Request) error {
	steward, err := p.manage(r)
	if err != nil {
		return err
	}
	var asked struct {
		Name   string   `json:"name"`
		Scopes []string `json:"scopes"`
		Days   int      `json:"days"`
	}
	if err := ReadMembers(p.site, r, &asked); err != nil {
		return err
	}
	token, n, err := p.maker().Make(r.Context(), steward.Name, asked.Name, asked.Scopes, asked.Days)
	if err != nil {
		return err
	}
	doc := docOf(n)
	doc.Token = token
	Private(w)
	w.Header()["Location"] = []string{fmt.Sprint("/api/v1/tokens/", n.Number)}
	return p.site.SendJSON(w, r, http.StatusCreated, doc)
}

// APIRevokeToken revokes a token for good.
func (p *Pages) APIRevokeToken(w http.ResponseWriter, r *http.Request) error {
	if _, err := p.manage(r); err != nil {
		return err
	}
	number, err := tokenNumber(r.PathValue("number"))
	if err != nil {
		return err
	}
	err = p.cfg.Store.RevokeToken(r.Context(), number)
	if errors.Is(err, record.ErrNotFound) {
		return &Refusal{Status: http.StatusNotFound, Message: "There is no API token of this number.", Err: err}
	}
	if err != nil {
		return err
	}
	Private(w)
	w.WriteHeader(http.StatusNoContent)
	return nil
}
