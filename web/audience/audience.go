// Package audience has the page and the API for choosing who may see an assessment. The
// holder of its edit key, its owner and stewards may choose. Package assess enforces the
// choice.
package audience

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"

	"crossroads/assess"
	"crossroads/identity"
	"crossroads/record"
	"crossroads/text"
	"crossroads/views"
	"crossroads/web/account"
)

// Site is what the pages need of the portal.
type Site interface {
	account.Site
	// Keyed opens the assessment in the address with the key in a form. If the key is
	// wrong, it responds with a page that asks for another one, and done is true.
	Keyed(w http.ResponseWriter, r *http.Request, posted url.Values) (key assess.Key, done bool, err error)
	// Bearer opens it with the key of a request to the API.
	Bearer(r *http.Request) (assess.Key, error)
}

// Pages are the handlers, with one state of the content.
type Pages struct {
	Site   Site
	People *account.Service
	Assess *assess.Service
}

// Show shows who may see an assessment, with a form to change it.
func (p Pages) Show(w http.ResponseWriter, r *http.Request) error {
	saved, err := p.Assess.Load(r.Context(), r.PathValue("id"), 0)
	if err != nil {
		return err
	}
	return p.send(w, r, http.StatusOK, saved, typed{Audience: saved.Audience})
}

// typed is a form of the page, and the outcome of sending it.
type typed struct {
	record.Audience
	done     bool
	problems []views.Problem
}

func (p Pages) send(w http.ResponseWriter, r *http.Request, status int, saved record.Saved, form typed) error {
	person, err := p.People.Person(r)
	if err != nil {
		return err
	}
	before, err := json.Marshal(docOf(saved.Audience))
	if err != nil {
		return err
	}
	page := views.AudiencePage{
		Page:  p.Site.Page("/a/"+saved.ID+"/audience", "Who may see it: "+saved.Title, ""),
		Saved: saved, Before: string(before), Chosen: form.Audience, Done: form.done, Most: record.MostReaders,
		On: p.People.On(), Groups: p.People.KnowsGroups(), ByRole: byRole(person, saved),
	}
	page.NoIndex, page.Problems = true, form.problems
	account.Private(w)
	return p.Site.SendPage(w, r, status, views.Audience(page))
}

// byRole reports whether somebody may choose without the edit key: the owner, identified by
// name, and stewards.
func byRole(person identity.Person, saved record.Saved) bool {
	return person.MayManage() || saved.Owner != "" && person.Owner() == saved.Owner
}

// owns is byRole for the assessment in an address. It fails for somebody who may not see the
// assessment.
func (p Pages) owns(r *http.Request) (bool, error) {
	person, err := p.People.Person(r)
	if err != nil || !person.Known() {
		return false, err
	}
	saved, err := p.Assess.LoadEnded(r.Context(), r.PathValue("id"), 0)
	var closed *assess.ClosedError
	if errors.As(err, &closed) || errors.Is(err, record.ErrNotFound) {
		return false, nil // then the edit key is needed
	}
	return err == nil && byRole(person, saved), err
}

// setter checks the right to choose before anything else in the form, and returns the function
// that stores the choice. If the key is wrong, it has asked for another one, and done is true.
func (p Pages) setter(w http.ResponseWriter, r *http.Request, posted url.Values) (set func(record.Audience) error, done bool, err error) {
	owns, err := p.owns(r)
	if err != nil || owns {
		return p.assign(r), false, err
	}
	key, done, err := p.Site.Keyed(w, r, posted)
	return p.byKey(r, key), done, err
}

func (p Pages) assign(r *http.Request) func(record.Audience) error {
	return func(a record.Audience) error { return p.Assess.AssignAudience(r.Context(), r.PathValue("id"), a) }
}

func (p Pages) byKey(r *http.Request, key assess.Key) func(record.Audience) error {
	return func(a record.Audience) error { return p.Assess.SetAudience(r.Context(), key, a) }
}

