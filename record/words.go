package record

import (
	"net/url"
	"strings"
)

// actWords are the acts as people read them.
var actWords = map[string]string{
	ActCreate:      "Saved an assessment",
	ActRevise:      "Saved a revision",
	ActDelete:      "Deleted an assessment",
	ActDrop:        "Dropped a draft that nobody had opened",
	ActArrange:     "Changed status or dates",
	ActMark:        "Changed the name of a milestone",
	ActRotate:      "Made a new edit key",
	ActRevoke:      "Gave the assessment new links",
	ActOpenRound:   "Opened a team round",
	ActRevealRound: "Revealed a team round",
	ActAnswer:      "Answered in a team round",
	ActSignIn:      "Signed in",
	ActSignOut:     "Signed out",
	ActMakeToken:   "Made a token",
	ActRevokeToken: "Revoked a token",
	ActComment:     "Commented",
	ActHideComment: "Hid a comment",
	ActShowComment: "Showed a hidden comment again",
	ActFreeName:    "Freed a name",
	ActResend:      "Sent a webhook again",
	ActAudience:    "Changed who may see an assessment",
}

// ActWords returns an act in words, or its name if there are no words for it.
func ActWords(act string) string {
	if words, ok := actWords[act]; ok {
		return words
	}
	name := strings.ReplaceAll(act, "-", " ")
	if name == "" {
		return ""
	}
	return strings.ToUpper(name[:1]) + name[1:]
}

// detailWords stand before the values of a detail.
var detailWords = map[string]string{
	"status":   "status ",
	"review":   "review on ",
	"expires":  "links end after ",
	"role":     "role ",
	"token":    "token ",
	"scopes":   "for ",
	"ends":     "valid until ",
	"sessions": "sessions ended: ",
	"delivery": "delivery ",
	"endpoint": "to ",
	"audience": "now for ",
	"people":   "people named: ",
	"groups":   "groups named: ",
	"name":     "",
}

// DetailWords returns the detail in words: "status decided, review on 2027-05-01". Empty values are left
// out, and text that is not a pair stays as it is.
func (e Event) DetailWords() string {
	var said []string
	for field := range strings.FieldsSeq(e.Detail) {
		key, value, pair := strings.Cut(field, "=")
		switch {
		case !pair:
			said = append(said, field)
		case value != "":
			words, ok := detailWords[key]
			if !ok {
				words = key + " "
			}
			said = append(said, words+listed(value))
		}
	}
	return strings.Join(said, ", ")
}

// listed writes a list of values, of which names are escaped as in an address.
func listed(value string) string {
	list := strings.Split(value, ",")
	for i, v := range list {
		if plain, err := url.PathUnescape(v); err == nil {
			list[i] = plain
		}
	}
	return strings.Join(list, ", ")
}
