package cost

import (
	"bytes"
	"strings"
)

// Formula says how a quantity came about, in words with the numbers, such as
// "3,000,000 requests × 120 ms × 1,536 MB ÷ 1,024,000". The words are put
// together only when somebody reads them.
type Formula struct {
	text    string // each # stands for a number
	numbers []Quantity
}

// Say makes a formula; each # in text stands for the next number.
func Say(text string, numbers ...Quantity) Formula { return Formula{text, numbers} }

// times is the formula multiplied by a size.
func (f Formula) times(size string, amount Quantity) Formula {
	return Formula{f.text + " × " + size, append(f.numbers[:len(f.numbers):len(f.numbers)], amount)}
}

// String is the formula with its numbers.
func (f Formula) String() string {
	if len(f.numbers) == 0 {
		return f.text
	}
	var b strings.Builder
	numbers := f.numbers
	for text := f.text; ; {
		before, after, more := strings.Cut(text, "#")
		b.WriteString(before)
		if !more {
			return b.String()
		}
		if len(numbers) > 0 {
			b.WriteString(numbers[0].Rounded(6))
			numbers = numbers[1:]
		}
		text = after
	}
}

// MarshalText gives the words.
func (f Formula) MarshalText() ([]byte, error) { return []byte(f.String()), nil }

// UnmarshalText takes words as they are.
func (f *Formula) UnmarshalText(text []byte) error {
	*f = Formula{text: string(bytes.Clone(text))}
	return nil
}
