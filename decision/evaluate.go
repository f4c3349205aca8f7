package decision

import (
	"errors"
	"slices"
	"strings"

	"crossroads/decision/score"
)

// These fixed figures make the draws repeatable on every machine.
const (
	Seed  = 20261123
	Draws = 10000
)

// draws are shared by all evaluations and made when first needed.
var draws = score.NewDraws(Draws, Seed)

// Evaluate works out which option fits an assessment, and why. The catalogue must have been
// compiled; the only error then is a wrong.Input for the first field that cannot be used.
// If the catalogue has a policy, it is applied to the assessment first: see Govern.
//
// It works in two steps. First come the facts: figures, ids and lists, without a sentence.
// Then phrase puts them into words, from the catalogue and the report alone.
func Evaluate(c *Catalogue, a Assessment) (Report, error) {
	s, err := newSession(c, a)
	if err != nil {
		return Report{}, err
	}
	r, err := s.facts()
	if err != nil {
		return Report{}, err
	}
	phrase(c, &r)
	return r, nil
}

// Stand computes only how the options stand, for a reader who is still answering, and skips
// why and what would change it. It fills in Comparison, Title, Provenance, Kind, Winner,
// Leader, RunnerUp, Margin, Share, Axes, Conditions, Relax, Weighted, Ranking, Weights,
// Plan and Policy, and no other sentences. Errors are those of Evaluate.
func Stand(c *Catalogue, a Assessment) (Report, error) {
	s, err := newSession(c, a)
	if err != nil {
		return Report{}, err
	}
	s.standing()
	return s.report, nil
}

// standing computes how the options stand.
func (s *session) standing() {
	c, r := s.c, &s.report
	*r = Report{
		Comparison: c.Slug, Title: c.Title,
		Provenance: Provenance{Catalogue: c.Version, Engine: EngineVersion, Seed: Seed, Draws: Draws},
		Relax:      []Relaxation{}, Weighted: !s.a.Priorities.IsZero(),
		Policy: c.Applied(),
	}
	r.Ranking = s.ranking(whole)
	r.Weights = s.weightShares(s.weights())
	r.Plan = s.plan()
	if r.Plan == nil {
		r.Each = s.each(nil)
	}
	s.verdict()
}

// facts computes the report without its sentences. Each line depends only on the session
// and the lines above it.
func (s *session) facts() (Report, error) {
	s.standing()
	r := &s.report
	r.Revisit = []string{}
	r.Pairwise = s.pairwise()
	r.Answered, r.Unknown = s.inventory()
	r.Warnings, r.Contrary = s.warnings(), s.contrary()
	r.Contributions, r.BreakEven = s.contributions(), s.breakEven()
	if s.rival >= 0 {
		r.Held = s.held()
	}
	r.Baseline, r.Influences = s.influences()
	r.Because = s.because()
	r.AgainstOn, r.Today = s.against(), s.today()
	r.NextQuestions = s.nextQuestions()
	r.Flips, r.PairFlips = s.flips()
	r.TieBreaks = s.tieBreaks()
	r.Alike = s.alike()
	var err error
	r.Cost, err = s.cost()
	r.Unpriced, r.Unbilled = s.noPrices(), s.noBills()
	if r.Cost != nil && r.Cost.Idle != nil {
		r.AgainstOn = r.Cost.Criterion
	}
	return *r, err
}

// whole stands for all parts together where the index of a part is expected.
const whole = -1

// session holds the state of one evaluation.
type session struct {
	c           *Catalogue
	a           Assessment // plain
	sharesGiven bool
	run         *score.Run
	owner       []int // by slot: the part with an answer of its own, or whole
	looks       []score.Outlook
	priced      *pricing   // nil without load figures, and where nothing can be billed
	bare        bool       // load figures were given, but an answer asks for what cannot be billed
	other       *score.Run // as if bare were otherwise; made when first needed
	report      Report

	leader, rival int // indexes of options; -1 for none
	nothing       bool

	// Of the whole system; computed when first asked for.
	meanWeights, meanValues []float64
	ranges                  [][2][]float64 // by part: lowest and highest values by option
}

