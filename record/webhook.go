package record

import "time"

// What webhooks tell of. The names are those of the configuration and of the field
// "type" of what is sent.
const (
	WebhookSaved       = "assessment.saved"      // the first revision
	WebhookRevised     = "assessment.revised"    // one more revision
	WebhookDecided     = "assessment.decided"    // the status became Decided
	WebhookReviewDue   = "assessment.review_due" // the day of the review has come, once for each day
	WebhookRoundClosed = "round.closed"          // what people answered in a round was revealed
)

// WebhookTypes lists them.
var WebhookTypes = []string{WebhookSaved, WebhookRevised, WebhookDecided, WebhookReviewDue, WebhookRoundClosed}

// Subscription is what an endpoint is told of. The zero value is told of nothing.
type Subscription struct {
	Endpoint string   // name of the endpoint
	Types    []string // of WebhookTypes
	All      bool     // also of assessments that nobody known has saved, which no portfolio lists
}

// Message is something that happened to an assessment, as it was then. It holds no
// text: title and address are looked up when it is sent.
type Message struct {
	ID         string // the same each time that it is sent
	At         time.Time
	Type       string // of WebhookTypes
	Assessment int64  // internal number, as in the audit log
	Revision   int    // the latest then
	Status     string
	Review     string // YYYY-MM-DD, "" for none
}

// States of a delivery.
const (
	DeliveryWaiting   = "waiting"   // for its first attempt or the next one
	DeliveryDelivered = "delivered" // the endpoint has said so
	DeliveryFailed    = "failed"    // given up
	DeliveryDropped   = "dropped"   // the assessment was deleted before it was delivered
)

// DeliveryStates lists them.
var DeliveryStates = []string{DeliveryWaiting, DeliveryDelivered, DeliveryFailed, DeliveryDropped}

// Delivery is a message on its way to one endpoint.
type Delivery struct {
	Number   int64
	Endpoint string // name
	Message
	Attempt            // the last one
	Attempts int       // that were begun since Since
	Since    time.Time // from when its age counts: that of the message, or when it was last asked to be sent again
	Next     time.Time // of the next attempt, while it is waiting
}

// Attempt is how the last attempt of a delivery ended.
type Attempt struct {
	State  string    // of DeliveryStates
	Tried  time.Time // zero before the first
	Answer int       // HTTP status of the answer, 0 without one
	Detail string    // for people, "" when there is nothing to say
}

// Parcel is a delivery that is to be attempted now, with what the message is about.
type Parcel struct {
	Delivery
	AssessmentID string // "" when the assessment was deleted
	Comparison   string
	Title        string // of the revision, "" where not everybody with the link may see it
}

// DeliveryFilter narrows the list of deliveries; empty fields do not narrow.
type DeliveryFilter struct {
	Endpoint, State string
	Before          int64 // only what comes before this number
	Limit           int   // most to return
}

// Backlog is what waits for an endpoint.
type Backlog struct {
	Endpoint string
	Waiting  int
	Oldest   time.Time // Since of the one that waits longest
}
