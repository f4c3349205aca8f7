package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/alecthomas/kong"

	"crossroads/content"
	"crossroads/decision/cost"
	"crossroads/format"
	"crossroads/pricelist"
)

type pricesCommand struct {
	Import importCommand `cmd:"" help:"prices_import"`
}

type importCommand struct {
	Sheet   string   `arg:"" help:"import_sheet"`
	Files   []string `arg:"" help:"import_files"`
	Content string   `placeholder:"DIR" help:"import_content"`
	AsOf    string   `placeholder:"YYYY-MM-DD" help:"import_as_of"`
	Allow   []string `placeholder:"ITEM" help:"import_allow"`
	Write   bool     `help:"import_write"`
}

// Run shows every changed price and its effect on the break-evens, and writes all of them or
// none.
func (cmd *importCommand) Run(_ *kong.Context, p *process) error {
	if err := cmd.check(); err != nil {
		return err
	}
	lists, err := content.PriceLists(contentTree(cmd.Content))
	if err != nil {
		return fmt.Errorf("the prices cannot be read; correct them with crossroads check %s\n%w", cmd.Content, err)
	}
	i := slices.IndexFunc(lists, func(l content.PriceList) bool { return l.ID == cmd.Sheet })
	if i < 0 {
		return fmt.Errorf("there is no price sheet %q: write one of %s", cmd.Sheet, strings.Join(sheetNames(lists), ", "))
	}
	list := &lists[i]
	if len(list.SKUs.Items) == 0 {
		return fmt.Errorf("no file skus/%s.yaml says which entries of a price list the items of %s are", list.Provider, list.ID)
	}
	for _, id := range cmd.Allow {
		if _, ok := list.Item(id); !ok {
			return fmt.Errorf("--allow: %q is no item of %s", id, list.ID)
		}
	}
	update, err := cmd.read(list)
	if err != nil {
		return err
	}
	shows(p.stdout, lists, i, update)
	if !cmd.Write {
		_, err := fmt.Fprintln(p.stdout, "Nothing was written; --write does.")
		return err
	}
	return cmd.write(p.stdout, list, update)
}

// check refuses combinations of flags that make no sense.
func (cmd *importCommand) check() error {
	if err := checkContent(cmd.Content); err != nil {
		return fmt.Errorf("--content: %w", err)
	}
	if cmd.Write && cmd.Content == "" {
		return errors.New("--write: name the directory of your content with --content; what is built in is never changed")
	}
	if _, err := time.Parse(time.DateOnly, cmd.AsOf); cmd.AsOf != "" && err != nil {
		return fmt.Errorf("--as-of: %q is not a day; write YYYY-MM-DD", cmd.AsOf)
	} else if stillToCome(cmd.AsOf) {
		return fmt.Errorf("--as-of: %s is still to come", cmd.AsOf)
	}
	return nil
}

// stillToCome reports whether a day has begun nowhere yet. Where people are first, their clocks are
// 14 hours ahead of UTC.
func stillToCome(day string) bool {
	return day > time.Now().UTC().Add(14*time.Hour).Format(time.DateOnly)
}

func sheetNames(lists []content.PriceList) []string {
	var names []string
	for _, l := range lists {
		names = append(names, l.ID)
	}
	return names
}

// read streams the files.
func (cmd *importCommand) read(list *content.PriceList) (*pricelist.Update, error) {
	var files []pricelist.File
	for _, name := range cmd.Files {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		info, err := f.Stat()
		if err != nil {
			return nil, err
		}
		day := cmd.AsOf
		if day == "" {
			if day = info.ModTime().Format(time.DateOnly); stillToCome(day) {
				return nil, fmt.Errorf("%s is of %s by its clock, which is still to come; say with --as-of when it was downloaded",
					name, day)
			}
		}
		files = append(files, pricelist.File{Name: name, From: f, Day: day, Clock: cmd.AsOf == ""})
	}
	return pricelist.Read(&list.Sheet, list.SKUs, files, cmd.Allow)
}

