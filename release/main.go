// Release writes and checks the files that accompany the program in a release; make release
// runs it.
//
//	release notices PROGRAM FONTS      the licences of all that is in the program
//	release check DIRECTORY TARGET...  whether a release is complete and whole
package main

import (
	"errors"
	"fmt"
	"os"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "release:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	switch {
	case len(args) == 3 && args[0] == "notices":
		return notices(os.Stdout, args[1], args[2])
	case len(args) > 2 && args[0] == "check":
		return check(args[1], args[2:])
	}
	return errors.New("write: release notices PROGRAM FONTS, or release check DIRECTORY TARGET, with as many targets as there are archives")
}
