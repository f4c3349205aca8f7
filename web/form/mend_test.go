package form

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"crossroads/decision"
)

// TestMangledLinks: what programs on the way do to a link is undone where one
// reading is possible, and named where none is.
func TestMangledLinks(t *testing.T) {
	cat := lunch(t)
	for _, tt := range []struct {
		query, want string
		facts       []string
	}{
		{"size=few&amp;break=long", "break=long&size=few", nil},
		{"size=few&#38;break=long", "break=long&size=few", nil},
		{"size=few&amp%3Bbreak=long", "break=long&size=few", nil},
		{"size=few;break=long", "break=long&size=few", nil},
		{"size=few%26break=long", "break=long&size=few", nil},
		{"size=few%26break%3Dlong", "break=long&size=few", nil},
		{"size=few%26amp%3Bbreak=long", "break=long&size=few", nil},
		{"size%3Dfew%26break%3Dlong", "break=long&size=few", nil},
		{"SIZE=few&Break=Long", "break=long&size=few", nil},
		{"?size=few", "size=few", nil},
		{"?size=few&size=many", "size=few&size=many", nil},
		{"size=few&break=long.", "break=long&size=few", nil},
		{"size=few&break=long)", "break=long&size=few", nil},
		{"size=few%E2%80%8B&break=%20long%C2%AD", "break=long&size=few", nil},
		{"rank=time,price).", "rank=time,price", nil},
		{"W.Price=80.", "w.price=80", nil},
		{"p1.name=R%26D.&P1.Break=long.", "p1.name=R%26D.&p1.break=long", nil},
		{"p1.name=a;p1.break=long", "p1.name=a&p1.break=long", nil},
		{"size=few%26colour=red", "size=few", nil}, // colour is of somebody else
		{"size=few;break=long;", "break=long&size=few", nil},
		{"rank=time;price;size=few", "size=few&rank=time,price", nil},
		{"size=few&#61;break=long", "size=few", []string{"has more in it than an answer"}},
		{"size=few%2526break%253Dlong", "break=long&size=few", nil},
		{"size%253Dfew%2526break%253Dlong", "break=long&size=few", nil},
		{"size=few?break=long", "break=long&size=few", nil},
		{"size=few|break=long|rank=time", "break=long&size=few&rank=time", nil},
		{"size=few+break=long", "break=long&size=few", nil},
		{"size=few%0Abreak=long", "break=long&size=few", nil},
		{"size:few", "size=few", nil},
		{"size==few", "size=few", nil},
		{"size=3Dfew&break=3Dlong", "break=long&size=few", nil},
		{"size=%22few%22&break=%E2%80%9Elong%E2%80%9C", "break=long&size=few", nil},
		{"size=few%E3%80%82", "size=few", nil},
		{"size=few%EF%BC%89&break=long%D8%8C", "break=long&size=few", nil},
		{"size=%EF%BD%86%EF%BD%85%EF%BD%97", "size=few", nil}, // full width
		{"size=*few*&break=`long`", "break=long&size=few", nil},
		{"%EF%BD%93%EF%BD%89%EF%BD%9A%EF%BD%85=few", "size=few", nil},
		{"size%EF%BC%9Dfew%EF%BC%86break%EF%BC%9Dlong", "break=long&size=few", nil},
		{`size=few\u0026break=long`, "break=long&size=few", nil},
		{"size=few&ampbreak=long", "break=long&size=few", nil},
		{"size=fe%0D%0Aw", "size=few", nil},
		{"size=few%0D%0A%0D%0AThanks", "size=few", []string{"has more in it than an answer"}},
		{"size[]=few&break[0]=long", "break=long&size=few", nil},
		{"size[0]=few&size[1]=many", "size=few&size=many", nil},
		{"size=few,many", "size=few&size=many", nil},
		{"w_price=80&p1_break=long", "w.price=80&p1.name=Part+1&p1.break=long", nil},
		{"rank=Time,+PRICE", "rank=time,price", nil},
		{"rank=time%252Cprice", "rank=time,price", nil},
		{"w.price=80%E3%80%82", "w.price=80", nil},
		{"w.price=80.)\"", "w.price=80", nil},
		{"w.price=%2280%22", "w.price=80", nil},
		{"w.price=(80)", "", []string{"“(80)” is not a weight"}},
		// Signs that belong to a figure are no damage.
		{"w.price=80%E2%80%B0", "", []string{"“80‰” has a unit that does not go here"}},
		{"w.price=80-", "", []string{"“80-” is not a weight"}},
		{"w.price=80~", "", []string{"“80~” is not a weight"}},
		// Neither do two numbers make one, nor does the beginning of one do for all of it.
		{"w.price=8%090", "", []string{"“8·0” is more than one number"}},
		{"w.price=8%0A0", "", []string{"“8·0” is more than one number"}},
		{"w.price=80%0A", "w.price=80", nil},
		{"w.price=80%E2%80%A6", "", []string{"“80…” was cut off"}},
		{"w.price=80...&size=few", "size=few", []string{"“80...” was cut off"}},
		{"w.price=80...)", "", []string{"“80...” was cut off"}},
		// Other words after it.
		{"size=few%3C/a%3E", "size=few", []string{"“few</a>” has more in it than an answer."}},
		{"size=few%E3%82%92", "size=few", nil},
		{"size=few-ish", "", []string{"“few-ish” is not an answer"}},
		// Cut off.
		{"break=long&size=few%", "break=long&size=few", nil},
		{"break=long&size=few%2", "break=long&size=few", nil},
		{"break=long&size=few%E2%80", "break=long&size=few", nil},
		{"break=long&size=fe%E2", "break=long&size=few", []string{"The address was cut off at “fe”."}},
		{"break=long&size=fe", "break=long&size=few", []string{"The address was cut off at “fe”."}},
		{"break=long&size=fe%E2%80%A6", "break=long&size=few", []string{"The address was cut off at “fe”."}},
		{"break=long&size=fe...", "break=long&size=few", []string{"The address was cut off at “fe”."}},
		{"size=fe%E2%80%A6&break=long", "break=long", []string{"“fe…” is not an answer"}},
		{"break=long&size=few...", "break=long&size=few", nil},
		{"break=long&si", "break=long", []string{"The address was cut off at “si”."}},
		{"size=fe&break=long", "break=long", []string{"“fe” is not an answer"}},
		{"break=long&size=", "break=long", nil},
		// All of it was encoded.
		{"size%3Dfew&size%3Dmany&break%3Dlong", "break=long&size=few&size=many", nil},
		{"size=few&size%3Dplenty", "size=few", []string{"“size=plenty” is not a question here"}},
		// Names of parts.
		{"p1.name=R&D&p1.break=long", "p1.name=R%26D&p1.break=long", nil},
		{"p1.name=R&amp;D&p1.break=long", "p1.name=R%26D&p1.break=long", nil},
		{"p1.name=R%26amp%3BD&p1.break=long", "p1.name=R%26D&p1.break=long", nil},
		{"p1.name=C++%20core&p1.break=long", "p1.name=C%2B%2B+core&p1.break=long", nil},
		{"p1.name=a++b&p1.break=long", "p1.name=a+b&p1.break=long", nil}, // two spaces, from a form
		{"size=few%26p1.name=C%2B%2B%26p1.break=long", "size=few&p1.name=C%2B%2B&p1.break=long", nil},
		{"p1.name=%25D0%259E&p1.break=long", "p1.name=%D0%9E&p1.break=long", nil},
		{"size=few&amp;amp;p1.name=B%C3%BCro&amp;amp;p1.break=long", "size=few&p1.name=B%C3%BCro&p1.break=long", nil},
		{"size=few%26p1.name=a%2Bb%26p2.name=Shop%20100%25%26p2.break=long",
			"size=few&p1.name=a%2Bb&p2.name=Shop+100%25&p2.break=long", nil},
		{"size=few|p1.name=a%2Bb,p2.name=100%25＆p2.break=long", "size=few&p1.name=a%2Bb&p2.name=100%25&p2.break=long", nil},
		{"p1.name=A%2520%2526%2520B", "p1.name=A+%26+B", nil},
		{"p1.name=O%2527Neil&p2.name=Web%252FAPI&p3.name=C%252B%252B", "p1.name=O%27Neil&p2.name=Web%2FAPI&p3.name=C%2B%2B", nil},
		{"p1.name=%2520+yazma", "p1.name=%2520+yazma", nil}, // 20%, as in Turkish
		{"p1.name=3DR%26D&p1.break=3Dlong&w.price=3D80", "w.price=80&p1.name=R%26D&p1.break=long", nil},
		{"p1.name=3D&p1.break=long", "p1.name=3D&p1.break=long", nil},
		{`p1.name=X\&p1.break=long&w\.price=80`, "w.price=80&p1.name=X&p1.break=long", nil},
		{"w%E3%80%82price=80", "w.price=80", nil},
		// Two answers to one question.
		{"size=few%26size=many", "size=few&size=many", nil},
		{"size=few%26size%3Dmany", "size=few&size=many", nil},
		{"size=few%26size%3Dmany%26size%3Dfew", "size=few&size=many", nil},
		{"size=few%26amp%3Bsize=many&break=long", "break=long&size=few&size=many", nil},
		{"size=few%7Csize=many", "size=few&size=many", nil},
		{"size=few%0Asize=many", "size=few&size=many", nil},
		// Shown shortened.
		{"size=few&brea…", "size=few", []string{"The address was cut off at “brea…”."}},
		{"size=few&break%E2%80%A6", "size=few", []string{"The address was cut off at “break…”."}},
		{"size=few&…", "size=few", []string{"The address was cut off at “…”."}},
		{"size=few&...", "size=few", []string{"The address was cut off at “...”."}},
		{"size=few&w.…&utm_source=x", "size=few", []string{"The address was cut off at “w.…”."}},
		{"size=few&p1.name=R&amp;D&p1.br&hellip;", "size=few&p1.name=R%26D", []string{"The address was cut off at “p1.br…”."}},
		{"size=few&br…load.requests=5", "size=few", []string{"The address was cut off at “br…load.requests”."}},
		{"size=few&rank=time…", "size=few&rank=time", []string{"The address was cut off at “time”."}},
		// Broken within the name of a field.
		{"si%20ze=few&brea%0D%0A%20k=long", "break=long&size=few", nil},
		{"w%0D%0A%20.price=40&p1.name=A&p1%0A.break=long", "w.price=40&p1.name=A&p1.break=long", nil},
		{"p%201.name=A&p1.+break=long", "p1.name=A&p1.break=long", nil},
		// The place in a page, with its "#" encoded.
		{"size=few%23q-size", "size=few", nil},
		{"w.price=40%23weights", "w.price=40", nil},
		{"rank=time,price%23q-size", "rank=time,price", nil},
		{"p1.name=Shop%23q-start", "p1.name=Shop", nil},
		{"p1.name=C%23", "p1.name=C%23", nil},
		{"w.price:40&size:few", "size=few&w.price=40", nil},
		// Two readings, or none.
		{"size=few%26sizes=many", "", []string{"“few&sizes=many” is not an answer"}},
		{"size=few&SIZE=many", "size=few", []string{"“SIZE” is not a question here."}},
		// Parameters of others are nobody's business, slips are.
		{"size=few&msclkid=1&mc_cid=2&gad_source=3&utm_source=x&fbclid=IwAR0&ref=newsletter&_hsenc=p2&foo=bar", "size=few", nil},
		{"size=few&utm_medium=many&ref=long&source=many&_x=few", "size=few", nil}, // answers here
		{"size=few&site=intranet&sized=1&rand=4&ran=2&breaks=now", "size=few", nil},
		{"sized=fw", "", []string{"“sized” is not a question here."}},
		{"ran=price,time", "", []string{"“ran” is not a question here."}},
		{"sizes=few", "", []string{"“sizes” is not a question here."}},
		{"colour=few", "", []string{"“colour” is not a question here."}},
		{"w.price=8)", "w.price=8", nil},
		{"w.price=8.", "w.price=8", nil},
		{"p1.name=50%&p01.break=long", "p1.name=50%25&p1.break=long", nil},
		{"size=few&w.pri", "size=few", []string{"cut off at “w.pri”"}},
		{"size=few&p1.na", "size=few", []string{"cut off at “p1.na”"}},
		{"pats=2", "", []string{"“pats” is not a question here."}},
		// The names of other pages, and of people.
		{"weight.price=40", "w.price=40", nil},
		{"price=40", "", []string{"“price” is not a question here."}},
		{"size=few&amp%3Bsize=few", "size=few", nil},
		{"size=few&amp%3Bsize=many", "size=few", []string{"“amp;size” is not a question here."}},
		{"w.luck=2&wx.price=3", "", []string{"“luck” is not a criterion here."}},
	} {
		t.Run(tt.query, func(t *testing.T) {
			in := Parse(cat, tt.query, false)
			if got := Query(in.Assessment); got != tt.want {
				t.Errorf("read as %q, want %q", got, tt.want)
			}
			if len(in.Findings) != len(tt.facts) {
				t.Fatalf("found %+v, want %q", in.Findings, tt.facts)
			}
			for i, fact := range tt.facts {
				if !strings.Contains(in.Findings[i].Fact, fact) {
					t.Errorf("found %q, want %q", in.Findings[i].Fact, fact)
				}
			}
		})
	}
}

