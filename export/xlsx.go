package export

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// XLSX turns a table in CSV into a workbook with one sheet (ECMA-376). Some spreadsheets open CSV with
// wrong accents, or read numbers with a decimal point as text where a comma is usual. Numbers become
// numbers, except in columns that people name, and everything else becomes text, which is never run as a formula. Libraries for workbooks
// are several times as large as all other exports, and most of what they can do is not needed here. Some
// that read workbooks look for parts by the names that Excel gives them, need a reference at every row and cell,
// or a part with styles: all of it is here although the standard does not ask for it.
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
			`<Override PartName="/xl/worksheets/sheet1.xml" ` +
			`ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>` +
			`<Override PartName="/xl/styles.xml" ` +
			`ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>`},
		{"_rels/.rels", relations("officeDocument", "xl/workbook.xml")},
		{"xl/workbook.xml", `<workbook xmlns="` + mainNamespace + `" xmlns:r="` + officeRelations +
			`"><sheets><sheet name="Crossroads" sheetId="1" r:id="rId1"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", relations("worksheet", "worksheets/sheet1.xml", "styles", "styles.xml")},
		{"xl/styles.xml", styles},
		{"xl/worksheets/sheet1.xml", sheet(rows)},
	} {
		w, err := z.CreateHeader(&zip.FileHeader{Name: file.name, Method: zip.Deflate, Modified: zipEpoch})
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

// zipEpoch is the first day that entries of an archive can have: the same table gives the same bytes.
var zipEpoch = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// styles has the one style of all cells, with the fills that Excel expects.
const styles = `<styleSheet xmlns="` + mainNamespace + `"><fonts count="1"><font><sz val="11"/><name val="Arial"/></font></fonts>` +
	`<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>` +
	`<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>` +
	`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
	`<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>` +
	`<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`

// relations lists the parts that a part leads to: kinds and targets in turn.
func relations(parts ...string) string {
	var b strings.Builder
	b.WriteString(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`)
	for i := 0; i < len(parts); i += 2 {
		fmt.Fprintf(&b, `<Relationship Id="rId%d" Type="`+officeRelations+`/%s" Target="%s"/>`, i/2+1, parts[i], parts[i+1])
	}
	b.WriteString("</Relationships>")
	return b.String()
}

// column is the name of a column: A to Z, AA and so on.
func column(i int) string {
	name := ""
	for i++; i > 0; i = (i - 1) / 26 {
		name = string(rune('A'+(i-1)%26)) + name
	}
	return name
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
	for n, row := range rows {
		at := strconv.Itoa(n + 1)
		b.WriteString(`<row r="` + at + `">`)
		for i, cell := range row {
			ref := ` r="` + column(i) + at + `"`
			if plainNumber.MatchString(cell) && !(i < len(rows[0]) && textColumns[rows[0][i]]) {
				b.WriteString("<c" + ref + "><v>" + cell + "</v></c>")
				continue
			}
			b.WriteString(`<c` + ref + ` t="inlineStr"><is><t xml:space="preserve">`)
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
