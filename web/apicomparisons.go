package web

import (
	"crossroads/decision"
)

// The comparison as the API shows it.
type (
	comparisonList struct {
		Comparisons []comparisonHead `json:"comparisons"`
	}
	comparisonHead struct {
		Slug    string `json:"slug"`
		Title   string `json:"title"`
		Summary string `json:"summary"`
		Version string `json:"version"`
	}
	// comparisonDoc is a comparison with every number that a result depends on.
	comparisonDoc struct {
		comparisonHead
		Noun      nounDoc        `json:"noun,omitzero"`
		Bounds    boundsDoc      `json:"bounds"`
		Axes      []axisDoc      `json:"axes"`
		Options   []optionDoc    `json:"options"`
		Criteria  []criterionDoc `json:"criteria"`
		Groups    []groupDoc     `json:"groups"`
		Questions []questionDoc  `json:"questions"`
		Matrix    []cellDoc      `json:"matrix"`
		Sources   []sourceDoc    `json:"sources"`

		Policy *decision.Applied `json:"policy,omitempty"` // the rules of the organisation
	}
	nounDoc struct {
		One  string `json:"one"`
		Many string `json:"many"`
		Ways string `json:"ways"`
	}
	boundsDoc struct {
		ClearShare  float64 `json:"clear_share"`
		LeanShare   float64 `json:"lean_share"`
		Floor       float64 `json:"floor"`
		Platform    float64 `json:"platform"`
		Apart       float64 `json:"apart"`
		Together    float64 `json:"together"`
		Spread      float64 `json:"spread"`
		LeastFactor float64 `json:"least_factor"`
		MostFactor  float64 `json:"most_factor"`
	}
	axisDoc struct {
		ID     string         `json:"id"`
		Name   string         `json:"name"`
		Asks   string         `json:"asks"`
		Priced bool           `json:"priced"`
		Values []axisValueDoc `json:"values"`
	}
	axisValueDoc struct {
		ID      string `json:"id"`
		Name    string `json:"name"`
		Phrase  string `json:"phrase,omitempty"`
		Summary string `json:"summary,omitempty"`
		Divides bool   `json:"divides"`
	}
	optionDoc struct {
		ID      string            `json:"id"`
		Name    string            `json:"name"`
		Short   string            `json:"short"`
		Phrase  string            `json:"phrase,omitempty"`
		Summary string            `json:"summary"`
		Article string            `json:"article,omitempty"`
		On      map[string]string `json:"on,omitempty"`
	}
	criterionDoc struct {
		ID      string        `json:"id"`
		Name    string        `json:"name"`
		Short   string        `json:"short"`
		Why     string        `json:"why"`
		Weight  float64       `json:"weight"`
		Unit    string        `json:"unit"`
		Worst   anchorDoc     `json:"worst"`
		Best    anchorDoc     `json:"best"`
		Points  []pointDoc    `json:"points,omitempty"`
		Cost    *costScaleDoc `json:"cost,omitempty"`
		Leaving bool          `json:"leaving,omitempty"`
	}
	anchorDoc struct {
		At    float64 `json:"at"`
		Means string  `json:"means"`
	}
	pointDoc struct {
		At    float64 `json:"at"`
		Value float64 `json:"value"`
	}
	costScaleDoc struct {
		Floor      float64 `json:"floor"`
		WorstRatio float64 `json:"worst_ratio"`
	}
	groupDoc struct {
		ID    string `json:"id"`
		Title string `json:"title"`
		Intro string `json:"intro,omitempty"`
	}
	questionDoc struct {
		ID      string      `json:"id"`
		Group   string      `json:"group"`
		Scope   string      `json:"scope"`
		Text    string      `json:"text"`
		Hint    string      `json:"hint,omitempty"`
		Article string      `json:"article,omitempty"`
		Several int         `json:"several,omitempty"`
		Plain   bool        `json:"plain,omitempty"`
		Shared  bool        `json:"shared,omitempty"`
		Amount  bool        `json:"amount,omitempty"`
		Ordered bool        `json:"ordered,omitempty"`
		Answers []answerDoc `json:"answers"`
	}
	answerDoc struct {
		ID        string       `json:"id"`
		Label     string       `json:"label"`
		Short     string       `json:"short,omitempty"`
		AndBefore string       `json:"and_before,omitempty"`
		AndAfter  string       `json:"and_after,omitempty"`
		Alone     bool         `json:"alone,omitempty"`
		Share     float64      `json:"share"`
		Platform  float64      `json:"platform,omitempty"`
		Apart     bool         `json:"apart,omitempty"`
		Unpriced  bool         `json:"unpriced,omitempty"`
		Unbilled  bool         `json:"unbilled,omitempty"`
		Idle      bool         `json:"idle,omitempty"`
		LeastRate float64      `json:"least_rate,omitempty"`
		MostRate  float64      `json:"most_rate,omitempty"`
		MostMS    float64      `json:"most_ms,omitempty"`
		BilledAs  string       `json:"billed_as,omitempty"`
		Peak      float64      `json:"peak,omitempty"`
		Each      string       `json:"each,omitempty"`
		Today     string       `json:"today,omitempty"`
		Becomes   []string     `json:"becomes,omitempty"`
		Shifts    []shiftDoc   `json:"shifts"`
		Weights   []weightDoc  `json:"weights"`
		Musts     []mustDoc    `json:"musts"`
		Warnings  []warningDoc `json:"warnings"`
	}
	// subjectDoc is an option, or a value on an axis that stands for all options with it.
	subjectDoc struct {
		Option string `json:"option,omitempty"`
		Axis   string `json:"axis,omitempty"`
	}
	shiftDoc struct {
		subjectDoc
		Criterion string  `json:"criterion"`
		By        float64 `json:"by"`
		Why       string  `json:"why"`
		Fact      string  `json:"fact,omitempty"`
		Note      string  `json:"note,omitempty"`
	}
	weightDoc struct {
		Criterion string  `json:"criterion"`
		Factor    float64 `json:"factor"`
		Why       string  `json:"why"`
		Fact      string  `json:"fact,omitempty"`
		Note      string  `json:"note,omitempty"`
	}
	mustDoc struct {
		subjectDoc
		Reason string `json:"reason"`
		Relax  string `json:"relax,omitempty"`
		Source string `json:"source,omitempty"`
		AsOf   string `json:"as_of,omitempty"`
	}
	warningDoc struct {
		subjectDoc
		Text   string   `json:"text"`
		Source string   `json:"source,omitempty"`
		Unless []string `json:"unless,omitempty"`
		With   []string `json:"with,omitempty"`
	}
	cellDoc struct {
		subjectDoc
		Criterion string   `json:"criterion"`
		Value     float64  `json:"value"`
		Verdict   string   `json:"verdict"`
		Reason    string   `json:"reason"`
		Sources   []string `json:"sources"`
		AsOf      string   `json:"as_of"`
		ReviewBy  string   `json:"review_by"`
	}
	sourceDoc struct {
		ID        string `json:"id"`
		Title     string `json:"title"`
		Publisher string `json:"publisher,omitempty"`
		URL       string `json:"url,omitempty"`
		Date      string `json:"date,omitempty"`
		Read      string `json:"read"`
		Status    string `json:"status"`
	}
)

