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
	`(?m)^\| \[([^\]]+)\]\(/decide/deployment/result\?([^)]+)\) \| (\w+) \| (\w+) \| (\w+) \| (\w+) \| (\w+) \| (\w+) \| ([^|]+) \| ([^|]+) \|$`)

// The worked examples quote results of the engine, so they are evaluated again.
func TestWorkedExamplesHold(t *testing.T) {
	text, err := os.ReadFile("articles/which-fits-which-workload.md")
	if err != nil {
		t.Fatal(err)
	}
	catalogue, _ := personas(t)
	rows := exampleRow.FindAllStringSubmatch(string(text), -1)
	if len(rows) < 15 {
		t.Fatalf("only %d rows were read", len(rows))
	}
	for _, row := range rows {
		t.Run(row[1], func(t *testing.T) {
			r, err := decision.Evaluate(catalogue, linked(t, row[2]))
			if err != nil {
				t.Fatal(err)
			}
			checkScores(t, r, row[3:9])
			if got := verdictWord(r); got != row[9] {
				t.Errorf("the article says %q, the engine %q", row[9], got)
			}
			if !strings.HasPrefix(r.Sureness, "in "+row[10]) {
				t.Errorf("the article says first in %s, the engine %s", row[10], r.Sureness)
			}
			if r.Plan != nil {
				checkPlan(t, r.Plan, string(text))
			}
		})
	}
}

// The text below the table names figures as well, of the same links or of links with other answers.
func TestWorkedExamplesTell(t *testing.T) {
	text, err := os.ReadFile("articles/which-fits-which-workload.md")
	if err != nil {
		t.Fatal(err)
	}
	links := map[string]string{}
	for _, link := range regexp.MustCompile(`\[([^\]]+)\]\(/decide/deployment/result\?([^)]+)\)`).FindAllStringSubmatch(string(text), -1) {
		links[link[1]] = link[2]
	}
	catalogue, _ := personas(t)
	for _, tt := range []struct{ link, others, says string }{
		{"Chatbot with its own model", "", "less than a point ahead and first in {hosted} of"},
		{"Live chat between people", "", "is {hosted-functions} points ahead and first in {hosted} of"},
		{"Photo resizing", "", "Functions, in {functions} of the variations, {functions-hosted} points ahead of the hosted application"},
		{"Photo resizing", "level=massive shape=even", "one application on a managed platform, {hosted-functions} points ahead of functions"},
		{"Photo resizing, busy day and night", "", "the lead over functions grows to {hosted-functions} points. Servers of your own score " +
			"{functions-servers} point less than functions, yet come first in {servers} of the variations, and functions in {functions}."},
		{"Shop", "", "{hosted-servers} ahead of the same application on servers"},
		{"Shop", "staff=servers", "the lead would shrink to {hosted-servers} points and still hold in {hosted} of"},
		{"Shop with flash sales", "", "fall {hosted-servers} points behind, to fourth place. Hosted services are second, {hosted-services} points behind."},
		{"The same, stock may lag", "", "they come within {hosted-services} points and functions within {hosted-functions}, and the hosted " +
			"application still leads, in {hosted} of"},
		{"CRM", "", "{hosted-servers} points ahead of servers, and first in {hosted} of"},
		{"If an operations team looked after those servers", "", "lead by {servers-hosted} points and come first in {servers} of"},
		{"Payments", "", "comes first in {hosted} of the variations, several services on such a platform in {services}. " +
			"The managed platform is all but certain, with {managed}; the structure is not."},
		{"If each action touched its own data only", "", "hosted services would come first in {services} of"},
		{"Payments, own data centre", "", "one application comes first in {servers} of the variations, several services in {services-servers}."},
		{"If other areas may follow within seconds", "", "services on servers of your own would come first in {services-servers} of"},
		{"If other areas may follow within seconds", "", "are {services-servers-microservices} points behind, since nobody here runs one"},
		{"Payments, many teams", "", "come first, in {microservices} of"},
		{"Report of five minutes", "", "is a function, in {functions} of"},
		{"Report of several hours", "duration=minutes", "the hosted application stays first, in {hosted} of"},
		{"Report of several hours", "duration=minutes", "brings functions back, {hosted-functions} points behind"},
	} {
		query := links[tt.link]
		for _, other := range strings.Fields(tt.others) {
			question, _, _ := strings.Cut(other, "=")
			query = regexp.MustCompile(`(^|&)`+question+`=[^&]*`).ReplaceAllString(query, "") + "&" + other
		}
		r, err := decision.Evaluate(catalogue, linked(t, strings.TrimPrefix(query, "&")))
		if err != nil {
			t.Fatal(err)
		}
		says := regexp.MustCompile(`{[a-z-]+}`).ReplaceAllStringFunc(tt.says, func(place string) string {
			return told(r, strings.Trim(place, "{}"))
		})
		if !strings.Contains(string(text), says) {
			t.Errorf("%s %s: the article does not say %q", tt.link, tt.others, says)
		}
	}
}

