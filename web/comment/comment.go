// Package comment has the pages and the API for comments on an assessment: plain text by
// people who have signed in. Everybody who may read the assessment sees them; the holder of
// its edit key and stewards can hide them.
//
// The page of an assessment shows the comments and is made once for all readers. Everything
// that depends on the reader is on a page of its own, which is never cached.
package comment

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"crossroads/assess"
	"crossroads/format"
	"crossroads/identity"
	"crossroads/record"
	"crossroads/views"
	"crossroads/web/account"
	"crossroads/web/deliver"
	"crossroads/web/form"
	"crossroads/wrong"
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

// off returns an error if nobody can sign in.
func (p Pages) off(r *http.Request) error {
	person, err := p.People.Person(r)
	if err == nil && !p.People.On() && !person.Known() {
		err = &account.Refusal{Status: http.StatusNotFound, Message: "Nobody signs in at this portal, so nobody can comment."}
	}
	return err
}

// List shows the comments, with a form for another one.
func (p Pages) List(w http.ResponseWriter, r *http.Request) error {
	if err := p.off(r); err != nil {
		return err
	}
	return p.send(w, r, http.StatusOK, "", nil)
}

// send sends the page, with the comment as it was typed and its problems.
func (p Pages) send(w http.ResponseWriter, r *http.Request, status int, typed string, problems []views.Problem) error {
	saved, err := p.Assess.Load(r.Context(), r.PathValue("id"), 0)
	if err != nil {
		return err
	}
	list, err := p.Assess.Comments(r.Context(), saved.ID)
	if err != nil {
		return err
	}
	person, err := p.People.Person(r)
	if err != nil {
		return err
	}
	path := "/a/" + saved.ID + "/comments"
	page := views.CommentsPage{
		Page:  p.Site.Page(path, "Comments: "+saved.Title, ""),
		Saved: saved, List: list, Text: typed, Name: person.Name, Most: assess.MaxComment,
		MayWrite: person.MayComment(), MayModerate: person.MayManage(), Full: len(list) >= record.MostComments,
		SignIn: p.People.ByIssuer(),
	}
	page.NoIndex, page.Problems = true, problems
	account.Private(w)
	return p.Site.SendPage(w, r, status, views.Comments(page))
}

// Change adds a comment, or hides one or shows it again, as the form says.
func (p Pages) Change(w http.ResponseWriter, r *http.Request) error {
	if err := p.off(r); err != nil {
		return err
	}
	posted, err := p.Site.ReadForm(w, r)
	if err != nil {
		return err
	}
	action := posted.Get("action")
	if action != "hide" && action != "show" {
		return p.add(w, r, posted.Get("text"))
	}
	hide, done, err := p.hider(w, r, posted)
	if err != nil || done {
		return err
	}
	number, ok := form.Revision(posted.Get("number"))
	if ok {
		err = hide(number, action == "hide")
	}
	if !ok || errors.Is(err, record.ErrNotFound) {
		return p.send(w, r, http.StatusUnprocessableEntity, "", []views.Problem{
			{Field: "number", Message: "There is no comment of this number."},
		})
	}
	if err != nil {
		return err
	}
	return p.redirect(w, r, number)
}

// hider checks the right to hide a comment before anything else in the form, by role or by edit
// key, and returns the function that hides it. If the key is wrong, it has asked for another
// one, and done is true.
func (p Pages) hider(w http.ResponseWriter, r *http.Request,
	posted url.Values) (hide func(number int, hide bool) error, done bool, err error) {
	person, err := p.People.Person(r)
	if err != nil {
		return nil, false, err
	}
	if person.MayManage() {
		return p.byRole(r), false, nil
	}
	key, done, err := p.Site.Keyed(w, r, posted)
	return p.byKey(r, key), done, err
}

func (p Pages) byRole(r *http.Request) func(int, bool) error {
	return func(number int, hide bool) error {
		return p.Assess.ModerateComment(r.Context(), r.PathValue("id"), number, hide)
	}
}