func headOf(cat *decision.Catalogue) comparisonHead {
	return comparisonHead{cat.Slug, cat.Title, cat.Summary, cat.Version}
}

func comparisonsJSON(list []*decision.Catalogue) comparisonList {
	doc := comparisonList{Comparisons: []comparisonHead{}}
	for _, cat := range list {
		doc.Comparisons = append(doc.Comparisons, headOf(cat))
	}
	return doc
}

func comparisonJSON(cat *decision.Catalogue) comparisonDoc {
	b := cat.Bounds
	doc := comparisonDoc{
		comparisonHead: headOf(cat), Noun: nounDoc(cat.Noun), Policy: cat.Applied(),
		Axes: []axisDoc{}, Groups: []groupDoc{}, Matrix: []cellDoc{}, Sources: []sourceDoc{},
		Bounds: boundsDoc{b.ClearShare, b.LeanShare, b.Floor, b.Platform, b.Apart, b.Together, b.Spread, decision.LeastFactor,
			decision.MostFactor},
	}
	for _, a := range cat.Axes {
		axis := axisDoc{ID: a.ID, Name: a.Name, Asks: a.Asks, Priced: a.Priced}
		for _, v := range a.Values {
			axis.Values = append(axis.Values, axisValueDoc(v))
		}
		doc.Axes = append(doc.Axes, axis)
	}
	for _, o := range cat.Options {
		option := optionDoc{ID: o.ID, Name: o.Name, Short: o.Short, Phrase: o.Phrase, Summary: o.Summary, Article: o.Article}
		for i, on := range o.On {
			if option.On == nil {
				option.On = map[string]string{}
			}
			option.On[cat.Axes[i].ID] = on
		}
		doc.Options = append(doc.Options, option)
	}
	for _, k := range cat.Criteria {
		doc.Criteria = append(doc.Criteria, criterionJSON(k))
	}
	for _, g := range cat.Groups {
		doc.Groups = append(doc.Groups, groupDoc(g))
	}
	for _, q := range cat.Questions {
		doc.Questions = append(doc.Questions, questionJSON(q))
	}
	for _, cell := range cat.Cells {
		doc.Matrix = append(doc.Matrix, cellDoc{subjectDoc(cell.Subject()), cell.Criterion, cell.Value, cell.Verdict, cell.Reason,
			append([]string{}, cell.Sources...), cell.AsOf, cell.ReviewBy})
	}
	for _, src := range cat.Sources {
		doc.Sources = append(doc.Sources, sourceDoc{src.ID, src.Title, src.Publisher, src.URL, src.Date, src.Read, string(src.Status)})
	}
	return doc
}

