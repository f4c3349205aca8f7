package assess

import (
	"os"
	"sync"
	"testing"

	"crossroads/content"
	"crossroads/decision"
)

var tiny = sync.OnceValues(func() (*content.Library, error) {
	return content.Load(os.DirFS("../content/testdata/tiny"))
})

func library(t testing.TB) *content.Library {
	t.Helper()
	lib, err := tiny()
	if err != nil {
		t.Fatal(err)
	}
	return lib
}

func lunch(t testing.TB) *decision.Catalogue { return library(t).Comparisons[0] }
