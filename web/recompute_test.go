package web_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math"
	"math/bits"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestRecompute works out the figures of reports anew from what the API serves
// and the formulas of /method alone: this file knows nothing of package decision.
func TestRecompute(t *testing.T) {
	s := newSite(t, setup{tree: "shipped"})
	var cat published
	s.decode(http.MethodGet, "/api/v1/comparisons/deployment", "", &cat)
	bodies := []string{
		`{"answers":{}}`,
		fmt.Sprintf(`{"priorities":[%q,%q]}`, cat.Criteria[2].ID, cat.Criteria[0].ID),
		fmt.Sprintf(`{"priorities":[{"criterion":%q,"weight":80},{"criterion":%q,"weight":30}]}`, cat.Criteria[1].ID, cat.Criteria[3].ID),
		`{"load":{"requests":5000000}}`,
		fmt.Sprintf(`{"answers":{%q:[%q,%q]}}`, cat.Questions[0].ID, cat.Questions[0].Answers[0].ID, cat.Questions[0].Answers[1].ID),
	}
	parts := 0
	for i, e := range panelEncodings(t) {
		if several := strings.Contains(e, `"parts"`); several || i%9 == 0 {
			parts += strings.Count(e, `"parts"`)
			bodies = append(bodies, e)
		}
	}
	if len(bodies) < 30 || parts == 0 {
		t.Fatalf("only %d assessments, %d of them with parts", len(bodies), parts)
	}
	for _, body := range bodies {
		r := recomputer{T: t, cat: &cat, body: body}
		must(t, json.Unmarshal([]byte(body), &r.given))
		s.decode(http.MethodPost, "/api/v1/comparisons/deployment/evaluate", body, &r.report)
		r.check()
		if t.Failed() {
			return
		}
	}
}

func (s *site) decode(method, path, body string, into any) {
	s.t.Helper()
	res := s.json(method, path, body)
	if res.StatusCode != http.StatusOK {
		s.t.Fatalf("%s %s: %d %s", path, body, res.StatusCode, res.body)
	}
	must(s.t, json.Unmarshal([]byte(res.body), into))
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// panelEncodings are the panel's situations as answered, in the form of the API.
func panelEncodings(t *testing.T) (list []string) {
	files, err := filepath.Glob("../content/panel/*.jsonl")
	must(t, err)
	for _, file := range files {
		f, err := os.Open(file)
		must(t, err)
		lines := bufio.NewScanner(f)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			var row struct{ Encodings []json.RawMessage }
			must(t, json.Unmarshal(lines.Bytes(), &row))
			list = append(list, string(row.Encodings[0]))
		}
		must(t, lines.Err())
		f.Close()
	}
	return list
}

// What the API serves, as far as figures rest on it.
type (
	subject struct{ Option, Axis string }
	anchor  struct{ At float64 }

	published struct {
		Bounds struct {
			Platform, Apart float64
			Together        float64
			LeastFactor     float64 `json:"least_factor"`
			MostFactor      float64 `json:"most_factor"`
		}
		Axes []struct {
			ID     string
			Priced bool
			Values []struct {
				ID      string
				Divides bool
			}
		}
		Options []struct {
			ID string
			On map[string]string
		}
		Criteria []struct {
			ID          string
			Weight      float64
			Worst, Best anchor
			Points      []struct{ At, Value float64 }
			Cost        *struct {
				WorstRatio float64 `json:"worst_ratio"`
			}
		}
		Questions []struct {
			ID      string
			Several int
			Answers []effects
		}
		Matrix []struct {
			subject
			Criterion string
			Value     float64
		}
	}
	effects struct {
		ID              string
		Alone           bool
		Share, Platform float64
		Apart           bool
		Shifts          []struct {
			subject
			Criterion string
			By        float64
		}
		Weights []struct {
			Criterion string
			Factor    float64
		}
	}
	answers map[string]any
	stated  struct {
		Answers    answers
		Priorities []any
		Parts      []struct {
			Share   float64
			Answers answers
		}
	}
	standing struct {
		Option     string
		Score      float64
		FirstShare float64 `json:"first_share"`
		Values     []float64
	}
	reported struct {
		Leader        string
		RunnerUp      string `json:"runner_up"`
		Margin        float64
		FirstShare    float64 `json:"first_share"`
		Ranking       []standing
		Weights       []struct{ Weight float64 }
		Held          float64
		Contributions []struct {
			Criterion string
			Amount    float64
		}
		Axes []struct {
			Axis   string
			Shares []struct {
				Value string
				Share float64 `json:"first_share"`
			}
		}
		Plan *struct {
			Platforms            []string
			Value, Lambda, Price float64
			BestSingle           string  `json:"best_single"`
			SingleValue          float64 `json:"single_value"`
			Joined               float64 `json:"joined"`
			Again                float64 `json:"again"`
			Apart                *struct{ Price float64 }
			Parts                []struct {
				Share   float64
				Option  string
				Score   float64
				Ranking []standing
			}
		}
		Cost *struct {
			Options []struct {
				Option       string
				Ratio, Value float64
			}
		}
	}
)

