package main

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"syscall"
)

// forgetProgram takes the pages of the program's file out of the memory of the process:
// the start has read most of the program, and serving needs a part of it. What is needed
// again is mapped again at once, from the cache that the system has of the file. Nothing
// is lost when that fails.
func forgetProgram() {
	program, err := os.Executable()
	if err != nil {
		return
	}
	maps, err := os.Open("/proc/self/maps")
	if err != nil {
		return
	}
	defer maps.Close()
	for lines := bufio.NewScanner(maps); lines.Scan(); {
		from, to, ok := readOnly(lines.Text(), program)
		if ok {
			_, _, _ = syscall.Syscall(syscall.SYS_MADVISE, from, to-from, syscall.MADV_DONTNEED)
		}
	}
}

// readOnly gives the place of a part of the program, from a line of /proc/self/maps, if
// nobody can have written there.
func readOnly(line, program string) (from, to uintptr, ok bool) {
	var rights, offset, device, node string
	if _, err := fmt.Sscanf(line, "%x-%x %s %s %s %s", &from, &to, &rights, &offset, &device, &node); err != nil {
		return 0, 0, false
	}
	return from, to, strings.HasSuffix(line, " "+program) && (rights == "r-xp" || rights == "r--p")
}
