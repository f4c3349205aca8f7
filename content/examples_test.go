package content_test

import (
	"fmt"
	"math"
	"net/url"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"crossroads/decision"
)

// exampleRow matches a row of the article's table: a link to a result, the scores of the
// options in their order, the verdict, the sureness.
var exampleRow = regexp.MustCompile(
	`(?m)^\| \[([^\]]+)\]\(/decide/deployment/result\?([^)]+)\) \| (\w+) \| (\w+) \| (\w+) \| (\w+) \| (\w+) \| ([^|]+) \| ([^|]+) \|$`)

// The worked examples quote results of the engine, so they are evaluated again.
func TestWorkedExamplesHold(t *testing.T) {
	text, err := os.ReadFile("articles/which-fits-which-workload.md")
	if err != nil {
		t.Fatal(err)
	}
	catalogue, _ := personas(t)
	rows := exampleRow.FindAllStringSubmatch(string(text), -1)
	if len(rows) < 14 {
		t.Fatalf("only %d rows were read", len(rows))
	}
	for _, row := range rows {
		t.Run(row[1], func(t *testing.T) {
			r, err := decision.Evaluate(catalogue, linked(t, row[2]))
			if err != nil {
				t.Fatal(err)
			}
			checkScores(t, r, row[3:8])
			if got := verdictWord(r); got != row[8] {
				t.Errorf("the article says %q, the engine %q", row[8], got)
			}
			if !strings.HasPrefix(r.Sureness, "in "+row[9]) {
				t.Errorf("the article says first in %s, the engine %s", row[9], r.Sureness)
			}
			if r.Plan != nil {
				checkPlan(t, r.Plan, string(text))
			}
		})
	}
}

// linked reads the answers of a link.
func linked(t *testing.T, query string) decision.Assessment {
	t.Helper()
	values, err := url.ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	a := decision.Assessment{Answers: decision.Answers{}}
	for n := 1; values.Has(fmt.Sprintf("p%d.name", n)); n++ {
		a.Parts = append(a.Parts, decision.Part{Answers: decision.Answers{}})
	}
	for key, list := range values {
		prefix, question, isPart := strings.Cut(key, ".")
		if !isPart {
			a.Answers[key] = list
			continue
		}
		n, err := strconv.Atoi(strings.TrimPrefix(prefix, "p"))
		if err != nil || n < 1 || n > len(a.Parts) {
			t.Fatalf("%q is no part of the link", key)
		}
		switch part := &a.Parts[n-1]; question {
		case "name":
			part.Name = list[0]
		case "share":
			if part.Share, err = strconv.ParseFloat(list[0], 64); err != nil {
				t.Fatal(err)
			}
		default:
			part.Answers[question] = list
		}
	}
	return a
}

func checkScores(t *testing.T, r decision.Report, cells []string) {
	t.Helper()
	for i, option := range []string{"functions", "hosted", "servers", "services", "microservices"} {
		for _, s := range r.Ranking {
			if s.Option != option {
				continue
			}
			want := strconv.Itoa(int(math.Round(100 * s.Score)))
			if s.Status == decision.StatusOut {
				want = "out"
			}
			if cells[i] != want {
				t.Errorf("%s: the article says %s, the engine %s", option, cells[i], want)
			}
		}
	}
}

func verdictWord(r decision.Report) string {
	switch r.Kind {
	case decision.VerdictClear, decision.VerdictLeaning:
		for _, s := range r.Ranking {
			switch {
			case s.Option != *r.Winner:
			case r.Kind == decision.VerdictLeaning:
				return s.Short + ", leaning"
			default:
				return s.Short
			}
		}
	case decision.VerdictHybrid:
		return "A mix"
	case decision.VerdictClose:
		return "No clear winner"
	}
	return r.Kind
}

func checkPlan(t *testing.T, plan *decision.Plan, text string) {
	t.Helper()
	for _, figure := range []string{
		fmt.Sprintf("score %.0f points", 100*plan.Value),
		fmt.Sprintf("would cost %.1f points", 100*plan.Lambda),
	} {
		if !strings.Contains(text, figure) {
			t.Errorf("the article does not say %q", figure)
		}
	}
}