// recomputer holds one report against its figures worked out anew.
type recomputer struct {
	*testing.T
	cat    *published
	body   string
	given  stated
	report reported
}

func (r *recomputer) same(what string, got, want float64) {
	r.Helper()
	if math.IsNaN(got) || math.Abs(got-want) > 1e-9 {
		r.Errorf("%s: the report has %v, worked out it is %v\n%s", what, got, want, r.body)
	}
}

// way is one way in which a question can be answered: the answers that then hold.
type way struct {
	answers []int
	chance  float64
}

// ways lists how question q can be answered as far as ids say.
func (r *recomputer) ways(q int, ids []string) []way {
	question := &r.cat.Questions[q]
	var list []way
	total := 0.0
	for set := uint(1); set < 1<<len(question.Answers); set++ {
		w := way{chance: 1}
		fits := bits.OnesCount(set) <= max(1, question.Several)
		for i, a := range question.Answers {
			if set>>i&1 == 1 {
				w.answers, w.chance = append(w.answers, i), w.chance*a.Share
				fits = fits && !(a.Alone && bits.OnesCount(set) > 1)
			}
		}
		said := func(i int) bool { return slices.Contains(ids, question.Answers[i].ID) }
		switch {
		case !fits, len(ids) > 0 && !all(w.answers, said):
			continue
		case len(ids) > 0 && question.Several > 1 && len(w.answers) != len(ids): // all of them hold
			continue
		}
		list, total = append(list, w), total+w.chance
	}
	for i := range list {
		list[i].chance /= total
	}
	return list
}

func all(list []int, ok func(int) bool) bool {
	return !slices.ContainsFunc(list, func(i int) bool { return !ok(i) })
}

// ids of an answer, which is an id, a list of them or nothing.
func (a answers) ids(question string) (ids []string) {
	switch x := a[question].(type) {
	case string:
		ids = []string{x}
	case []any:
		for _, id := range x {
			ids = append(ids, id.(string))
		}
	}
	return ids
}

// place is where a part's answers put the options.
type place struct {
	weights []float64
	values  [][]float64 // by option and criterion
	v       []float64
	lambda  float64 // what its answers add to the price of a platform
}

func (r *recomputer) covers(s subject, o int) bool {
	if s.Axis == "" {
		return r.cat.Options[o].ID == s.Option
	}
	axis, value, _ := strings.Cut(s.Axis, ".")
	return r.cat.Options[o].On[axis] == value
}

