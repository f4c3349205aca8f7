package content

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"crossroads/decision"
)

// comparison is a catalogue while it is read, with the places of its parts.
type comparison struct {
	catalogue  *decision.Catalogue
	folder     string
	order      int
	places     map[string]place // by path in the catalogue: "bounds", "options[2]", "cells[7]"
	cases      []string         // files
	panel      *Panel           // nil when there is none
	panelAt    []panelFile
	released   map[string]releasedNumber
	examples   []*Example
	examplesAt []place
	complete   bool // every file could be read
	compiled   bool // and package decision found no problem
}

// readComparisons reads each folder of comparisons, in their order.
func (l *loader) readComparisons() {
	entries, err := fs.ReadDir(l.fsys, "comparisons")
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		l.problems.add("comparisons", 1, 1, "this folder cannot be read: %v", reason(err))
	}
	for _, e := range entries {
		name := path.Join("comparisons", e.Name())
		switch info, err := fs.Stat(l.fsys, name); { // unlike d.IsDir, this follows symbolic links
		case ignored(e.Name()):
		case copied(e.Name(), entries):
			l.stray(name, true, saidCopy)
		case err == nil && info.IsDir() && !isID(e.Name()) && !l.exists(path.Join(name, parts[0])):
			plain := strings.NewReplacer("_", "-", " ", "-").Replace(strings.ToLower(e.Name()))
			if slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return isID(plain) && e.Name() == plain }) {
				l.problems.add(name, 1, 1, "this folder is not read: did you mean %q?", plain)
				continue
			}
			l.stray(name, true, "this is not read: the folder of a comparison holds a file "+parts[0])
		case err == nil && info.IsDir():
			l.comparisons = append(l.comparisons, l.readComparison(name))
		default:
			l.stray(name, e.IsDir(), "this is not read: each comparison is a folder of its own in comparisons/")
		}
	}
	if len(l.comparisons) == 0 {
		l.problems.add("comparisons", 1, 1,
			"there is no comparison: add a folder with comparison.yaml, options.yaml, criteria.yaml, questions.yaml and matrix.yaml")
	}
	slices.SortStableFunc(l.comparisons, func(a, b *comparison) int { return cmp.Compare(a.order, b.order) })
}

// parts are the files of a comparison, in the order in which they have to be read.
var parts = []string{"comparison.yaml", "options.yaml", "criteria.yaml", "questions.yaml", "matrix.yaml"}

func (l *loader) readComparison(folder string) *comparison {
	c := &comparison{
		catalogue: &decision.Catalogue{Slug: path.Base(folder)},
		folder:    folder,
		places:    map[string]place{},
	}
	head := &document{file: path.Join(folder, parts[0]), problems: l.problems}
	c.places[""] = place{head, &node{line: 1, column: 1}}
	l.checkSlug(folder)
	files, known := l.list(folder, ".yaml", profilesFolder), append(slices.Clone(parts), formerFile, releasedFile, examplesFile, policyFile)
	for _, file := range files {
		if name := path.Base(file); !slices.Contains(known, name) {
			l.problems.add(file, 1, 1, "this file is not read: %s", suggest(name, known))
		}
	}
	l.missedRules(folder)
	c.complete = true
	for i, read := range []func(*document){c.readHead, c.readOptions, c.readCriteria, c.readQuestions, c.readMatrix} {
		if doc := l.document(path.Join(folder, parts[i])); doc != nil {
			read(doc)
		} else {
			c.complete = false
		}
	}
	l.readFormer(c, files)
	l.readReleased(c, files)
	l.readExamples(c, files)
	l.readPolicy(c, files)
	l.readProfiles(c)
	return c
}

func (c *comparison) readHead(doc *document) {
	var head comparisonFile
	doc.decode(&head)
	c.order = head.Order
	c.catalogue.Title, c.catalogue.Summary = head.Title, head.Summary
	c.catalogue.Noun, c.catalogue.Kinds = decision.Noun(head.Noun), decision.Kinds(head.Kinds)
	c.catalogue.Bounds = decision.Bounds(head.Bounds)
	axes := place{doc, doc.root}.find("axes")
	c.places["axes"] = axes
	for i, a := range head.Axes {
		c.catalogue.Axes = append(c.catalogue.Axes, a.axis())
		c.places[fmt.Sprintf("axes[%d]", i)] = axes.find(fmt.Sprintf("[%d]", i))
	}
	c.places[""] = place{doc, doc.root}
	c.places["bounds"] = place{doc, doc.root}.find("bounds")
}

func (c *comparison) readOptions(doc *document) {
	var list []optionYAML
	doc.decode(&list)
	c.places["options"] = place{doc, doc.root}
	for i, o := range list {
		c.catalogue.Options = append(c.catalogue.Options, o.option(c.catalogue.Axes))
		at := place{doc, doc.root.items[i]}
		c.places[fmt.Sprintf("options[%d]", i)] = at
		if on := at.find("on"); len(o.On) > 0 {
			doc.checkKnown(on.node, "axis", c.axisIDs())
		}
	}
}

