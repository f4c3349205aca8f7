package record

import "time"

// Events of webhooks. The configuration and the field "type" of messages have these names.
const (
	WebhookSaved       = "assessment.saved"      // the first revision
	WebhookRevised     = "assessment.revised"    // one more revision
	WebhookDecided     = "assessment.decided"    // the status became Decided
	WebhookReviewDue   = "assessment.review_due" // the day of the review has come, once for each day
	WebhookRoundClosed = "round.closed"          // what people answered in a round was revealed
)

// WebhookTypes lists them.
var WebhookTypes = []string{WebhookSaved, WebhookRevised, WebhookDecided, WebhookReviewDue, WebhookRoundClosed}

// Subscription lists the events that an endpoint receives. The zero value receives none.
type Subscription struct {
	Endpoint string   // name of the endpoint
	Types    []string // of WebhookTypes
	All      bool     // also events of assessments without an owner, which are in no portfolio
}

// Message is an event of an assessment, with the state at that time. It has no texts: title and address are
// looked up when it is sent.
type Message struct {
	ID         string // the same for every attempt to send it
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
	Since    time.Time // start of its age: the time of the message, or of the latest request to send it again
	Next     time.Time // of the next attempt, while it is waiting
}

// Attempt is the outcome of the latest attempt of a delivery.
type Attempt struct {
	State  string    // of DeliveryStates
	Tried  time.Time // zero before the first
	Answer int       // HTTP status of the answer, 0 without one
	Detail string    // for people, "" when there is nothing to say
}

// Parcel is a delivery to attempt now, with the data for its message.
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

// Backlog counts the deliveries that wait for an endpoint.
type Backlog struct {
	Endpoint string
	Waiting  int
	Oldest   time.Time // Since of the one that waits longest
}
