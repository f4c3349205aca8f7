package content

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/scanner"
	"github.com/goccy/go-yaml/token"
)

// node is a YAML value with its place. The rest of the package sees YAML only
// as these.
type node struct {
	line, column int
	kind         kind
	text         string  // scalars: as written, quotes removed
	number       float64 // kindNumber
	entries      []entry // kindMap, in the order written
	items        []*node // kindList
}

type entry struct {
	key          string
	line, column int
	value        *node
}

type kind int

const (
	kindNull kind = iota
	kindText
	kindNumber
	kindBool
	kindMap
	kindList
)

func (k kind) String() string {
	return [...]string{"nothing", "text", "a number", "true or false", "a map of keys", "a list"}[k]
}

// Bounds on the shape of a file. Content stays far below them. The scanner and the
// parser take time that grows with the square of each; without bounds, a file of
// 1 MiB could keep them busy for an hour.
const (
	maxDepth    = 32  // nested lists and maps
	maxIndent   = 200 // columns
	maxKey      = 200 // bytes
	maxEntries  = 10_000
	maxBlank    = 100 // blank lines in a row
	maxTabs     = 100 // on one line
	maxLessThan = 100 // "<" in a row
)

// yamlError is a place in a text that is not YAML, or not of the kind we read.
type yamlError struct {
	line, column int
	message      string
}

func (e *yamlError) Error() string { return e.message }

// parseYAML reads one document. Its errors are *yamlError. Anchors, aliases, tags
// and directives are refused: content does not need them, and without aliases the
// result cannot be larger than the text. An empty document gives a null node.
func parseYAML(text string) (root *node, err error) {
	// The parser is known to panic on some broken input.
	defer func() {
		if r := recover(); r != nil {
			root, err = nil, &yamlError{1, 1, "this is not YAML: check indentation, colons and quotes"}
		}
	}()
	if err := checkLines(text); err != nil {
		return nil, err
	}
	tokens, err := scan(text)
	if err != nil {
		return nil, err
	}
	file, err := parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		return nil, syntaxError(err)
	}
	root = &node{line: 1, column: 1}
	for i, doc := range file.Docs {
		if i > 0 {
			at := &token.Position{Line: 1, Column: 1}
			if doc.Start != nil {
				at = doc.Start.Position
			}
			return nil, &yamlError{at.Line, at.Column, "this begins a second document: keep one, and remove the line ---"}
		}
		if doc.Body != nil {
			root, err = convert(doc.Body, 0)
		}
	}
	return root, err
}

// checkLines refuses runs over which the scanner would go again and again.
func checkLines(text string) error {
	blank, number := 0, 0
	for line := range strings.SplitSeq(text, "\n") {
		number++
		fail := func(column int, format string, most int) error {
			return &yamlError{number, column, fmt.Sprintf(format, most)}
		}
		if blank++; strings.TrimSpace(line) != "" {
			blank = 0
		}
		if blank > maxBlank {
			return fail(1, "more than %d blank lines in a row: remove some", maxBlank)
		}
		if strings.Count(line, "\t") > maxTabs {
			return fail(1, "more than %d tabs on one line: write spaces", maxTabs)
		}
		if at := strings.Index(line, longLessThan); at >= 0 {
			return fail(utf8.RuneCountInString(line[:at])+1, "more than %d < in a row: remove some", maxLessThan)
		}
	}
	return nil
}

var longLessThan = strings.Repeat("<", maxLessThan+1)

// scan cuts a text into tokens, up to where it is certain not to be YAML: the parser
// says best why not. What would make parsing costly is refused at once.
func scan(text string) (token.Tokens, error) {
	var (
		s      scanner.Scanner
		tokens token.Tokens
		b      bounds
	)
	s.Init(text)
	for {
		more, err := s.Scan()
		for _, t := range more {
			if err := b.check(t); err != nil {
				return nil, err
			}
			tokens.Add(t)
			if b.dashes > maxDepth { // with brackets open
				return tokens, nil
			}
		}
		if err != nil { // io.EOF, or a token that is not YAML
			return tokens, nil
		}
	}
}

// bounds is what the tokens of a file add up to.
type bounds struct {
	entries int
	flow    int   // brackets that are open
	dashes  int   // that begin an entry although a bracket is open
	columns []int // of the block lists and maps around the last token
	last    *token.Token
}

// check counts a token, and refuses what parsing would have to unfold or descend into.
func (b *bounds) check(t *token.Token) error {
	fail := func(t *token.Token, format string, args ...any) error {
		return &yamlError{t.Position.Line, t.Position.Column, fmt.Sprintf(format, args...)}
	}
	last := b.last
	b.last = t
	switch t.Type {
	case token.AnchorType, token.AliasType, token.MergeKeyType:
		return fail(t, "anchors and aliases (&, *, <<) are not read here: write the value out, or put it in quotes if it is text")
	case token.TagType, token.DirectiveType:
		return fail(t, "tags and directives (!, %%) are not read here: remove it, or put the value in quotes if it is text")
	case token.SequenceStartType, token.MappingStartType:
		b.flow++
	case token.SequenceEndType, token.MappingEndType:
		b.flow--
	case token.CollectEntryType:
		b.entries++
	case token.SequenceEntryType:
		b.entries++
		b.descend(t)
	case token.MappingKeyType:
		b.entries += maxEntries / 100 // each takes as long as so many others
	case token.MappingValueType:
		b.entries++
		if last != nil {
			if len(last.Value) > maxKey {
				return fail(last, "a key of more than %d letters: shorten it", maxKey)
			}
			b.descend(last)
		}
	}
	switch {
	case len(b.columns)+b.flow > maxDepth:
		return fail(t, "nested more than %d deep: write it flatter", maxDepth)
	case len(b.columns) > 0 && b.columns[len(b.columns)-1] > maxIndent:
		return fail(t, "indented by more than %d columns: write it flatter", maxIndent)
	case b.entries > maxEntries:
		return fail(t, "more than %d keys and list entries: split the file", maxEntries)
	}
	return nil
}

