package cost

import (
	"slices"
	"strings"

	"crossroads/wrong"
)

// Later is the prefix of the fields of a second load in addresses: "later.requests".
const Later = "later."

// ParseLater reads the future load of the same system from texts, as in a form or an
// address: the numbers that will differ from today's. get returns the text of a field and
// whether the field is present; an absent or empty field keeps today's value. So do the
// region and all choices except those of LaterChoices. Errors name fields with the prefix
// Later.
func ParseLater(today Load, get func(id string) (string, bool)) (Load, []wrong.Input) {
	return parseLater(today, get, Field.Parse)
}

// ParseLaterJSON is ParseLater for a JSON object; unknown fields are refused.
func ParseLaterJSON(today Load, raw []byte) (l Load, errs []wrong.Input) {
	const refusal = "a later load cannot say that: it has numbers, a database and a cache, and all else is as in today's load"
	l = today
	errs = readNumbers(Later, raw, "want an object with the numbers of a load that differ from today's", refusal,
		func(texts jsonTexts) (errs []wrong.Input) {
			l, errs = parseLater(today, texts.get, texts.number)
			return errs
		})
	return l, errs
}

func parseLater(today Load, get func(id string) (string, bool), number func(Field, string) (Quantity, error)) (Load, []wrong.Input) {
	own, errs := parseOwn(Later, "Later: ", get, number)
	l := own.in(today)
	for _, c := range LaterChoices() {
		text, _ := get(c.ID)
		if text = strings.ToLower(strings.TrimSpace(text)); text == "" {
			continue
		}
		if bad, is := c.check(text).(wrong.Input); is {
			errs = append(errs, wrong.Input{Field: Later + bad.Field, Message: "Later: " + bad.Message})
			continue
		}
		l = c.With(l, text)
	}
	return l, errs
}

// LaterChoices returns the choices that a later load makes for itself: the sizes that grow
// with it. All other choices stay the same, so that the two loads can be compared.
func LaterChoices() []Choice {
	return slices.DeleteFunc(Choices(), func(c Choice) bool { return c.ID != "database" && c.ID != "cache" })
}

// ChangedChoices lists the choices in which a later load differs from today's.
func (l Load) ChangedChoices(today Load) []Choice {
	return slices.DeleteFunc(LaterChoices(), func(c Choice) bool { return c.Value(l) == c.Value(today) })
}

// Changed lists the numbers in which a later load differs from today's, in the order of a
// form. Written by their ids, they make ParseLater return the same load.
func (l Load) Changed(today Load) []Field {
	var found []Field
	for _, f := range fields {
		if f.Value(l) != f.Value(today) {
			found = append(found, f)
		}
	}
	for i, s := range l.assumed {
		if s.stated && s != today.assumed[i] {
			found = append(found, statedAlone[i])
		}
	}
	return found
}
