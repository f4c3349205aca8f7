package content

import "crossroads/decision"

// Types for decoding the YAML files. A type with the same fields as its counterpart in
// package decision, in the same order, is converted directly. See decode for the tags.

type comparisonFile struct {
	Title   string     `yaml:"title"`
	Summary string     `yaml:"summary"`
	Order   int        `yaml:"order,optional"`
	Noun    nounYAML   `yaml:"noun,optional"`
	Kinds   kindsYAML  `yaml:"kinds,optional"`
	Axes    []axisYAML `yaml:"axes,optional"`
	Bounds  boundsYAML `yaml:"bounds"`
}

type nounYAML struct {
	One  string `yaml:"one"`
	Many string `yaml:"many"`
	Ways string `yaml:"ways"`
}

type kindsYAML struct {
	Asks     string   `yaml:"asks"`
	Hint     string   `yaml:"hint"`
	Examples []string `yaml:"examples"`
}

type boundsYAML struct {
	ClearShare float64 `yaml:"clear_share"`
	LeanShare  float64 `yaml:"lean_share"`
	Floor      float64 `yaml:"floor"`
	Platform   float64 `yaml:"platform"`
	Apart      float64 `yaml:"apart,optional"`
	Together   float64 `yaml:"together,optional"`
	Spread     float64 `yaml:"spread"`
}

type axisYAML struct {
	ID     string          `yaml:"id"`
	Name   string          `yaml:"name"`
	Asks   string          `yaml:"asks"`
	Priced bool            `yaml:"priced,optional"`
	Values []axisValueYAML `yaml:"values"`
}

func (a axisYAML) axis() decision.Axis {
	out := decision.Axis{ID: a.ID, Name: a.Name, Asks: a.Asks, Priced: a.Priced}
	for _, v := range a.Values {
		out.Values = append(out.Values, decision.AxisValue(v))
	}
	return out
}

type axisValueYAML struct {
	ID      string `yaml:"id"`
	Name    string `yaml:"name"`
	Phrase  string `yaml:"phrase"`
	Summary string `yaml:"summary"`
	Divides bool   `yaml:"divides,optional"`
}

type optionYAML struct {
	ID      string `yaml:"id"`
	Name    string `yaml:"name"`
	Short   string `yaml:"short"`
	Summary string `yaml:"summary"`
	Article string `yaml:"article,optional"`
	Phrase  string `yaml:"phrase,optional"`

	On map[string]string `yaml:"on,optional"` // its value on each axis
}

func (o optionYAML) option(axes []decision.Axis) decision.Option {
	out := decision.Option{ID: o.ID, Name: o.Name, Short: o.Short, Summary: o.Summary, Article: o.Article, Phrase: o.Phrase}
	for _, axis := range axes {
		out.On = append(out.On, o.On[axis.ID])
	}
	return out
}

type criterionYAML struct {
	ID     string    `yaml:"id"`
	Name   string    `yaml:"name"`
	Short  string    `yaml:"short"`
	Why    string    `yaml:"why"`
	Weight float64   `yaml:"weight"`
	Scale  scaleYAML `yaml:"scale"`
	Cost   *costYAML `yaml:"cost,optional"`

	Leaving bool `yaml:"leaving,optional"`
}

func (c criterionYAML) criterion() decision.Criterion {
	s := decision.Scale{Unit: c.Scale.Unit, Worst: decision.Anchor(c.Scale.Worst), Best: decision.Anchor(c.Scale.Best)}
	for _, p := range c.Scale.Points {
		s.Points = append(s.Points, decision.Point(p))
	}
	out := decision.Criterion{ID: c.ID, Name: c.Name, Short: c.Short, Why: c.Why, Scale: s, Weight: c.Weight, Leaving: c.Leaving}
	if c.Cost != nil {
		own := decision.CostScale(*c.Cost)
		out.Cost = &own
	}
	return out
}

// costYAML marks the criterion that takes its value from the cost model: see
// decision.CostScale.
type costYAML struct {
	Floor      float64 `yaml:"floor"`
	WorstRatio float64 `yaml:"worst_ratio"`
}

type scaleYAML struct {
	Unit   string      `yaml:"unit"`
	Worst  anchorYAML  `yaml:"worst"`
	Best   anchorYAML  `yaml:"best"`
	Points []pointYAML `yaml:"points,optional"`
}

type anchorYAML struct {
	At    float64 `yaml:"at"`
	Means string  `yaml:"means"`
}

type pointYAML struct {
	At    float64 `yaml:"at"`
	Value float64 `yaml:"value"`
}

type questionsFile struct {
	Groups []groupYAML `yaml:"groups"`
}

