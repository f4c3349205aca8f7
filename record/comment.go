package record

import "time"

// MostComments bounds how many comments an assessment may have.
const MostComments = 200

// Comment is what somebody who has signed in says about an assessment. It is never
// changed; whoever looks after the assessment may hide it.
type Comment struct {
	Number   int // of those of the assessment, from 1
	Revision int // the latest when it was written
	Author   string
	At       time.Time
	Text     string // plain text of some lines
	Hidden   bool
}
