package content

import (
	"strings"
	"testing"
	"testing/fstest"
)

// A number that changed since the last release needs a new reason.
func TestReleasedNumbersKeepTheirReasons(t *testing.T) {
	const released, matrix, questions = "comparisons/lunch/released.yaml", "comparisons/lunch/matrix.yaml", "comparisons/lunch/questions.yaml"
	c, _ := load(t, tiny(t)).Comparison("lunch")
	numbers := Released(c)
	tests := []struct {
		name, file, from, to string
		want                 string
	}{
		{"nothing changed", matrix, "", "", ""},
		{"a cell", matrix, "value: 60", "value: 55", "comparisons/lunch/matrix.yaml:54:12: warning: this was 60 in the last release and is 55 now, but the reason is the same: say what is true of the number as it stands"},
		{"a cell and its reason", matrix, "value: 60\n", "value: 55\n", ""},
		{"a factor", questions, "factor: 0.5, why: There is time", "factor: 0.75, why: There is time", "comparisons/lunch/questions.yaml:62:43: warning: this was 0.5 in the last release and is 0.75 now, but the reason is the same: say what is true of the number as it stands"},
		{"a factor and its reason", questions, "factor: 0.5, why: There is time enough", "factor: 0.75, why: There is a little more time", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tree := tiny(t)
			tree[released] = &fstest.MapFile{Data: []byte(numbers)}
			text := strings.Replace(string(tree[tt.file].Data), tt.from, tt.to, 1)
			if tt.name == "a cell and its reason" {
				text = strings.Replace(text, "Half an hour to cook and half an hour to eat and clear up.",
					"Under an hour, with a dishwasher.", 1)
			}
			tree[tt.file] = &fstest.MapFile{Data: []byte(text)}
			_, problems := Check(tree, "2026-11-23")
			if got := problems.Error(); got != tt.want {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
}
