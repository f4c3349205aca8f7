package record

import "time"

// MostComments is the largest number of comments on an assessment.
const MostComments = 200

// Comment is a comment on an assessment by somebody who has signed in. It never changes, but can be hidden.
type Comment struct {
	Number   int // of those of the assessment, from 1
	Revision int // the latest when it was written
	Author   string
	At       time.Time
	Text     string // plain text of some lines
	Hidden   bool
}
