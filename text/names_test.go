package text

import (
	"slices"
	"strings"
	"testing"
)

func TestSplitNames(t *testing.T) {
	for typed, want := range map[string][]string{
		"Ann, Bob": {"Ann", "Bob"}, "田中，鈴木、佐藤": {"田中", "鈴木", "佐藤"}, "Ann; Bob；": {"Ann", "Bob"}, ", ,": nil,
		"Doe, John; Roe, Jane;": {"John Doe", "Jane Roe"}, "Ann, Bob; Carl": {"Ann", "Bob", "Carl"}, "أحمد، سارة": {"أحمد", "سارة"},
		`"Doe, John" <john@x.org>, Jane Roe <jane@x.org>`:    {"John Doe <john@x.org>", "Jane Roe <jane@x.org>"},
		`"Doe, John" <john@x.org>; "Roe, Jane" <jane@x.org>`: {"John Doe <john@x.org>", "Jane Roe <jane@x.org>"},
		`Doe, John <john@x.org>; Roe, Jane <jane@x.org>`:     {"John Doe <john@x.org>", "Jane Roe <jane@x.org>"},
		"Doe, John; Team Payments":                           {"John Doe", "Team Payments"},
		"Doe, John;":                                         {"John Doe"},
		"Doe, John\tRoe, Jane":                               {"John Doe", "Jane Roe"},
		"van der Berg, Jan (HR, Finance); Roe, Jane":         {"Jan van der Berg (HR, Finance)", "Jane Roe"},
		"Jan (HR, Finance), Jane":                            {"Jan (HR, Finance)", "Jane"},
		"payments\tcore\u2028billing\vx":                     {"payments", "core", "billing", "x"},
		`"Ann", "Bob"`:                                       {"Ann", "Bob"}, `"Ann, Bob`: {`"Ann`, "Bob"}, `John "Jack" Doe, Ann`: {`John "Jack" Doe`, "Ann"},
		"J. Doe, R. Roe; M. Moe": {"J. Doe", "R. Roe", "M. Moe"},
		"Doe, J.; Roe, R.":       {"J. Doe", "R. Roe"},
		"Platform team, Payments team; Security team, Legal team":  {"Platform team", "Payments team", "Security team", "Legal team"},
		"Team A: Ann, Bob; Team B: Cid, Dee":                       {"Team A: Ann", "Bob", "Team B: Cid", "Dee"},
		"Ada, CTO\nBob, CFO":                                       {"Ada (CTO)", "Bob (CFO)"},
		"Doe, John; Roe, Jane; Ann Bee, Cid Dee":                   {"John Doe", "Jane Roe", "Ann Bee", "Cid Dee"},
		"Doe, Li Po; Roe, Jane":                                    {"Li Po Doe", "Jane Roe"},
		"Po, Li; Roe, Jane":                                        {"Li Po", "Jane Roe"},
		"Rahman, Md; Roe, Jane":                                    {"Md Rahman", "Jane Roe"},
		"ann, bob\ncid, dee":                                       {"ann", "bob", "cid", "dee"},
		"Ann <a@x.org>, Bob <b@x.org>; Cid <c@x.org>, Dee":         {"Ann <a@x.org>", "Bob <b@x.org>", "Cid <c@x.org>", "Dee"},
		"Smith, John, Jr.; Roe, Jane":                              {"John Smith Jr.", "Jane Roe"},
		"John Smith, Jr., Ann":                                     {"John Smith Jr.", "Ann"},
		"de la Cruz, Juan Carlos; Roe, Jane":                       {"Juan Carlos de la Cruz", "Jane Roe"},
		"“Doe, John” <j@x.org>, “Roe, Jane” <r@x.org>":             {"John Doe <j@x.org>", "Jane Roe <r@x.org>"},
		"„Doe, John“ <j@x.org>; 'Roe, Jane' <r@x.org>; «Moe, Max»": {"John Doe <j@x.org>", "Jane Roe <r@x.org>", "Max Moe"},
		"‘Doe, John’, 't Hart, O'Neil, “Ann, Bob":                  {"John Doe", "'t Hart", "O'Neil", "“Ann", "Bob"},
		"John Doe [Payments, Core], Jane":                          {"John Doe [Payments, Core]", "Jane"},
		"[Ann, Bob]":                                               {"[Ann", "Bob]"},
		"Ada Lovelace\r\nBob Moe\r\nCid":                           {"Ada Lovelace", "Bob Moe", "Cid"},
		"王芳、李娜；张伟、刘洋":                                              {"王芳", "李娜", "张伟", "刘洋"}, "营销部、开发部\n财务部、法务部": {"营销部", "开发部", "财务部", "法务部"},
		"أحمد، محمد؛ علي، حسن": {"أحمد", "محمد", "علي", "حسن"}, "김, 철수; 이, 영희": {"김", "철수", "이", "영희"}, "Doe， John; Roe， Jane": {"Doe", "John", "Roe", "Jane"},
		"Ann, Bob; Platform team": {"Ann", "Bob", "Platform team"}, "Ann, Bob; Team A": {"Ann", "Bob", "Team A"}, "Ada, Bob; Cid, Dee": {"Ada", "Bob", "Cid", "Dee"},
		"Ann, Bob; Smith, John": {"Ann", "Bob", "Smith", "John"}, "Doe, John; Roe, Jane; Ann, Bob": {"John Doe", "Jane Roe", "Ann", "Bob"}, "Thomas, Peter <p@x.org>; Roe, Jane <j@x.org>": {"Peter Thomas <p@x.org>", "Jane Roe <j@x.org>"},
		"Payments, Orders\nBilling, Shipping": {"Payments", "Orders", "Billing", "Shipping"}, "Acme, Inc.; Foo, Ltd.": {"Acme Inc.", "Foo Ltd."},
		"Doe, John\nRoe, Jane\nBob Moe": {"John Doe", "Jane Roe", "Bob Moe"}, "Payments, Orders (EU)\nBilling, Shipping (US)": {"Payments", "Orders (EU)", "Billing", "Shipping (US)"}, "Ann, Bob (HR); Cid, Dee (IT)": {"Ann", "Bob (HR)", "Cid", "Dee (IT)"},
		"Ada Lovelace\tada@x.org\r\nBob Moe\tbob@x.org": {"Ada Lovelace <ada@x.org>", "Bob Moe <bob@x.org>"}, "Ada Lovelace\tCTO\nBob Moe\tCFO": {"Ada Lovelace (CTO)", "Bob Moe (CFO)"},
		"Ada\ta@x.org\n\tb@x.org\n\tBob Moe\tm@x.org": {"Ada <a@x.org>", "b@x.org", "Bob Moe <m@x.org>"},
		"Ada\tBob\nCid\tDee":                          {"Ada", "Bob", "Cid", "Dee"}, "Ada\tada@x.org": {"Ada <ada@x.org>"}, "Doe, John\tj@x.org\nRoe, Jane\tr@x.org": {"John Doe <j@x.org>", "Jane Roe <r@x.org>"},
		"- Ada\n- Bob": {"Ada", "Bob"}, "• Ada\n\n• Bob": {"Ada", "Bob"}, "1. Ada\n2. Bob": {"Ada", "Bob"}, "☐ Ada\n☑ Bob": {"Ada", "Bob"}, "- [x] Ada": {"Ada"},
		"* Ada (CTO)\r\n* Bob": {"Ada (CTO)", "Bob"}, "1. FC": {"1. FC"}, "- Ada\nBob": {"- Ada", "Bob"},
		"john@x.org jane@x.org": {"john@x.org", "jane@x.org"}, "John Doe <john@x.org> Jane Roe <jane@x.org>": {"John Doe <john@x.org>", "Jane Roe <jane@x.org>"},
		"Doe, John IT; Roe, Jane HR":                              {"John Doe (IT)", "Jane Roe (HR)"},
		"Lovelace, Ada - CTO; Moe, Bob - CFO":                     {"Ada Lovelace (CTO)", "Bob Moe (CFO)"},
		"Müller, Eva IT-Security; Schmidt, Jan HR <j@x.org>":      {"Eva Müller (IT-Security)", "Jan Schmidt (HR) <j@x.org>"},
		"Cruz, Juan Carlos HR\nAda, CTO":                          {"Juan Carlos Cruz (HR)", "Ada (CTO)"},
		"Smith, Mary Head of IT; Roe, Jane (HR)":                  {"Mary Smith (Head of IT)", "Jane Roe (HR)"},
		"Ada, Head of IT; Bob, Platform team":                     {"Ada (Head of IT)", "Bob (Platform team)"},
		"Dr. Lovelace, Ada; Dr. Moe, Bob":                         {"Dr. Ada Lovelace", "Dr. Bob Moe"},
		"Prof. Dr. Müller, Hans; Müller-Lüdenscheid, Dr. Eva":     {"Prof. Dr. Hans Müller", "Dr. Eva Müller-Lüdenscheid"},
		"Mr. Doe, John; Ms. Roe, Jane Ann; Herr Moe, Max":         {"Mr. John Doe", "Ms. Jane Ann Roe", "Herr Max Moe"},
		"Doe, John Dr.; Roe, Jane Dr. med.; Poe, Prof. Dr. Peter": {"Dr. John Doe", "Dr. med. Jane Roe", "Prof. Dr. Peter Poe"},
		"Dr. Ann, Bob; Carl":                                      {"Dr. Ann", "Bob", "Carl"},
		"a (b, c":                                                 {"a (b", "c"}, "x < y, z": {"x < y", "z"}, `""`: {`""`}, "O'Neil, Ann": {"O'Neil", "Ann"},
	} {
		if got := SplitNames(typed); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
}

func TestSplitTags(t *testing.T) {
	for typed, want := range map[string][]string{
		"#payments #orders, x": {"#payments", "#orders", "x"}, "issue #5": {"issue #5"}, `"#a #b"`: {"#a #b"}, "two words; # #": {"two words", "# #"},
	} {
		if got := SplitTags(typed); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
	if joined := JoinNames([]string{"#a #b", "c"}); !slices.Equal(SplitTags(joined), []string{"#a #b", "c"}) {
		t.Errorf("written %s", joined)
	}
}

// TestLongNames: what was read of a name is not copied again for each letter of it.
func TestLongNames(t *testing.T) {
	typed := strings.Repeat("a", 64<<10)
	if n := testing.AllocsPerRun(1, func() { SplitNames(typed) }); n > 100 {
		t.Errorf("%v allocations for one name", n)
	}
}

// TestJoinNames: a field shows any list so that it is read as it was.
func TestJoinNames(t *testing.T) {
	for _, list := range [][]string{
		nil, {"営業、開発", "Roe; Team A", "x؛y"}, {"a;b", "q1、q2"}, {`"Doe`, `John" <j@x.org>`}, {"a (b", "c) d"}, {`a\`, `"b"`},
		{"Jan (HR, Finance)"}, {"“Doe", "John” <j@x.org>"}, {"“Ann”", "'b'"}, {"-", "II"}, {"J [x", "y]"}, {"two words;"},
		{"- Ada", "1. FC", "Bob"}, {"a@x.org b@x.org"}, {"A <a@x.org> B <b@x.org>"}, {"Doe", "John", "Roe"},
	} {
		if joined := JoinNames(list); !slices.Equal(SplitNames(joined), list) || !slices.Equal(SplitTags(joined), list) {
			t.Errorf("%q is written %s and read as %q", list, joined, SplitNames(joined))
		}
	}
	if got := JoinNames([]string{"Ann", "Bob (HR)"}); got != "Ann, Bob (HR)" {
		t.Errorf("written %s", got)
	}
}

func TestSplitAccounts(t *testing.T) {
	for typed, want := range map[string][]string{
		"bob\r\n\ncid": {"bob", "cid"}, "bob, cid; Dee@x.org": {"bob", "cid", "Dee@x.org"}, "bob\tcid\u2028dee\veve": {"bob", "cid", "dee", "eve"},
		"- bob\n• cid": {"bob", "cid"}, "Doe, John": {"Doe, John"}, "CN=ops,DC=example": {"CN=ops,DC=example"}, "-x": {"-x"},
		"Bob <bob@x.org>; Cid <cid@x.org>": {"bob@x.org", "cid@x.org"}, `"Doe, Bob" <bob@x.org>, Cid <cid@x.org>`: {"bob@x.org", "cid@x.org"},
		"Doe, Bob <bob@x.org>": {"bob@x.org"}, "doe, john <john@x.org>": {"john@x.org"}, "ada, Bob <bob@x.org>, eve": {"ada", "bob@x.org", "eve"},
		"<bob@x.org>": {"bob@x.org"}, "mailto:bob@x.org": {"bob@x.org"}, "bob@x.org cid@x.org": {"bob@x.org", "cid@x.org"},
		"@bob @cid": {"bob", "cid"}, `DOMAIN\bob, DOMAIN\cid`: {`DOMAIN\bob`, `DOMAIN\cid`}, "1. bob\n2) cid": {"bob", "cid"},
		"Ada Named": {"Ada Named"}, "Research <R&D>": {"Research <R&D>"}, "2 fast": {"2 fast"},
	} {
		if got := SplitAccounts(typed); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
}
