package views

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// ownAddress finds addresses of the portal that a template writes by itself. They
// lead past a portal that is served below a path.
var ownAddress = regexp.MustCompile(`\b(?:href|src|action|formaction|data-[a-z-]+)="/[^"]*"|templ\.(?:SafeURL|URL)\("/[^)]*\)|(?:href|src)=\{ static\.URL[^}]*\}`)

func TestAddressesGoThroughLink(t *testing.T) {
	for _, pattern := range []string{"*.templ", "../chart/*.templ"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %d files, %v", pattern, len(files), err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, found := range ownAddress.FindAllString(string(text), -1) {
				t.Errorf("%s: %s: write { link.To(ctx, \"/…\") }", file, found)
			}
		}
	}
}
