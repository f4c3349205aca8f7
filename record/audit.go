package record

import (
	"context"
	"time"
)

// Actor is the person or program behind a change, for the audit log.
type Actor struct {
	Name     string // as the portal knows them, "" for nobody known
	Via      string // how they were recognised: proxy, oidc, token, link, command, portal
	Request  string // id of the request, as in the log; "" without one
	Instance string // of the portal that does it
}

type actorKey struct{}

// WithActor makes stores write the changes that are made with a context to the audit log, in the same
// transaction. Changes without an actor are not logged.
func WithActor(ctx context.Context, a Actor) context.Context {
	return context.WithValue(ctx, actorKey{}, a)
}

// ActorOf returns the actor in a context; false if changes are not logged.
func ActorOf(ctx context.Context) (Actor, bool) {
	a, ok := ctx.Value(actorKey{}).(Actor)
	return a, ok
}

// Acts that the audit log records.
const (
	ActCreate      = "create"       // an assessment with revision 1
	ActRevise      = "revise"       // one more revision
	ActDelete      = "delete"       // an assessment with all revisions
	ActDrop        = "drop"         // a draft that nobody had opened
	ActArrange     = "arrange"      // status, review date, end of the links
	ActMark        = "mark"         // a milestone, named or unnamed
	ActRotate      = "rotate-key"   // another edit key
	ActRevoke      = "revoke-links" // another address
	ActOpenRound   = "open-round"
	ActRevealRound = "reveal-round"
	ActAnswer      = "answer-round"
	ActSignIn      = "sign-in"
	ActSignOut     = "sign-out"
	ActMakeToken   = "make-token"
	ActRevokeToken = "revoke-token"
	ActFreeName    = "free-name" // the next person who signs in with the name gets it
	ActComment     = "comment"
	ActHideComment = "hide-comment"   // from readers
	ActShowComment = "show-comment"   // again
	ActResend      = "resend-webhook" // a delivery, which was asked to be sent again
	ActAudience    = "set-audience"   // who may see an assessment
)

// Acts lists them.
var Acts = []string{ActCreate, ActRevise, ActDelete, ActDrop, ActArrange, ActMark, ActRotate, ActRevoke,
	ActOpenRound, ActRevealRound, ActAnswer, ActSignIn, ActSignOut, ActFreeName, ActMakeToken, ActRevokeToken,
	ActComment, ActHideComment, ActShowComment, ActResend, ActAudience}

// Event is a line of the audit log. It has no keys, no texts of assessments, and no ids, which would let
// readers of the log open assessments.
type Event struct {
	Number int64 // grows, with gaps
	At     time.Time
	Actor
	Act        string
	Assessment int64  // internal number, the same for as long as the assessment is there and never used again; 0 for none
	Revision   int    // 0 for none
	Digest     string // hexadecimal SHA-256 of the report of a new revision, as served at /a/{id}/r/{n}/report.json
	Detail     string // more about the act, such as "status=decided review=2027-01-31"
}

// EventFilter narrows the audit log; empty fields do not narrow.
type EventFilter struct {
	Actor, Act string
	Assessment string    // id of an assessment that is there
	Number     int64     // of an assessment, also of one that has been deleted
	From, To   time.Time // from and before
	After      int64     // oldest first: only what comes after this number
	Before     int64     // only what comes before it
	Newest     bool      // newest first
	Limit      int       // most to return
}

// Session is somebody who has signed in, in one browser.
type Session struct {
	Hash    []byte // SHA-256 of the cookie
	Issuer  string // where they signed in; stored with the name, not with the session
	Subject string // at the issuer
	Name    string
	Role    string
	Groups  []string
	IDToken string // for signing out at the issuer, "" for none
	Created time.Time
	Seen    time.Time // to some minutes
	Ends    time.Time // whatever is done in it
}

// Token describes an API token. The token itself is not stored, only its hash.
type Token struct {
	Number  int64
	Hash    []byte // SHA-256
	Name    string // what it is for
	Scopes  []string
	Maker   string
	Created time.Time
	Ends    time.Time
	Revoked time.Time // zero while it is not
	Used    string    // YYYY-MM-DD of the last use, "" for never
}
