package web

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"crossroads/decision"
	"crossroads/figure"
	"crossroads/record"
)

// ranking reads "rank=cost,ops".
func (r *reader) ranking(ids []string) {
	ranking := &r.out.assessment.Priorities.Ranking
	for _, id := range ids {
		id = strings.TrimSpace(id)
		switch {
		case id == "":
		case !r.hasCriterion(id):
			r.find("rank", quote(id)+" is not a criterion here.", ignored)
		case slices.Contains(*ranking, id):
			r.find("rank", quote(r.criterionName(id))+" is ranked twice.", "Its first place counts.")
		default:
			*ranking = append(*ranking, id)
		}
	}
}

// place reads "rank.CRITERION=N".
func (r *reader) place(id, value string) {
	field := "rank." + id
	if value == "" {
		return
	}
	if !r.hasCriterion(id) {
		r.find(field, quote(id)+" is not a criterion here.", ignored)
		return
	}
	n, err := wholeNumber(value)
	if err != nil || n < 1 || n > len(r.cat.Criteria) {
		r.find(field, fmt.Sprintf("%s is not a place for %s; write a whole number from 1 to %d, or nothing.", quote(value), quote(r.criterionName(id)), len(r.cat.Criteria)), ignored)
		return
	}
	r.places = append(r.places, place{id, n})
}

// weight reads "w.CRITERION=0..100".
func (r *reader) weight(id, value string) {
	field := "w." + id
	if value == "" {
		return
	}
	if !r.hasCriterion(id) {
		r.find(field, quote(id)+" is not a criterion here.", ignored)
		return
	}
	weight, err := parseNumber(value, weightField)
	if err != nil {
		r.find(field, unreadable("Weight of "+quote(r.criterionName(id)), value, err, "a weight for "+quote(r.criterionName(id)), fmt.Sprintf("a number from 0 to %d", maxWeight)), ignored)
		r.keep(field, value)
		return
	}
	r.keep(field, figure.Group(formatNumber(weight)))
	weights := &r.out.assessment.Priorities.Weights
	*weights = append(*weights, decision.CriterionWeight{Criterion: id, Weight: weight})
}

// keep remembers how the page shows a field: as it was read, or as it was typed.
func (r *reader) keep(field, text string) {
	if r.out.typed == nil {
		r.out.typed = map[string]string{}
	}
	r.out.typed[field] = text
}

// finishPriorities settles what was said in two ways: weights are more precise
// than a ranking, and an explicit ranking more than places.
func (r *reader) finishPriorities() {
	p := &r.out.assessment.Priorities
	if len(p.Ranking) == 0 {
		p.Ranking = r.rankingFromPlaces()
	}
	if r.allZero(p.Weights) {
		r.find("", "Every criterion has the weight 0, so nothing would count.", "The weights were ignored; give at least one criterion a weight above 0.")
		p.Weights = nil
	}
	if len(p.Weights) > 0 && len(p.Ranking) > 0 {
		r.find("", "Both a ranking and weights were given.", "The weights are more precise, so the ranking was ignored.")
		p.Ranking = nil
	}
}

// allZero reports whether the weights leave nothing to judge by.
func (r *reader) allZero(weights []decision.CriterionWeight) bool {
	return len(weights) == len(r.cat.Criteria) &&
		!slices.ContainsFunc(weights, func(w decision.CriterionWeight) bool { return w.Weight > 0 })
}

// rankingFromPlaces orders the criteria by the places typed. Of two criteria on
// one place the first in the catalogue has it.
func (r *reader) rankingFromPlaces() []string {
	slices.SortStableFunc(r.places, func(a, b place) int {
		return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(r.criterionIndex(a.criterion), r.criterionIndex(b.criterion)))
	})
	var ids []string
	for i, p := range r.places {
		if i > 0 && r.places[i-1].at == p.at {
			r.find("rank."+p.criterion, fmt.Sprintf("Place %d is given twice, to %s and to %s.", p.at, quote(r.criterionName(ids[len(ids)-1])), quote(r.criterionName(p.criterion))), "The first one has it, the other was left out of the ranking.")
			continue
		}
		ids = append(ids, p.criterion)
	}
	return ids
}

// partNumber reads "p3" as 3; 0 when it is not the name of a part block.
func partNumber(s string) int {
	if len(s) == 2 && s[0] == 'p' && s[1] >= '1' && s[1] <= '0'+decision.MaxParts {
		return int(s[1] - '0')
	}
	return 0
}

// part reads "pN.name", "pN.share" and "pN.QUESTION".
func (r *reader) part(n int, name string, values []string) {
	d := &r.parts[n-1]
	field := "p" + strconv.Itoa(n) + "." + name
	switch name {
	case "name":
		r.partName(d, field, last(values))
	case "share":
		r.partShare(d, field, last(values))
	default:
		r.partAnswer(d, field, name, values)
	}
}

