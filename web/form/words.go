package form

// What people read about answers that had to be mended or left out.
const (
	saidNoRequests     = "Requests a month: none are given."
	saidNoBills        = "Until then there are no bills."
	saidNoRegion       = "Region: %s cannot be used: write one of %s."
	saidCutOff         = "The address was cut off at %s."
	saidReadAs         = "It was read as %s. Answers after it are missing."
	saidTwice          = "Two parts are called %s."
	saidShownAs        = "The second is shown as %s."
	saidSomeShares     = "Some parts have a share and some have none."
	saidSharesIgnored  = "The shares were ignored, so all parts count the same; give every part a share or none."
	saidNoPlace        = "%s is not a place for %s; write a whole number from 1 to %d, or nothing."
	saidAllZero        = "Every criterion has the weight 0, so nothing would count."
	saidWeightsIgnored = "The weights were ignored; give at least one criterion a weight above 0."
	saidPlaceTwice     = "Place %d is given twice, to %s and to %s."
	saidFirstHasIt     = "The first one has it, the other was left out of the ranking."
	saidTooLong        = "The address is too long to read."
	saidAnswersIgnored = "Its answers were ignored. Answer the questions again or shorten the names of the parts."
	saidAlone          = "%s cannot be ticked together with other answers to %s."
	saidTooMany        = "%d answers to %s were ticked, but at most %d can be."
	saidNothingToSplit = "There is nothing to split: %s has fewer than two answers."
	saidSplitAlready   = "The system has parts already, or more answers to %s than parts."
	saidOneKind        = "You chose one kind, but there are parts: %s."
	saidSeveral        = "%s has %d values."
	saidLastCounts     = "The last one counts: %s."
	saidPartsLeftOut   = "They were left out; go back to choose “Several that differ” if they should count."
)
