package export

import (
	"html"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"crossroads/record"
	"crossroads/static"
)

// Frame is something of the portal that another site shows: the wizard or the matrix of a comparison, or
// a saved assessment. Its methods write the snippets to paste there. Sanitizers and wiki languages
// alter their input, so all parameters are in the path of an address, no address has an ampersand,
// and no snippet has a line break.
type Frame struct {
	Origin     string // of the portal: "https://portal.example.org"
	Comparison string // slug; of an assessment too
	Matrix     bool   // the matrix instead of the wizard
	Assessment string // id, "" for a comparison
	Revision   int    // of the assessment, 0 for the latest
	Title      string // of the comparison, or of the assessment
	Alt        string // description of the card
	Query      string // answers of a comparison, or options of its matrix, as in an address
	Theme      string // auto, light or dark
	Height     int    // pixels
	Opaque     bool   // without allow-same-origin, because the portal has the same origin as the wiki
}

// The height of frames in pixels: most pages read well at the usual one.
const (
	LeastFrame, UsualFrame, MostFrame = 200, 640, 2000
)

// Snippet is one way to show a frame.
type Snippet struct {
	ID, Name string
	Use      string   // where it works
	Text     string   // to be pasted; one line each
	Fields   []Pasted // instead of Text where a form is filled in
}

// Pasted is a field of somebody else's form.
type Pasted struct{ Name, Value string }

// path is the address of the full page, without the origin.
func (f Frame) path() string {
	switch {
	case f.Assessment != "" && f.Revision > 0:
		return "/a/" + f.Assessment + "/r/" + strconv.Itoa(f.Revision)
	case f.Assessment != "":
		return "/a/" + f.Assessment
	case f.Matrix:
		return "/compare/" + f.Comparison
	}
	return "/decide/" + f.Comparison
}

// Page is the address of the full page.
func (f Frame) Page() string { return withQuery(f.Origin+f.path(), f.Query) }

func withQuery(address string, queries ...string) string {
	queries = slices.DeleteFunc(queries, func(q string) bool { return q == "" })
	if len(queries) == 0 {
		return address
	}
	return address + "?" + strings.Join(queries, "&")
}

// URL is the address of the frame.
func (f Frame) URL() string { return f.Origin + f.Path() }

// Path is URL without the origin.
func (f Frame) Path() string {
	theme := ""
	if f.Theme == "light" || f.Theme == "dark" {
		theme = "theme=" + f.Theme
	}
	return withQuery("/embed"+f.path(), theme, f.Query)
}

// Picture is the address of the card for pages of wikis, with its extension.
func (f Frame) Picture(extension string) string { return f.Drawing("strip" + extension) }

// Drawing is the address of a card by the name of its file: "card.png".
func (f Frame) Drawing(name string) string {
	f.Matrix = false // the card of a comparison stands beside its wizard
	return f.Origin + f.path() + "/" + name
}

// Name returns the accessible name of the frame.
func (f Frame) Name() string {
	switch {
	case f.Assessment != "":
		return "Result: " + record.Line(f.Title)
	case f.Matrix:
		return "Comparison: " + record.Line(f.Title)
	}
	return "Decision wizard: " + record.Line(f.Title)
}

// open is the text of the link to the full page.
func (f Frame) open() string {
	switch {
	case f.Assessment != "":
		return "Open the result"
	case f.Matrix:
		return "Open the comparison"
	}
	return "Open the decision wizard"
}

// PixelHeight returns the height, moved into the sensible range.
func (f Frame) PixelHeight() int {
	if f.Height == 0 {
		return UsualFrame
	}
	return min(max(f.Height, LeastFrame), MostFrame)
}

// Sandbox lists what the frame may do. With allow-same-origin, the sandbox is only effective if the
// portal and the page around the frame have different origins.
func (f Frame) Sandbox() string {
	if f.Opaque {
		return "allow-scripts allow-forms allow-popups allow-popups-to-escape-sandbox"
	}
	return "allow-scripts allow-forms allow-same-origin allow-popups allow-popups-to-escape-sandbox"
}

// Iframe is the frame alone, of the width and height given; the width may be in percent.
func (f Frame) Iframe(width, height string) string {
	return tag("iframe", "src", f.URL(), "width", width, "height", height, "frameborder", "0", "title", f.Name(), "loading", "lazy",
		"sandbox", f.Sandbox(), "allow", "clipboard-write", "referrerpolicy", "strict-origin-when-cross-origin") + "</iframe>"
}

// Portable is the frame with a link under it, in a form that almost every wiki accepts.
func (f Frame) Portable() string {
	return f.Iframe("100%", strconv.Itoa(f.PixelHeight())) + "\n<p>" + f.link() + "</p>"
}

func (f Frame) link() string {
	return tag("a", "href", f.Page()) + html.EscapeString(f.open()) + "</a>"
}

// Element is the custom element with its loader, which adapts the height to the content. The frame inside
// reserves the space before the script has run, and works without it.
func (f Frame) Element() string {
	return tag("script", "src", f.Origin+"/embed.js", "async", "") + "</script>\n" + f.element()
}

// Pinned is Element with a fixed version of the loader and its hash, so that the loader cannot change
// unnoticed.
func (f Frame) Pinned() string {
	l := static.Loader()
	return tag("script", "src", f.Origin+l.URL, "integrity", l.Integrity, "crossorigin", "anonymous", "async", "") + "</script>\n" +
		f.element()
}

