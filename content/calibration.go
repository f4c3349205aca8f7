package content

import "slices"

// Calibration is the agreement of the fitted numbers with the panel, as printed by the
// command calibrate.
type Calibration struct {
	Measured   string           `yaml:"measured,date"` // YYYY-MM-DD
	Situations int              `yaml:"situations"`
	Folds      int              `yaml:"folds"`
	Numbers    int              `yaml:"numbers"` // that were fitted
	Note       string           `yaml:"note,optional"`
	Rows       []CalibrationRow `yaml:"rows"`
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
		for _, share := range []struct {
			name string
			is   float64
		}{{"first", c.Rows[i].First}, {"first_two", c.Rows[i].Two}, {"structure", c.Rows[i].Structure}} {
			if share.is < 0 || share.is > 1 {
				place{doc, n}.find(share.name).fail("is %v, but a share lies between 0 and 1", share.is)
			}
		}
		if c.Rows[i].LogLikelihood > 0 {
			place{doc, n}.find("likelihood").fail("is %v, but a logarithm of shares is never above 0", c.Rows[i].LogLikelihood)
		}
	}
	return c
}