// TestMangledBeside: the second set of answers comes through whatever the first one does.
func TestMangledBeside(t *testing.T) {
	const link = "break=long&size=few&beside=break%3Dshort%26size%3Dmany"
	for _, mangled := range []string{
		link, url.QueryEscape(link), strings.ReplaceAll(link, "&", "%26"), strings.ReplaceAll(link, "&", "%26amp%3B"),
		strings.ReplaceAll(link, "&", "|"), strings.ReplaceAll(link, "&", ","), strings.ReplaceAll(link, "&", "＆"),
	} {
		in := Parse(lunch(t), mangled, false)
		if got := in.Other.Get(Beside); Query(in.Assessment) != "break=long&size=few" || got != "break=short&size=many" || in.Findings != nil {
			t.Errorf("%s: %s beside %s, %v", mangled, got, Query(in.Assessment), in.Findings)
		}
	}
}

// TestMangledRoundTrip: a link is read as it was meant after any of what happens on
// the way.
func TestMangledRoundTrip(t *testing.T) {
	cat := lunch(t)
	rapid.Check(t, func(t *rapid.T) {
		query := Query(assessments(cat).Draw(t, "assessment"))
		if query == "" || len(query) > maxQuery/3 {
			t.Skip("nothing to mangle")
		}
		mangled := map[string]string{
			"as HTML":    strings.ReplaceAll(query, "&", "&amp;"),
			"semicolons": strings.ReplaceAll(query, "&", ";"),
			"trackers":   "utm_source=x&" + query + "&fbclid=IwAR_0&mc_eid=7",
			"unseen":     "\u200b" + query + "&",
		}
		for how, link := range mangled {
			if in := Parse(cat, link, false); len(in.Findings) > 0 || Query(in.Assessment) != query {
				t.Fatalf("%s: %s is read as %s, %+v", how, link, Query(in.Assessment), in.Findings)
			}
		}
	})
}

