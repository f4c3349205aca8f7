package pricelist_test

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"crossroads/content"
	"crossroads/decision/cost"
	"crossroads/pricelist"
)

const day = "2026-11-28"

// list returns a shipped price sheet with its SKUs.
func list(t testing.TB, id string) content.PriceList {
	t.Helper()
	lists, err := content.PriceLists(content.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(lists, func(l content.PriceList) bool { return l.ID == id })
	return lists[i]
}

func read(l content.PriceList, name, text string, allow ...string) (*pricelist.Update, error) {
	return pricelist.Read(&l.Sheet, l.SKUs, []pricelist.File{{Name: name, From: strings.NewReader(text), Day: day}}, allow)
}

func sample(t testing.TB, name string) string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// What each format says is found, and what is not sold on demand, in another
// region or as an allowance is not.
func TestFormats(t *testing.T) {
	for _, tt := range []struct {
		sheet, file, items string
		changes, notes     []string
		status             cost.Status
	}{
		{"aws-us-east-1", "aws.json", "lambda-requests lambda-duration-x86 fargate-cpu-x86",
			[]string{"$0.0000158334 up to 6,000,000,000, then $0.00001425 up to 15,000,000,000, then $0.0000126667 for one GB-second"}, nil,
			cost.Primary},
		{"azure", "azure.json", "azure-flex-executions azure-flex-duration app-service-p0v3",
			[]string{"$0.000029 for one GB-second"}, nil, cost.Primary},
		{"google-tier1", "google.json", "cloud-run-requests cloud-run-request-cpu cloud-run-request-memory",
			[]string{"$0.0000026 for one GiB-second"}, nil, cost.Primary},
		{"aws-us-east-1", "infracost.csv", "lambda-requests alb-hours",
			[]string{"$0.21 for 1,000,000 requests", "$0.0252 for one hour"}, nil, cost.Secondary},
	} {
		u, err := read(list(t, tt.sheet), tt.file, sample(t, tt.file))
		if err != nil {
			t.Errorf("%s: %v", tt.file, err)
			continue
		}
		var items, changes []string
		for _, i := range u.Items {
			items = append(items, i.ID)
			if i.AsOf != day || i.ReviewBy != "2027-05-28" || i.Status != tt.status || !strings.HasSuffix(i.Source, "-price-list") {
				t.Errorf("%s: %s is of %s, to be reviewed by %s, %s, from %s", tt.file, i.ID, i.AsOf, i.ReviewBy, i.Status, i.Source)
			}
		}
		for _, c := range u.Changes {
			changes = append(changes, pricelist.Said(&c.New))
		}
		if got := strings.Join(items, " "); got != tt.items {
			t.Errorf("%s: found %s, want %s", tt.file, got, tt.items)
		}
		if !slices.Equal(changes, tt.changes) || !slices.Equal(u.Notes, tt.notes) {
			t.Errorf("%s: changes %q, notes %q", tt.file, changes, u.Notes)
		}
	}
}

// A list is read in the encodings of Windows and compressed, as it is.
func TestEncodings(t *testing.T) {
	aws := sample(t, "aws.json")
	want, err := read(list(t, "aws-us-east-1"), "f", aws)
	if err != nil {
		t.Fatal(err)
	}
	wide, swapped, packed := []byte("\xff\xfe"), []byte("\xfe\xff"), new(bytes.Buffer)
	for _, u := range utf16.Encode([]rune(aws)) {
		wide, swapped = binary.LittleEndian.AppendUint16(wide, u), binary.BigEndian.AppendUint16(swapped, u)
	}
	zip := gzip.NewWriter(packed)
	if _, err := zip.Write(wide); err != nil || zip.Close() != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"mark": "\ufeff" + aws, "UTF-16": string(wide), "the other": string(swapped), "compressed": packed.String(),
	} {
		got, err := read(list(t, "aws-us-east-1"), "f", text)
		if err != nil || len(got.Items) != len(want.Items) || len(got.Items) == 0 {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	for _, text := range []string{"PK\x03\x04x", "\x1f\x8bx", packed.String()[:packed.Len()/2]} {
		if _, err := read(list(t, "aws-us-east-1"), "f", text); err == nil || !strings.HasPrefix(err.Error(), "f:") {
			t.Errorf("%.4q: %v", text, err)
		}
	}
}

// Each kind of bad file is refused with one message that has file and position.
func TestBadFiles(t *testing.T) {
	aws, azure, google, csv := sample(t, "aws.json"), sample(t, "azure.json"), sample(t, "google.json"), sample(t, "infracost.csv")
	change := func(text, old, fresh string) string {
		if !strings.Contains(text, old) {
			t.Fatalf("the sample lacks %q", old)
		}
		return strings.Replace(text, old, fresh, 1)
	}
	again := strings.Index(aws, `    "GU2ZS9HVP6QTQ7KE"`)
	for _, tt := range []struct{ name, sheet, text, want string }{
		{"empty", "aws-us-east-1", "", "f:1:1: the file is empty"},
		{"spaces", "aws-us-east-1", " \n ", "f:1:1: the file is empty"},
		{"truncated", "aws-us-east-1", aws[:len(aws)/2], "the file ends in the middle: download it again, completely"},
		{"truncated between values", "aws-us-east-1", "{\"formatVersion\": \"v1.0\",\n", "f:2:1: the file ends in the middle"},
		{"no JSON", "aws-us-east-1", change(aws, `"offerCode": `, `"offerCode" `), "f:4:15: this is not JSON: invalid character"},
		{"another schema", "aws-us-east-1", `{"openapi": "3.1.0", "paths": {}}`, "f:1:1: this is no price list that is known"},
		{"a list", "aws-us-east-1", `[1, 2]`, "f:1:1: the file is not of the shape of JSON: want an object here"},
		{"an array for products", "aws-us-east-1", `{"offerCode": "x", "products": []}`, "f:1:32: products is not of the shape of the price list of AWS: want an object here"},
		{"no terms", "aws-us-east-1", `{"offerCode": "x", "products": {}}`, "there are no terms"},
		{"terms first", "aws-us-east-1", `{"offerCode": "x", "terms": {}, "products": {}}`, "terms come before products"},
		{"a number for an attribute", "aws-us-east-1", change(aws, `"group": "AWS-Lambda-Requests"`,
			`"group": 7`), "is number here, so this is not the price list of AWS"},
		{"another currency", "aws-us-east-1", change(aws, `"USD": "0.0000002000"`,
			`"CNY": "0.0000013600"`), `SKU GU2ZS9HVP6QTQ7KE is priced in "CNY": only USD is read`},
		{"an unknown unit", "aws-us-east-1", change(aws, `"unit": "Requests"`,
			`"unit": "1K Requests"`), `SKU GU2ZS9HVP6QTQ7KE is priced by "1K Requests", but lambda-requests by Requests`},
		{"a negative price", "aws-us-east-1", change(aws, `"0.0000002000"`,
			`"-0.0000002000"`), "the price of SKU GU2ZS9HVP6QTQ7KE is negative: -0.0000002000"},
		{"no number", "aws-us-east-1", change(aws, `"0.0000002000"`,
			`"free"`), `the price of SKU GU2ZS9HVP6QTQ7KE cannot be used: "free" for 1`},
		{"an absurd price", "aws-us-east-1", change(aws, `"0.0000002000"`, `"0.2000000000"`), "the price of lambda-requests would be $200000 instead of $0.2 for 1,000,000 requests, 1,000,000 times as much"},
		{"a tenth", "aws-us-east-1", change(aws, `"0.0000002000"`, `"0.0000000200"`), "1/10 of it"},
		{"nothing", "aws-us-east-1", change(aws, `"0.0000002000"`, `"0"`), "which is nothing"},
		{"the same SKU twice", "aws-us-east-1", aws[:again] + "\"GU2ZS9HVP6QTQ7KE\":" + aws[again+len(`    "GU2ZS9HVP6QTQ7KE":`):strings.Index(aws, "},\n    \"TG3M")] + "},\n" + aws[again:], "SKU GU2ZS9HVP6QTQ7KE is here a second time; the first is in line 8"},
		{"two SKUs for an item", "aws-us-east-1", change(change(aws, `"regionCode": "eu-central-1"`, `"regionCode": "us-east-1"`), "EUC1-",
			""), "SKU EUDURATION000001 and SKU TG3M4CAGBA3NYQBH (f:"},
		{"a tier twice", "aws-us-east-1", change(aws, `"beginRange": "15000000000"`,
			`"beginRange": "0"`), "lambda-duration-x86 has two prices from 0 on"},
		{"no first tier", "aws-us-east-1", change(aws, `"beginRange": "0"`,
			`"beginRange": "5"`), "begin at 5 request: that of the first is missing"},
		{"no region of it", "google-tier2", strings.NewReplacer("asia-northeast3", "asia-east1", "global", "europe-west1").Replace(google), "no file holds a price of Google Cloud, tier 2 regions such as Seoul in the region asia-northeast3"},
		{"another provider", "azure", aws, "no file holds a price of Microsoft Azure in the region eastus"},
		{"two documents", "azure", azure + azure, "something follows the end of the Azure Retail Prices list"},
		{"euros", "azure", strings.ReplaceAll(azure, `"currencyCode": "USD"`, `"currencyCode": "EUR"`), `is priced in "EUR"`},
		{"a meter without a type", "azure", change(azure, `"type": "Consumption"`, `"type": ""`), "an entry without type or meterId"},
		{"text for a price", "azure", change(azure, `"retailPrice": 0,`,
			`"retailPrice": "a lot",`), "so this is not the Azure Retail Prices list"},
		{"no SKU id", "google-tier1", change(google, `"skuId": "AAAA-0001"`, `"skuId": ""`), "an entry without skuId"},
		{"a SKU of Google twice", "google-tier1", change(google, `"AAAA-0002"`, `"AAAA-0001"`), "SKU AAAA-0001 is here a second time"},
		{"nanos below zero", "google-tier1", change(google, `"nanos": 24000`,
			`"nanos": -24000`), "the price of SKU AAAA-0001 is negative: -0.000024000"},
		{"a page", "azure", "\n<!doctype html><title>Sign in</title>", "f:1:1: this is a page for browsers, not a price list: download the list itself"},
		{"no table", "aws-us-east-1", "hello\nworld\n", `f:1:1: column "sku" is missing: this is not the price table of Infracost`},
		{"a cut table", "aws-us-east-1", csv[:strings.Index(csv, "0.0252")], "f:3:"},
		{"a row with few fields", "aws-us-east-1", csv + "h4,x\n", "f:5:1: the row has another number of fields than the header"},
		{"no JSON in a table", "aws-us-east-1", change(csv, `{""usagetype"": ""Request""`,
			`{usagetype`), "attributes of SKU GU2ZS9HVP6QTQ7KE are not JSON"},
		{"yuan in a table", "aws-us-east-1", change(csv, `""USD"": ""0.0000002100""`, `""CNY"": ""1""`), `is priced in "CNY"`},
	} {
		_, err := read(list(t, tt.sheet), "f", tt.text)
		if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: got %v\nwant %s", tt.name, err, tt.want)
		}
	}
}

func TestAllowed(t *testing.T) {
	text := strings.Replace(sample(t, "aws.json"), `"0.0000002000"`, `"0.0000020000"`, 1)
	if u, err := read(list(t, "aws-us-east-1"), "f", text, "lambda-requests"); err != nil || len(u.Changes) != 2 {
		t.Errorf("a price that is allowed: %v", err)
	}
}

// An older list does not replace what was read later.
func TestOlderList(t *testing.T) {
	l := list(t, "aws-us-east-1")
	_, err := pricelist.Read(&l.Sheet, l.SKUs, []pricelist.File{
		{Name: "f", From: strings.NewReader(sample(t, "aws.json")), Day: "2026-10-15"},
	}, nil)
	if err == nil || !strings.Contains(err.Error(), "the list is of 2026-10-15, but the price of lambda-") {
		t.Error(err)
	}
}

// Prices of the future and of the past are none of the day of the list.
func TestDays(t *testing.T) {
	aws, azure, google, csv := sample(t, "aws.json"), sample(t, "azure.json"), sample(t, "google.json"), sample(t, "infracost.csv")
	rows := strings.SplitAfter(azure, "{\"currencyCode\"")
	for i, row := range rows {
		if strings.Contains(row, "2.9e-05") { // the row of what held before, and of what will
			before := strings.NewReplacer("2.9e-05", "9e-05", `"meterId"`, `"effectiveEndDate": "2026-07-31T23:59:59Z", "meterId"`,
				"2026-08-01T00", "2026-01-01T00").Replace(row)
			after := strings.NewReplacer("2.9e-05", "7e-05", "2026-08-01T00", "2027-06-01T00").Replace(row)
			if i == len(rows)-1 {
				t.Fatal("the sample has the row at another place")
			}
			rows[i] = before + row + after
		}
	}
	timeline := strings.Replace(google, `"pricingInfo": [`, `"pricingInfo": [{"effectiveTime": "2027-07-01T00:00:00Z", "pricingExpression": `+
		`{"usageUnit": "s", "tieredRates": [{"startUsageAmount": 0, "unitPrice": {"currencyCode": "USD", "units": "7", "nanos": 0}}]}},`, 1)
	later := func(text string) string {
		return strings.NewReplacer("2026-08-01T", "2027-06-01T", "2026-11-01T", "2027-06-01T", "2026-10-01T", "2027-06-01T").Replace(text)
	}
	for name, f := range map[string]struct{ sheet, text, changed, want string }{
		"three rows of a meter": {"azure", strings.Join(rows, ""), "$0.000029 for one GB-second", ""},
		"a timeline":            {"google-tier1", timeline, "$0.0000026 for one GiB-second", ""},
		"Azure in the future":   {"azure", later(azure), "", "holds from 2027-06-01 on"},
		"Google in the future":  {"google-tier1", later(google), "", "holds from 2027-06-01 on"},
		"AWS in the future":     {"aws-us-east-1", later(aws), "", "holds from 2027-06-01 on"},
		"a table of the future": {"aws-us-east-1", later(csv), "$0.0252 for one hour", ""},
		"ended":                 {"azure", strings.ReplaceAll(azure, `"meterId"`, `"effectiveEndDate": "2026-10-31T00:00:00Z", "meterId"`), "", "holds until 2026-10-31"},
	} {
		u, err := read(list(t, f.sheet), "f", f.text)
		if f.want != "" {
			if err == nil || !strings.Contains(err.Error(), f.want) {
				t.Errorf("%s: %v", name, err)
			}
		} else if err != nil || len(u.Changes) != 1 || pricelist.Said(&u.Changes[0].New) != f.changed {
			t.Errorf("%s: %v, %+v", name, err, u)
		}
	}
}

// The clock of a file says nothing of a list that was copied; the day of its publication does.
func TestPublished(t *testing.T) {
	l := list(t, "aws-us-east-1")
	aws := sample(t, "aws.json")
	published := func(day string, clock bool, text string) (*pricelist.Update, error) {
		text = strings.Replace(text, `"publicationDate": "2026-11-01`, `"publicationDate": "`+day, 1)
		return pricelist.Read(&l.Sheet, l.SKUs, []pricelist.File{{Name: "f", From: strings.NewReader(text), Day: "2026-11-28", Clock: clock}}, nil)
	}
	if _, err := published("2019-11-01", true, aws); err == nil || !strings.Contains(err.Error(), "the list is of 2019-11-01, but") {
		t.Error(err)
	}
	same := strings.NewReplacer("0.0000158334", "0.0000166667", "0.0000142500", "0.0000150000", "0.0000126667", "0.0000133334").Replace(aws)
	u, err := published("2019-11-01", true, same)
	if err != nil || len(u.Changes) != 0 || u.Items[0].AsOf == "2019-11-01" {
		t.Errorf("the same prices: %v, %+v", err, u)
	}
	for day, clock := range map[string]bool{"2026-11-27": true, "2019-11-01": false} {
		u, err := published(day, clock, aws)
		if want := map[bool]string{true: day, false: "2026-11-28"}[clock]; err != nil || u.Items[0].AsOf != want {
			t.Errorf("%s: %v, %+v", day, err, u)
		}
	}
}

// A list may say that an allowance is another one than the sheet's.
func TestAllowanceIsNamed(t *testing.T) {
	u, err := read(list(t, "google-tier1"), "f", strings.Replace(sample(t, "google.json"), "180000", "240000", 1))
	if err != nil || len(u.Notes) != 1 ||
		!strings.Contains(u.Notes[0], "cloud-run-request-cpu: the list gives 240,000 vCPU-second a month free, the sheet 180,000") {
		t.Error(err, u.Notes)
	}
}

// endless is an offer file of a given number of products that nobody wants.
type endless struct {
	left int
	buf  bytes.Reader
	end  string
	done bool
}

func (e *endless) Read(p []byte) (int, error) {
	if e.buf.Len() == 0 {
		switch {
		case e.left > 0:
			e.left--
			e.buf.Reset([]byte("\"X\" : {\"sku\":\"X\",\"productFamily\":\"Compute Instance\",\"attributes\":{\"servicecode\":\"AmazonEC2\",\"regionCode\":\"us-east-1\",\"usagetype\":\"BoxUsage\",\"pad\":\"" + strings.Repeat("x", 4096) + "\"}},\n"))
		case !e.done:
			e.done = true
			e.buf.Reset([]byte(e.end))
		default:
			return 0, io.EOF
		}
	}
	return e.buf.Read(p)
}

// A file of a hundred megabytes takes no more memory than one of some kilobytes.
func TestMemoryIsBounded(t *testing.T) {
	l := list(t, "aws-us-east-1")
	rest := sample(t, "aws.json")
	rest = rest[strings.Index(rest, `"GU2ZS9HVP6QTQ7KE"`):]
	source := &endless{left: 25_000, end: rest}
	var before, after runtime.MemStats
	var most uint64
	watch := readerFunc(func(p []byte) (int, error) {
		if source.left%1000 == 0 {
			runtime.ReadMemStats(&after)
			most = max(most, after.HeapInuse)
		}
		return source.Read(p)
	})
	runtime.GC()
	runtime.ReadMemStats(&before)
	u, err := pricelist.Read(&l.Sheet, l.SKUs, []pricelist.File{
		{Name: "f", From: io.MultiReader(strings.NewReader("{\"offerCode\":\"AmazonEC2\",\"products\":{\n"), watch), Day: day},
	}, nil)
	if err != nil || len(u.Items) != 3 {
		t.Fatal(err)
	}
	if used := int64(most) - int64(before.HeapInuse); used > 32<<20 {
		t.Errorf("100 MB took %d MB of memory", used>>20)
	}
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

// One value without an end is refused, not collected.
func TestLongValue(t *testing.T) {
	for _, start := range []string{
		`{"offerCode": "`, `{"offerCode": "x", "products": {"A": {"sku": "`, `{"skus": [{"skuId": "`,
		`sku,vendorName,region,service,productFamily,attributes,prices` + "\n\"",
	} {
		n := int64(0)
		endless := readerFunc(func(p []byte) (int, error) {
			for i := range p {
				p[i] = 'x'
			}
			n += int64(len(p))
			return len(p), nil
		})
		l := list(t, "aws-us-east-1")
		_, err := pricelist.Read(&l.Sheet, l.SKUs, []pricelist.File{
			{Name: "f", From: io.MultiReader(strings.NewReader(start), endless), Day: day},
		}, nil)
		if err == nil || !strings.Contains(err.Error(), "longer than 1 MiB") || n > 4<<20 {
			t.Errorf("%q: %v after %d bytes", start, err, n)
		}
	}
}

// What is written reads back as the same prices.
func TestOverlay(t *testing.T) {
	for _, id := range []string{"aws-us-east-1", "azure", "google-tier1", "google-tier2"} {
		l := list(t, id)
		text := pricelist.Overlay(l.ID, l.Name, l.Items)
		dir := t.TempDir()
		if err := os.Mkdir(filepath.Join(dir, "prices"), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "prices", id+"-list.yaml"), text, 0o644); err != nil {
			t.Fatal(err)
		}
		again, err := content.PriceLists(content.Overlay(os.DirFS(dir), content.Embedded()))
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range again {
			if a.ID != id {
				continue
			}
			if len(a.Imported) != len(l.Items) {
				t.Errorf("%s: %d of %d items are imported", id, len(a.Imported), len(l.Items))
			}
			for i := range a.Items {
				if !same(a.Items[i], l.Items[i]) {
					t.Errorf("%s: %+v came back as %+v", id, l.Items[i], a.Items[i])
				}
			}
		}
	}
}

func same(a, b cost.Item) bool {
	free := a.Free == b.Free || a.Free != nil && b.Free != nil && *a.Free == *b.Free
	tiers, meters := slices.Equal(a.Tiers, b.Tiers), slices.Equal(a.Meters, b.Meters)
	a.Free, a.Tiers, a.Meters, b.Free, b.Tiers, b.Meters = nil, nil, nil, nil, nil, nil
	return free && tiers && meters && a.ID == b.ID && a.Name == b.Name && a.Unit == b.Unit && a.Per == b.Per && a.Source == b.Source &&
		a.AsOf == b.AsOf && a.ReviewBy == b.ReviewBy && a.Status == b.Status && a.Note == b.Note
}

// Whatever the bytes are, reading ends with prices in their bounds or with one
// error that has a position.
func FuzzRead(f *testing.F) {
	for _, name := range []string{"aws.json", "azure.json", "google.json", "infracost.csv"} {
		f.Add([]byte(sample(f, name)))
	}
	lists, err := content.PriceLists(content.Embedded())
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		for _, l := range lists {
			if len(l.SKUs.Items) == 0 {
				continue
			}
			u, err := pricelist.Read(&l.Sheet, l.SKUs, []pricelist.File{{Name: "f", From: bytes.NewReader(raw), Day: day}}, nil)
			if err != nil {
				if text := err.Error(); !strings.HasPrefix(text, "f:") && !strings.HasPrefix(text, "no file holds") {
					t.Errorf("no position: %s", text)
				}
				continue
			}
			updated := l.With(u.Items)
			if found := updated.Check(); len(found) > 0 {
				t.Errorf("a sheet that cannot be used: %v", found)
			}
		}
	})
}