func (c *comparison) readCriteria(doc *document) {
	var list []criterionYAML
	doc.decode(&list)
	c.places["criteria"] = place{doc, doc.root}
	for i, k := range list {
		c.catalogue.Criteria = append(c.catalogue.Criteria, k.criterion())
		c.places[fmt.Sprintf("criteria[%d]", i)] = place{doc, doc.root.items[i]}
	}
}

func (c *comparison) readQuestions(doc *document) {
	var file questionsFile
	doc.decode(&file)
	groups := place{doc, doc.root}.find("groups")
	c.places["groups"], c.places["questions"] = groups, groups
	for i, g := range file.Groups {
		at := groups.find(fmt.Sprintf("[%d]", i))
		c.places[fmt.Sprintf("groups[%d]", i)] = at
		c.catalogue.Groups = append(c.catalogue.Groups, decision.Group{ID: g.ID, Title: g.Title, Intro: g.Intro})
		for j, q := range g.Questions {
			at := at.find(fmt.Sprintf("questions[%d]", j))
			checkShares(q, at)
			c.places[fmt.Sprintf("questions[%d]", len(c.catalogue.Questions))] = at
			c.catalogue.Questions = append(c.catalogue.Questions, q.question(g.ID))
		}
	}
}

// checkShares reports a question where only some answers have a share.
func checkShares(q questionYAML, at place) {
	var without []string
	for _, a := range q.Answers {
		if a.Share == nil {
			without = append(without, a.ID)
		}
	}
	if len(without) > 0 && len(without) < len(q.Answers) {
		at.find("answers").fail("no share for %s, but for other answers: give one to all of them, or to none", strings.Join(without, ", "))
	}
}

// readMatrix reads the map of subjects (options, or values on an axis) to criteria to
// cells. The cells of the catalogue are sorted by axes, options and criteria, whatever
// their order in the file.
func (c *comparison) readMatrix(doc *document) {
	var matrix map[string]map[string]cellYAML
	doc.decode(&matrix)
	c.places["cells"] = place{doc, doc.root}
	subjects, criteria := c.subjects(), unique(c.ids("criterion", ""))
	if len(unique(c.ids("option", ""))) == 0 || len(criteria) == 0 {
		return // the problem is in the files that define them
	}
	if len(c.catalogue.Axes) == 0 {
		doc.checkKeys(doc.root, "option", subjects)
	} else {
		doc.checkKnown(doc.root, "option or value of an axis", subjects)
	}
	for _, row := range doc.root.entries {
		switch {
		case !slices.Contains(subjects, row.key):
		case len(c.catalogue.Axes) == 0:
			doc.checkKeys(row.value, "criterion", criteria)
		default:
			doc.checkKnown(row.value, "criterion", criteria)
		}
	}
	for _, key := range subjects {
		for _, criterion := range criteria {
			cell, there := matrix[key][criterion]
			if !there {
				continue
			}
			c.places[fmt.Sprintf("cells[%d]", len(c.catalogue.Cells))] = place{doc, doc.root.get(key).get(criterion)}
			c.catalogue.Cells = append(c.catalogue.Cells, cell.cell(subject(key), criterion))
		}
	}
}

// subjects lists the valid keys for rows of the matrix.
func (c *comparison) subjects() []string {
	var list []string
	for _, axis := range c.catalogue.Axes {
		for _, v := range axis.Values {
			list = append(list, decision.AxisRef(axis.ID, v.ID))
		}
	}
	return unique(append(list, c.ids("option", "")...))
}

// subject parses the key of a row: "platform.managed", or an option.
func subject(key string) decision.Subject {
	if strings.Contains(key, ".") {
		return decision.Subject{Axis: key}
	}
	return decision.Subject{Option: key}
}

func (c *comparison) axisIDs() []string {
	var ids []string
	for _, a := range c.catalogue.Axes {
		ids = append(ids, a.ID)
	}
	return ids
}

// unique drops repeated and empty ids, which are reported elsewhere.
func unique(ids []string) []string {
	var out []string
	for _, id := range ids {
		if id != "" && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

// checkKnown reports unknown keys of a map.
func (d *document) checkKnown(n *node, what string, known []string) {
	if n.kind != kindMap {
		return
	}
	for _, e := range n.entries {
		if !slices.Contains(known, e.key) {
			d.problems.add(d.file, e.line, e.column, "unknown %s %q: %s", what, e.key, suggest(e.key, known))
		}
	}
}

// checkKeys reports unknown keys of a map, and names without a key.
func (d *document) checkKeys(n *node, what string, known []string) {
	d.checkKnown(n, what, known)
	if n.kind != kindMap {
		return
	}
	for _, id := range known {
		if n.get(id) == nil {
			d.fail(n, "%s %q is missing here: add it", what, id)
		}
	}
}

// pathHead matches the part of a catalogue path whose place in the files is known.
var pathHead = regexp.MustCompile(`^[a-z]*(\[\d+\])?`)

// at returns the place of a path in the catalogue, or of its nearest known parent.
func (c *comparison) at(path string) place {
	head := pathHead.FindString(path)
	if p, ok := c.places[head]; ok {
		return p.find(path[len(head):])
	}
	list, _, _ := strings.Cut(head, "[")
	if p, ok := c.places[list]; ok {
		return p
	}
	return c.places[""].find(path)
}