func (r *reader) partName(d *draft, field, value string) {
	clean, problem := partName(value)
	if problem != "" {
		r.find(field, "The name of a part "+problem+".", ignored)
	}
	d.Name = clean
	d.used = d.used || value != ""
}

// partName checks the name of a part.
func partName(s string) (clean, problem string) { return line(s, maxPartName) }

func (r *reader) partShare(d *draft, field, value string) {
	if value == "" {
		return
	}
	share, err := parseNumber(value, shareField)
	if err != nil || share == 0 {
		r.find(field, unreadable("Share of part "+field[1:2], value, err, "a share of a system", "a number above 0, at most 1,000,000"), ignored)
		d.typedShare = value
		return
	}
	d.Share, d.used = share, true
	d.typedShare = figure.Group(formatNumber(share))
}

func (r *reader) partAnswer(d *draft, field, question string, values []string) {
	given := slices.ContainsFunc(values, func(v string) bool { return v != "" })
	if q, ok := r.questions[question]; ok && given && q.Scope == decision.ScopeTeam {
		r.find(field, quote(q.Text)+" is asked once for the whole system, not for each part.", ignored)
		return
	}
	r.answer(&d.Answers, field, question, values)
	d.used = d.used || len(d.Answers) > 0
}

// finishParts drops empty blocks, closes gaps, and gives every part a name of
// its own, as the report tells parts apart by name.
func (r *reader) finishParts() {
	var parts []decision.Part
	names := map[string]bool{}
	for n, d := range r.parts {
		if !d.used {
			continue
		}
		if d.Name == "" {
			d.Name = "Part " + strconv.Itoa(n+1)
		}
		if given := d.Name; names[given] {
			d.Name = unusedName(given, names)
			r.find("p"+strconv.Itoa(n+1)+".name", "Two parts are called "+quote(given)+".", "The second is shown as "+quote(d.Name)+".")
		}
		names[d.Name] = true
		parts = append(parts, d.Part)
		if d.typedShare != "" {
			r.keep("p"+strconv.Itoa(len(parts))+".share", d.typedShare)
		}
	}
	r.equalShares(parts)
	r.out.assessment.Parts = parts
	r.out.parts = max(r.out.parts, len(parts))
}

func unusedName(given string, names map[string]bool) string {
	for i := 2; ; i++ {
		suffix := " (" + strconv.Itoa(i) + ")"
		if name := strings.TrimSpace(clip(given, maxPartName-len(suffix))) + suffix; !names[name] {
			return name
		}
	}
}

// equalShares makes all parts count the same unless each has a share.
func (r *reader) equalShares(parts []decision.Part) {
	unset := func(p decision.Part) bool { return p.Share == 0 }
	set := func(p decision.Part) bool { return p.Share > 0 }
	if !slices.ContainsFunc(parts, unset) || !slices.ContainsFunc(parts, set) {
		return
	}
	r.find("", "Some parts have a share and some have none.", "The shares were ignored, so all parts count the same; give every part a share or none.")
	for i := range parts {
		parts[i].Share = 0
	}
}

func (r *reader) criterionIndex(id string) int {
	return slices.IndexFunc(r.cat.Criteria, func(c decision.Criterion) bool { return c.ID == id })
}

func (r *reader) hasCriterion(id string) bool { return r.criterionIndex(id) >= 0 }

func (r *reader) criterionName(id string) string { return r.cat.Criteria[r.criterionIndex(id)].Name }

// line checks a text of one line: it returns the text with its spaces collapsed
// and without what no reader can see, or what is wrong with it as the end of a
// sentence.
func line(s string, limit int) (clean, problem string) {
	if !utf8.ValidString(s) {
		return "", "is not readable text"
	}
	clean = strings.Join(strings.Fields(s), " ")
	if strings.ContainsFunc(clean, unicode.IsControl) {
		return "", "holds control characters"
	}
	clean = record.Line(clean)
	if utf8.RuneCountInString(clean) > limit {
		return "", "is longer than " + strconv.Itoa(limit) + " characters"
	}
	return clean, ""
}

// prose checks a text of several lines in the same way.
func prose(s string, limit int) (clean, problem string) {
	if !utf8.ValidString(s) {
		return "", "is not readable text"
	}
	clean = strings.TrimSpace(strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n"))
	if strings.ContainsFunc(clean, func(c rune) bool { return unicode.IsControl(c) && c != '\n' && c != '\t' }) {
		return "", "holds control characters"
	}
	clean = strings.TrimSpace(record.Prose(clean))
	if utf8.RuneCountInString(clean) > limit {
		return "", "is longer than " + strconv.Itoa(limit) + " characters"
	}
	return clean, ""
}

// clip cuts a text to n characters.
func clip(s string, n int) string {
	if runes := []rune(s); len(runes) > n {
		return string(runes[:n])
	}
	return s
}
