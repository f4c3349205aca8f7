package madr

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"crossroads/export"
	"crossroads/record"
	"crossroads/text"
)

// matter is the front matter.
type matter struct {
	status     string
	labels     record.Labels
	author     string
	date       string // in the form of an export, else ""
	deciders   string // a text in place of a list: exports that had no author of their own wrote the author there
	byName     bool   // that text names several people
	crossroads map[string]json.RawMessage
	unread     []Change
	title      string // for programs that do not read the heading, as is the number
	number     string

	stamp export.Stamp
}

// frontKeys are keys of front matter, without case, spaces and hyphens, with what they are
// for: exports write the first of each, people and other programs the others.
var frontKeys = map[string]string{
	"status": "status", "decided": "decided", "crossroads": "crossroads", "author": "author",
	"date": "date", "number": "number", "title": "title", // written for other programs; the record has them elsewhere
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
		case use == "title":
			m.title, read = plainText(value)
		case use == "number":
			m.number, read = plainText(value)
		case use == "date":
			m.date, read = plainText(value)
			if read = read && day.MatchString(m.date); !read {
				m.date = ""
			}
		case use != "":
			read = m.people(use, value)
		}
		if !read {
			m.unread = append(m.unread, Change{Section: frontSection, Is: key + ": " + string(value)})
		}
	}
	return m, nil
}

// day matches how an export writes its day.
var day = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}$`)

// beyondHeading returns the title and the number of front matter where the heading has others.
func (m matter) beyondHeading(title string, number int) (list []Change) {
	if m.title != "" && key(m.title) != key(title) {
		list = append(list, Change{Section: frontSection, Is: "title: " + m.title})
	}
	if m.number != "" && m.number != strconv.Itoa(number) {
		list = append(list, Change{Section: frontSection, Is: "number: " + m.number})
	}
	return list
}

// frontSection is where changes of the front matter are told to be.
const frontSection = "Front matter"

// asJSON converts YAML to JSON. Beside the answers, numbers stay as they are written: 3.10 and 007
// are a version and a name.
func asJSON(front string) ([]byte, error) {
	file, err := parser.ParseBytes([]byte(front), 0)
	if err != nil {
		return nil, fmt.Errorf("reading YAML: %w", err)
	}
	if len(file.Docs) == 0 || file.Docs[0].Body == nil {
		return []byte("{}"), nil
	}
	body := file.Docs[0].Body
	bareTexts(body)
	var b bytes.Buffer
	err = writeJSON(&b, body)
	return b.Bytes(), err
}

// bareTexts takes typographic quotation marks from around texts that have no others. Inside of straight
// ones they are part of the text. The stamp stays as it is: there they are an error.
func bareTexts(n ast.Node) {
	switch n := n.(type) {
	case *ast.MappingNode:
		for _, value := range n.Values {
			bareTexts(value)
		}
	case *ast.MappingValueNode:
		if !stampKey.MatchString(n.Key.GetToken().Value + ":") {
			bareTexts(n.Value)
		}
	case *ast.SequenceNode:
		for _, value := range n.Values {
			bareTexts(value)
		}
	case *ast.StringNode:
		if kind := n.GetToken().Type; kind != token.DoubleQuoteType && kind != token.SingleQuoteType {
			n.Value = bare(n.Value)
		}
	}
}

func writeJSON(b *bytes.Buffer, n ast.Node) error {
	switch n := n.(type) {
	case *ast.MappingValueNode:
		return writeObject(b, []*ast.MappingValueNode{n})
	case *ast.MappingNode:
		return writeObject(b, n.Values)
	case *ast.SequenceNode:
		b.WriteByte('[')
		for i, value := range n.Values {
			if i > 0 {
				b.WriteString(", ")
			}
			if err := writeJSON(b, value); err != nil {
				return err
			}
		}
		b.WriteByte(']')
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		if text := n.GetToken().Value; json.Valid([]byte(text)) {
			b.WriteString(text)
		} else {
			return writeText(b, text)
		}
	case *ast.LiteralNode:
		return writeText(b, n.Value.Value)
	case *ast.StringNode:
		return writeText(b, n.Value)
	case nil, *ast.NullNode:
		b.WriteString("null")
	default:
		return writeText(b, n.GetToken().Value)
	}
	return nil
}

func writeObject(b *bytes.Buffer, values []*ast.MappingValueNode) error {
	b.WriteByte('{')
	for i, value := range values {
		if i > 0 {
			b.WriteString(", ")
		}
		if err := writeText(b, value.Key.GetToken().Value); err != nil {
			return err
		}
		b.WriteString(": ")
		if err := writeJSON(b, value.Value); err != nil {
			return err
		}
	}
	b.WriteByte('}')
	return nil
}

func writeText(b *bytes.Buffer, text string) error {
	value, err := json.Marshal(text)
	b.Write(value)
	return err
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
		return text, true
	case strings.ContainsRune("[{", rune(value[0])):
		return "", false
	}
	return string(value), true
}

// separated returns the names of a list.
func separated(typed string) []string { return unmarked(text.SplitNames(typed)) }

// unmarked returns names without typographic quotation marks around them.
func unmarked(names []string) (list []string) {
	for _, name := range names {
		if name = bare(name); name != "" {
			list = append(list, name)
		}
	}
	return list
}
