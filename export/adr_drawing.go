package export

import (
	"fmt"
	"strconv"
	"strings"

	"crossroads/record"
	"crossroads/report"
)

// drawing writes the recommended architecture as a Mermaid diagram, which GitHub, GitLab and most
// wikis draw, and in words.
func (a *adr) drawing() {
	arch, ok := a.v.Architecture()
	if !ok {
		return
	}
	a.aboutFirst("Architecture")
	for _, line := range arch.Words() {
		a.line(markdown(line))
	}
	a.line("\n```mermaid\nflowchart TB")
	own := arch.OwnUsers()
	for i, p := range arch.Places {
		users := "users"
		if own {
			users += strconv.Itoa(i + 1)
		}
		if own || i == 0 {
			a.line("  ", users, "([Users and events])")
		}
		a.place(i, p, users)
	}
	a.line("```")
}

// place is one platform of the diagram, with the parts that go there and the node of its users.
func (a *adr) place(i int, p report.Place, users string) {
	id := fmt.Sprintf("p%d", i+1)
	a.line("  subgraph ", id, "[", mermaid(p.Name), "]")
	for j, part := range p.Parts {
		a.line(fmt.Sprintf("    %s_%d[", id, j+1), mermaid(part), "]")
		if p.Structure == report.Services {
			a.line(fmt.Sprintf("    %s_%d --> %s_d%d[(own data)]", id, j+1, id, j+1))
		}
	}
	a.line("  end")
	a.line("  ", users, " --> ", id)
	switch p.Structure {
	case report.Application:
		a.line("  ", id, " --> ", id, "_d[(One database)]")
	case report.Handlers:
		a.line("  ", id, " --> ", id, "_d[(Managed databases and queues)]")
	}
	if i > 0 {
		a.line(fmt.Sprintf("  p%d -- interface or queue --- %s", i, id))
	}
}

// mermaid writes a text as a quoted label, with entities for characters that are markup in Mermaid
// or Markdown.
func mermaid(text string) string {
	var b strings.Builder
	for _, c := range record.Line(text) {
		if strings.ContainsRune("\"#&<>`\\;", c) {
			fmt.Fprintf(&b, "#%d;", c)
		} else {
			b.WriteRune(c)
		}
	}
	return "\"" + b.String() + "\""
}
