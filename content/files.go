package content

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// maxFile bounds a content file, in bytes. The longest article is a hundredth of that.
const maxFile = 1 << 20

// tree reads the text files of a content tree and records their hashes.
type tree struct {
	fsys     fs.FS
	read     map[string][sha256.Size]byte // by file
	strays   []stray
	problems *Problems
}

// text reads a file as UTF-8 text without a byte order mark and with "\n" as line end. If
// that fails, it reports the problem and returns false.
func (t *tree) text(file string) (string, bool) {
	raw, err := readBounded(t.fsys, file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		t.problems.add(file, 1, 1, "this file is missing: create it")
		return "", false
	case errors.Is(err, errTooLong):
		t.problems.add(file, 1, 1, "this file is longer than 1 MiB: split it or shorten it")
		return "", false
	case err != nil:
		t.problems.add(file, 1, 1, "this file cannot be read: %v", reason(err))
		return "", false
	}
	text := normal(raw)
	if line, column, bad := notText(text); bad != "" {
		t.problems.add(file, line, column, "%s", bad)
		return "", false
	}
	t.read[file] = sha256.Sum256([]byte(text))
	return text, true
}

// normal removes the byte order mark and carriage returns before line ends.
func normal(raw []byte) string {
	raw = bytes.TrimPrefix(raw, []byte("\ufeff"))
	return strings.ReplaceAll(string(raw), "\r\n", "\n")
}

// exists reports whether there is such a file.
func (t *tree) exists(file string) bool {
	_, err := fs.Stat(t.fsys, file)
	return err == nil
}

var errTooLong = errors.New("too long")

func readBounded(fsys fs.FS, file string) ([]byte, error) {
	f, err := fsys.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var raw bytes.Buffer
	if about, err := f.Stat(); err == nil {
		raw.Grow(int(min(about.Size(), maxFile)) + bytes.MinRead)
	}
	_, err = raw.ReadFrom(io.LimitReader(f, maxFile+1))
	if err == nil && raw.Len() > maxFile {
		return nil, errTooLong
	}
	return raw.Bytes(), err
}

// reason removes the path from a file error, since problems name the file already.
func reason(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}

// notText finds the first byte that is not allowed in a text file.
func notText(text string) (line, column int, message string) {
	line, column = 1, 1
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			return line, column, fmt.Sprintf("byte 0x%02X is not UTF-8: save the file in the encoding UTF-8", text[i])
		case r == '\r':
			return line, column, "a lone carriage return: end lines with a line feed"
		case isControl(r):
			return line, column, fmt.Sprintf("control character U+%04X: remove it", r)
		case r == '\n':
			line, column = line+1, 0
		}
		i, column = i+size, column+1
	}
	return 0, 0, ""
}

// list returns the files with an extension in a folder, sorted; an absent folder has none.
// Files in besides are read elsewhere, and all others are recorded as stray.
func (t *tree) list(folder, extension string, besides ...string) []string {
	entries, err := fs.ReadDir(t.fsys, folder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.problems.add(folder, 1, 1, "this folder cannot be read: %v", reason(err))
	}
	var files []string
	for _, e := range entries {
		name := path.Join(folder, e.Name())
		switch {
		case ignored(e.Name()) || slices.Contains(besides, e.Name()):
		case copied(e.Name(), entries):
			t.strays = append(t.strays, stray{name, saidCopy})
		case e.IsDir() || path.Ext(name) != extension:
			t.stray(name, e.IsDir(), fmt.Sprintf("this is not read: %s holds files that end in %s", folder, extension))
		default:
			files = append(files, name)
		}
	}
	return files
}

// ignored reports whether a file may lie beside content: notes for people, and files that
// editors and office programs create while a file is open.
func ignored(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "README") || strings.HasSuffix(name, "~") ||
		strings.HasPrefix(name, "~$")
}

// copies are names that file managers and programs that synchronise folders give to
// copies: "costs (1).md", "costs 2.md", "costs - Copy.md", "costs (another copy).md",
// "costs (Bob's conflicted copy).md", "costs-LAPTOP-1234.md"; and those of merge tools:
// "costs_REMOTE_4711.md". No name of content holds spaces, brackets or capitals.
var copies = regexp.MustCompile(`(?i)^(?:copy of|kopie von|copie de|copia de|cópia de) ` +
	`| (?:[-–—] )?` + copyWord + `(?: ?\(?[0-9]+\)?)?$| ?\([0-9]+\)$| [0-9]+$` +
	`| ?[(（](?:[^()]* )?` + copyWord + `(?: [^()]*)?[)）]$|-(?-i:(?:DESKTOP|LAPTOP|MACBOOK|SURFACE|WIN|PC)-[0-9A-Z]+)(?:-[0-9]+)?$` +
	`|_(?:BACKUP|BASE|LOCAL|REMOTE)_[0-9]+$|conflicted copy|case conflict|\.sync-conflict-|のコピー`)

