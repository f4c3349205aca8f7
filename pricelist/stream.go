package pricelist

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// maxValue bounds one entry of a list, in bytes: what is held in memory at a time.
// The longest entries of the providers are some 30 KB.
const maxValue = 1 << 20

// Error is what is wrong with a price file, and where.
type Error struct {
	File         string
	Line, Column int
	Message      string
}

func (e *Error) Error() string {
	return fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Column, e.Message)
}

// mark is a place in a file.
type mark struct{ line, column int }

var errLong = errors.New("too long")

// stream hands out a file and knows the line of each byte that was not settled
// yet. It holds the reader back where one value is longer than maxValue, so that
// memory does not grow with the file.
type stream struct {
	file string
	from io.Reader

	read   int64   // bytes handed out
	lines  int     // ended before the settled offset
	start  int64   // offset at which the settled line begins
	ahead  []int64 // offsets of the line ends behind the settled offset
	bound  int64   // no byte from here on is handed out
	broken error   // of the file itself
}

func newStream(file string, from io.Reader) *stream {
	return &stream{file: file, from: from, bound: maxValue}
}

// Read returns that of io.Reader.
func (s *stream) Read(p []byte) (int, error) {
	if s.read >= s.bound {
		return 0, errLong
	}
	n, err := s.from.Read(p[:min(int64(len(p)), s.bound-s.read)])
	for i, c := range p[:n] {
		if c == '\n' {
			s.ahead = append(s.ahead, s.read+int64(i))
		}
	}
	s.read += int64(n)
	if err != nil && err != io.EOF {
		s.broken = err
	}
	return n, err
}

// settle says that nothing before an offset will be asked for again.
func (s *stream) settle(offset int64) {
	done := 0
	for done < len(s.ahead) && s.ahead[done] < offset {
		s.start = s.ahead[done] + 1
		done++
	}
	s.lines += done
	s.ahead = append(s.ahead[:0], s.ahead[done:]...)
	s.bound = offset + maxValue
}

// at returns the place of an offset that is not settled yet.
func (s *stream) at(offset int64) mark {
	line, start := s.lines, s.start
	for _, end := range s.ahead {
		if end < offset {
			line, start = line+1, end+1
		}
	}
	return mark{line + 1, int(offset-start) + 1}
}

func (s *stream) fail(at mark, format string, args ...any) error {
	return &Error{s.file, at.line, at.column, fmt.Sprintf(format, args...)}
}

// document reads a JSON document value by value.
type document struct {
	*stream
	*json.Decoder
	kind string // what it is expected to be: "the price list of AWS"
	skim json.RawMessage
}

func newDocument(s *stream) *document {
	return &document{stream: s, Decoder: json.NewDecoder(s), kind: "JSON"}
}

// here returns the place of what comes next, behind what separates it from the last.
func (d *document) here() mark {
	offset := d.InputOffset()
	rest := d.Buffered().(io.ByteReader) // a bytes.Reader, which the decoder documents as the rest of its buffer
	for c, err := rest.ReadByte(); err == nil && strings.IndexByte(" \t\r\n:,", c) >= 0; c, err = rest.ReadByte() {
		offset++
	}
	return d.at(offset)
}

// token reads a brace, a bracket or a key.
func (d *document) token() (json.Token, error) {
	d.settle(d.InputOffset())
	at := d.here()
	t, err := d.Token()
	return t, d.wrong(at, err)
}

// open reads the brace or bracket that a value has to begin with.
func (d *document) open(delim json.Delim, what string) error {
	at := d.here()
	t, err := d.token()
	if err == nil && t != delim {
		err = d.fail(at, "%s is not of the shape of %s: want %s here", what, d.kind,
			map[json.Delim]string{'{': "an object", '[': "a list"}[delim])
	}
	return err
}

// object reads the members of an object; each has to read the value of its key.
func (d *document) object(what string, each func(key string, at mark) error) error {
	if err := d.open('{', what); err != nil {
		return err
	}
	for d.More() {
		at := d.here()
		key, err := d.token()
		if err != nil {
			return err
		}
		if err := each(key.(string), at); err != nil { // a decoder gives no other key
			return err
		}
	}
	_, err := d.token()
	return err
}

// list reads the entries of a list; each has to read one.
func (d *document) list(what string, each func() error) error {
	if err := d.open('[', what); err != nil {
		return err
	}
	for d.More() {
		if err := each(); err != nil {
			return err
		}
	}
	_, err := d.token()
	return err
}

// decode reads a value that is small.
func (d *document) decode(into any) (mark, error) {
	d.settle(d.InputOffset())
	at := d.here()
	return at, d.wrong(at, d.Decode(into))
}

// skip passes over a value, entry by entry down to a depth.
func (d *document) skip(depth int) error {
	if depth == 0 {
		_, err := d.decode(&d.skim)
		return err
	}
	t, err := d.token()
	if delim, is := t.(json.Delim); err != nil || !is {
		return err
	} else {
		for d.More() {
			if delim == '{' {
				if _, err := d.token(); err != nil {
					return err
				}
			}
			if err := d.skip(depth - 1); err != nil {
				return err
			}
		}
	}
	_, err = d.token()
	return err
}

// end makes sure that nothing follows the document.
func (d *document) end() error {
	d.settle(d.InputOffset())
	at := d.here()
	if _, err := d.Token(); err == nil {
		return d.fail(at, "something follows the end of %s: keep one document in a file", d.kind)
	} else if err != io.EOF {
		return d.wrong(at, err)
	}
	return nil
}

// wrong describes what an error of the decoder means, and where.
func (d *document) wrong(at mark, err error) error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case err == nil:
		return nil
	case d.broken != nil:
		return d.fail(at, "the file cannot be read: %v", d.broken)
	case errors.Is(err, errLong):
		return d.fail(at, "an entry is longer than 1 MiB: this is not %s", d.kind)
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return d.fail(d.at(d.read), "the file ends in the middle: download it again, completely")
	case errors.As(err, &kind):
		return d.fail(at, "%s is %s here, so this is not %s", orEntry(kind.Field), kind.Value, d.kind)
	case errors.As(err, &syntax):
		if found := d.at(max(syntax.Offset-1, 0)); found.line > at.line || found.line == at.line && found.column > at.column {
			at = found
		}
		return d.fail(at, "this is not JSON: %s", strings.TrimPrefix(syntax.Error(), "json: "))
	}
	return d.fail(at, "a number cannot be read here, so this is not %s", d.kind)
}

func orEntry(field string) string {
	if field == "" {
		return "an entry"
	}
	return fmt.Sprintf("%.60q", field)
}