func (r *recomputer) place(own answers) place {
	n := len(r.cat.Criteria)
	p := place{weights: make([]float64, n)}
	raw := make([][]float64, len(r.cat.Options))
	for o := range raw {
		raw[o] = make([]float64, n)
		for _, cell := range r.cat.Matrix {
			if r.covers(cell.subject, o) {
				raw[o][r.criterion(cell.Criterion)] += cell.Value
			}
		}
	}
	factors := slices.Repeat([]float64{1}, n)
	for q, question := range r.cat.Questions {
		ids := own.ids(question.ID)
		if len(ids) == 0 {
			ids = r.given.Answers.ids(question.ID)
		}
		mean := make([]float64, n)
		for _, w := range r.ways(q, ids) {
			product := slices.Repeat([]float64{1}, n)
			for _, i := range w.answers {
				a := question.Answers[i]
				p.lambda += w.chance * a.Platform
				for _, s := range a.Shifts {
					for o := range raw {
						if r.covers(s.subject, o) {
							raw[o][r.criterion(s.Criterion)] += w.chance * s.By
						}
					}
				}
				for _, f := range a.Weights {
					product[r.criterion(f.Criterion)] *= f.Factor
				}
			}
			for k := range mean {
				mean[k] += w.chance * product[k]
			}
		}
		for k := range factors {
			factors[k] *= mean[k]
		}
	}
	p.weights = r.weights(factors)
	for o := range raw {
		p.values = append(p.values, make([]float64, n))
		v := 0.0
		for k := range raw[o] {
			p.values[o][k] = r.value(o, k, raw[o][k])
			v += p.weights[k] * p.values[o][k]
		}
		p.v = append(p.v, v)
	}
	return p
}

func (r *recomputer) criterion(id string) int {
	for k, c := range r.cat.Criteria {
		if c.ID == id {
			return k
		}
	}
	r.Fatalf("there is no criterion %q", id)
	return -1
}

func (r *recomputer) option(id string) int {
	for o, option := range r.cat.Options {
		if option.ID == id {
			return o
		}
	}
	r.Fatalf("there is no option %q", id)
	return -1
}

// value reads a raw figure off the scale, or the ratio of the bills.
func (r *recomputer) value(o, k int, raw float64) float64 {
	c := r.cat.Criteria[k]
	if c.Cost != nil && r.report.Cost != nil {
		for _, bill := range r.report.Cost.Options {
			if bill.Option == r.cat.Options[o].ID {
				value := max(0, 1-math.Log(bill.Ratio)/math.Log(c.Cost.WorstRatio))
				r.same("value of the bill of "+bill.Option, bill.Value, value)
				return value
			}
		}
	}
	at := func(x float64) float64 { return min(max((x-c.Worst.At)/(c.Best.At-c.Worst.At), 0), 1) }
	x, from, low := at(raw), 0.0, 0.0
	for _, p := range append(slices.Clone(c.Points), struct{ At, Value float64 }{c.Best.At, 1}) {
		if to := at(p.At); x <= to {
			return low + (p.Value-low)*(x-from)/(to-from)
		} else {
			from, low = to, p.Value
		}
	}
	return 1
}

// weights are those stated, else the base weights times the bounded factors.
func (r *recomputer) weights(factors []float64) []float64 {
	n := len(factors)
	w, heaviest := make([]float64, n), 0.0
	for k, c := range r.cat.Criteria {
		w[k] = c.Weight * min(max(factors[k], r.cat.Bounds.LeastFactor), r.cat.Bounds.MostFactor)
		heaviest = max(heaviest, c.Weight)
	}
	if len(r.given.Priorities) > 0 {
		if _, ranked := r.given.Priorities[0].(string); ranked {
			w = r.ranked(n)
		} else {
			for k, c := range r.cat.Criteria {
				w[k] = c.Weight / heaviest * 100
			}
			for _, p := range r.given.Priorities {
				m := p.(map[string]any)
				w[r.criterion(m["criterion"].(string))] = m["weight"].(float64)
			}
		}
	}
	total := 0.0
	for _, x := range w {
		total += x
	}
	for k := range w {
		w[k] /= total
	}
	return w
}

// ranked are rank order centroid weights; criteria without a place share the rest.
func (r *recomputer) ranked(n int) []float64 {
	roc := func(i int) (w float64) {
		for j := i; j < n; j++ {
			w += 1 / float64(j+1) / float64(n)
		}
		return w
	}
	w, rest := make([]float64, n), 0.0
	for i := len(r.given.Priorities); i < n; i++ {
		rest += roc(i) / float64(n-len(r.given.Priorities))
	}
	for k := range w {
		w[k] = rest
	}
	for i, id := range r.given.Priorities {
		w[r.criterion(id.(string))] = roc(i)
	}
	return w
}

