package assess

// What people read of texts, dates and files that cannot be used.
const (
	saidStatusMissing = "The status is missing."
	saidNoStatus      = "There is no such status."
	saidNoReview      = "The date of the review cannot be read."
	saidNoLastDay     = "The last day cannot be read."
	saidPastDay       = "The last day has passed already."
	saidNoTitle       = "The title is missing."
	saidTooMany       = "More than %d assessments are chosen."
	saidNewEngine     = "%s is not the version of this portal, %s"
	saidNoContent     = "%s is a version of the content that this portal never had"
	saidNoFile        = "must be %s: this is not an assessment that a portal has exported"
	saidOtherForm     = "must be %d: this portal reads no other version of the format"
	adviseStatus      = "Choose draft, decided or superseded."
	adviseDay         = "Write it as 2027-05-31, or leave it empty."
	adviseLastDay     = "It is over in every time zone. Choose today or a later day. To stop sharing now, make new links."
	adviseTitle       = "Write what the decision is about, for example the name of the system."
	adviseFewer       = "Choose fewer at once."
	adviseMendText    = "Change it and save again."

	saidNoAudience    = "There is no such audience."
	saidNobodySignsIn = "Nobody signs in at this portal, so it cannot tell people apart."
	saidNobodyNamed   = "Names are given, though not only they may see it."
	saidNoGroups      = "This portal does not learn which groups people are in."
	saidNoReaders     = "Nobody is named, and the assessment has no owner, so only stewards could see it."
	adviseAudience    = "Choose link, signed-in or named."
	adviseLinkAlone   = "Choose everybody with the link."
	adviseNamed       = "Choose those who are named, or remove the names."
	advisePeopleAlone = "Name people."
	adviseSignedIn    = "Name fewer, or choose everybody who has signed in."
	adviseReaders     = "Name at least one person or group."
)
