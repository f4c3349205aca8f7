package content

import (
	"os"
	"testing"
)

func TestLoadTiny(t *testing.T) {
	lib, err := Load(os.DirFS("testdata/tiny"))
	if err != nil {
		t.Fatal(err)
	}
	t.Log(lib.Comparisons[0])
}

func TestEmbeddedPrint(t *testing.T) {
	_, problems := Check(Embedded(), "2026-11-23")
	t.Log(problems)
}
