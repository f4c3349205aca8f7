package form

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"crossroads/decision"
	"crossroads/record"
	"crossroads/text"
)

// partNumber reads "p3" as 3. It returns 0 for a text that does not name a part.
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
		r.partName(d, field, r.single(field, values))
	case "share":
		r.partShare(d, field, r.single(field, values))
	default:
		r.partAnswer(d, field, name, values)
	}
}

func (r *reader) partName(d *draft, field, value string) {
	clean, problem := text.Line(value, text.MaxPartName)
	if problem != "" {
		var done string
		clean, done = shortened(value)
		r.complain(field, "The name of a part "+problem+".", done)
	}
	d.Name = clean
	d.used = d.used || value != ""
}

// shortened cuts the name of a part, and says so.
func shortened(name string) (short, done string) {
	if short, _ = text.Line(text.Clip(name, text.MaxPartName), text.MaxPartName); short == "" {
		return "", ignored
	}
	return short, "It was cut to " + text.Quote(short) + "."
}

func (r *reader) partShare(d *draft, field, value string) {
	if value == "" {
		return
	}
	number, instead := shareField, "a number above 0, at most 1,000,000,000"
	if d.percent = inPercent(value); d.percent {
		number, instead = ofHundred, "a number above 0, at most 100%"
	}
	share, err := parseNumber(value, number)
	if err != nil || share == 0 {
		r.complain(field, unreadable("Share of part "+field[1:2], value, err, "a share of a system", instead), ignored)
		d.typedShare = value
		return
	}
	d.Share, d.used = share, true
	d.typedShare = shareText(share)
}

func (r *reader) partAnswer(d *draft, field, question string, values []string) {
	given := slices.ContainsFunc(values, func(v string) bool { return v != "" })
	if q, ok := r.questions[question]; ok && given && q.Scope == decision.ScopeTeam {
		fact := text.Quote(q.Text) + " is asked once for the whole system, not for each part."
		if !slices.ContainsFunc(r.out.Findings, func(f text.Finding) bool { return f.Fact == fact }) { // another part may have it too
			r.complain(field, fact, ignored)
		}
		return
	}
	r.answer(&d.Answers, field, question, values)
	d.used = d.used || len(d.Answers) > 0
}

// finishParts drops empty parts, closes gaps, and makes names unique, because the report
// identifies parts by name.
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
		if given := d.Name; names[record.Composed(given)] {
			d.Name = unusedName(given, names)
			r.complain("p"+strconv.Itoa(n+1)+
				".name", fmt.Sprintf(saidTwice, text.Quote(given)), fmt.Sprintf(saidShownAs, text.Quote(d.Name)))
		}
		names[record.Composed(d.Name)] = true
		parts = append(parts, d.Part)
		if d.typedShare != "" {
			r.showAs("p"+strconv.Itoa(len(parts))+".share", d.typedShare)
		}
	}
	r.equalShares(parts)
	r.out.Assessment.Parts = parts
	r.out.Parts = max(r.out.Parts, len(parts))
}

func unusedName(given string, names map[string]bool) string {
	for i := 2; ; i++ {
		suffix := " (" + strconv.Itoa(i) + ")"
		if name := strings.TrimSpace(text.Clip(given, text.MaxPartName-len(suffix))) + suffix; !names[record.Composed(name)] {
			return name
		}
	}
}

// equalShares gives all parts the same share unless each of them has one, and all were written in one way.
func (r *reader) equalShares(parts []decision.Part) {
	unset := func(p decision.Part) bool { return p.Share == 0 }
	set := func(p decision.Part) bool { return p.Share > 0 }
	switch {
	case slices.ContainsFunc(parts, unset) && slices.ContainsFunc(parts, set):
		r.complain("", saidSomeShares, saidSharesIgnored)
	case r.mixedShares():
		r.complain("", saidMixedShares, saidSharesLike)
	default:
		return
	}
	for i := range parts {
		parts[i].Share = 0
	}
}

// mixedShares reports whether one share is 60% and another 0.4.
func (r *reader) mixedShares() bool {
	percent, fraction := false, false
	for _, d := range r.parts {
		percent = percent || d.percent && d.Share > 0
		fraction = fraction || !d.percent && d.Share > 0 && d.Share <= 1
	}
	return percent && fraction
}
