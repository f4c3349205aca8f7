package export

import (
	"crossroads/decision"
	"crossroads/format"
	"crossroads/report"
	"strings"
)

func (a *adr) consequences() {
	r := a.rec.Report
	var good, bad, moved []string
	against := r.Against
	if mix := a.v.Mix(); mix != nil { // contributions compare single options
		good, moved = a.places(mix)
	} else {
		for _, c := range r.Contributions {
			word, text := a.contribution(c)
			if c.Criterion == r.AgainstOn {
				// The argument against says more, unless all it says is for whom the criterion speaks.
				if text == "" || !strings.HasPrefix(against, "“"+c.Name+"” speaks for ") {
					continue
				}
				against = ""
			}
			switch word {
			case "Good":
				good = append(good, text)
			case "Bad":
				bad = append(bad, text)
			case "Neutral":
				moved = append(moved, text)
			}
		}
		good, bad = a.held(good, bad)
		if text := a.v.BeyondScale(); text != "" {
			moved = append(moved, told(strings.TrimSuffix(strings.TrimSpace(text), ".")))
		}
	}
	if against != "" {
		bad = append(bad, a.toldInside(against))
	}
	bad = append(bad, a.weak()...)
	cheap, dear, neither := a.costConsequence()
	good, bad, neither = append(good, cheap...), append(bad, dear...), append(moved, neither...)
	own, _ := a.v.Risks()
	if len(good)+len(bad)+len(neither)+len(own) == 0 {
		return
	}
	a.aboutFirst("Consequences")
	if r.RunnerUp != "" && a.v.Mix() == nil {
		a.line("Compared with ", markdown(a.v.Phrase(r.RunnerUp)), ", which comes second.\n")
	}
	for _, text := range good {
		a.line("* Good, because ", text)
	}
	for _, text := range bad {
		a.line("* Bad, because ", text)
	}
	for _, text := range neither {
		a.line("* Neutral, because ", text)
	}
	a.risks(own)
}

// contribution says what the recommended option is worth on a criterion beside the runner-up, and why; "" for no
// difference worth the word.
func (a *adr) contribution(c decision.Contribution) (word, text string) {
	r := a.rec.Report
	if !matters(c.Amount) {
		return "", ""
	}
	who := markdown(a.v.Phrase(r.RunnerUp))
	text = "“" + markdown(c.Name) + "” is " + format.Points(c.Leader) + " of 100, against " + format.Points(c.RunnerUp) + " for " + who
	word = judged(c.Amount, c.Leader)
	if bills, close := a.billsOf(c.Criterion); bills != "" {
		if text += ": " + bills; close {
			return "Neutral", text
		}
		return word, text
	}
	switch {
	case word == "Neutral" && c.Amount > 0:
		text = "“" + markdown(c.Name) + "” is only " + format.Points(c.Leader) + " of 100, though more than the " +
			format.Points(c.RunnerUp) + " of " + who
	case word == "Neutral":
		text = "“" + markdown(c.Name) + "” is " + format.Points(c.Leader) + " of 100, though less than the " + format.Points(c.RunnerUp) +
			" of " + who
	}
	if why := a.v.Cat.Reason(&r, c); why != "" {
		text += ". " + told(strings.TrimSuffix(why, "."))
	}
	return word, text
}

// judged is the word for a figure that is better or worse than another by an amount: a figure below the middle of
// the scale is not good for being better, nor is one above it bad.
func judged(amount, figure float64) string {
	low := report.Low(figure)
	switch {
	case matters(amount) && amount > 0 && !low:
		return "Good"
	case matters(amount) && amount < 0 && low:
		return "Bad"
	}
	return "Neutral"
}

// held adds what it is worth that the recommended option divides parts which the runner-up holds
// together, or what the opposite costs.
func (a *adr) held(good, bad []string) (more, worse []string) {
	r := a.rec.Report
	leader := a.v.Phrase(r.Leader)
	text := func(verb, would string) string {
		return markdown(leader) + " " + verb + " parts that " + markdown(a.v.Phrase(r.RunnerUp)) + " would " + would + " (" +
			format.Signed(r.Held) + ")"
	}
	switch {
	case r.Held > 0:
		return append(good, text(format.Verb(leader, "divide", "divides"), "hold together")), bad
	case r.Held < 0:
		return good, append(bad, text(format.Verb(leader, "hold together", "holds together"), "divide"))
	}
	return good, bad
}

// risks lists warnings. One may be a fact or advice, so it cannot follow "because".
func (a *adr) risks(list []report.Risk) {
	for _, w := range list {
		of := ""
		if len(w.Parts) > 0 {
			of = " for " + markdown(format.List(decision.Marked(w.Parts), "and"))
		}
		a.line("* Risk", of, ": ", markdown(w.Text))
	}
}

