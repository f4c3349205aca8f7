package views

import (
	"net/url"
	"strconv"
	"strings"

	"crossroads/export"
)

// EmbedPage shows the snippets for a wiki. Its form sends comparison, show, assessment, height,
// theme and wiki to the page's own path.
type EmbedPage struct {
	Page
	Show                     string // wizard, matrix or saved
	Assessment, Height, Wiki string // as typed
	Frame                    export.Frame
	Clamped                  bool     // the height was moved into what looks right
	Older                    bool     // the link named a revision that is not the newest
	Allowed                  []string // sources of frame-ancestors
	Findings                 []Finding
}

// Finding is something that an administrator should know.
type Finding struct {
	Tone   Tone
	Seen   string
	Means  string
	Do     string // what to do about it, "" for nothing
	Write  string // what to write there, "" for nothing
	Doctor bool   // shown by the doctor only, and not beside a snippet
}

// Tone is how much a finding matters.
type Tone string

// The tones, worst first.
const (
	Bad  Tone = "bad"
	Warn Tone = "warn"
	Note Tone = "note"
	Good Tone = "good"
)

// Weight orders tones.
func (t Tone) Weight() int { return strings.Index("good note warn bad ", string(t)+" ") }

// word is the tone for people.
func (t Tone) word() string {
	return map[Tone]string{Bad: "Does not work", Warn: "Look at this", Note: "Good to know", Good: "In order"}[t]
}

// SandboxVariant is a sandbox that wikis put around frames.
type SandboxVariant struct {
	ID      string
	Name    string // for people: "only scripts"
	Sandbox string // value of the attribute
	None    bool   // there is no attribute at all
	Expect  string // what works in it
	Scripts bool
	Src     string
}

// SandboxVariants are the sandboxes that were met in real wikis, around a page
// of the portal.
func SandboxVariants(path string) []SandboxVariant {
	list := []SandboxVariant{
		{
			ID: "none", Name: "No sandbox", None: true, Scripts: true,
			Expect: "Everything works. Wikis that drop attributes they do not know give you this.",
		},
		{
			ID: "scripts", Name: "Scripts only", Sandbox: "allow-scripts", Scripts: true,
			Expect: "Answering, result and saving work by script. Links to new tabs do nothing, so addresses are shown as text.",
		},
		{
			ID: "forms", Name: "Forms only", Sandbox: "allow-forms",
			Expect: "Answering, result and saving work without script, page by page. Its height stays as it is.",
		},
		{
			ID: "scripts-forms", Name: "Scripts and forms", Sandbox: "allow-scripts allow-forms", Scripts: true,
			Expect: "Answering, result and saving work. Links to new tabs do nothing, so addresses are shown as text.",
		},
		{
			ID: "popups", Name: "Scripts, forms and new tabs", Sandbox: "allow-scripts allow-forms allow-popups", Scripts: true,
			Expect: "Answering, result and saving work. New tabs are in the sandbox too: they show every page, and save nothing. " +
				"Docmost and the providers that GitLab ships have this one.",
		},
		{
			ID: "full", Name: "As in our snippet", Sandbox: export.Frame{}.Sandbox(), Scripts: true,
			Expect: "Everything works, new tabs too.",
		},
	}
	for i := range list {
		list[i].Src = path + "?frame=" + list[i].ID
	}
	return list
}

// chosen reports whether the form shows an entry as chosen.
func (p EmbedPage) chosen(show string) bool { return p.Show == show }

// listed names the sites that may show frames, in words where there are some.
func (p EmbedPage) listed() []string {
	list := make([]string, 0, len(p.Allowed))
	for _, source := range p.Allowed {
		switch source {
		case "'self'":
			source = "pages of this portal"
		case "*":
			source = "every site"
		}
		list = append(list, source)
	}
	return list
}

// closed reports whether no other site may show frames.
func (p EmbedPage) closed() bool {
	for _, source := range p.Allowed {
		if source != "'self'" && source != "'none'" {
			return false
		}
	}
	return true
}

// snippetName is the name of the section that a recipe leads to.
func snippetName(snippets []export.Snippet, id string) string {
	for _, s := range snippets {
		if s.ID == id {
			return s.Name
		}
	}
	return id
}

// rowsOf is how high a field must be to show a snippet on a wide screen.
func rowsOf(s export.Snippet) int {
	rows := 0
	for line := range strings.Lines(s.Text) {
		rows += 1 + len(line)/88
	}
	return max(rows, 2)
}

// height is the height that was typed, or else the usual one.
func (p EmbedPage) height() string {
	if p.Height != "" {
		return p.Height
	}
	return strconv.Itoa(p.Frame.PixelHeight())
}

// doctorURL leads to the check of the same wiki.
func (p EmbedPage) doctorURL() string {
	if p.Wiki == "" {
		return "/embed/doctor"
	}
	return "/embed/doctor?from=" + url.QueryEscape(p.Wiki)
}

// broken is the reason why a snippet shows nothing in the wiki, "" when none is known.
// Pictures and links are shown everywhere.
func (p EmbedPage) broken(s export.Snippet) string {
	if s.ID == "markdown" || strings.HasSuffix(s.ID, "-card") {
		return ""
	}
	for _, f := range p.Findings {
		if f.Tone == Bad {
			return f.Seen
		}
	}
	if p.closed() {
		return "This portal lets no other site show its frames."
	}
	return ""
}
