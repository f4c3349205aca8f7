package web_test

import (
	"fmt"
	"strings"
	"testing"

	"crossroads/format"
)

// TestPanelAgreesWithTheMeasurement: the list of situations counts agreement as the table of the fit does,
// whose figures are those of another program.
func TestPanelAgreesWithTheMeasurement(t *testing.T) {
	s := newSite(t, setup{tree: "shipped"})
	row, _ := s.lib.Panels[0].Calibration.HeldOut()
	want := fmt.Sprintf("is the panel’s first choice in %s, and among the first two in %s", format.Percent(row.First), format.Percent(row.Two))
	for _, address := range []string{"/panel", "/method"} {
		if body := s.get(address).body; !strings.Contains(body, want) {
			t.Errorf("%s does not say %q", address, want)
		}
	}
}

// TestCasesWithoutPartsAreNotRuledOut: a case that chose a mix and tells of no parts was not ruled out by
// anything.
func TestCasesWithoutPartsAreNotRuledOut(t *testing.T) {
	s := newSite(t, setup{tree: "shipped"})
	body := s.get("/cases").body
	for _, want := range []string{"No parts told", "No mix could come out in 3, whose facts name no parts."} {
		if !strings.Contains(body, want) {
			t.Errorf("/cases does not say %q", want)
		}
	}
	if strings.Contains(body, "Ruled out") {
		t.Error("/cases says of a case that it was ruled out")
	}
}
