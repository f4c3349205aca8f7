package plainjson_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"crossroads/plainjson"
)

type inner struct {
	Name  string   `json:"name"`
	Note  string   `json:"note,omitempty"`
	Share float64  `json:"share"`
	Many  []string `json:"many"`
	More  []inner  `json:"more,omitempty"`
}

type outer struct {
	Title  string `json:"title"`
	Plain  string
	Out    string         `json:"-"`
	Count  int            `json:"count"`
	Small  int8           `json:"small"`
	Size   uint64         `json:"size"`
	Is     bool           `json:"is"`
	One    *inner         `json:"one"`
	Winner *string        `json:"winner"`
	Rows   [][]float64    `json:"rows"`
	List   []inner        `json:"list"`
	At     time.Time      `json:"at"`
	Any    any            `json:"any,omitempty"`
	Map    map[string]int `json:"map"`
	Bytes  []byte         `json:"bytes"`
	Raw    json.RawMessage
	Whole  struct{ inner }
	Number json.Number
	Text   int `json:"text,string"`
}

var samples = []string{
	`{}`,
	`{"title":"a","Plain":"b","count":-3,"small":7,"size":18446744073709551615,"is":true,"one":{"name":"x","share":0.25,"many":null},` +
		`"winner":"w","rows":[[1,2.5e-7],[],null],"list":[{"name":"y","share":-0,"many":["p","q"],"more":[{"name":"z","share":1E3,"many":[]}]}],` +
		`"at":"2026-11-29T10:00:00Z","any":{"b":[1,{"c":"}"}]},"map":{"k":1},"bytes":"AQI=","Raw":[1,2],"Whole":{"name":"e"},"Number":12,"text":"5"}`,
	`{"title":"\u003cb\u003e \"é\" \\ \ud83d\ude00 \n"}`,
	`{"title":"ж–\u2028"}`,
	`{"count":1,"title":"out of order"}`,
	`{"title":"twice","title":"x"}`,
	`{"TITLE":"fold"}`,
	`{"title":"unknown","other":[1,{"a":"]"}],"count":2}`,
	` { "title" : "spaces" } `,
	`{"title":null,"winner":null,"list":null,"one":null}`,
	`{"count":1.5}`, `{"count":01}`, `{"small":300}`, `{"size":-1}`, `{"rows":[[1e999]]}`, `{"rows":[[.5]]}`, `{"rows":[[1.]]}`,
	`{"title":"bad ` + "\xff" + ` text"}`, `{"title":"tab	"}`, `{"title":"\x"}`, `{"title":"open`, `{"title":"a"`, `{"title":"a"}}`, `{"list":[,]}`,
	`{,"title":"a"}`, `{"title":"a",}`, `{"list":[{"name":"a"},]}`, `[]`, `null`, `"x"`, ``, `{"any":tru}`, `{"Raw":[1,}`, `{"is":truefalse}`,
	`{"at":"never"}`,
}

// same reads data in both ways.
func same(t *testing.T, data string) {
	t.Helper()
	var want, got outer
	wantErr := json.Unmarshal([]byte(data), &want)
	gotErr := plainjson.Unmarshal([]byte(data), &got)
	if (gotErr == nil) != (wantErr == nil) || gotErr != nil && gotErr.Error() != wantErr.Error() {
		t.Fatalf("%q: %v, want %v", data, gotErr, wantErr)
	}
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("%q:\n%+v\nwant\n%+v", data, got, want)
	}
}

func TestAsEncodingJSON(t *testing.T) {
	for _, data := range samples {
		same(t, data)
	}
	for cut := range samples[1] { // whatever a disk has lost
		same(t, samples[1][:cut])
		same(t, samples[1][:cut]+samples[1][cut+1:])
		same(t, samples[1][:cut]+" "+samples[1][cut:])
	}
}

func FuzzUnmarshal(f *testing.F) {
	for _, data := range samples {
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data string) { same(t, data) })
}

// TestIntoUsed: what holds something already is filled in as encoding/json does.
func TestIntoUsed(t *testing.T) {
	got := outer{Title: "kept", Map: map[string]int{"a": 1}}
	if err := plainjson.Unmarshal([]byte(`{"count":1,"map":{"b":2}}`), &got); err != nil || got.Title != "kept" || len(got.Map) != 2 {
		t.Errorf("%+v, %v", got, err)
	}
	if err := plainjson.Unmarshal([]byte(`{}`), outer{}); err == nil || !strings.Contains(err.Error(), "non-pointer") {
		t.Errorf("not a pointer: %v", err)
	}
}
