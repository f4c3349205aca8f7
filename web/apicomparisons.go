package web

import "crossroads/decision"

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
	comparisonDoc struct {
		comparisonHead
		Options   []optionDoc    `json:"options"`
		Criteria  []criterionDoc `json:"criteria"`
		Groups    []groupDoc     `json:"groups"`
		Questions []questionDoc  `json:"questions"`
		Matrix    []cellDoc      `json:"matrix"`
		Sources   []sourceDoc    `json:"sources"`
	}
	optionDoc struct {
		ID      string `json:"id"`
		Name    string `json:"name"`
		Short   string `json:"short"`
		Summary string `json:"summary"`
		Article string `json:"article,omitempty"`
	}
	criterionDoc struct {
		ID     string    `json:"id"`
		Name   string    `json:"name"`
		Short  string    `json:"short"`
		Why    string    `json:"why"`
		Weight float64   `json:"weight"`
		Unit   string    `json:"unit"`
		Worst  anchorDoc `json:"worst"`
		Best   anchorDoc `json:"best"`
	}
	anchorDoc struct {
		At    float64 `json:"at"`
		Means string  `json:"means"`
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
		Answers []answerDoc `json:"answers"`
	}
	answerDoc struct {
		ID    string  `json:"id"`
		Label string  `json:"label"`
		Share float64 `json:"share"`
	}
	cellDoc struct {
		Option    string   `json:"option"`
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
	doc := comparisonDoc{comparisonHead: headOf(cat), Groups: []groupDoc{}, Matrix: []cellDoc{}, Sources: []sourceDoc{}}
	for _, o := range cat.Options {
		doc.Options = append(doc.Options, optionDoc{o.ID, o.Name, o.Short, o.Summary, o.Article})
	}
	for _, k := range cat.Criteria {
		doc.Criteria = append(doc.Criteria, criterionDoc{k.ID, k.Name, k.Short, k.Why, k.Weight, k.Scale.Unit, anchorDoc(k.Scale.Worst), anchorDoc(k.Scale.Best)})
	}
	for _, g := range cat.Groups {
		doc.Groups = append(doc.Groups, groupDoc(g))
	}
	for _, q := range cat.Questions {
		doc.Questions = append(doc.Questions, questionJSON(q))
	}
	for _, cell := range cat.Cells {
		doc.Matrix = append(doc.Matrix, cellDoc{cell.Option, cell.Criterion, cell.Value, cell.Verdict, cell.Reason, append([]string{}, cell.Sources...), cell.AsOf, cell.ReviewBy})
	}
	for _, src := range cat.Sources {
		doc.Sources = append(doc.Sources, sourceDoc{src.ID, src.Title, src.Publisher, src.URL, src.Date, src.Read, string(src.Status)})
	}
	return doc
}

func questionJSON(q decision.Question) questionDoc {
	doc := questionDoc{ID: q.ID, Group: q.Group, Scope: string(q.Scope), Text: q.Text, Hint: q.Hint, Article: q.Article}
	for _, a := range q.Answers {
		doc.Answers = append(doc.Answers, answerDoc{a.ID, a.Label, a.Share})
	}
	return doc
}