func (f Frame) element() string {
	return tag("crossroads-wizard", f.attributes()...) + f.Iframe("100%", strconv.Itoa(f.PixelHeight())) + f.link() + "</crossroads-wizard>"
}

// attributes are those of the element and of MediaWiki's tag, usual values left out.
func (f Frame) attributes() []string {
	list := []string{"comparison", f.Comparison}
	if f.Assessment != "" {
		list = []string{"assessment", f.Assessment}
	} else if f.Matrix {
		list = append(list, "view", "compare")
	}
	return append(list, f.options()...)
}

// options are theme and height where they are not the usual ones.
func (f Frame) options() (list []string) {
	if f.Theme == "light" || f.Theme == "dark" {
		list = append(list, "theme", f.Theme)
	}
	if h := f.PixelHeight(); h != UsualFrame {
		list = append(list, "height", strconv.Itoa(h))
	}
	return list
}

// Markdown is a picture that leads to the page.
func (f Frame) Markdown() string {
	return "[![" + markdown(f.Alt) + "](" + f.Picture(".svg") + ")](" + f.Page() + ")"
}

// MediaWiki is the tag of the extension in integrations/mediawiki.
func (f Frame) MediaWiki() string {
	return strings.TrimSuffix(tag("crossroads", f.attributes()...), ">") + " />"
}

// MediaWikiCard is a picture that leads to the page, for wikis that allow
// pictures of the portal. The wiki knows pictures by the end of their address.
func (f Frame) MediaWikiCard() string { return "[" + f.Page() + " " + f.Picture(".png") + "]" }

// DokuWiki is the syntax of the plugin in integrations/dokuwiki.
func (f Frame) DokuWiki() string {
	what := f.Comparison
	if f.Assessment != "" {
		what = "a/" + f.Assessment
	} else if f.Matrix {
		what = "compare/" + f.Comparison
	}
	query := url.Values{}
	for o := f.options(); len(o) > 0; o = o[2:] {
		query.Set(o[0], o[1])
	}
	if len(query) > 0 {
		what += "?" + query.Encode()
	}
	return "{{crossroads>" + what + "}}"
}

// dokuWikiSpecials end a link, a picture or its words.
var dokuWikiSpecials = strings.NewReplacer("|", "/", "{", "(", "}", ")", "[", "(", "]", ")", "<", "(", ">", ")", "\\", "/")

// DokuWikiCard is a picture that leads to the page.
func (f Frame) DokuWikiCard() string {
	alt := strings.Join(strings.Fields(dokuWikiSpecials.Replace(record.Line(f.Alt))), " ")
	return "[[" + f.Page() + "|{{" + f.Picture(".svg") + "?nolink&nocache|" + alt + "}}]]"
}

// Snippets lists every way to show the frame, the one that works almost everywhere first.
func (f Frame) Snippets() []Snippet {
	return []Snippet{
		{
			ID: "iframe", Name: "iframe",
			Use: "For every wiki that takes HTML or has a macro for it. Works on its own, at a fixed height.", Text: f.Portable(),
		},
		{ID: "element", Name: "Element", Use: "For wikis and sites that let you load a script: the frame grows with what it shows and " +
			"takes the page’s colours. Without the script, it keeps its height.", Text: f.Element()},
		{ID: "pinned", Name: "Element, pinned", Use: "The same with a fixed version of the script: a browser refuses it if a single byte " +
			"has changed. Paste it anew after an upgrade that you want.", Text: f.Pinned()},
		{
			ID: "markdown", Name: "Markdown",
			Use:  "A picture that leads to the page, for hosts that take no frames: GitLab, Gitea, GitHub, MkDocs, README files.",
			Text: f.Markdown(),
		},
		{
			ID: "mediawiki", Name: "MediaWiki",
			Use: "For wikis with our extension, " + f.Origin + "/embed/mediawiki.zip.", Text: f.MediaWiki(),
		},
		{
			ID: "mediawiki-card", Name: "MediaWiki card",
			Use:  "A picture, without the extension. The wiki has to allow pictures of this portal: $wgAllowExternalImagesFrom.",
			Text: f.MediaWikiCard(),
		},
		{ID: "dokuwiki", Name: "DokuWiki", Use: "For wikis with our plugin, " + f.Origin + "/embed/dokuwiki.zip.", Text: f.DokuWiki()},
		{ID: "dokuwiki-card", Name: "DokuWiki card", Use: "A picture, without the plugin.", Text: f.DokuWikiCard()},
		{ID: "confluence", Name: "Confluence",
			Use: "Fill in the iframe macro. Scrolling on auto: the frame keeps its height there and scrolls inside.", Fields: []Pasted{
				{"URL", f.URL()}, {"Width", "100%"}, {"Height", strconv.Itoa(f.PixelHeight())}, {"Scrolling", "auto"}}},
		{
			ID: "url", Name: "Address",
			Use: "For editors that make a frame of an address by themselves: Notion, Outline, SharePoint, BookStack.", Text: f.URL(),
		},
	}
}

// tag writes a start tag. Attributes are names and values in turn; an empty
// value writes the name alone. In an attribute, HTML wants quotation marks and
// ampersands escaped, wiki languages angle brackets too.
func tag(name string, attributes ...string) string {
	var b strings.Builder
	b.WriteString("<" + name)
	for ; len(attributes) > 0; attributes = attributes[2:] {
		b.WriteString(" " + attributes[0])
		if value := attributes[1]; value != "" {
			b.WriteString(`="` + html.EscapeString(value) + `"`)
		}
	}
	return b.String() + ">"
}
