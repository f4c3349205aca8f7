package store

import (
	"strings"
	"testing"

	"crossroads/record"
	"crossroads/store/storetest"
)

func TestComments(t *testing.T) {
	storetest.RunComments(t, func(t *testing.T) storetest.Commenting { return openTest(t, newPath(t), Options{}) })
}

// TestCommentIsFixed bypasses the store's methods: the schema itself refuses changes.
func TestCommentIsFixed(t *testing.T) {
	s := openTest(t, newPath(t), Options{})
	saved, _, err := s.Create(t.Context(), "deployment", storetest.Revision("one"))
	check(t, err)
	_, err = s.AddComment(t.Context(), saved.ID, record.Comment{Author: "Ada", Text: "Agreed."})
	check(t, err)
	for _, statement := range []string{"UPDATE comment SET text = 'Never.'", "UPDATE comment SET author = 'Bo'"} {
		if _, err := s.writes.Exec(statement); err == nil || !strings.Contains(err.Error(), "never") {
			t.Errorf("%s: %v", statement, err)
		}
	}
}
