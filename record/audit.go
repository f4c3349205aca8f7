package record

import (
	"context"
	"time"
)

// Actor is who does something, for the audit log.
type Actor struct {
	Name     string // as the portal knows them, "" for nobody known
	Via      string // how they were recognised: proxy, oidc, token, link, command, portal
	Request  string // id of the request, as in the log; "" without one
	Instance string // of the portal that does it
}

type actorKey struct{}

// WithActor has the changes that are made with a context written to the audit log,
// in the same transaction. Without an actor nothing is.
func WithActor(ctx context.Context, a Actor) context.Context {
	return context.WithValue(ctx, actorKey{}, a)
}

// ActorOf finds the actor of a context; false when nothing is to be written.
func ActorOf(ctx context.Context) (Actor, bool) {
	a, ok := ctx.Value(actorKey{}).(Actor)
	return a, ok
}

// What the audit log has a line for.
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
	ActFreeName    = "free-name" // the next person who signs in under it gets it
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

// Event is a line of the audit log. It holds no key, no id and no text that somebody
// wrote about an assessment: an id would let whoever reads the log open it.
type Event struct {
	Number int64 // grows, with gaps
	At     time.Time
	Actor
	Act        string
	Assessment int64  // internal number, the same for as long as the assessment is there and never used again; 0 for none
	Revision   int    // 0 for none
	Digest     string // SHA-256 in hexadecimal of the report of a new revision, as /a/{id}/r/{n}/report.json has it
	Detail     string // what else there is to know, such as "status=decided review=2027-01-31"
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
	Hash    []byte // SHA-256 of what the browser keeps
	Issuer  string // where they signed in; it is kept with the name alone
	Subject string // at the issuer
	Name    string
	Role    string
	Groups  []string
	IDToken string // for signing out at the issuer, "" for none
	Created time.Time
	Seen    time.Time // to some minutes
	Ends    time.Time // whatever is done in it
}

// Token lets a program use the API. What it holds is not here: only its hash is kept.
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
