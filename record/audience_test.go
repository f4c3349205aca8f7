package record_test

import (
	"testing"

	"crossroads/record"
)

// TestAdmits is the table of who sees what, all of it.
func TestAdmits(t *testing.T) {
	named := record.Audience{Who: record.ForNamed, People: []string{"ada", ""}}
	readers := map[string]record.Reader{
		"stranger":           {},
		"a stranger's claim": {Name: "ada", All: true},
		"nameless":           {Known: true},
		"somebody":           {Name: "eve", Known: true},
		"named":              {Name: "ada", Known: true},
		"named in capitals":  {Name: "Ada", Known: true},
		"owner":              {Name: "olga", Known: true},
		"steward":            {Name: "sten", Known: true, All: true},
	}
	for who, admitted := range map[*record.Audience][]string{
		{Who: record.ForLink}:     {"stranger", "a stranger's claim", "nameless", "somebody", "named", "named in capitals", "owner", "steward"},
		{Who: record.ForSignedIn}: {"nameless", "somebody", "named", "named in capitals", "owner", "steward"},
		&named:                    {"named", "owner", "steward"},
		{Who: record.ForNamed}:    {"owner", "steward"},
		{}:                        {"steward"}, // never read: closed
		{Who: "everybody"}:        {"steward"},
	} {
		want := map[string]bool{}
		for _, name := range admitted {
			want[name] = true
		}
		for name, r := range readers {
			if got := who.Admits(r, "olga"); got != want[name] {
				t.Errorf("%+v admits %s: %v", *who, name, got)
			}
		}
	}
	mail := record.Audience{Who: record.ForNamed, People: []string{"Bob@x.org", "Zoe\u0301"}}
	for _, name := range []string{"bob@X.org", "Zo\u00e9"} {
		if !mail.Admits(record.Reader{Name: name, Known: true}, "") {
			t.Errorf("%s is not admitted", name)
		}
	}
	office := record.Audience{Who: record.ForNamed, Groups: []string{"B\u00fcro", ""}}
	if !office.Admits(record.Reader{Name: "eve", Known: true, Groups: []string{"Bu\u0308ro"}}, "") ||
		office.Admits(record.Reader{Name: "eve", Known: true, Groups: []string{"", "Buro"}}, "") {
		t.Error("groups are not compared as they look")
	}
	ivan := record.Audience{Who: record.ForNamed, People: []string{"ivan@x.org"}}
	if ivan.Admits(record.Reader{Name: "İvan@x.org", Known: true}, "") {
		t.Error("İ counts as i")
	}
	if named.Admits(record.Reader{Known: true}, "") {
		t.Error("what nobody owns belongs to somebody without a name")
	}
}
