package form

import (
	"strconv"
)

// Revision reads the number of a revision, in an address or in a form. There is
// one way to write each number, so that each page has one address: "01" and "+1"
// are none.
func Revision(s string) (number int, ok bool) {
	number, err := strconv.Atoi(s)
	return number, err == nil && number >= 1 && strconv.Itoa(number) == s
}
