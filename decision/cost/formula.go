package cost

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
)

// Formula describes how a quantity was computed, such as "3,000,000 requests × 120 ms ×
// 1,536 MB ÷ 1,024,000". The text is assembled only when it is read.
type Formula struct {
	text    string // each # stands for a number
	numbers []Quantity
}

// counted matches what a number counts.
var counted = regexp.MustCompile(`^ (?:requests|responses|executions|transitions|instances|servers|services|tasks|environments|` +
	`units|hours)\b`)

// Say makes a formula; each # in text stands for the next number.
func Say(text string, numbers ...Quantity) Formula { return Formula{text, slices.Clone(numbers)} }

// say is Say for what is priced from the sheet, and empty in a pricer, whose formulas nobody reads.
func (s *Sheet) say(text string, numbers ...Quantity) Formula {
	if s.quiet() {
		return Formula{}
	}
	return Say(text, numbers...)
}

func (z *sizing) say(text string, numbers ...Quantity) Formula { return z.sheet.say(text, numbers...) }

// times returns the formula multiplied by a size.
func (f Formula) times(size string, amount Quantity) Formula {
	if f.text == "" {
		return f
	}
	return Formula{f.text + " × " + size, slices.Concat(f.numbers, []Quantity{amount})}
}

// String returns the text with its numbers.
func (f Formula) String() string {
	text, numbers := f.text, f.numbers
	if len(numbers) == 0 {
		return text
	}
	var b strings.Builder
	for {
		before, after, more := strings.Cut(text, "#")
		b.WriteString(before)
		if !more {
			return b.String()
		}
		if len(numbers) > 0 {
			number := numbers[0].Rounded(6)
			b.WriteString(number)
			numbers = numbers[1:]
			if number == "1" {
				word := counted.FindString(after)
				b.WriteString(strings.TrimSuffix(word, "s")) // 1 request
				after = after[len(word):]
			}
		}
		text = after
	}
}

// MarshalText returns the text with its numbers.
func (f Formula) MarshalText() ([]byte, error) { return []byte(f.String()), nil }

// UnmarshalText takes a text as it is.
func (f *Formula) UnmarshalText(text []byte) error {
	*f = Formula{text: string(bytes.Clone(text))}
	return nil
}