// descend enters the list or map that an entry belongs to, by its column.
func (b *bounds) descend(entry *token.Token) {
	if b.flow > 0 {
		if entry.Type == token.SequenceEntryType {
			b.dashes++
		}
		return
	}
	column := entry.Position.Column
	for len(b.columns) > 0 && b.columns[len(b.columns)-1] >= column {
		b.columns = b.columns[:len(b.columns)-1]
	}
	b.columns = append(b.columns, column)
}

// syntaxError turns an error of the parser into a *yamlError at the same place.
func syntaxError(err error) error {
	var syntax yaml.Error
	if !errors.As(err, &syntax) || syntax.GetToken() == nil {
		return &yamlError{1, 1, "this is not YAML: check indentation, colons and quotes"}
	}
	p := syntax.GetToken().Position
	message := syntax.GetMessage()
	for _, h := range hints {
		if strings.Contains(message, h.when) {
			message = h.say
		}
	}
	return &yamlError{p.Line, p.Column, "this is not YAML: " + message}
}

// hints say what to write instead where the parser only says what it met.
var hints = []struct{ when, say string }{
	{"mapping value is not allowed", "put text that holds a colon in quotes"},
	{"found character '\t'", "indent with spaces, not with a tab"},
	{"cannot start any token", "put text that begins with this character in quotes"},
	{"non-map value is specified", "write \"key: value\", in the column of the keys above"},
	{"unexpected key name", "write \"key: value\", in the column of the keys above"},
	{"value is not allowed in this context", "indent this line like the one above, or put the text in quotes"},
}

// convert turns the parser's tree into ours.
func convert(n ast.Node, depth int) (*node, error) {
	t := n.GetToken()
	out := &node{line: t.Position.Line, column: t.Position.Column, text: t.Value}
	if depth > maxDepth {
		return nil, &yamlError{out.line, out.column, fmt.Sprintf("nested more than %d deep: write it flatter", maxDepth)}
	}
	switch n := n.(type) {
	case *ast.MappingNode:
		return out, out.addEntries(n.Values, depth)
	case *ast.MappingValueNode:
		return out, out.addEntries([]*ast.MappingValueNode{n}, depth)
	case *ast.SequenceNode:
		out.kind = kindList
		for _, v := range n.Values {
			item, err := convert(v, depth+1)
			if err != nil {
				return nil, err
			}
			out.items = append(out.items, item)
		}
	case *ast.LiteralNode:
		out.kind, out.text = kindText, n.Value.Value
	case *ast.StringNode:
		out.kind, out.text = kindText, n.Value
	case *ast.IntegerNode, *ast.FloatNode:
		out.readNumber()
	case *ast.InfinityNode, *ast.NanNode:
		out.kind = kindText
	case *ast.BoolNode:
		out.kind = kindBool
	case *ast.NullNode:
		out.kind = kindNull
	default:
		return nil, &yamlError{out.line, out.column, "this is not read here: write plain keys, lists, text and numbers"}
	}
	return out, nil
}

func (out *node) addEntries(values []*ast.MappingValueNode, depth int) error {
	out.kind = kindMap
	for i, v := range values {
		at := v.Key.GetToken().Position
		if i == 0 && out.text != "{" {
			out.line, out.column = at.Line, at.Column
		}
		if _, plain := v.Key.(ast.ScalarNode); !plain {
			return &yamlError{at.Line, at.Column, "a key must be plain text"}
		}
		value, err := convert(v.Value, depth+1)
		if err != nil {
			return err
		}
		if value.kind == kindNull { // an absent value has no place of its own
			value.line, value.column = at.Line, at.Column
		}
		out.entries = append(out.entries, entry{v.Key.GetToken().Value, at.Line, at.Column, value})
	}
	return nil
}

// decimal is how numbers are written here. YAML also has 0x1F, 0o17, 1_000 and
// others, which in content are more often a slip than meant.
var decimal = regexp.MustCompile(`^[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?$`)

func (out *node) readNumber() {
	out.kind = kindText
	if !decimal.MatchString(out.text) {
		return
	}
	if f, err := strconv.ParseFloat(out.text, 64); err == nil {
		out.kind, out.number = kindNumber, f
	}
}

// get returns the value of a key of a map, or nil.
func (n *node) get(key string) *node {
	for _, e := range n.entries {
		if e.key == key {
			return e.value
		}
	}
	return nil
}

// find descends along a path such as "answers[1].by" as far as it leads and
// returns the last node met. Keys match without regard to case and underscores.
func (n *node) find(path string) *node {
	for _, step := range strings.FieldsFunc(path, func(r rune) bool { return r == '.' || r == '[' || r == ']' }) {
		next := n.child(step)
		if next == nil {
			break
		}
		n = next
	}
	return n
}

func (n *node) child(step string) *node {
	if i, err := strconv.Atoi(step); err == nil && i >= 0 && i < len(n.items) {
		return n.items[i]
	}
	plain := func(s string) string { return strings.ToLower(strings.ReplaceAll(s, "_", "")) }
	for _, e := range n.entries {
		if plain(e.key) == plain(step) {
			return e.value
		}
	}
	return nil
}
