package export

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// cells reads the sheet of a workbook: texts as they are, numbers after "#".
func cells(t *testing.T, book []byte) [][]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File { // all parts are well-formed
		if y := f.Modified.UTC(); y.Year() != 1980 || y.Month() != 1 || y.Day() != 1 {
			t.Errorf("%s is of %v", f.Name, f.Modified)
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		d := xml.NewDecoder(r)
		for err == nil {
			_, err = d.Token()
		}
		if err != io.EOF {
			t.Errorf("%s: %v", f.Name, err)
		}
	}
	r, err := z.Open("xl/worksheets/sheet1.xml")
	if err != nil {
		t.Fatal(err)
	}
	var sheet struct {
		Rows []struct {
			Ref   string `xml:"r,attr"`
			Cells []struct {
				Ref    string `xml:"r,attr"`
				Type   string `xml:"t,attr"`
				Number string `xml:"v"`
				Text   string `xml:"is>t"`
			} `xml:"c"`
		} `xml:"sheetData>row"`
	}
	if err := xml.NewDecoder(r).Decode(&sheet); err != nil {
		t.Fatal(err)
	}
	var rows [][]string
	for n, row := range sheet.Rows {
		var list []string
		if row.Ref != strconv.Itoa(n+1) {
			t.Errorf("row %d is called %q", n+1, row.Ref)
		}
		for i, c := range row.Cells {
			if want := column(i) + row.Ref; c.Ref != want {
				t.Errorf("cell %s is called %q", want, c.Ref)
			}
			if c.Type == "inlineStr" {
				list = append(list, c.Text)
			} else {
				list = append(list, "#"+c.Number)
			}
		}
		rows = append(rows, list)
	}
	return rows
}

// TestXLSXParts: libraries find the sheet and the styles where Excel would put them. ExcelJS and read-excel-file know no
// other places.
func TestXLSXParts(t *testing.T) {
	book, err := XLSX("name\r\n")
	if err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	said := ""
	for _, name := range []string{"[Content_Types].xml", "xl/_rels/workbook.xml.rels"} {
		r, err := z.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		raw, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		said += string(raw)
	}
	for _, part := range []string{"worksheets/sheet1.xml", "styles.xml"} {
		if _, err := z.Open("xl/" + part); err != nil {
			t.Error(err)
		}
		if !strings.Contains(said, `PartName="/xl/`+part+`"`) || !strings.Contains(said, `Target="`+part+`"`) {
			t.Errorf("nothing leads to %s: %s", part, said)
		}
	}
	for i, want := range map[int]string{0: "A", 25: "Z", 26: "AA", 51: "AZ", 52: "BA", 701: "ZZ", 702: "AAA"} {
		if got := column(i); got != want {
			t.Errorf("column %d is %s, want %s", i, got, want)
		}
	}
}

func TestXLSX(t *testing.T) {
	book, err := XLSX("name,value\r\n\"Été, <b>\",0.0120\r\n'=1+1,-3\r\n日本語,01\r\n\"a\"\"b\",12345678901234567890\r\n'quoted,1e5\r\n_x0041_x0042_,_x1_\r\n")
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{
		{"name", "value"}, {"Été, <b>", "#0.0120"}, {"=1+1", "#-3"}, {"日本語", "01"}, {`a"b`, "12345678901234567890"}, {"'quoted", "1e5"},
		{"_x005F_x0041_x005F_x0042_", "_x1_"}, // read as it was typed
	}
	got := cells(t, book)
	if len(got) != len(want) {
		t.Fatalf("%d rows, want %d", len(got), len(want))
	}
	for i := range want {
		for k := range want[i] {
			if got[i][k] != want[i][k] {
				t.Errorf("row %d holds %q, want %q", i, got[i], want[i])
			}
		}
	}
	book, err = XLSX("assessment,policy.version,score,load\r\n1.10,3.0,0.5000,2026.10\r\n" + Cell("'@home; =1") + ",1,1,x\r\n")
	if err != nil {
		t.Fatal(err)
	}
	if got := cells(t, book); !slices.Equal(got[1], []string{"1.10", "3.0", "#0.5000", "2026.10"}) || got[2][0] != "'@home; =1" {
		t.Errorf("texts that look like numbers: %q", got)
	}
	again, err := XLSX("name,value\r\n")
	if err != nil || len(cells(t, again)) != 1 {
		t.Errorf("a table without rows: %v", err)
	}
}