// TestFitNamesEverything: what is stored is no link to which others add fields, so
// every answer that is gone is named.
func TestFitNamesEverything(t *testing.T) {
	cat := lunch(t)
	_, lost := Fit(cat, decision.Assessment{Answers: decision.Answers{"gone": {"x"}}})
	if len(lost) != 1 || !strings.Contains(lost[0].Fact, "“gone” is not a question here") {
		t.Errorf("named %+v", lost)
	}
}

// FuzzMend: mending loses no field that was right, and is done after once.
func FuzzMend(f *testing.F) {
	for _, seed := range []string{"size=few&amp;break=long", "size=few%26break=long", "SIZE=few&size=many", "a%26b=c%26d", "?size=few)."} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		values := parse(Separated(raw))
		r := newReader(lunch(t))
		once := r.mend(values)
		for key := range values {
			if r.isField(key) && once[key] == nil {
				t.Fatalf("%q loses %q", raw, key)
			}
		}
	})
}

// TestNamesOfLists: fields that take several values keep all of them, however they came.
func TestNamesOfLists(t *testing.T) {
	for _, raw := range []string{
		"show=a&show=b", "show=a%26show%3Db", "show[0]=a&show[1]=b", "show=a,show=b", "show=a%20show=b", "show%3Da&show%3Db", "?show=a&show=b",
	} {
		fields, near := Names(raw, []string{"show", "memory"})
		if got := slices.Sorted(slices.Values(fields["show"])); !slices.Equal(got, []string{"a", "b"}) || near != nil {
			t.Errorf("%s: %q, near %q", raw, fields, near)
		}
	}
	if fields, _ := Names("memory=1024®ion=eu¤cy=EUR", []string{"memory", "region", "currency"}); fields.Get("region") != "eu" ||
		fields.Get("currency") != "EUR" || fields.Get("memory") != "1024" {
		t.Errorf("read as HTML: %q", fields)
	}
	fields, _ := Names("kind=a&beside=kind=b&size=team", []string{Beside})
	if fields.Get(Beside) != "kind=b&size=team" {
		t.Errorf("beside: %q", fields)
	}
}

func TestIDs(t *testing.T) {
	known := func(id string) bool { return id == "lambda-x86" || id == "fargate" }
	for typed, want := range map[string][]string{
		"lambda‑x86": {"lambda-x86"}, "lambda–x86,fargate": {"lambda-x86", "fargate"}, "lambda-x86\nfargate": {"lambda-x86", "fargate"},
		"farg\nate": {"fargate"}, "nix\nfargate": {"nix\nfargate"},
	} {
		if got := IDs([]string{typed}, known); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
}
