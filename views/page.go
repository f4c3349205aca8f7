// Package views turns page structs into HTML. A page is a templ function of one struct,
// which embeds Page. The function is in a template, X.templ, which has conditions and
// loops; the struct is in X.go beside it, which computes and formats.
//
// Rendering is pure: the package reads no files, no network and no clock.
package views

import (
	"context"
	"io"

	"crossroads/content"
	"crossroads/decision"
)

// Page holds the head, the navigation and the problems of a page.
type Page struct {
	Site        Site
	Title       string // without the site's name
	Description string
	Path        string // of the page, without query: "/articles"
	Section     string // current entry of the navigation: decide, compare, cost, articles, method, cases, mine
	NoIndex     bool
	Embed       bool   // without header and footer, for frames
	Theme       string // auto, light or dark; only frames set it
	Frame       string // the host's name for the frame, "" for none; only frames set it
	Problems    []Problem
	Card        string // absolute address of a picture for link previews, 1200 by 630; "" for none
	CardAlt     string // what the picture shows
	URL         string // absolute address of the page where the site's is not configured, for link previews
	OEmbed      string // absolute oEmbed address of the page; "" for none
}

// Site is the same on every page of a running portal.
type Site struct {
	Name        string // "Crossroads"
	BaseURL     string // public, without trailing slash; empty when not configured
	Contact     string // URL or mailto:, may be empty
	Version     string // of the program
	Content     string // version of the content
	Comparisons []*decision.Catalogue
	Panels      []*content.Panel
	Terms       *content.TermIndex // of the glossary, nil for none
	Costs       bool               // there are prices to compute costs from
	Problems    []string           // of newer content that is not shown; only its authors get to see them
	Portfolio   bool               // people sign in, and their assessments are listed
	Ancestors   string             // sources of the policy that says who may show frames

	DropUnopened int // days after which drafts go that nobody has opened, 0 for never
}

// Problem is a mistake in the input, as the user is told of it.
type Problem struct {
	Field   string // id of the form field it belongs to, "" for the whole page
	URL     string // address of the field where it is on another page, "" for none
	Message string
}

// Markup is a page that has yet to be rendered.
type Markup interface {
	Render(ctx context.Context, w io.Writer) error
}