// shows prints each change with its effect on the break-evens, and then what could not be
// imported.
func shows(w io.Writer, lists []content.PriceList, sheet int, u *pricelist.Update) {
	before := breakEvens(lists, sheet, nil)
	for _, c := range u.Changes {
		fmt.Fprintf(w, "%s (%s)\n  was %s\n  is  %s\n", c.New.ID, c.At, pricelist.Said(&c.Old), pricelist.Said(&c.New))
		for _, line := range moved(before, breakEvens(lists, sheet, []cost.Item{c.New})) {
			fmt.Fprintln(w, "  moves", line)
		}
	}
	all := moved(before, breakEvens(lists, sheet, u.Items))
	if len(u.Changes) > 1 && len(all) > 0 {
		fmt.Fprintln(w, "All changes together:")
		for _, line := range all {
			fmt.Fprintln(w, "  move", line)
		}
	}
	for _, note := range u.Notes {
		fmt.Fprintln(w, "Note:", note)
	}
	fmt.Fprintf(w, "%s: %s read, %d changed\n", lists[sheet].ID, format.Plural(len(u.Items), "price"), len(u.Changes))
	if len(u.NotFound) > 0 {
		fmt.Fprintf(w, "not in these files: %s\n", strings.Join(u.NotFound, ", "))
	}
	if len(u.Unmapped) > 0 {
		fmt.Fprintf(w, "not importable, since no entry of the list is known for them: %s\n", strings.Join(u.Unmapped, ", "))
	}
}

// breakEvens returns the published break-evens in words, computed with some items of a sheet
// replaced.
func breakEvens(lists []content.PriceList, sheet int, items []cost.Item) []string {
	var sheets []cost.Sheet
	for i, l := range lists {
		s := l.Sheet
		if i == sheet {
			s = s.With(items)
		}
		sheets = append(sheets, s)
	}
	m := cost.NewModel(sheets)
	var said []string
	for _, pair := range cost.PublishedPairs {
		said = append(said, m.Published(pair))
	}
	return said
}

// moved lists the break-evens that differ.
func moved(before, after []string) []string {
	var lines []string
	for i, pair := range cost.PublishedPairs {
		if before[i] != after[i] {
			a, _ := cost.BlueprintOf(pair[0])
			b, _ := cost.BlueprintOf(pair[1])
			lines = append(lines, fmt.Sprintf("the break-even of %s and %s: %s → %s", a.Name, b.Name, before[i], after[i]))
		}
	}
	return lines
}

// write writes the prices into an overlay file of the sheet. The file appears whole, and only if
// the content is valid with it.
func (cmd *importCommand) write(w io.Writer, list *content.PriceList, u *pricelist.Update) error {
	items := slices.Clone(u.Items)
	for _, id := range list.Imported { // items from earlier imports of other files
		if item, ok := list.Item(id); ok && !slices.ContainsFunc(items, func(i cost.Item) bool { return i.ID == id }) {
			items = append(items, *item)
		}
	}
	text := pricelist.Overlay(list.ID, list.Name, items)
	name := filepath.Join("prices", list.ID+"-list.yaml")
	trial, err := os.MkdirTemp("", "crossroads-import-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(trial)
	if err := place(trial, name, text); err != nil {
		return err
	}
	if _, err := content.Load(content.Overlay(os.DirFS(trial), contentTree(cmd.Content))); err != nil {
		return fmt.Errorf("nothing was written, since the content would not be usable with it:\n%w", err)
	}
	if err := place(cmd.Content, name, text); err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "%s holds %s\n", filepath.Join(cmd.Content, name), format.Plural(len(items), "price"))
	return err
}

// place writes a file under a temporary name and renames it, so that it appears whole.
func place(dir, name string, text []byte) (err error) {
	target := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(target), ".import-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(f.Name())
		}
	}()
	_, err = f.Write(text)
	if err = errors.Join(err, f.Chmod(0o644), f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), target)
}
