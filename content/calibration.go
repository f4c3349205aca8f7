package content

import (
	"slices"
	"strings"

	"crossroads/decision"
)

// Calibration is the agreement of the fitted numbers with the panel, as printed by the
// command calibrate.
type Calibration struct {
	Measured   string           `yaml:"measured,date"` // YYYY-MM-DD
	Situations int              `yaml:"situations"`
	Folds      int              `yaml:"folds"`
	Numbers    int              `yaml:"numbers"` // that were fitted
	Note       string           `yaml:"note,optional"`
	Rows       []CalibrationRow `yaml:"rows"`
	Verdicts   []VerdictRow     `yaml:"verdicts,optional"`
}

// CalibrationRow is the share of situations, in [0,1], in which something agrees with the
// panel's first choice.
type CalibrationRow struct {
	Name          string  `yaml:"name"`              // "the fitted numbers, on situations left out of the fit"
	HeldOut       bool    `yaml:"held_out,optional"` // the engine's numbers, on situations that they were not fitted to
	First         float64 `yaml:"first"`             // puts it first
	Two           float64 `yaml:"first_two"`         // has it among its first two
	Structure     float64 `yaml:"structure"`         // puts something with its structure first
	LogLikelihood float64 `yaml:"likelihood"`        // of the panel's points: the mean of their logarithm, nearer to 0 is better
}

// VerdictRow is how often the engine agrees with the panel's first choice where it has a kind of
// verdict, on situations that its numbers were not fitted to.
type VerdictRow struct {
	Kind  string  `yaml:"verdict"` // a decision.Verdict… constant
	First float64 `yaml:"first"`   // share of these situations, in [0,1], in which it puts the panel's first choice first
	OfAll float64 `yaml:"of_all"`  // share of all situations that have this verdict
}

// MeasuredVerdicts are the verdicts that a panel can agree with, since an option or a mix comes first.
var MeasuredVerdicts = []string{
	decision.VerdictClear, decision.VerdictHybrid, decision.VerdictLeaning, decision.VerdictConditional, decision.VerdictClose,
}

// Of returns the row of a kind of verdict; false when it was not measured.
func (c *Calibration) Of(kind string) (VerdictRow, bool) {
	i := slices.IndexFunc(c.Verdicts, func(r VerdictRow) bool { return r.Kind == kind })
	if i < 0 {
		return VerdictRow{}, false
	}
	return c.Verdicts[i], true
}

// HeldOut returns the row of the engine on situations that its numbers were not fitted to,
// the only figures that may be quoted for the engine; false when there is none.
func (c *Calibration) HeldOut() (CalibrationRow, bool) {
	i := slices.IndexFunc(c.Rows, func(r CalibrationRow) bool { return r.HeldOut })
	if i < 0 {
		return CalibrationRow{}, false
	}
	return c.Rows[i], true
}

const panelCalibration = "calibration.yaml"

// readCalibration reads the optional table of a panel.
func (l *loader) readCalibration(file string) *Calibration {
	if !l.exists(file) {
		return nil
	}
	doc := l.document(file)
	if doc == nil {
		return nil
	}
	c := new(Calibration)
	doc.decode(c)
	marked := false
	for i, n := range (place{doc, doc.root}).find("rows").node.items {
		if c.Rows[i].HeldOut {
			if marked {
				place{doc, n}.find("held_out").fail("a second row is marked: mark the one that pages lead with")
			}
			marked = true
		}
		place{doc, n}.checkShares(namedShare{"first", c.Rows[i].First}, namedShare{"first_two", c.Rows[i].Two},
			namedShare{"structure", c.Rows[i].Structure})
		if c.Rows[i].LogLikelihood > 0 {
			place{doc, n}.find("likelihood").fail("is %v, but a logarithm of shares is never above 0", c.Rows[i].LogLikelihood)
		}
	}
	c.checkVerdicts(doc, (place{doc, doc.root}).find("verdicts").node.items)
	return c
}

func (c *Calibration) checkVerdicts(doc *document, items []*node) {
	for i, n := range items {
		row := c.Verdicts[i]
		switch first, _ := c.Of(row.Kind); {
		case !slices.Contains(MeasuredVerdicts, row.Kind):
			place{doc, n}.find("verdict").fail("%q is no verdict that a panel can agree with; those are %s", row.Kind,
				strings.Join(MeasuredVerdicts, ", "))
		case first != row:
			place{doc, n}.find("verdict").fail("%q has a row already", row.Kind)
		}
		place{doc, n}.checkShares(namedShare{"first", row.First}, namedShare{"of_all", row.OfAll})
	}
}

type namedShare struct {
	name string
	is   float64
}

func (p place) checkShares(shares ...namedShare) {
	for _, share := range shares {
		if share.is < 0 || share.is > 1 {
			p.find(share.name).fail("is %v, but a share lies between 0 and 1", share.is)
		}
	}
}
