package form

import (
	"strconv"
)

// Revision reads the number of a revision in an address or a form. It accepts one spelling of each
// number, so that each page has one address: not "01" or "+1".
func Revision(s string) (number int, ok bool) {
	number, err := strconv.Atoi(s)
	return number, err == nil && number >= 1 && strconv.Itoa(number) == s
}
