package content

import (
	"runtime"
	"testing"
)

// allocated returns the number of bytes allocated by a function. This measures work
// independently of the machine and of other programs on it. The timeout of the whole test
// ends what does not finish.
func allocated(do func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	do()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// atMost fails if a function allocates more than each bytes per byte of its input.
func atMost(t *testing.T, each uint64, input, name string, do func()) {
	t.Helper()
	if got, most := allocated(do), each*uint64(len(input)); got > most {
		t.Errorf("%.20q takes %d bytes for %d, more than %d", name, got, len(input), most)
	}
}
