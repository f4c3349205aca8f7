package content

import (
	"errors"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"crossroads/decision"
	"crossroads/wrong"
)

// compile sets the version of each catalogue and compiles it. Problems found there name
// paths in the catalogue; here they get their place in a file.
func (l *loader) compile() {
	priced := !slices.ContainsFunc(*l.problems, func(p Problem) bool { return p.Severity == Error && isPrices(p.File) })
	for _, c := range l.comparisons {
		if c.costed() {
			for _, s := range l.prices {
				c.catalogue.Prices = append(c.catalogue.Prices, s.Sheet)
			}
			c.catalogue.Assumptions, c.catalogue.Hours = l.assumed, l.hours
		}
		files := l.filesOf(c)
		c.catalogue.Version = l.hash(func(file string) bool { return slices.Contains(files, file) })
		if !c.complete {
			continue // everything missing would be reported again for each use
		}
		var found wrong.Inputs
		err := c.catalogue.Compile()
		if c.compiled = err == nil; c.compiled {
			c.checkPanel(l.problems)
			c.checkReleased()
			c.checkExamples()
			c.dropDecidedExamples()
		}
		if !errors.As(err, &found) {
			continue
		}
		before := slices.Clone(*l.problems)
		for _, p := range found {
			at := c.at(p.Field)
			// Whatever could not be read is also missing from the catalogue, and was
			// reported already.
			if p.Field == "cells" || !priced && costPath.MatchString(p.Field) || before.at(at.file, at.node.line+at.below, at.node.column) {
				continue
			}
			if message := c.explain(p); message != "" {
				at.fail("%s", message)
			}
		}
	}
}

// filesOf lists the files on which a report of the comparison depends.
func (l *loader) filesOf(c *comparison) []string {
	files := slices.Clone(c.cases)
	for _, part := range parts {
		files = append(files, path.Join(c.folder, part))
	}
	if c.catalogue.Policy != nil {
		files = append(files, path.Join(c.folder, policyFile))
	}
	for _, s := range c.catalogue.Sources {
		files = append(files, l.sourceAt[s.ID].file)
	}
	if c.costed() {
		for _, file := range sortedKeys(l.read) {
			if isPrices(file) || file == assumptionsFile {
				files = append(files, file)
			}
		}
	}
	return files
}

// costed reports whether a criterion takes its value from the cost model, and therefore
// from the prices.
func (c *comparison) costed() bool {
	return slices.ContainsFunc(c.catalogue.Criteria, func(k decision.Criterion) bool { return k.Cost != nil })
}

func isPrices(file string) bool { return path.Dir(file) == "prices" }

// costPath matches the path of problems that the prices may cause.
var costPath = regexp.MustCompile(`^criteria\[\d+\]\.cost$`)

var unknownID = regexp.MustCompile(`^there is no (option|criterion|question|answer|source) "(.*)"$`)

// explain rewords a problem of the catalogue for use beside a place in a file, and suggests
// a known id for an unknown one. It returns "" if no ids are known at all, since the list
// itself is then reported.
func (c *comparison) explain(p wrong.Input) string {
	if m := unknownID.FindStringSubmatch(p.Message); m != nil {
		ids := c.ids(m[1], p.Field)
		if len(ids) == 0 {
			return ""
		}
		return fmt.Sprintf("unknown %s %q: %s", m[1], m[2], suggest(m[2], ids))
	}
	if strings.HasPrefix(p.Message, "is ") {
		return p.Field[strings.LastIndexByte(p.Field, '.')+1:] + " " + p.Message
	}
	return p.Message
}

// ids lists the valid ids at a path that refers to an option, a criterion, a question or an
// answer.
func (c *comparison) ids(kind, path string) (ids []string) {
	switch kind {
	case "option":
		for _, o := range c.catalogue.Options {
			ids = append(ids, o.ID)
		}
		if strings.HasSuffix(path, ".chose") {
			ids = append(ids, decision.Hybrid)
		}
	case "criterion":
		for _, k := range c.catalogue.Criteria {
			ids = append(ids, k.ID)
		}
	case "question":
		ids = c.questionIDs()
	case "answer":
		id := path[strings.LastIndexByte(path, '.')+1:]
		if at := 0; c.catalogue.Policy != nil {
			if n, _ := fmt.Sscanf(path, "policy.answers[%d].answer", &at); n == 1 {
				id = c.catalogue.Policy.Answers[at].Question
			}
		}
		q, _ := c.question(id)
		for _, a := range q.Answers {
			ids = append(ids, a.ID)
		}
	}
	return ids
}
