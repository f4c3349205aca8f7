package score

// Input is one assessment in numbers.
type Input struct {
	Parts []Part // at least one
	Slots []Slot // every question of every part, in exactly one slot
	Prior Prior

	Lambda float64 // price of a further platform, before the answers
	Apart  float64 // most that is lost where one option is set up for parts that run apart

	Together float64 // loss of an option that holds very many equal parts together and does not divide them
}

// Part is one part of a system.
type Part struct {
	Share float64 // the shares of all parts sum to 1
	Sets  []Set   // possible answers, by question
}

// Slot is something that can be answered: a question, in all parts that share its answer.
type Slot struct {
	Question int
	Parts    Set
}

// Prior holds the stated importance of the criteria.
type Prior struct {
	Rank  []int     // criteria, most important first; nil when not ranked
	Swing []float64 // weight by criterion; nil when none were stated
	Named Set       // criteria whose Swing was stated rather than filled in
}

// Run evaluates one assessment. It is not safe for concurrent use.
type Run struct {
	Model *Model
	In    Input
	Parts []Place   // the values of the options in each part
	V     []float64 // by option, over all parts, less what it loses if it carries them all; see Loss
	Out   Set       // options ruled out in some part
	Maybe Set       // options that an unknown answer rules out in some part
	Order []int     // options: those left by V, then those ruled out by V
	Plan  Plan
	Mix   Plan // the best of several options, each carrying a part: Plan itself, or what it is held against

	ties  ties
	fixed []float64 // normalised weights, if answers do not adjust them; else nil
	trial trial
}

// Place holds the values of the options under the answers of one part.
type Place struct {
	Choices []*Choice // by question
	Weights []float64 // normalised, by criterion
	Values  []float64 // value at [o*Criteria+k]
	V       []float64 // by option
	Out     Set
	Maybe   Set

	bests  []int8 // by set of options: the best that is not ruled out, -1 for none; where ranked
	ranked bool
}

// New evaluates an assessment.
func New(m *Model, in Input) *Run {
	r := &Run{Model: m, In: in, fixed: in.Prior.Weights(m.Criteria)}
	r.Parts = make([]Place, len(in.Parts))
	for p := range r.Parts {
		r.Parts[p] = newPlace(m)
		for q, set := range in.Parts[p].Sets {
			r.Parts[p].Choices[q] = m.Choice(q, set)
		}
		r.Parts[p].settle(m, r.fixed)
	}
	r.trial = newTrial(m, len(in.Parts))
	r.V = make([]float64, m.Options)
	r.Order = make([]int, m.Options)
	places := r.places()
	r.ties = r.tie(places)
	r.Out, r.Maybe = r.combine(places, &r.ties, r.V)
	var single Plan
	single, r.Mix = r.plan(places, &r.ties, lambda(in, places))
	r.Plan = better(single, r.Mix)
	order(r.Order, r.V, r.Out)
	return r
}

func (r *Run) places() []*Place {
	list := make([]*Place, len(r.Parts))
	for p := range list {
		list[p] = &r.Parts[p]
	}
	return list
}

func newPlace(m *Model) Place {
	floats, n := make([]float64, m.Criteria+len(m.Cells)+m.Options), m.Criteria+len(m.Cells)
	return Place{
		Choices: make([]*Choice, len(m.Questions)),
		Weights: floats[:m.Criteria:m.Criteria],
		Values:  floats[m.Criteria:n:n],
		V:       floats[n:],
	}
}

// settle computes everything that depends on the choices.
func (p *Place) settle(m *Model, fixed []float64) {
	p.ranked = false
	copy(p.Values, m.Cells)
	for k := range p.Weights {
		p.Weights[k] = 1
	}
	p.Out, p.Maybe = m.Out, 0
	for _, c := range p.Choices {
		for _, s := range c.Shifts {
			p.Values[s.Cell] += s.By
		}
		for _, f := range c.Factors {
			p.Weights[f.Criterion] *= f.By
		}
		p.Out |= c.Out
		p.Maybe |= c.May
	}
	p.Maybe &^= p.Out
	for k, base := range m.Base {
		p.Weights[k] = float64(base * m.Limits[k].of(p.Weights[k]))
	}
	if fixed != nil {
		copy(p.Weights, fixed)
	}
	normalise(p.Weights)
	for o := range p.V {
		row := p.Values[o*m.Criteria:][:m.Criteria]
		for k := range row {
			row[k] = m.Curves[k].of(row[k])
		}
		p.V[o] = dot(p.Weights, row)
	}
}

// Order ranks the options for this part alone, like Run.Order for the whole.
func (p *Place) Order() []int {
	list := make([]int, len(p.V))
	order(list, p.V, p.Out)
	return list
}

// combine adds up the parts by share.
func (r *Run) combine(places []*Place, t *ties, v []float64) (out, maybe Set) {
	alone := r.setUps(t, All(len(places))&^r.gone(places))
	for o := range v {
		v[o] = 0 - r.heldBy(t, o) - alone
	}
	for p, place := range places {
		share := r.In.Parts[p].Share
		for o := range v {
			v[o] += float64(share * place.V[o])
		}
		out |= place.Out
		maybe |= place.Maybe
	}
	return out, maybe &^ out
}

// order sorts the options: first those left, then those ruled out, each by value. Equal
// options stay in catalogue order.
func order(list []int, v []float64, out Set) {
	for i := range list {
		list[i] = i
	}
	for i := 1; i < len(list); i++ {
		for j := i; j > 0 && before(list[j], list[j-1], v, out); j-- {
			list[j], list[j-1] = list[j-1], list[j]
		}
	}
}

func before(a, b int, v []float64, out Set) bool {
	if out.Has(a) != out.Has(b) {
		return out.Has(b)
	}
	if v[a] != v[b] {
		return v[a] > v[b]
	}
	return a < b
}

// normalise scales the weights to sum to 1. They must not all be zero.
func normalise(w []float64) {
	sum := 0.0
	for _, x := range w {
		sum += x
	}
	for k := range w {
		w[k] /= sum
	}
}

func dot(w, v []float64) float64 {
	sum := 0.0
	for k, x := range w {
		sum += float64(x * v[k])
	}
	return sum
}

// first returns the best option that is not gone, or -1.
func first(v []float64, gone Set) int {
	best := -1
	for o, x := range v {
		if !gone.Has(o) && (best < 0 || x > v[best]) {
			best = o
		}
	}
	return best
}