// places lists why each part of a mix has its option, those first that gain by it, and apart from them
// one that only makes room.
func (a *adr) places(mix *decision.Plan) (gain, moved []string) {
	for _, p := range mix.Parts {
		text, reason := "“"+markdown(p.Part)+"” goes to "+markdown(a.v.Phrase(p.Option)), strings.TrimSuffix(a.v.PartReason(p), ".")
		if reason != "" {
			text += "; " + a.toldInside(reason)
		}
		if p.Instead != "" {
			moved = append(moved, text)
		} else {
			gain = append(gain, text)
		}
	}
	return gain, moved
}

func (a *adr) prosAndCons() {
	a.heading("## Pros and Cons of the Options")
	a.line("What each criterion adds compared with the mean of the other options, in points of 100.")
	for i, s := range a.rec.Report.Ranking {
		a.heading("### " + markdown(s.Name))
		switch s.Status {
		case decision.StatusOut:
			a.line(a.ruledOut(s.Option), "\n")
		case decision.StatusConditional:
			a.line(a.standing(s), "; an open question may still rule it out.", a.takenOff(s), "\n")
		default:
			a.line(a.standing(s), ".", a.takenOff(s), "\n")
		}
		for _, w := range weigh(a.rec.Report, i) {
			a.line("* ", judged(w.Amount, w.Value), ", because “", markdown(w.Name), "” is ", format.Points(w.Value), " of 100 (",
				format.Signed(w.Amount), " against the mean of the others)", a.billWords(w.Criterion, s.Option))
		}
		for _, m := range report.Merged(s.Because) {
			if m.Rule != "" {
				a.line("* Bad, because ", markdown(report.ByRule(m.MustNote)), ": ", markdown(m.Reason))
				continue
			}
			verb := "rules it out"
			if s.Status != decision.StatusOut {
				verb = "would rule it out"
			}
			a.line("* Bad, because “", markdown(m.AnswerLabel), "”", forParts(m.Parts), " ", verb, ": ", markdown(m.Reason))
		}
		a.risks(a.v.RisksOf(s.Option))
	}
	a.prosOfMix()
}

// standing is how well an option fits and how often it comes first.
func (a *adr) standing(s decision.Standing) string {
	return "Fit " + format.Points(s.Score) + " of 100, first " + a.amongSingles() + "in " + markdown(a.v.Percent(s.FirstShare)) +
		" of the situations"
}

// takenOff says what an option loses that carries several parts, after a space: for those that it holds together,
// and because it has to be set up for each part that runs apart.
func (a *adr) takenOff(s decision.Standing) string {
	r, text := a.rec.Report, ""
	if held := a.v.HeldOff(s); matters(held) {
		text = " Holding together parts that differ has taken " + format.PointsOf(held) + " off."
	}
	if apart := a.v.ApartOff(); apart > 0 {
		text += " Being set up for each part that runs apart has taken " + format.PointsOf(apart) + " off."
	} else if r.Plan != nil && r.Plan.Apart != nil {
		text += " Set up for each part that runs apart, it would lose " + format.PointsOf(r.Plan.Apart.Price) + ": " +
			format.Points(s.Score-r.Plan.Apart.Price) + "."
	}
	return text
}

// ruledOut says of what an option is ruled out: where there is a mix, it may still carry a part.
func (a *adr) ruledOut(option string) string {
	if a.v.MayCarryPart(option) {
		return "Ruled out as the only one for every part."
	}
	return "Ruled out."
}

// prosOfMix writes the pros of a mix, if a mix is recommended.
func (a *adr) prosOfMix() {
	mix := a.v.Mix()
	if mix == nil {
		return
	}
	a.heading("### " + markdown(a.mixName()))
	off := []string{"what running more than one costs (" + format.Points(mix.Price) + ")"}
	if matters(mix.Joined) {
		off = append(off, "what holding some parts together costs ("+format.Points(mix.Joined)+")")
	}
	if matters(mix.Again) {
		off = append(off, "what setting one up more than once costs ("+format.Points(mix.Again)+")")
	}
	a.line("Fit ", format.Points(mix.Value), " of 100, with ", format.List(off, "and"), " taken off.\n")
	gain, moved := a.places(mix)
	for _, text := range gain {
		a.line("* Good, because ", text)
	}
	for _, text := range moved {
		a.line("* Neutral, because ", text)
	}
	if against := a.rec.Report.Against; against != "" {
		a.line("* Bad, because ", a.toldInside(against))
	}
	for _, text := range a.weak() {
		a.line("* Bad, because ", text)
	}
}

// weak lists the weak points of the parts of a mix where they go.
func (a *adr) weak() (list []string) {
	for _, w := range a.v.PartsWeak() {
		list = append(list, markdown(format.List(decision.Marked(w.Parts), "and")+" "+w.Is()))
	}
	return list
}
