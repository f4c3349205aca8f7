package export

import (
	"encoding/csv"
	"strings"
	"testing"

	"crossroads/content"
	"crossroads/decision/cost"
)

// TestBillsCSV: the file is RFC 4180, its lines add up to its totals, and no cell
// is a formula.
func TestBillsCSV(t *testing.T) {
	lib, err := content.Load(content.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	m := cost.NewModel(lib.Prices)
	load := cost.DefaultLoad()
	load.EngineerHours = cost.Whole(3)
	var bills []cost.Estimate
	for _, b := range m.Blueprints() {
		e, err := m.Estimate(b.ID, load)
		if err != nil {
			t.Fatal(err)
		}
		bills = append(bills, e)
	}
	raw := string(BillsCSV([]Bills{{"today", bills}, {"later", bills[:1]}}, nil))
	if strings.Count(raw, "\n") != strings.Count(raw, "\r\n") {
		t.Error("some lines do not end with CRLF")
	}
	rows, err := csv.NewReader(strings.NewReader(raw)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var sum, total cost.Cents
	later := map[string]int{}
	for _, row := range rows[1:] {
		if last := row[len(row)-1]; last == "later" {
			later[row[1]]++
		} else if last != "today" {
			t.Fatalf("%q is of no load", row)
		}
		if row[2] != "line" && row[2] != "total" {
			continue
		}
		var amount cost.Cents
		if err := amount.UnmarshalJSON([]byte(`"` + row[11] + `"`)); err != nil {
			t.Fatalf("%q: %v", row, err)
		}
		if row[2] == "line" {
			sum += amount
		} else {
			total += amount
		}
	}
	if sum != total || sum == 0 {
		t.Errorf("lines add up to %s, totals to %s", sum, total)
	}
	if len(later) != 1 || later[bills[0].Name] == 0 {
		t.Errorf("rows of the later load: %v", later)
	}
	for formula, want := range map[string]string{
		"=1+1": "'=1+1", "+1": "'+1", "-1": "'-1", "@x": "'@x", "\t=x": "'=x", "\r@x": "'@x", "\tx": "x",
	} {
		if got := Cell(formula); got != want {
			t.Errorf("%q became %q", formula, got)
		}
	}
	if got := Cell("Budget;=1+1; b"); got != "Budget;'=1+1; b" { // some spreadsheets split there
		t.Errorf("after a semicolon: %q", got)
	}
	if got := Cell("a=b"); got != "a=b" {
		t.Errorf("became %q", got)
	}
}
