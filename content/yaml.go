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

// node is a YAML value with its place, and the only form in which the rest of the package
// sees YAML.
type node struct {
	line, column int
	kind         kind
	text         string  // scalars: as written, quotes removed
	number       float64 // kindNumber
	entries      []entry // kindMap, in the order written
	items        []*node // kindList
	cut          bool    // a text without quotes that ends at a "#" that was hardly meant to begin a comment
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

// Bounds on the structure of a file. Real content stays far below. The time of the scanner
// and the parser grows with the square of each; without bounds, a file of 1 MiB could keep
// them busy for an hour.
const (
	maxDepth    = 32  // nested lists and maps
	maxIndent   = 200 // columns
	maxKey      = 200 // bytes
	maxEntries  = 10_000
	maxBlank    = 100 // blank lines in a row
	maxTabs     = 100 // on one line
	maxLessThan = 100 // "<" in a row
)

// yamlError locates text that is not YAML, or uses YAML features that content may not use.
type yamlError struct {
	line, column int
	message      string
}

func (e *yamlError) Error() string { return e.message }

// parseYAML reads one document. Its errors are *yamlError. Anchors, aliases, tags and
// directives are refused: content does not need them, and without aliases the result cannot
// be larger than the text. An empty document gives a null node.
func parseYAML(text string) (root *node, err error) {
	// The parser is known to panic on some malformed input.
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

// checkLines refuses runs of characters that the scanner would read again for each of them.
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

// scan splits a text into tokens. It stops where the text is certainly not YAML, as the
// parser has the best message for that, and refuses what would be slow to parse.
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
			if b.dashes > maxDepth { // inside open brackets
				return tokens, nil
			}
		}
		if err != nil { // io.EOF, or a token that is not YAML
			return tokens, nil
		}
	}
}

// bounds counts structure in the tokens seen so far.
type bounds struct {
	entries int
	flow    int   // open brackets
	dashes  int   // "- " inside open brackets
	columns []int // of the lists and maps in block style around the last token
	last    *token.Token
}

// check counts a token and refuses features that are not allowed, and structure beyond the
// bounds.
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
		b.entries += maxEntries / 100 // each takes about as long as that many others
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

// descend enters the list or map that an entry belongs to, determined by its column.
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

// syntaxError converts an error of the parser into a *yamlError.
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

// hints replace messages of the parser that do not tell authors what to write.
var hints = []struct{ when, say string }{
	{"mapping value is not allowed", "put text that holds a colon in quotes"},
	{"found character '\t'", "indent with spaces, not with a tab"},
	{"cannot start any token", "put text that begins with this character in quotes"},
	{"non-map value is specified", "write \"key: value\", in the column of the keys above"},
	{"unexpected key name", "write \"key: value\", in the column of the keys above"},
	{"value is not allowed in this context", "indent this line like the one above, or put the text in quotes"},
}

// convert converts the parser's tree.
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
		out.kind, out.text, out.cut = kindText, n.Value, cutShort(t)
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

// cutShort reports whether a text without quotes is followed by a comment without a space after its "#", as
// in "Ticket #4711": what follows would be missing without a word.
func cutShort(t *token.Token) bool {
	next := t.Next
	return t.Type == token.StringType && next != nil && next.Type == token.CommentType &&
		next.Position.Line <= t.Position.Line+strings.Count(strings.TrimSpace(t.Origin), "\n") &&
		next.Value != "" && !strings.ContainsAny(next.Value[:1], " \t#")
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

// decimal matches the numbers allowed in content. YAML also has 0x1F, 0o17, 1_000 and
// others, which here are usually mistakes.
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

// find follows a path such as "answers[1].by" as far as it exists and returns the last node
// found. Keys match regardless of case and underscores.
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