func (p Pages) byKey(r *http.Request, key assess.Key) func(int, bool) error {
	return func(number int, hide bool) error { return p.Assess.HideComment(r.Context(), key, number, hide) }
}

func (p Pages) add(w http.ResponseWriter, r *http.Request, typed string) error {
	person, err := p.People.Need(r, "Commenting", identity.Person.MayComment)
	if err != nil {
		return err
	}
	c, err := p.Assess.Comment(r.Context(), r.PathValue("id"), person.Name, typed)
	var input *assess.InputError
	if errors.As(err, &input) {
		var problems []views.Problem
		for _, f := range input.Findings {
			problems = append(problems, views.Problem{Field: f.Field, Message: f.Fact + " " + f.Advice})
		}
		return p.send(w, r, http.StatusUnprocessableEntity, typed, problems)
	}
	if err != nil {
		return err
	}
	return p.redirect(w, r, c.Number)
}

func (p Pages) redirect(w http.ResponseWriter, r *http.Request, number int) error {
	account.Private(w)
	return deliver.SeeOther(w, r, "/a/"+r.PathValue("id")+"/comments#comment-"+strconv.Itoa(number))
}

// doc is a comment in the API.
type doc struct {
	Number   int    `json:"number"`
	Revision int    `json:"revision"`
	Author   string `json:"author"`
	At       string `json:"at"`
	Text     string `json:"text"` // "" when it is hidden
	Hidden   bool   `json:"hidden"`
}

func docOf(c record.Comment) doc {
	return doc{c.Number, c.Revision, c.Author, format.RFC3339(c.At), c.Text, c.Hidden}
}

// APIList lists the comments, oldest first.
func (p Pages) APIList(w http.ResponseWriter, r *http.Request) error {
	if err := p.off(r); err != nil {
		return err
	}
	saved, err := p.Assess.Load(r.Context(), r.PathValue("id"), 0)
	if err != nil {
		return err
	}
	list, err := p.Assess.Comments(r.Context(), saved.ID)
	if err != nil {
		return err
	}
	answer := struct {
		Comments []doc `json:"comments"`
	}{[]doc{}}
	for _, c := range list {
		answer.Comments = append(answer.Comments, docOf(c))
	}
	account.Private(w)
	return p.Site.SendJSON(w, r, http.StatusOK, answer)
}

// APIAdd adds a comment by somebody who has signed in, or by a program with a token.
func (p Pages) APIAdd(w http.ResponseWriter, r *http.Request) error {
	if err := p.off(r); err != nil {
		return err
	}
	person, err := p.People.Need(r, "Commenting", identity.Person.MayComment)
	if err != nil {
		return err
	}
	var asked struct {
		Text string `json:"text"`
	}
	if err := account.ReadMembers(p.Site, r, &asked); err != nil {
		return err
	}
	c, err := p.Assess.Comment(r.Context(), r.PathValue("id"), person.Name, asked.Text)
	if err != nil {
		return err
	}
	account.Private(w)
	return p.Site.SendJSON(w, r, http.StatusCreated, docOf(c))
}

// APIHide hides a comment or shows it again.
func (p Pages) APIHide(w http.ResponseWriter, r *http.Request) error {
	if err := p.off(r); err != nil {
		return err
	}
	person, err := p.People.Person(r)
	if err != nil {
		return err
	}
	set := p.byRole(r)
	if !person.MayManage() {
		key, err := p.Site.Bearer(r)
		if err != nil {
			return err
		}
		set = p.byKey(r, key)
	}
	number, ok := form.Revision(r.PathValue("number"))
	if !ok {
		return record.ErrNotFound
	}
	var asked struct {
		Hidden *bool `json:"hidden"`
	}
	if err := account.ReadMembers(p.Site, r, &asked); err != nil {
		return err
	}
	if asked.Hidden == nil {
		return wrong.Input{Field: "hidden", Message: "must be true or false"}
	}
	if err := set(number, *asked.Hidden); err != nil {
		return err
	}
	account.Private(w)
	w.WriteHeader(http.StatusNoContent)
	return nil
}