func newSession(c *Catalogue, a Assessment) (*session, error) {
	if c.model == nil {
		return nil, errors.New("decision: the catalogue is not compiled")
	}
	if err := c.CheckAssessment(a); err != nil {
		return nil, err
	}
	a, _ = c.Govern(a)
	s := &session{c: c, a: a.plain(), sharesGiven: slices.ContainsFunc(a.Parts, func(p Part) bool { return p.Share != 0 })}
	model := c.model
	in, owner := c.input(s.a)
	s.bare = a.Load != nil && c.unbillable(in, nil)
	if a.Load != nil && !s.bare {
		var err error
		if s.priced, err = c.price(*a.Load); err != nil {
			return nil, err
		}
		model = s.priced.stated
	}
	s.run, s.owner = score.New(model, in), owner
	s.leader, s.rival = -1, -1
	if first := s.run.Order[0]; !s.run.Out.Has(first) {
		s.leader = first
		if second := s.run.Order[1]; !s.run.Out.Has(second) {
			s.rival = second
		}
	}
	s.nothing = true
	for slot := range in.Slots {
		s.nothing = s.nothing && (!s.told(slot) || s.ruled(slot))
	}
	return s, nil
}

// set returns the states of a slot that are still possible.
func (s *session) set(slot int) score.Set {
	at := s.run.In.Slots[slot]
	return s.run.In.Parts[at.Parts.First()].Sets[at.Question]
}

// question returns the question of a slot.
func (s *session) question(slot int) *Question {
	return &s.c.Questions[s.run.In.Slots[slot].Question]
}

// said returns a state of a slot's question as the answer named in the report.
func (s *session) said(slot, state int) *Answer {
	return &s.c.index.state[s.run.In.Slots[slot].Question][state].said
}

// holds reports whether an answer is part of some state in the set.
func (s *session) holds(slot, answer int, set score.Set) bool {
	for i, state := range s.c.index.state[s.run.In.Slots[slot].Question] {
		if set.Has(i) && slices.Contains(state.answers, answer) {
			return true
		}
	}
	return false
}

// answered reports whether a slot has exactly one possible answer.
func (s *session) answered(slot int) bool { return s.set(slot).Len() == 1 }

// told reports whether anything is known about a slot.
func (s *session) told(slot int) bool {
	return s.set(slot).Len() < len(s.c.index.state[s.run.In.Slots[slot].Question])
}

// partName returns the name of the part a slot belongs to, "" when it is shared.
func (s *session) partName(slot int) string {
	if s.owner[slot] == whole {
		return ""
	}
	return s.a.Parts[s.owner[slot]].Name
}

// labels returns the labels of the states in a set. Where several answers can hold
// together, only the single answers are listed, as they already show what is possible.
func (s *session) labels(slot int, set score.Set) []string {
	list := []string{}
	for i, state := range s.c.index.state[s.run.In.Slots[slot].Question] {
		if set.Has(i) && (len(state.answers) == 1 || set.Len() == 1) {
			list = append(list, s.said(slot, i).Label)
		}
	}
	return list
}

// look returns the outlook of the whole or of one part. The draws are made on first use,
// since a verdict may not need them.
func (s *session) look(part int) *score.Outlook {
	if s.looks == nil {
		s.looks = s.run.Outlooks(draws)
	}
	return &s.looks[part+1]
}

// ranking lists the options, best first, of the whole or of one part.
func (s *session) ranking(part int) []Standing {
	order, v, out, maybe := s.run.Order, s.run.V, s.run.Out, s.run.Maybe
	values, low, high := s.values(), []float64(nil), []float64(nil)
	if part != whole {
		place := &s.run.Parts[part]
		order, v, out, maybe = place.Order(), place.V, place.Out, place.Maybe
		values = place.Values
		low, high = s.partBounds(part)
	} else {
		low, high = s.bounds()
	}
	look, options, criteria := s.look(part), len(s.c.Options), len(s.c.Criteria)
	list := make([]Standing, 0, options)
	for _, o := range order {
		option := s.c.Options[o]
		standing := Standing{
			Option: option.ID, Name: option.Name, Short: option.Short,
			Score: v[o], Low: low[o], High: high[o],
			FirstShare: look.Rank[o*options],
			RankShares: look.Rank[o*options:][:options:options],
			Confidence: look.Confidence[o],
			Central:    s.weightShares(look.Central[o*criteria:][:criteria]),
			Status:     StatusIn,
			Values:     values[o*criteria:][:criteria:criteria],
		}
		if part == whole {
			standing.FirstShare = s.aloneShare(o)
		}
		switch {
		case out.Has(o):
			standing.Status = StatusOut
		case maybe.Has(o):
			standing.Status = StatusConditional
		}
		standing.Because = s.musts(o, part, standing.Status)
		list = append(list, standing)
	}
	return list
}

