package web

import (
	"net/url"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"

	"crossroads/content"
	"crossroads/decision"
	"crossroads/web/form"
)

var tiny = sync.OnceValues(func() (*content.Library, error) {
	return content.Load(os.DirFS("../content/testdata/tiny"))
})

func lunch(t testing.TB) *decision.Catalogue {
	t.Helper()
	lib, err := tiny()
	if err != nil {
		t.Fatal(err)
	}
	return lib.Comparisons[0]
}

func TestManyProblemsAreCounted(t *testing.T) {
	values := url.Values{}
	for i := range 100 {
		values.Set("w.x"+strconv.Itoa(i), "1")
	}
	list := problems(form.Parse(lunch(t), values.Encode(), false).Findings)
	if len(list) != maxProblems+1 || !strings.HasPrefix(list[maxProblems].Message, "80 more fields") {
		t.Errorf("got %d problems, the last one %+v", len(list), list[len(list)-1])
	}
}