// check works out every figure and holds the report against it.
func (r *recomputer) check() {
	places, shares := []place{r.place(nil)}, []float64{1}
	if len(r.given.Parts) > 1 {
		places, shares = nil, nil
		total := 0.0
		for _, p := range r.given.Parts {
			total += p.Share
		}
		for _, p := range r.given.Parts {
			share := 1 / float64(len(r.given.Parts))
			if total > 0 {
				share = p.Share / total
			}
			places, shares = append(places, r.place(p.Answers)), append(shares, share)
		}
	}
	for k, w := range r.report.Weights {
		want := 0.0
		for p := range places {
			want += shares[p] * places[p].weights[k]
		}
		r.same("weight of "+r.cat.Criteria[k].ID, w.Weight, want)
	}
	for _, s := range r.report.Ranking {
		o := r.option(s.Option)
		v := -r.held(o, shares) - r.setUps(shares, func(int) int { return o })
		for p := range places {
			v += shares[p] * places[p].v[o]
		}
		r.same("fit of "+s.Option, s.Score, v)
		for k, x := range s.Values {
			want := 0.0
			for p := range places {
				want += shares[p] * places[p].values[o][k]
			}
			r.same("value of "+s.Option+" on "+r.cat.Criteria[k].ID, x, want)
		}
	}
	r.checkContributions(places, shares)
	r.checkAxes()
	if r.report.Plan != nil {
		r.checkPlan(places, shares)
	}
}

// runApart tells whether one of two parts certainly has an answer that sets parts
// apart, and the other has not. Where only some answers do, an open one is another.
func (r *recomputer) runApart(a, b int) bool {
	for q, question := range r.cat.Questions {
		marks := func(part int) (certain, possible uint) {
			ids := r.given.Parts[part].Answers.ids(question.ID)
			if len(ids) == 0 {
				ids = r.given.Answers.ids(question.ID)
			}
			certain = ^uint(0)
			for _, w := range r.ways(q, ids) {
				has := uint(0)
				for _, i := range w.answers {
					if question.Answers[i].Apart {
						has |= 1 << i
					}
				}
				certain, possible = certain&has, possible|has
			}
			ordinary := slices.ContainsFunc(question.Answers, func(a effects) bool { return !a.Apart })
			if len(ids) == 0 && ordinary {
				possible = 0
			}
			return certain, possible
		}
		certain, possible := marks(a)
		others, any := marks(b)
		if certain&^any != 0 || others&^possible != 0 {
			return true
		}
	}
	return false
}

// setUps is what an option loses that is set up for each part that runs apart.
func (r *recomputer) setUps(shares []float64, on func(part int) int) float64 {
	pairs := 0.0
	for a := range shares {
		for b := range a {
			if on(a) >= 0 && on(a) == on(b) && r.runApart(a, b) {
				pairs += shares[a] * shares[b]
			}
		}
	}
	return r.cat.Bounds.Apart * min(1, 4*pairs)
}

// held is what an option loses that holds several parts together.
func (r *recomputer) held(option int, shares []float64) float64 {
	return r.together(shares, func(int) int { return option })
}

// together is what options lose for the parts that they hold together, given the option of each part; -1 for none.
func (r *recomputer) together(shares []float64, on func(part int) int) (sum float64) {
	for i := range shares {
		for j := range shares {
			if o := on(i); i != j && o >= 0 && o == on(j) && !r.divides(o) && !r.runApart(i, j) {
				sum += r.cat.Bounds.Together * shares[i] * shares[j] * float64(min(r.differ(i, j), 3)) / 3
			}
		}
	}
	return sum
}

// differ counts the questions that two parts do not have the same answers to.
func (r *recomputer) differ(a, b int) (n int) {
	for _, question := range r.cat.Questions {
		said := func(part int) []string {
			ids := r.given.Parts[part].Answers.ids(question.ID)
			if len(ids) == 0 {
				ids = r.given.Answers.ids(question.ID)
			}
			return slices.Sorted(slices.Values(ids))
		}
		if !slices.Equal(said(a), said(b)) {
			n++
		}
	}
	return n
}