type groupYAML struct {
	ID        string         `yaml:"id"`
	Title     string         `yaml:"title"`
	Intro     string         `yaml:"intro,optional"`
	Questions []questionYAML `yaml:"questions"`
}

type questionYAML struct {
	ID      string       `yaml:"id"`
	Scope   string       `yaml:"scope"`
	Text    string       `yaml:"text"`
	Hint    string       `yaml:"hint,optional"`
	Article string       `yaml:"article,optional"`
	Several int          `yaml:"several,optional"`
	Plain   bool         `yaml:"plain,optional"`
	Shared  bool         `yaml:"shared,optional"`
	Amount  bool         `yaml:"amount,optional"`
	Ordered bool         `yaml:"ordered,optional"`
	Answers []answerYAML `yaml:"answers"`
}

func (q questionYAML) question(group string) decision.Question {
	out := decision.Question{
		ID: q.ID, Group: group, Scope: decision.Scope(q.Scope), Text: q.Text, Hint: q.Hint, Article: q.Article, Several: q.Several,
		Plain: q.Plain, Shared: q.Shared, Amount: q.Amount, Ordered: q.Ordered,
	}
	for _, a := range q.Answers {
		out.Answers = append(out.Answers, a.answer(len(q.Answers)))
	}
	return out
}

type answerYAML struct {
	ID        string        `yaml:"id"`
	Label     string        `yaml:"label"`
	Short     string        `yaml:"short"`
	AndBefore string        `yaml:"and_before,optional"`
	AndAfter  string        `yaml:"and_after,optional"`
	Alone     bool          `yaml:"alone,optional"`
	Share     *float64      `yaml:"share,optional"`
	Shifts    []shiftYAML   `yaml:"shifts,optional"`
	Weights   []weightYAML  `yaml:"weights,optional"`
	Platform  float64       `yaml:"platform,optional"`
	Apart     bool          `yaml:"apart,optional"`
	Unpriced  bool          `yaml:"unpriced,optional"`
	Unbilled  bool          `yaml:"unbilled,optional"`
	Idle      bool          `yaml:"idle,optional"`
	LeastRate float64       `yaml:"least_rate,optional"`
	MostRate  float64       `yaml:"most_rate,optional"`
	MostMS    float64       `yaml:"most_ms,optional"`
	BilledAs  string        `yaml:"billed_as,optional"`
	Peak      float64       `yaml:"peak,optional"`
	Each      string        `yaml:"each,optional"`
	Today     string        `yaml:"today,optional id"`
	Becomes   []string      `yaml:"becomes,optional id"`
	Musts     []mustYAML    `yaml:"musts,optional"`
	Warnings  []warningYAML `yaml:"warnings,optional"`
}

// answer converts one of several answers; without shares all are equally likely.
func (a answerYAML) answer(of int) decision.Answer {
	out := decision.Answer{
		ID: a.ID, Label: a.Label, Short: a.Short, AndBefore: a.AndBefore, AndAfter: a.AndAfter,
		Alone: a.Alone, Share: 1 / float64(of), Platform: a.Platform, Apart: a.Apart,
		Unpriced: a.Unpriced, Unbilled: a.Unbilled, Idle: a.Idle, Peak: a.Peak, LeastRate: a.LeastRate, MostRate: a.MostRate,
		MostMS: a.MostMS, BilledAs: a.BilledAs, Each: a.Each, Today: a.Today, Becomes: a.Becomes,
	}
	if a.Share != nil {
		out.Share = *a.Share
	}
	for _, s := range a.Shifts {
		out.Shifts = append(out.Shifts, s.shift())
	}
	for _, w := range a.Weights {
		out.Weights = append(out.Weights, decision.Weight(w))
	}
	for _, m := range a.Musts {
		out.Musts = append(out.Musts, m.must())
	}
	for _, w := range a.Warnings {
		out.Warnings = append(out.Warnings, w.warning())
	}
	return out
}

type shiftYAML struct {
	Option    string  `yaml:"option,optional"`
	Axis      string  `yaml:"axis,optional"`
	Criterion string  `yaml:"criterion"`
	By        float64 `yaml:"by"`
	Why       string  `yaml:"why"`
	Fact      string  `yaml:"fact,optional id"`
	Note      string  `yaml:"note,optional"`
}

func (s shiftYAML) shift() decision.Shift {
	return decision.Shift{Option: s.Option, Axis: s.Axis, Criterion: s.Criterion,
		By: s.By, Why: s.Why, Fact: s.Fact, Note: s.Note}
}

type weightYAML struct {
	Criterion string  `yaml:"criterion"`
	Factor    float64 `yaml:"factor"`
	Why       string  `yaml:"why"`
	Fact      string  `yaml:"fact,optional id"`
	Note      string  `yaml:"note,optional"`
}

