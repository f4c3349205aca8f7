package madr

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"crossroads/export"
	"crossroads/record"
	"crossroads/text"
)

// matter is the front matter.
type matter struct {
	status     string
	labels     record.Labels
	author     string
	deciders   string // a text in place of a list: exports that had no author of their own wrote the author there
	byName     bool   // that text names several people
	crossroads map[string]json.RawMessage
	unread     []Change

	stamp export.Stamp
}

// frontKeys are keys of front matter, without case, spaces and hyphens, with what they are
// for: exports write the first of each, people and other programs the others.
var frontKeys = map[string]string{
	"status": "status", "decided": "decided", "crossroads": "crossroads", "author": "author",
	"date": "", "number": "", "title": "", // written for other programs; the record has them elsewhere
	"decisionmakers": "deciders", "deciders": "deciders", "decisionmaker": "deciders", "decider": "deciders",
	"consulted": "consulted", "informed": "informed",
	"tags": "tags", "tag": "tags", "keywords": "tags", "keyword": "tags", "labels": "tags",
}

var plainKey = strings.NewReplacer("-", "", "_", "", " ", "")

// quotedDeciders matches people between quotation marks, as older exports write their author, who
// may have a comma in the name.
var quotedDeciders = regexp.MustCompile("(?mi)^deci(?:sion[-_ ]?mak|d)ers?:[ \\t\u00a0]*[\"'" + marks + "]")

// matterOf reads front matter, given as JSON.
func matterOf(fields []byte) (m matter, err error) {
	var values map[string]json.RawMessage
	if err := json.Unmarshal(fields, &values); err != nil {
		return m, err
	}
	for _, key := range slices.Sorted(maps.Keys(values)) {
		value := values[key]
		if string(value) == "null" {
			continue
		}
		use, known := frontKeys[plainKey.Replace(strings.ToLower(key))]
		read := known
		switch {
		case use == "crossroads":
			if err := json.Unmarshal(value, &m.crossroads); err != nil {
				return m, err
			}
		case use == "status":
			if m.status, read = plainText(value); !read {
				return m, fmt.Errorf("status is not a text")
			}
		case use == "author":
			m.author, read = plainText(value)
		case use == "decided":
			m.labels.Decision, read = plainText(value)
		case use != "":
			read = m.people(use, value)
		}
		if !read {
			m.unread = append(m.unread, Change{Section: "Front matter", Is: key + ": " + string(value)})
		}
	}
	return m, nil
}

// people reads a list of people or tags. Two keys for the same add up.
func (m *matter) people(use string, value json.RawMessage) (read bool) {
	into := map[string]*[]string{
		"deciders": &m.labels.Deciders, "consulted": &m.labels.Consulted, "informed": &m.labels.Informed, "tags": &m.labels.Tags,
	}[use]
	if alone, ok := plainText(value); ok {
		switch use {
		case "deciders":
		case "tags":
			*into = append(*into, unmarked(text.SplitTags(alone))...)
			return true
		default:
			*into = append(*into, separated(alone)...)
			return true
		}
		if m.deciders != "" {
			m.byName = true
			alone = m.deciders + ", " + alone
		}
		m.deciders = alone
		return true
	}
	var list []json.RawMessage
	if json.Unmarshal(value, &list) != nil {
		return false
	}
	read = true
	for _, each := range list {
		name, ok := plainText(each)
		read = read && ok
		if name != "" {
			*into = append(*into, name)
		}
	}
	return read
}

// plainText is a value as a text: tags and names can be numbers, or true.
func plainText(value json.RawMessage) (string, bool) {
	var text string
	switch {
	case json.Unmarshal(value, &text) == nil:
		return bare(text), true
	case strings.ContainsRune("[{", rune(value[0])):
		return "", false
	}
	return string(value), true
}

// separated returns the names of a list.
func separated(typed string) []string { return unmarked(text.SplitNames(typed)) }

// unmarked returns names without their Markdown.
func unmarked(names []string) (list []string) {
	for _, name := range names {
		if name = bare(name); name != "" {
			list = append(list, name)
		}
	}
	return list
}