// What a second platform costs, and how far the mix is ahead with other shares and teams.
func TestWorkedMixTells(t *testing.T) {
	example, err := os.ReadFile("articles/which-fits-which-workload.md")
	if err != nil {
		t.Fatal(err)
	}
	hybrids, err := os.ReadFile("articles/hybrids.md")
	if err != nil {
		t.Fatal(err)
	}
	row := exampleRow.FindAllStringSubmatch(string(example), -1)
	catalogue, _ := personas(t)
	mix := func(size string, shares ...float64) decision.Plan {
		a := linked(t, row[len(row)-1][2])
		a.Answers["size"] = []string{size}
		for i, share := range shares {
			a.Parts[i].Share = share
		}
		r, err := decision.Evaluate(catalogue, a)
		if err != nil || r.Plan == nil {
			t.Fatal(err, r.Plan)
		}
		return *r.Plan
	}
	team, few := mix("team"), mix("few")
	for says, text := range map[string][]byte{
		fmt.Sprintf("a second platform costs %.1f points out of 100", 100*team.Lambda):                                hybrids,
		fmt.Sprintf("With up to five developers, the same answers give %.1f.", 100*few.Lambda):                        hybrids,
		fmt.Sprintf("the mix is %.1f points ahead instead of %.1f;", 100*mix("team", 80, 10, 10).Gain, 100*team.Gain): example,
		fmt.Sprintf("with 2%% of photos and 1%% of reports it is %.1f.", 100*mix("team", 97, 2, 1).Gain):              example,
		"costs six points more": example,
	} {
		if !strings.Contains(string(text), says) {
			t.Errorf("no article says %q", says)
		}
	}
	if more := 100 * (few.Lambda - team.Lambda); math.Round(more) != 6 {
		t.Errorf("a second platform costs a small team %.1f points more", more)
	}
	if alone := mix("few", 80, 10, 10); len(alone.Platforms) != 1 {
		t.Errorf("a small team gets %v", alone.Platforms)
	}
}

// told phrases how often an option or a platform comes first, or how far "one-other" lie apart.
func told(r decision.Report, what string) string {
	scores, shares := map[string]float64{}, map[string]float64{}
	for _, axis := range r.Axes {
		for _, s := range axis.Shares {
			shares[s.Value] = s.Share
		}
	}
	for _, s := range r.Ranking {
		scores[s.Option], shares[s.Option] = s.Score, s.FirstShare
	}
	if share, ok := shares[what]; ok {
		return fmt.Sprintf("%.0f%%", 100*share)
	}
	for at, c := range what { // names of options have dashes too
		one, ok := scores[what[:at]]
		if other, both := scores[what[min(at+1, len(what)):]]; c == '-' && ok && both {
			points := int(math.Round(100 * (one - other)))
			if words := strings.Fields("zero one two three four five six seven eight nine ten eleven"); points >= 0 && points < len(words) {
				return words[points]
			}
			return strconv.Itoa(points)
		}
	}
	return "nothing is called " + what
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
	for i, option := range []string{"functions", "hosted", "servers", "services", "microservices", "services-servers"} {
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
	on := func(part int, option string) float64 {
		for _, s := range plan.Parts[part].Ranking {
			if s.Option == option {
				return 100 * s.Score
			}
		}
		return math.NaN()
	}
	for _, figure := range []string{
		fmt.Sprintf("score %.0f points", 100*plan.Value),
		fmt.Sprintf("would cost %.1f points", 100*plan.Lambda),
		fmt.Sprintf("takes %.1f points off its score", 100*plan.Held),
		fmt.Sprintf("orders and reports, and loses %.1f.", 100*plan.Joined),
		fmt.Sprintf("is 2.5 points ahead instead of %.1f", 100*plan.Gain),
		fmt.Sprintf("with %.0f points to %.0f", on(1, "functions"), on(1, "hosted")),
		fmt.Sprintf("on 30%% of the system are worth %.1f points", plan.Parts[1].Share*(on(1, "functions")-on(1, "hosted"))),
		fmt.Sprintf("score %.0f points to %.0f on functions", on(2, "hosted"), on(2, "functions")),
	} {
		if !strings.Contains(text, figure) {
			t.Errorf("the article does not say %q", figure)
		}
	}
}
