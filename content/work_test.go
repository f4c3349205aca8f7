package content

import (
	"runtime"
	"testing"
)

// allocated returns how many bytes something takes from the heap: a measure of work that
// does not depend on the machine and what else runs on it. What runs for ever, the bound of
// the whole test ends.
func allocated(do func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	do()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// atMost fails when something takes more bytes than so many for each byte of an input.
func atMost(t *testing.T, each uint64, input, name string, do func()) {
	t.Helper()
	if got, most := allocated(do), each*uint64(len(input)); got > most {
		t.Errorf("%.20q takes %d bytes for %d, more than %d", name, got, len(input), most)
	}
}
