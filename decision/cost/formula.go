package cost

import (
	"bytes"
	"regexp"
	"strings"
)

// Formula describes how a quantity was computed, such as "3,000,000 requests × 120 ms ×
// 1,536 MB ÷ 1,024,000". The text is assembled only when it is read.
type Formula struct {
	text    string // each # stands for a number
	size    string // what it is multiplied by, if anything; "" is nothing
	count   int
	numbers [maxNumbers]Quantity // an array, so that making a formula that nobody reads allocates nothing
}

// maxNumbers is the most numbers a formula can have.
const maxNumbers = 8

// counted matches what a number counts.
var counted = regexp.MustCompile(`^ (?:requests|responses|executions|transitions|instances|servers|services|tasks|environments|` +
	`units|hours)\b`)

// Say makes a formula; each # in text stands for the next number, of up to 8.
func Say(text string, numbers ...Quantity) Formula {
	f := Formula{text: text}
	f.count = copy(f.numbers[:], numbers)
	return f
}

// times returns the formula multiplied by a size.
func (f Formula) times(size string, amount Quantity) Formula {
	f.size = size
	f.count += copy(f.numbers[f.count:], []Quantity{amount})
	return f
}

// String returns the text with its numbers.
func (f Formula) String() string {
	text, numbers := f.text, f.numbers[:f.count]
	if f.size != "" {
		text += " × " + f.size
	}
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
