package format

import (
	"strconv"
	"strings"

	"crossroads/decision"
)

// OptionIndex returns the place of an option in a catalogue, which decides its colour and shape. Unknown
// options, of an older catalogue, get the last place.
func OptionIndex(c *decision.Catalogue, id string) int {
	if c != nil {
		for i := range c.Options {
			if c.Options[i].ID == id {
				return i
			}
		}
	}
	return 7
}

// Hue names the colour of an option, for data-o.
func Hue(index int) string { return strconv.Itoa(index % 8) }

// OptionName names an option id, "hybrid" included.
func OptionName(c *decision.Catalogue, id string) string {
	if id == decision.Hybrid {
		return c.Nouns().Mix()
	}
	for i := range c.Options {
		if c.Options[i].ID == id {
			return c.Options[i].Name
		}
	}
	return id
}

// InSentence puts a short name into a sentence: "functions", "a hosted application".
func InSentence(short string) string {
	name := Small(short)
	switch {
	case name == "" || strings.HasSuffix(name, "s"):
		return name
	case strings.ContainsRune("aeiou", rune(name[0])):
		return "an " + name
	}
	return "a " + name
}

// OptionPhrase names an option inside a sentence. Name is used for options of older reports that the catalogue
// does not have.
func OptionPhrase(c *decision.Catalogue, id, name string) string {
	if c != nil {
		for i := range c.Options {
			if o := &c.Options[i]; o.ID == id && o.Phrase != "" {
				return o.Phrase
			}
		}
	}
	return name
}