const copyWord = `(?:copy|kopie|copie|copia|cópia|kopia|kopi|kopya|копия|コピー|副本|복사본)`

const saidCopy = "this is not read: its name is that of a copy; rename it if it is meant"

// inNoAddress matches what no name of content holds.
var inNoAddress = regexp.MustCompile(`[^a-z0-9-]`)

// copied reports whether a file or a folder is a copy that nobody made by hand. In every language
// that is one whose name is no name of content, and holds that of something beside it.
func copied(name string, beside []fs.DirEntry) bool {
	bare := strings.TrimSuffix(name, path.Ext(name))
	return copies.MatchString(bare) || inNoAddress.MatchString(bare) && slices.ContainsFunc(beside, func(e fs.DirEntry) bool {
		other := strings.TrimSuffix(e.Name(), path.Ext(e.Name()))
		return other != "" && !inNoAddress.MatchString(other) && holdsWord(bare, other)
	})
}

// holdsWord reports whether a text holds a word, with no letter or digit of ASCII at either end.
func holdsWord(s, word string) bool {
	for from := 0; ; {
		i := strings.Index(s[from:], word)
		if i < 0 {
			return false
		}
		i += from
		if (i == 0 || !alnum(s[i-1])) && (i+len(word) == len(s) || !alnum(s[i+len(word)])) {
			return true
		}
		from = i + 1
	}
}

func alnum(c byte) bool { return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

// stray is a file or a folder that is not content, and why it is not read.
type stray struct{ file, why string }

// authored lists extensions of files that authors write as content. Such a file, if not
// read, is probably a mistake and must be reported.
var authored = []string{".md", ".markdown", ".yaml", ".yml", ".json", ".jsonl", ".svg"}

// pasted lists extensions of pictures that editors put beside a text. Only among diagrams are
// they a mistake.
var pasted = []string{".png", ".jpg", ".gif", ".webp"}

// stray records a file that is not read. It ignores what systems leave in folders, such as
// Thumbs.db, desktop.ini, lost+found and backups ending in .orig.
func (t *tree) stray(file string, folder bool, why string) {
	ext := strings.ToLower(path.Ext(file))
	if !folder && (slices.Contains(authored, ext) || path.Dir(file) == "diagrams" && slices.Contains(pasted, ext)) {
		t.problems.add(file, 1, 1, "%s", why)
		return
	}
	t.strays = append(t.strays, stray{file, why})
}

// hash returns a version for the files that belong: the first 12 hex digits of a SHA-256
// over their names and contents.
func (t *tree) hash(belongs func(file string) bool) string {
	h := sha256.New()
	for _, file := range sortedKeys(t.read) {
		if belongs(file) {
			fmt.Fprintf(h, "%s\x00%x\n", file, t.read[file])
		}
	}
	return hex.EncodeToString(h.Sum(nil))[:12]
}

// Stamp returns a text that changes whenever a file of a content tree does. It compares
// only names, sizes and times, so it is cheap to call often. It follows symbolic links.
func Stamp(fsys fs.FS) string {
	h := sha256.New()
	var visit func(folder string, depth int)
	visit = func(folder string, depth int) {
		entries, err := fs.ReadDir(fsys, folder)
		if err != nil {
			fmt.Fprintln(h, folder, err)
		}
		for _, e := range entries {
			name := path.Join(folder, e.Name())
			info, err := fs.Stat(fsys, name)
			switch {
			case ignored(e.Name()):
			case err != nil:
				fmt.Fprintln(h, name, err)
			case !info.IsDir():
				fmt.Fprintln(h, name, info.Size(), info.ModTime().UnixNano())
			case depth > 0 || slices.Contains(folders, name): // anything else there is not content
				if fmt.Fprintln(h, name); depth < 3 {
					visit(name, depth+1)
				}
			}
		}
	}
	visit(".", 0)
	return hex.EncodeToString(h.Sum(nil))
}