type mustYAML struct {
	Option string `yaml:"option,optional"`
	Axis   string `yaml:"axis,optional"`
	Reason string `yaml:"reason"`
	Relax  string `yaml:"relax"`
	Source string `yaml:"source"`
	AsOf   string `yaml:"as_of,date"`
}

func (m mustYAML) must() decision.Must {
	return decision.Must{Option: m.Option, Axis: m.Axis, Reason: m.Reason, Relax: m.Relax, Source: m.Source, AsOf: m.AsOf}
}

type warningYAML struct {
	Option string   `yaml:"option,optional"`
	Axis   string   `yaml:"axis,optional"`
	Text   string   `yaml:"text"`
	Source string   `yaml:"source,optional"`
	Unless []string `yaml:"unless,optional"`
	With   []string `yaml:"with,optional"`
}

func (w warningYAML) warning() decision.Warning {
	return decision.Warning{Option: w.Option, Axis: w.Axis, Text: w.Text, Source: w.Source, Unless: w.Unless, With: w.With}
}

type cellYAML struct {
	Value    float64  `yaml:"value"`
	Verdict  string   `yaml:"verdict"`
	Reason   string   `yaml:"reason"`
	Sources  []string `yaml:"sources"`
	AsOf     string   `yaml:"as_of,date"`
	ReviewBy string   `yaml:"review_by,date"`
}

func (c cellYAML) cell(of decision.Subject, criterion string) decision.Cell {
	return decision.Cell{Option: of.Option, Axis: of.Axis, Criterion: criterion, Value: c.Value, Verdict: c.Verdict,
		Reason: c.Reason, Sources: c.Sources, AsOf: c.AsOf, ReviewBy: c.ReviewBy}
}

type sourceYAML struct {
	ID        string `yaml:"id,id"`
	Title     string `yaml:"title"`
	Publisher string `yaml:"publisher"`
	URL       string `yaml:"url,optional"`
	Date      string `yaml:"date,optional years"`
	Read      string `yaml:"read,date"`
	Status    string `yaml:"status"`
	Note      string `yaml:"note,optional"`
}

func (s sourceYAML) source() decision.Source {
	return decision.Source{ID: s.ID, Title: s.Title, Publisher: s.Publisher, URL: s.URL, Date: s.Date,
		Read: s.Read, Status: decision.SourceStatus(s.Status), Note: s.Note}
}

type caseFile struct {
	Comparison string              `yaml:"comparison"`
	Org        string              `yaml:"org"`
	Year       int                 `yaml:"year"`
	YearNote   string              `yaml:"year_note,optional"`
	Chose      string              `yaml:"chose,optional"`
	ChoseOn    map[string]string   `yaml:"chose_on,optional"` // by axis, where no option says it all
	LeftOut    string              `yaml:"left_out,optional"`
	MovedFrom  string              `yaml:"moved_from,optional"`
	Outcome    string              `yaml:"outcome"`
	Summary    string              `yaml:"summary"`
	Confidence string              `yaml:"confidence"`
	Evidence   string              `yaml:"evidence"`
	URL        string              `yaml:"url,optional"`
	Facts      []factYAML          `yaml:"facts"`
	Answers    map[string][]string `yaml:"answers,optional"`
	Parts      []partYAML          `yaml:"parts,optional"`
	Note       string              `yaml:"note,optional"`
}

func (c caseFile) published(id string, axes []decision.Axis) decision.Case {
	out := decision.Case{ID: id, Org: c.Org, Year: c.Year, YearNote: c.YearNote, Chose: c.Chose, LeftOut: c.LeftOut, MovedFrom: c.MovedFrom,
		Outcome: c.Outcome, Summary: c.Summary, Confidence: c.Confidence, Evidence: c.Evidence, URL: c.URL,
		Answers: c.Answers, Parts: partsOf(c.Parts), Note: c.Note}
	if c.Chose == "" && len(c.ChoseOn) > 0 {
		for _, axis := range axes {
			out.On = append(out.On, c.ChoseOn[axis.ID])
		}
	}
	for _, f := range c.Facts {
		out.Facts = append(out.Facts, decision.Fact(f))
	}
	return out
}

// partsOf converts parts; nil for none.
func partsOf(list []partYAML) (parts []decision.Part) {
	for _, p := range list {
		parts = append(parts, decision.Part{Name: p.Name, Share: p.Share, Answers: p.Answers})
	}
	return parts
}

type factYAML struct {
	Name string `yaml:"name"`
	Text string `yaml:"text"`
}

type partYAML struct {
	Name    string              `yaml:"name"`
	Share   float64             `yaml:"share,optional"`
	Answers map[string][]string `yaml:"answers,optional"`
}
