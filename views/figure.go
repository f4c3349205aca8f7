package views

import (
	"encoding/json"
	"slices"

	"crossroads/decision/cost"
)

// echo is how the figures were read, for the script: a JSON object of what each
// field shows, without those that cannot be used.
func echo(p Page, shown map[string]string) string {
	read := map[string]string{}
	for name, text := range shown {
		if text != "" && p.problem(name) == "" {
			read[name] = text
		}
	}
	text, _ := json.Marshal(read) // of texts, which JSON always has
	return string(text)
}

func (p CostPage) echo() string {
	shown := map[string]string{}
	for _, f := range slices.Concat(p.Form.Fields, p.Form.Assumed) {
		shown[f.ID] = f.Text
	}
	for _, h := range p.Form.People {
		shown[h.ID] = h.Text
	}
	for _, f := range p.Form.Later {
		shown[cost.Later+f.ID] = f.Text
	}
	return echo(p.Page, shown)
}

func (p DecidePage) echo() string {
	shown := map[string]string{}
	for _, f := range p.loadFields() {
		shown["load."+f.ID] = f.Text
	}
	for name, text := range p.Typed {
		shown[name] = text
	}
	return echo(p.Page, shown)
}
