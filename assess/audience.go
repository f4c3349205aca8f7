package assess

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"crossroads/record"
	"crossroads/text"
)

// Audiences stores who may see an assessment.
type Audiences interface {
	// SetAudience needs the edit key and returns record.ErrForbidden for a wrong one.
	// AssignAudience needs no key and returns record.ErrNotFound for an unknown id.
	SetAudience(ctx context.Context, id, key string, a record.Audience) error
	AssignAudience(ctx context.Context, id string, a record.Audience) error
}

// ClosedError means that the caller is not in the audience of an assessment.
type ClosedError struct {
	Known bool // the caller has signed in already, so signing in would not help
}

func (e *ClosedError) Error() string { return "the assessment is for others" }

// admit returns a *ClosedError unless the caller may see an assessment. Every read passes
// through here: pages, frames, files, feeds and the API differ only in how they refuse.
// An edit key always admits, whether it came with the request or opened the assessment
// during it.
func (s *Service) admit(ctx context.Context, saved record.Saved) error {
	if saved.Audience.Open() {
		return nil
	}
	c := CallerOf(ctx)
	c.Closed = true
	if saved.Audience.Admits(c.Reader, saved.Owner) || slices.Contains(c.opened, saved.ID) {
		return nil
	}
	if c.Key != "" {
		_, err := s.Open(ctx, saved.ID, c.Key)
		if !errors.Is(err, record.ErrForbidden) {
			return err
		}
	}
	return &ClosedError{Known: c.Reader.Known}
}

// seenBy narrows a portfolio to the assessments that the caller may see.
func seenBy(ctx context.Context, f record.Filter) record.Filter {
	if r := CallerOf(ctx).Reader; !r.All {
		f.Reader, f.Groups = &r.Name, r.Groups
	}
	return f
}

// SetAudience stores who may see an assessment, for the holder of its edit key. The error
// may be an *InputError.
func (s *Service) SetAudience(ctx context.Context, key Key, a record.Audience) error {
	a, err := s.checkedAudience(ctx, key.id, a)
	if err != nil {
		return err
	}
	err = s.add(ctx, key.id, func() error { return s.cfg.Store.SetAudience(ctx, key.id, key.secret, a) })
	return doing("setting an audience", err)
}

// AssignAudience is SetAudience without a key, for people whose role allows it. The caller
// checks the role.
func (s *Service) AssignAudience(ctx context.Context, id string, a record.Audience) error {
	a, err := s.checkedAudience(ctx, id, a)
	if err != nil {
		return err
	}
	if err := s.mayStore(ctx); err != nil {
		return err
	}
	defer s.cfg.Changed(id)
	return doing("setting an audience", s.cfg.Store.AssignAudience(ctx, id, a))
}

// checkedAudience tidies names in the same way as the names of people who sign in, so that
// the two can be compared.
func (s *Service) checkedAudience(ctx context.Context, id string, a record.Audience) (record.Audience, error) {
	saved, err := s.LoadEnded(ctx, id, 0)
	if err != nil {
		return a, err
	}
	bad := func(field, fact, advice string) (record.Audience, error) {
		return a, &InputError{[]text.Finding{{Field: field, Fact: fact, Advice: advice}}}
	}
	if !slices.Contains(record.Audiences, a.Who) {
		return bad("audience", saidNoAudience, adviseAudience)
	}
	if !a.Open() && !s.cfg.SignIn {
		return bad("audience", saidNobodySignsIn, adviseLinkAlone)
	}
	for _, list := range []struct {
		field string
		names *[]string
		form  func(string) string
	}{{"people", &a.People, record.Account}, {"groups", &a.Groups, record.Composed}} {
		names := slices.Clone(*list.names)
		for i, name := range names {
			names[i] = list.form(name)
		}
		*list.names = names
		tidy, fact := tidyNames(*list.names)
		switch {
		case fact != "":
			return bad(list.field, fact, adviseMendText)
		case a.Who != record.ForNamed && len(tidy) > 0:
			return bad(list.field, saidNobodyNamed, adviseNamed)
		case len(tidy) > record.MostReaders:
			return bad(list.field, fmt.Sprintf("%d %s are too many; %d may be named.", len(tidy), list.field, record.MostReaders),
				adviseSignedIn)
		case list.field == "groups" && len(tidy) > 0 && !s.cfg.Groups:
			return bad(list.field, saidNoGroups, advisePeopleAlone)
		}
		*list.names = tidy
	}
	if a.Who == record.ForNamed && len(a.People)+len(a.Groups) == 0 && saved.Owner == "" {
		return bad("people", saidNoReaders, adviseReaders)
	}
	return a, nil
}

// tidyNames returns the names without repetitions, or why one of them cannot be used.
func tidyNames(names []string) (tidy []string, fact string) {
	for _, name := range names {
		line, problem := text.Line(name, text.MaxTitle)
		if problem != "" {
			return nil, text.Quote(name) + " " + problem + "."
		}
		if line != "" && !slices.Contains(tidy, line) {
			tidy = append(tidy, line)
		}
	}
	return tidy, ""
}
