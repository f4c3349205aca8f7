package assess

// What people read of texts, dates and files that cannot be used.
const (
	saidNoStatus   = "There is no such status."
	saidNoReview   = "The date of the review cannot be read."
	saidNoLastDay  = "The last day cannot be read."
	saidPastDay    = "The last day has passed already."
	saidNoTitle    = "The title is missing."
	saidTooMany    = "More than %d assessments are chosen."
	saidNewEngine  = "%s is not the version of this portal, %s"
	saidNoContent  = "%s is a version of the content that this portal never had"
	saidNoFile     = "must be %s: this is not an assessment that a portal has exported"
	saidOtherForm  = "must be %d: this portal reads no other version of the format"
	adviseStatus   = "Choose draft, decided or superseded."
	adviseDay      = "Write it as 2027-05-31, or leave it empty."
	adviseLastDay  = "It is over in every time zone. Choose today or a later day. To stop sharing now, make new links."
	adviseTitle    = "Write what the decision is about, for example the name of the system."
	adviseFewer    = "Choose fewer at once."
	adviseMendText = "Change it and save again."
)