func criterionJSON(k decision.Criterion) criterionDoc {
	doc := criterionDoc{
		ID: k.ID, Name: k.Name, Short: k.Short, Why: k.Why, Weight: k.Weight, Unit: k.Scale.Unit,
		Worst: anchorDoc(k.Scale.Worst), Best: anchorDoc(k.Scale.Best), Leaving: k.Leaving,
	}
	for _, p := range k.Scale.Points {
		doc.Points = append(doc.Points, pointDoc(p))
	}
	if k.Cost != nil {
		doc.Cost = &costScaleDoc{k.Cost.Floor, k.Cost.WorstRatio}
	}
	return doc
}

func questionJSON(q decision.Question) questionDoc {
	doc := questionDoc{ID: q.ID, Group: q.Group, Scope: string(q.Scope), Text: q.Text, Hint: q.Hint, Article: q.Article,
		Several: q.Several, Plain: q.Plain, Shared: q.Shared, Amount: q.Amount, Ordered: q.Ordered}
	for _, a := range q.Answers {
		answer := answerDoc{ID: a.ID, Label: a.Label, Short: a.Short, AndBefore: a.AndBefore, AndAfter: a.AndAfter,
			Alone: a.Alone, Share: a.Share, Platform: a.Platform, Apart: a.Apart,
			Unpriced: a.Unpriced, Unbilled: a.Unbilled, Idle: a.Idle, LeastRate: a.LeastRate, MostRate: a.MostRate, Peak: a.Peak,
			MostMS: a.MostMS, BilledAs: a.BilledAs, Each: a.Each, Today: a.Today, Becomes: a.Becomes,
			Shifts: []shiftDoc{}, Weights: []weightDoc{}, Musts: []mustDoc{}, Warnings: []warningDoc{}}
		for _, s := range a.Shifts {
			answer.Shifts = append(answer.Shifts, shiftDoc{subjectDoc(s.Subject()), s.Criterion, s.By, s.Why, s.Fact, s.Note})
		}
		for _, w := range a.Weights {
			answer.Weights = append(answer.Weights, weightDoc(w))
		}
		for _, m := range a.Musts {
			answer.Musts = append(answer.Musts, mustDoc{subjectDoc(m.Subject()), m.Reason, m.Relax, m.Source, m.AsOf})
		}
		for _, w := range a.Warnings {
			answer.Warnings = append(answer.Warnings, warningDoc{subjectDoc(w.Subject()), w.Text, w.Source, w.Unless, w.With})
		}
		doc.Answers = append(doc.Answers, answer)
	}
	return doc
}