// bounds returns the lowest and highest values for the whole: the parts' bounds, weighted
// by share, less what an option loses that carries them all.
func (s *session) bounds() (low, high []float64) {
	low, high = make([]float64, len(s.c.Options)), make([]float64, len(s.c.Options))
	if len(s.run.Parts) > 1 {
		least, most := s.run.Losses()
		for o := range low {
			low[o], high[o] = 0-most[o], 0-least[o]
		}
	}
	for p, part := range s.run.In.Parts {
		l, h := s.partBounds(p)
		for o := range l {
			low[o] += float64(part.Share * l[o])
			high[o] += float64(part.Share * h[o])
		}
	}
	return low, high
}

// partBounds returns the lowest and highest values for one part.
func (s *session) partBounds(p int) (low, high []float64) {
	if s.ranges == nil {
		s.ranges = make([][2][]float64, len(s.run.Parts))
	}
	if s.ranges[p][0] == nil {
		s.ranges[p][0], s.ranges[p][1] = s.run.Bounds(p)
		if other := s.otherBounds(); other != nil {
			low, high := other.Bounds(p)
			for o := range low {
				s.ranges[p][0][o], s.ranges[p][1][o] = min(s.ranges[p][0][o], low[o]), max(s.ranges[p][1][o], high[o])
			}
		}
	}
	return s.ranges[p][0], s.ranges[p][1]
}

// weights returns the weights for the whole: the parts' weights, averaged by share.
func (s *session) weights() []float64 {
	if s.meanWeights == nil {
		s.meanWeights = s.average(len(s.c.Criteria), func(p *score.Place) []float64 { return p.Weights })
	}
	return s.meanWeights
}

func (s *session) values() []float64 {
	if s.meanValues == nil {
		s.meanValues = s.average(len(s.c.Options)*len(s.c.Criteria), func(p *score.Place) []float64 { return p.Values })
		for i, x := range s.meanValues {
			s.meanValues[i] = min(x, 1) // rounding may bring the sum of the parts' shares slightly above 1
		}
	}
	return s.meanValues
}

func (s *session) average(n int, of func(*score.Place) []float64) []float64 {
	mean := make([]float64, n)
	for p := range s.run.Parts {
		for i, x := range of(&s.run.Parts[p]) {
			mean[i] += float64(s.run.In.Parts[p].Share * x)
		}
	}
	return mean
}

// weightShares pairs weights with their criteria. It returns an empty list when all are
// zero, as the central weights of an option that is never first.
func (s *session) weightShares(w []float64) []WeightShare {
	list := make([]WeightShare, 0, len(w))
	for k, x := range w {
		list = append(list, WeightShare{s.c.Criteria[k].ID, s.c.Criteria[k].Name, x})
	}
	for _, share := range list {
		if share.Weight > 0 {
			return list
		}
	}
	return []WeightShare{}
}

// pairwise returns the winning index of each pair, in the order of the ranking.
func (s *session) pairwise() [][]float64 {
	n := len(s.c.Options)
	table, cells := make([][]float64, n), make([]float64, n*n)
	for i, a := range s.run.Order {
		table[i] = cells[i*n:][:n:n]
		for j, b := range s.run.Order {
			table[i][j] = s.look(whole).Wins[a*n+b]
		}
	}
	return table
}

