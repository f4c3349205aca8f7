package content

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"slices"
	"strings"

	"crossroads/decision"
)

// releasedFile holds the numbers of a comparison at the last release, each with the
// fingerprint of its reason. It is optional.
const releasedFile = "released.yaml"

type releasedYAML struct {
	Numbers []releasedNumber `yaml:"numbers"`
}

type releasedNumber struct {
	Of     string  `yaml:"of"` // cell or effect: see reasonedOf
	Value  float64 `yaml:"value"`
	Reason string  `yaml:"reason"` // fingerprint
}

// reasoned is a number of a catalogue that has a reason.
type reasoned struct {
	key    string // in releasedFile
	path   string // in the catalogue
	value  float64
	reason string
}

// reasonedOf lists the cells, shifts and factors of a catalogue, in its order.
func reasonedOf(c *decision.Catalogue) (list []reasoned) {
	for i, cell := range c.Cells {
		list = append(list, reasoned{
			cell.Subject().Of() + " " + cell.Criterion, fmt.Sprintf("cells[%d].value", i), cell.Value, cell.Reason,
		})
	}
	for i, q := range c.Questions {
		for j, a := range q.Answers {
			key, at := q.ID+"="+a.ID+" ", fmt.Sprintf("questions[%d].answers[%d]", i, j)
			for n, s := range a.Shifts {
				list = append(list, reasoned{
					key + s.Subject().Of() + " " + s.Criterion, fmt.Sprintf("%s.shifts[%d].by", at, n), s.By, s.Why,
				})
			}
			for n, w := range a.Weights {
				list = append(list, reasoned{key + w.Criterion, fmt.Sprintf("%s.weights[%d].factor", at, n), w.Factor, w.Why})
			}
		}
	}
	return list
}

// fingerprint returns a short hash of a reason as it is typed, enough to see that it was edited.
func fingerprint(reason string) string {
	sum := sha256.Sum256([]byte(straight(reason)))
	return "r" + hex.EncodeToString(sum[:4]) // begins with a letter, so that YAML does not read it as a number
}

// Released returns the content of releasedFile for a comparison as it is now.
func Released(c *decision.Catalogue) string {
	var b strings.Builder
	b.WriteString("# Written by \"crossroads check --released " + c.Slug +
		"\" at each release: a number that changed since needs another reason.\nnumbers:\n")
	for _, n := range reasonedOf(c) {
		fmt.Fprintf(&b, "  - {of: %q, value: %v, reason: %s}\n", n.key, n.value, fingerprint(n.reason))
	}
	return b.String()
}

// readReleased reads the numbers of the last release, if recorded.
func (l *loader) readReleased(c *comparison, files []string) {
	file := path.Join(c.folder, releasedFile)
	if !slices.Contains(files, file) {
		return
	}
	doc := l.document(file)
	if doc == nil {
		return
	}
	var released releasedYAML
	doc.decode(&released)
	c.released = map[string]releasedNumber{}
	for _, n := range released.Numbers {
		c.released[n.Of] = n
	}
}

// checkReleased warns of numbers that changed since the last release while their reasons
// did not: a reason has to fit its number.
func (c *comparison) checkReleased() {
	for _, n := range reasonedOf(c.catalogue) {
		was, known := c.released[n.key]
		if !known || was.Value == n.value || was.Reason != fingerprint(n.reason) {
			continue
		}
		c.at(n.path).warn("this was %v in the last release and is %v now, but the reason is the same: say what is true of the number as "+
			"it stands", was.Value, n.value)
	}
}
