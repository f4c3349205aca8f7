package store

import (
	"errors"
	"strings"
	"testing"

	"crossroads/record"
	"crossroads/store/storetest"
)

// TestVerifyFindsChanges checks that every change by hand is found and named, and that no
// change by the program itself is reported.
func TestVerifyFindsChanges(t *testing.T) {
	for _, test := range []struct{ name, change, want string }{
		{"nothing", "", ""},
		{"swapped reports", "UPDATE revision SET report = (SELECT report FROM revision r WHERE r.number = 3 - revision.number AND r.assessment = revision.assessment) WHERE assessment = 1 AND number < 3", "revision 1 of"},
		{"a report of another assessment", "UPDATE revision SET report = (SELECT report FROM revision WHERE assessment = 2 AND number = 1) WHERE assessment = 1 AND number = 2", "revision 2 of"},
		{"a title", "UPDATE revision SET title = 'forged' WHERE number = 2", "revision 2 of"},
		{"a note", "UPDATE revision SET note = note || '.' WHERE assessment = 1 AND number = 1", "revision 1 of"},
		{"a name", "UPDATE revision SET author = 'Eve' WHERE number = 1 AND assessment = 1", "revision 1 of"},
		{"answers", `UPDATE revision SET input = '{"answers":{"x":"y"}}' WHERE number = 1 AND assessment = 1`, "revision 1 of"},
		{"tags", `UPDATE revision SET labels = '{"tags":["x"]}' WHERE number = 1 AND assessment = 1`, "revision 1 of"},
		{"a time", "UPDATE revision SET at_ms = at_ms + 1 WHERE number = 1 AND assessment = 1", "revision 1 of"},
		{"a version", "UPDATE revision SET engine = '9' WHERE number = 1 AND assessment = 1", "revision 1 of"},
		{"a comparison", "UPDATE assessment SET comparison = 'other' WHERE num = 1", "revision 1 of"},
		{"an owner", "UPDATE assessment SET owner = 'eve' WHERE num = 1", "revision 1 of"},
		{"a revision of another", "UPDATE revision SET title = o.title, note = o.note, author = o.author, labels = o.labels, input = o.input, catalogue = o.catalogue, engine = o.engine, report = o.report, at_ms = o.at_ms, digest = o.digest FROM (SELECT * FROM revision WHERE assessment = 2 AND number = 1) o WHERE revision.assessment = 1 AND revision.number = 1", "damaged"},
		{"a key", "UPDATE assessment SET key_hash = (SELECT key_hash FROM assessment WHERE num = 2) WHERE num = 1", "its link or its edit key"},
		{"a link", "UPDATE assessment SET id = 'aaaaaaaaaaaaaaaaaaaaaaaaaa' WHERE num = 1", "its link or its edit key"},
		{"an audience", "UPDATE assessment SET audience = 'link' WHERE num = 1", "who may see it"},
		{"one that was never set", "UPDATE assessment SET audience = 'signed-in' WHERE num = 2", "who may see it"},
		{"a reader", "INSERT INTO reader (assessment, name) VALUES (1, 'eve')", "who may see it"},
		{"a reader of another", "INSERT INTO reader (assessment, name) VALUES (2, 'eve')", "who may see it"},
		{"a reader less", "DELETE FROM reader", "who may see it"},
		{"a group", "INSERT INTO reader_group (assessment, name) VALUES (1, 'guests')", "who may see it"},
		{"a group of another", "INSERT INTO reader_group (assessment, name) VALUES (2, 'guests')", "who may see it"},
		{"a group less", "DELETE FROM reader_group", "who may see it"},
		{"a group as a person", "INSERT INTO reader SELECT assessment, name FROM reader_group; DELETE FROM reader_group", "who may see it"},
	} {
		t.Run(test.name, func(t *testing.T) {
			file := newPath(t)
			s := openTest(t, file, Options{})
			for i := range 2 {
				saved, key, err := s.Create(t.Context(), "deployment", storetest.Revision("first"))
				if err != nil {
					t.Fatal(err)
				}
				for base, text := range []string{"second", "third"} {
					if _, err := s.Revise(t.Context(), saved.ID, key, base+1, storetest.Revision(text)); err != nil {
						t.Fatal(err)
					}
				}
				if i == 0 { // what the program changes
					if key, err = s.Rotate(t.Context(), saved.ID, key, record.Once{}); err != nil {
						t.Fatal(err)
					}
					id, err := s.Revoke(t.Context(), saved.ID, key, record.Once{})
					if err != nil {
						t.Fatal(err)
					}
					if err := s.Arrange(t.Context(), id, key, record.Life{Status: record.Decided}); err != nil {
						t.Fatal(err)
					}
					named := record.Audience{Who: record.ForNamed, People: []string{"bo \x00", "ada"}, Groups: []string{"staff"}}
					if err := s.SetAudience(t.Context(), id, key, named); err != nil {
						t.Fatal(err)
					}
				}
			}
			withoutTriggers(t, s, test.change)
			s.Close()
			found, err := Verify(t.Context(), file)
			if test.want == "" {
				if err != nil || found.Undigested != 0 || found.Revisions != 6 {
					t.Errorf("%+v, %v", found, err)
				}
				return
			}
			var damage *RevisionsError
			if !errors.As(err, &damage) || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%v, want %q", err, test.want)
			}
		})
	}
}

// withoutTriggers makes a change that triggers prevent, and restores the triggers.
func withoutTriggers(t *testing.T, s *SQLite, change string) {
	t.Helper()
	rows, err := s.writes.Query(`SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'`)
	if err != nil {
		t.Fatal(err)
	}
	made := map[string]string{}
	for rows.Next() {
		var name, sql string
		if err := rows.Scan(&name, &sql); err != nil {
			t.Fatal(err)
		}
		made[name] = sql
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	for name := range made {
		if _, err := s.writes.Exec("DROP TRIGGER " + name); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.writes.Exec(change); err != nil {
		t.Fatal(err)
	}
	for _, sql := range made {
		if _, err := s.writes.Exec(sql); err != nil {
			t.Fatal(err)
		}
	}
}

// TestVerifyNamesTheUndigested: revisions of older versions count apart, also where a
// newer one follows.
func TestVerifyNamesTheUndigested(t *testing.T) {
	file := newPath(t)
	s := openTest(t, file, Options{})
	saved, key, err := s.Create(t.Context(), "deployment", storetest.Revision("first"))
	if err != nil {
		t.Fatal(err)
	}
	withoutTriggers(t, s, "UPDATE revision SET digest = ''; UPDATE assessment SET digest = ''")
	if _, err := s.Revise(t.Context(), saved.ID, key, 1, storetest.Revision("second")); err != nil {
		t.Fatal(err)
	}
	s.Close()
	if found, err := Verify(t.Context(), file); err != nil || found.Undigested != 1 || found.Revisions != 2 {
		t.Errorf("%+v, %v", found, err)
	}
}