// inventory lists the answered and the open questions.
func (s *session) inventory() ([]Answered, []Unknown) {
	slots := len(s.run.In.Slots)
	answered, unknown := make([]Answered, 0, slots), make([]Unknown, 0, slots)
	for slot := range s.run.In.Slots {
		q, set, part := s.question(slot), s.set(slot), s.partName(slot)
		if s.answered(slot) {
			a := s.said(slot, set.First())
			answered = append(answered, Answered{q.ID, q.Text, a.ID, a.Label, part})
			continue
		}
		open := Unknown{Question: q.ID, Text: q.Text, Part: part}
		if s.told(slot) {
			open.Narrowed = s.labels(slot, set)
		}
		unknown = append(unknown, open)
	}
	return answered, unknown
}

// Seldom is the first-rank share below which an option's risks are not listed, unless the plan uses it or an option
// above it has the same.
const Seldom = 0.05

// warnings lists the risks that answers bring for options that are left and may be chosen.
func (s *session) warnings() []RiskNote {
	notes := []RiskNote{}
	for slot := range s.run.In.Slots {
		for i, a := range s.question(slot).Answers {
			if !s.answered(slot) || !s.holds(slot, i, s.set(slot)) {
				continue
			}
			for _, w := range a.Warnings {
				for _, at := range s.arises(w, slot) {
					notes = s.risk(notes, w, at)
				}
			}
		}
	}
	return notes
}

// risk appends a risk where an option that it is about may be chosen: one line, even where it applies to several options.
func (s *session) risk(notes []RiskNote, w Warning, at scope) []RiskNote {
	var about score.Set
	may := false
	for _, o := range s.c.OptionsOf(w.Subject()) {
		if s.stands(o, at.parts) {
			about |= score.Bit(o)
			may = may || s.likely(o, at.owner)
		}
	}
	if !may {
		return notes
	}
	note := RiskNote{Option: s.c.Options[about.First()].ID, Name: and(s.names(about)), Text: w.Text, Source: w.Source,
		Together: len(w.With) > 0}
	if at.owner != whole {
		note.Part = s.a.Parts[at.owner].Name
	}
	return append(notes, note)
}

// scope is what a slot or a risk is about: parts and, if it is a single one of several, which.
type scope struct {
	parts score.Set
	owner int // a part, or whole
}

// arises returns where a risk can arise: nowhere if answers avert it in every part that the slot is about; of one that
// takes several answers, in the parts that have them all.
func (s *session) arises(w Warning, slot int) []scope {
	var parts score.Set
	averted := true
	for p, part := range s.parts() {
		if !s.run.In.Slots[slot].Parts.Has(p) {
			continue
		}
		says := func(of string) bool { return s.says(of, part) }
		averted = averted && slices.ContainsFunc(w.Unless, says)
		if !slices.ContainsFunc(w.With, func(of string) bool { return !says(of) }) {
			parts |= score.Bit(p)
		}
	}
	switch {
	case averted || parts == 0:
		return nil
	case parts == s.run.In.Slots[slot].Parts:
		return []scope{{parts, s.owner[slot]}}
	}
	var list []scope
	for p := range s.run.Parts {
		if parts.Has(p) {
			list = append(list, scope{score.Bit(p), p})
		}
	}
	return list
}

// says reports whether it is certain that an answer, written "level.tiny", holds in a part (nil for the whole).
func (s *session) says(of string, part *Part) bool {
	question, answer, _ := strings.Cut(of, ".")
	ids := s.given(question, part)
	return slices.Contains(ids, answer) && (len(ids) == 1 || s.c.Questions[s.c.index.question[question]].Several > 1)
}

// likely reports whether an option has a real chance of being chosen for the whole system or for a part.
func (s *session) likely(option, part int) bool {
	if option == s.leader || s.mixed() && s.run.Plan.Platforms.Has(option) {
		return true
	}
	at := option * len(s.c.Options)
	return s.look(whole).Rank[at] >= Seldom || part != whole && s.look(part).Rank[at] >= Seldom
}

// stands reports whether an option is still possible for one of these parts.
func (s *session) stands(option int, parts score.Set) bool {
	for p := range s.run.Parts {
		if parts.Has(p) && !s.run.Parts[p].Out.Has(option) {
			return true
		}
	}
	return false
}
