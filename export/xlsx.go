package export

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"fmt"
	"regexp"
	"strings"
)

// XLSX turns a table in CSV into a workbook with one sheet (ECMA-376). Some spreadsheets open CSV with
// wrong accents, or read numbers with a decimal point as text where a comma is usual. Numbers become
// numbers, except in columns that people name, and everything else becomes text, which is never run as a formula. Libraries for workbooks
// are several times as large as all other exports, and most of what they can do is not needed here.
func XLSX(table string) ([]byte, error) {
	rows, err := csv.NewReader(strings.NewReader(table)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("reading a table: %w", err)
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, file := range []struct{ name, content string }{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
			`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
			`<Override PartName="/xl/workbook.xml" ` +
			`ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>` +
			`<Override PartName="/xl/sheet.xml" ` +
			`ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`},
		{"_rels/.rels", relation("officeDocument", "xl/workbook.xml")},
		{"xl/workbook.xml", `<workbook xmlns="` + mainNamespace + `" xmlns:r="` + officeRelations +
			`"><sheets><sheet name="Crossroads" sheetId="1" r:id="r1"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", relation("worksheet", "sheet.xml")},
		{"xl/sheet.xml", sheet(rows)},
	} {
		w, err := z.Create(file.name)
		if err != nil {
			return nil, fmt.Errorf("writing a workbook: %w", err)
		}
		fmt.Fprint(w, xml.Header, file.content) // into memory
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("writing a workbook: %w", err)
	}
	return out.Bytes(), nil
}

const (
	mainNamespace   = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	officeRelations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
)

func relation(kind, target string) string {
	return `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="r1" Type="` + officeRelations + `/` + kind + `" Target="` + target + `"/></Relationships>`
}

// textColumns hold names and versions: one that is 1.10 is not 1.1.
var textColumns = map[string]bool{
	"assessment": true, "part": true, "option": true, "name": true, "policy": true, "policy.version": true, "policy.rules": true,
	"cost.built_as": true, "cost.prices": true, "load.region": true, "blueprint": true, "line": true, "price list": true, "load": true,
}

// plainNumber is a number that a spreadsheet holds exactly as it is written.
var plainNumber = regexp.MustCompile(`^-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,12})?$`)

// coded matches what spreadsheet programs read as the code of a character (ECMA-376, 22.9.2.19).
var coded = regexp.MustCompile(`^_x[0-9A-Fa-f]{4}_`)

// uncoded writes the "_" of what looks like such a code as one, so that the text stays as it was typed.
func uncoded(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if b.WriteByte(s[i]); s[i] == '_' && coded.MatchString(s[i:]) {
			b.WriteString("x005F_")
		}
	}
	return b.String()
}

// sheet writes rows with the first one kept in view.
func sheet(rows [][]string) string {
	var b strings.Builder
	b.WriteString(`<worksheet xmlns="` + mainNamespace + `"><sheetViews><sheetView workbookViewId="0">` +
		`<pane ySplit="1" topLeftCell="A2" state="frozen"/></sheetView></sheetViews><sheetData>`)
	for _, row := range rows {
		b.WriteString("<row>")
		for i, cell := range row {
			if plainNumber.MatchString(cell) && !(i < len(rows[0]) && textColumns[rows[0][i]]) {
				b.WriteString("<c><v>" + cell + "</v></c>")
				continue
			}
			b.WriteString(`<c t="inlineStr"><is><t xml:space="preserve">`)
			xml.EscapeText(&b, []byte(uncoded(unguarded(cell)))) // a strings.Builder takes every write
			b.WriteString("</t></is></c>")
		}
		b.WriteString("</row>")
	}
	b.WriteString("</sheetData></worksheet>")
	return b.String()
}

// unguarded removes the apostrophes that Cell has put before what looks like a formula.
func unguarded(s string) string { return guarded.ReplaceAllString(s, "$1$2") }

var guarded = regexp.MustCompile(`(^|;\s*)'('*[` + formulaSigns + `])`)