// divides reports whether parts are programs of their own with an option.
func (r *recomputer) divides(option int) bool {
	for _, axis := range r.cat.Axes {
		for _, v := range axis.Values {
			if v.Divides && r.cat.Options[option].On[axis.ID] == v.ID {
				return true
			}
		}
	}
	return false
}

func (r *recomputer) checkContributions(places []place, shares []float64) {
	if r.report.RunnerUp == "" {
		return
	}
	a, b, sum := r.option(r.report.Leader), r.option(r.report.RunnerUp), 0.0
	if len(r.report.Contributions) != len(r.cat.Criteria) {
		r.Errorf("%d contributions of %d criteria", len(r.report.Contributions), len(r.cat.Criteria))
	}
	for _, c := range r.report.Contributions {
		k, want := r.criterion(c.Criterion), 0.0
		for p := range places {
			want += shares[p] * places[p].weights[k] * (places[p].values[a][k] - places[p].values[b][k])
		}
		r.same("contribution of "+c.Criterion, c.Amount, want)
		sum += want
	}
	r.same("lead by holding parts", r.report.Held, r.held(b, shares)-r.held(a, shares))
	r.same("margin", r.report.Margin, sum+r.report.Held)
}

// checkAxes sums the shares of first places by value on each axis.
func (r *recomputer) checkAxes() {
	for _, axis := range r.report.Axes {
		for _, v := range axis.Shares {
			want := 0.0
			for _, s := range r.report.Ranking {
				if r.cat.Options[r.option(s.Option)].On[axis.Axis] == v.Value {
					want += s.FirstShare
				}
			}
			r.same("share of "+axis.Axis+"."+v.Value, v.Share, want)
		}
	}
	if r.report.Leader != "" {
		r.same("share of the leader", r.report.FirstShare, r.report.Ranking[0].FirstShare)
	}
}

// checkPlan works out the price of the plan's platforms and what it is worth.
func (r *recomputer) checkPlan(places []place, shares []float64) {
	plan := r.report.Plan
	lambda := r.cat.Bounds.Platform
	for p := range places {
		lambda += shares[p] * places[p].lambda
	}
	lambda = max(lambda, 0)
	r.same("price of a second platform", plan.Lambda, lambda)
	platforms := map[string]bool{}
	for _, id := range plan.Platforms {
		key := ""
		for _, axis := range r.cat.Axes {
			if axis.Priced {
				key += r.cat.Options[r.option(id)].On[axis.ID] + " "
			}
		}
		platforms[key] = true
	}
	n := float64(len(platforms))
	price := lambda * (n*(n-1)/2 + (float64(len(plan.Platforms))-n)/2)
	apart := r.setUps(shares, func(int) int { return 0 })
	if plan.Apart == nil && apart != 0 {
		r.Errorf("one option for all loses nothing for being set up again, want %v", apart)
	} else if plan.Apart != nil {
		r.same("what one option for all loses for being set up again", plan.Apart.Price, apart)
	}
	if len(plan.Platforms) == 1 {
		price = apart
	}
	r.same("price of the plan", plan.Price, price)
	if plan.BestSingle != "" {
		r.same("value of one option for all", plan.SingleValue, r.report.Ranking[0].Score)
	}
	value := 0.0
	for i, p := range plan.Parts {
		r.same("share of a part", p.Share, shares[i])
		for _, s := range p.Ranking {
			r.same("fit of "+s.Option+" in a part", s.Score, places[i].v[r.option(s.Option)])
		}
		if p.Option != "" {
			value += shares[i] * places[i].v[r.option(p.Option)]
		}
	}
	on := func(part int) int {
		if id := plan.Parts[part].Option; id != "" {
			return r.option(id)
		}
		return -1
	}
	joined, again := r.together(shares, on), 0.0
	if len(plan.Platforms) > 1 {
		again = r.setUps(shares, on)
		r.same("what the mix loses for holding parts", plan.Joined, joined)
		r.same("what the mix loses for being set up again", plan.Again, again)
	}
	r.same("value of the plan", plan.Value, value-price-joined-again)
}