// Change stores the choice in the form. It responds with the page and does not redirect, because
// the holder of the edit key may not be among those who can open the page.
func (p Pages) Change(w http.ResponseWriter, r *http.Request) error {
	posted, err := p.Site.ReadForm(w, r)
	if err != nil {
		return err
	}
	form := typed{Audience: record.Audience{Who: posted.Get("audience")}}
	if form.Who == record.ForNamed { // other choices ignore a list that is left in the form
		form.People = text.SplitAccounts(posted.Get("people"))
		form.Groups = text.SplitAccounts(posted.Get("groups"))
	}
	set, done, err := p.setter(w, r, posted)
	if err != nil || done {
		return err
	}
	saved, err := p.Assess.Load(r.Context(), r.PathValue("id"), 0)
	if err != nil {
		return err
	}
	if before, ok := shown(posted); ok && !same(before, saved.Audience) && !same(form.Audience, saved.Audience) {
		form.Audience = rebased(before, form.Audience, saved.Audience)
		form.problems = []views.Problem{{Field: "audience", Message: saidChangedSince}}
		return p.send(w, r, http.StatusConflict, saved, form)
	}
	err = set(form.Audience)
	status := http.StatusOK
	var input *assess.InputError
	if errors.As(err, &input) {
		status = http.StatusUnprocessableEntity
		for _, f := range input.Findings {
			form.problems = append(form.problems, views.Problem{Field: f.Field, Message: f.Fact + " " + f.Advice})
		}
	} else if err != nil {
		return err
	}
	if saved, err = p.Assess.Load(r.Context(), r.PathValue("id"), 0); err != nil {
		return err
	}
	if form.problems == nil {
		form.Audience, form.done = saved.Audience, true
	}
	return p.send(w, r, status, saved, form)
}

const saidChangedSince = "Meanwhile somebody has changed who may see it. Below are their choice and your changes to it: " +
	"save again if that is right."

// shown reads the audience that the page of a form showed, which other programs leave out.
func shown(posted url.Values) (a record.Audience, ok bool) {
	var d doc
	err := json.Unmarshal([]byte(posted.Get("before")), &d)
	return d.audience(), err == nil && d.Audience != ""
}

// same reports whether two audiences are the same people; lists are in any order.
func same(a, b record.Audience) bool {
	return a.Who == b.Who && sameNames(a.People, b.People) && sameNames(a.Groups, b.Groups)
}

func sameNames(a, b []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}

// rebased makes the changes from before to typed in what is stored.
func rebased(before, typed, stored record.Audience) record.Audience {
	if typed.Who != before.Who {
		stored.Who = typed.Who
	}
	if typed.Who == record.ForNamed {
		stored.People = rebasedNames(before.People, typed.People, stored.People)
		stored.Groups = rebasedNames(before.Groups, typed.Groups, stored.Groups)
	}
	return stored
}

func rebasedNames(before, typed, stored []string) (names []string) {
	for _, name := range stored {
		if !slices.Contains(before, name) || slices.Contains(typed, name) {
			names = append(names, name)
		}
	}
	for _, name := range typed {
		if !slices.Contains(before, name) && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// docOf is an audience for programs, and for the form of the page, which sends back what it showed.
func docOf(a record.Audience) doc {
	return doc{a.Who, append([]string{}, a.People...), append([]string{}, a.Groups...)}
}

// doc is an audience in the API.
type doc struct {
	Audience string   `json:"audience"`
	People   []string `json:"people"`
	Groups   []string `json:"groups"`
}

func (d doc) audience() record.Audience {
	return record.Audience{Who: d.Audience, People: d.People, Groups: d.Groups}
}

func (p Pages) sendDoc(w http.ResponseWriter, r *http.Request) error {
	saved, err := p.Assess.Load(r.Context(), r.PathValue("id"), 0)
	if err != nil {
		return err
	}
	account.Private(w)
	return p.Site.SendJSON(w, r, http.StatusOK, docOf(saved.Audience))
}

// APIGet responds with the audience of an assessment.
func (p Pages) APIGet(w http.ResponseWriter, r *http.Request) error { return p.sendDoc(w, r) }

// APISet replaces the audience of an assessment.
func (p Pages) APISet(w http.ResponseWriter, r *http.Request) error {
	owns, err := p.owns(r)
	if err != nil {
		return err
	}
	set := p.assign(r)
	if !owns {
		key, err := p.Site.Bearer(r)
		if err != nil {
			return err
		}
		set = p.byKey(r, key)
	}
	var asked doc
	if err := account.ReadMembers(p.Site, r, &asked); err != nil {
		return err
	}
	if err := set(asked.audience()); err != nil {
		return err
	}
	return p.sendDoc(w, r)
}
