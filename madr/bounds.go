package madr

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/goccy/go-yaml/scanner"
	"github.com/goccy/go-yaml/token"
)

// What is read has bounds: the reader of YAML takes seconds for some short texts.
const (
	longest      = 256 << 10 // bytes; an export has less than 64 KB
	longestFront = 32 << 10  // bytes of front matter; an export has less than 16 KB
	mostLines    = 2_000     // of front matter; formatters make some hundreds of the few of an export
	mostBlank    = 200       // of these lines: at each, the reader copies what came before
	mostTabs     = 1_000     // in it, which cost the same
	mostEntries  = 2_000     // of its lists and maps
	deepest      = 12        // brackets in brackets in it; an export has 5
	furthest     = 100       // columns before an entry of a list in it
)

// bounded is an error about front matter that takes more to read than any export does.
// It looks at tokens as the reader of YAML does: what seems to be in quotation marks may
// not be, and names of anchors have any letters.
func bounded(front string) error {
	switch {
	case len(front) > longestFront:
		return errors.New("its front matter is longer than 32 KB")
	case strings.Count(front, "\n") >= mostLines:
		return fmt.Errorf("its front matter has more than %d lines", mostLines)
	case strings.Count(front, "\t") > mostTabs:
		return fmt.Errorf("its front matter has more than %d tabs", mostTabs)
	}
	blank := 0
	for line := range strings.SplitSeq(front, "\n") {
		if strings.TrimSpace(line) == "" {
			blank++
		}
	}
	if blank > mostBlank {
		return fmt.Errorf("its front matter has more than %d blank lines", mostBlank)
	}
	var scan scanner.Scanner
	scan.Init(front)
	var b bounds
	for {
		tokens, err := scan.Scan()
		if errors.Is(err, io.EOF) {
			return nil
		}
		for _, t := range tokens {
			if err := b.take(t); err != nil {
				return err
			}
		}
	}
}

// bounds is how far the tokens so far go.
type bounds struct{ depth, entries int }

func (b *bounds) take(t *token.Token) error {
	switch t.Type {
	case token.InvalidType: // to go on takes the square of what follows
		return &yamlFault{t.Position.Line, t.Error}
	case token.AnchorType, token.AliasType, token.MergeKeyType:
		return errors.New("its front matter has YAML anchors or aliases (& or * before a name, <<): write each value in full, or put " +
			"texts in quotation marks")
	case token.TagType, token.DirectiveType:
		return errors.New(
			"its front matter has YAML tags or directives (! or % before a name): remove them, or put texts in quotation marks")
	case token.SequenceStartType, token.MappingStartType:
		b.depth++
	case token.SequenceEndType, token.MappingEndType:
		if b.depth--; b.depth < 0 {
			return &yamlFault{t.Position.Line, "a bracket is closed that is not open"}
		}
	case token.MappingValueType, token.CollectEntryType:
		b.entries++
	case token.SequenceEntryType, token.MappingKeyType:
		b.entries++
		if t.Position.Column > furthest {
			return errors.New("its front matter has too many lists in lists")
		}
	}
	switch {
	case b.depth > deepest:
		return errors.New("its front matter has too many brackets in brackets")
	case b.entries > mostEntries:
		return fmt.Errorf("its front matter has more than %d entries", mostEntries)
	}
	return nil
}
