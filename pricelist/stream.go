package pricelist

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// maxValue bounds one entry of a list, in bytes, and so the memory needed. The longest
// entries of the providers are about 30 KB.
const maxValue = 1 << 20

// Error locates a problem in a price file.
type Error struct {
	File         string
	Line, Column int
	Message      string
}

func (e *Error) Error() string {
	return fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Column, e.Message)
}

// mark is a position in a file.
type mark struct{ line, column int }

var errLong = errors.New("too long")

// stream reads a file and knows the line of every byte that is not settled yet. It stops
// the reader at a value longer than maxValue, so that memory does not grow with the file.
type stream struct {
	file string
	from io.Reader

	read   int64   // bytes returned
	lines  int     // before the settled offset
	start  int64   // of the line that contains the settled offset
	ahead  []int64 // offsets of the line ends after the settled offset
	bound  int64   // offset at which reading stops
	broken error   // error of the file itself
}

func newStream(file string, from io.Reader) *stream {
	return &stream{file: file, from: from, bound: maxValue}
}

// Read implements io.Reader.
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

// settle drops the positions before an offset.
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

// at returns the position of an offset that is not settled yet.
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

// here returns the position of the next value, after the separator.
func (d *document) here() mark {
	offset := d.InputOffset()
	rest := d.Buffered().(io.ByteReader) // a bytes.Reader: the decoder documents it as the rest of its buffer
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

// open reads the opening brace or bracket of a value.
func (d *document) open(delim json.Delim, what string) error {
	at := d.here()
	t, err := d.token()
	if err == nil && t != delim {
		err = d.fail(at, "%s is not of the shape of %s: want %s here", what, d.kind,
			map[json.Delim]string{'{': "an object", '[': "a list"}[delim])
	}
	return err
}

// object reads the members of an object; each must read the value of its key.
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
		if err := each(key.(string), at); err != nil { // keys are always strings
			return err
		}
	}
	_, err := d.token()
	return err
}

// list reads the entries of a list; each must read one.
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

// decode reads a small value.
func (d *document) decode(into any) (mark, error) {
	d.settle(d.InputOffset())
	at := d.here()
	return at, d.wrong(at, d.Decode(into))
}

// skip skips a value, reading lists and objects entry by entry down to a depth.
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

// end checks that nothing follows the document.
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

// wrong converts an error of the decoder to an Error.
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
