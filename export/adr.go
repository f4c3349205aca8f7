package export

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"crossroads/decision"
	"crossroads/format"
	"crossroads/record"
	"crossroads/report"
)

// ADR writes a stored assessment as a decision record in MADR 4.0 (https://adr.github.io/madr/).
// Texts of users are escaped, except that the note may have simple formatting.
func ADR(rec Record) string { return NumberedADR(rec, 0) }

// NumberedADR is ADR with a number before the title, as in the records of adr-tools; 0 for none.
func NumberedADR(rec Record, number int) string {
	a := adr{rec: rec, v: rec.view(), number: number}
	a.line("---")
	if number > 0 { // some programs read both from here only
		a.line("number: ", strconv.Itoa(number))
		a.line("title: ", quotedName(rec.Saved.Title))
	}
	a.front()
	// Programs without front matter, such as log4brains, read text right above a line of hyphens
	// as a heading, and look for the status before the first heading.
	a.line("\n---")
	if number > 0 { // MADR's linter counts a title in the front matter as a second one
		a.WriteString("\n<!-- markdownlint-disable-next-line MD025 -->")
	}
	a.title()
	// log4brains and older programs for MADR look for the status here and not in the front
	// matter; without one they treat every record as accepted.
	a.line("* Status: ", a.status())
	a.line("* Date: ", a.day(), "\n")
	a.write()
	return sealed(a.String())
}

// ToolsADR is ADR in the form that adr-tools (https://github.com/npryce/adr-tools) reads: the first
// line is the title, the status has a section, and the front matter is in a comment at the end.
func ToolsADR(rec Record, number int) string {
	a := adr{rec: rec, v: rec.view(), number: number}
	a.title()
	a.line("Date: ", a.day())
	a.heading("## Status")
	a.line(format.Capital(a.status()), "\n")
	a.write()
	a.line("\n<!--")
	a.front()
	a.line("-->")
	return sealed(strings.TrimLeft(a.String(), "\n"))
}

func (a *adr) write() {
	a.context()
	a.drivers()
	a.options()
	a.outcome()
	a.prosAndCons()
	a.more()
}

// adr is a record being written.
type adr struct {
	strings.Builder
	rec    Record
	v      report.Reading
	number int
}

func (a *adr) line(parts ...string) {
	for _, p := range parts {
		a.WriteString(p)
	}
	a.WriteByte('\n')
}

func (a *adr) heading(text string) { a.line("\n", text, "\n") }

// paragraphs writes sentences of the report that are not "", each in a paragraph of its own.
func (a *adr) paragraphs(sentences ...string) {
	for _, text := range sentences {
		if text != "" {
			a.line("\n", told(text))
		}
	}
}

// status is superseded for a revision that is not the newest, so that of all records of an assessment one at most
// is accepted.
func (a *adr) status() string {
	if a.rec.Saved.Older() {
		return statusWord(record.Superseded)
	}
	return statusWord(a.rec.Saved.Status)
}

// statusWord returns the status of an assessment in the words of decision records.
func statusWord(status string) string {
	switch status {
	case record.Decided:
		return "accepted"
	case record.Superseded:
		return "superseded"
	}
	return "proposed"
}

func (a *adr) day() string { return a.rec.Saved.At.UTC().Format("2006-01-02") }

// front writes the lines of the front matter.
func (a *adr) front() {
	a.line("status: ", a.status())
	a.line("date: ", a.day())
	if author := record.Line(a.rec.Saved.Author); author != "" {
		a.line("author: ", quotedName(author))
	}
	labels := a.rec.Saved.Labels.Readable()
	if labels.Decision != "" {
		a.line("decided: ", quotedName(labels.Decision))
	}
	a.names("decision-makers", labels.Deciders)
	a.names("consulted", labels.Consulted)
	a.names("informed", labels.Informed)
	a.names("tags", labels.Tags)
	a.line("crossroads:")
	a.WriteString(a.rec.stamp().lines())
	a.line("  digest: ")
}

// title writes the heading of the record.
func (a *adr) title() {
	title := markdown(a.rec.Saved.Title)
	if a.number > 0 {
		title = strconv.Itoa(a.number) + ". " + title
	}
	a.heading("# " + title)
}

// quotedName writes a text as a string in YAML, which reads JSON strings too. The result cannot end
// an HTML comment.
func quotedName(name string) string {
	return strings.ReplaceAll(strconv.Quote(record.Line(name)), ">", `\u003e`)
}

// names writes a list of the front matter, nothing for an empty one.
func (a *adr) names(key string, list []string) {
	var quoted []string
	for _, name := range list {
		quoted = append(quoted, quotedName(name))
	}
	if len(quoted) > 0 {
		a.line(key, ": [", strings.Join(quoted, ", "), "]")
	}
}

func (a *adr) context() {
	r := a.rec.Report
	a.line("## Context and Problem Statement\n")
	a.line(markdown(r.Title), " ", format.Capital(a.v.Count()), ".")
	if typed := a.rec.Saved.Note; strings.TrimSpace(typed) != "" {
		// The note is people's own Markdown, so a linter should skip it.
		a.line("\n<!-- markdownlint-capture -->\n<!-- markdownlint-disable -->\n")
		a.line(quoted(typed))
		a.line("\n<!-- markdownlint-restore -->")
	}
	if len(r.Answered) > 0 {
		a.line("\nWhat was answered:\n")
		for _, x := range r.Answered {
			a.line("* ", part(x.Part), markdown(x.Text), " **", markdown(a.v.Answer(x)), "**")
		}
	}
	a.policy()
	if len(r.Unknown) > 0 {
		a.line("\nWhat was open:\n")
		for _, x := range r.Unknown {
			text := part(x.Part) + markdown(x.Text)
			if len(x.Narrowed) > 0 {
				text += " " + markdown(decision.Either(x.Narrowed)) + "."
			}
			a.line("* ", text)
		}
	}
	a.load()
}

// policy lists the rules of the organisation that held.
func (a *adr) policy() {
	p := a.rec.Report.Policy
	if p == nil {
		return
	}
	a.line("\nRules of the organisation that shaped this: ", markdown(p.String()), ", in force since ", markdown(format.Day(p.AsOf)), ".\n")
	for _, r := range p.Rules {
		a.line("* ", markdown(r.Sentence), " ", markdown(r.Reason))
	}
}

func (a *adr) drivers() {
	a.heading("## Decision Drivers")
	about := a.v.WeightsFollow(a.rec.Saved.Input.Priorities)
	if a.v.RoundedUnevenly() {
		about = strings.TrimSpace(about + " The weights are rounded.")
	}
	if about != "" {
		a.line(markdown(about), "\n")
	}
	for _, w := range byWeight(a.rec.Report.Weights) {
		a.line("* ", markdown(w.Name), " (weight ", markdown(format.Percent(w.Weight)), ")")
	}
	for _, ruled := range a.ruling() {
		a.line("* ", ruled.why, " rules out ", markdown(format.List(ruled.out, "and")))
	}
}

// ruling is something that rules options out.
type ruling struct {
	why string
	out []string // phrases of options
}

// ruling lists what rules options out, each once for all options.
func (a *adr) ruling() (list []ruling) {
	for _, s := range a.v.With(decision.StatusOut) {
		for _, m := range report.Merged(s.Because) {
			why := "Rule: " + markdown(report.ByRule(m.MustNote)) + ", which"
			if m.Rule == "" {
				why = "Must: answering “" + markdown(m.AnswerLabel) + "” to “" + markdown(m.QuestionText) + "”" + forParts(m.Parts)
			}
			at := slices.IndexFunc(list, func(r ruling) bool { return r.why == why })
			if at < 0 {
				at, list = len(list), append(list, ruling{why: why})
			}
			list[at].out = append(list[at].out, a.v.Phrase(s.Option))
		}
	}
	return list
}

func (a *adr) options() {
	a.heading("## Considered Options")
	for _, s := range a.rec.Report.Ranking {
		a.line("* ", markdown(s.Name))
	}
	if a.v.Mix() != nil {
		a.line("* ", markdown(a.mixName()))
	}
	a.bills()
}

// mixName is a mix where the options are named.
func (a *adr) mixName() string { return a.v.Noun().Mix() + ", by part" }

func (a *adr) outcome() {
	r := a.rec.Report
	a.heading("## Decision Outcome")
	a.newer()
	chosen, depends, none := "Chosen option: \"", "Chosen on a condition: ", "No option is chosen: "
	if decided := record.Line(a.rec.Saved.Decision); decided != "" {
		bare := decided
		if !strings.HasSuffix(bare, "..") {
			bare = strings.TrimSuffix(bare, ".")
		}
		a.line("Decided: **", markdown(bare), "**", strings.TrimPrefix(format.Ended(bare), bare), "\n")
		chosen, depends, none = "Recommended option: \"", "Recommended on a condition: ", "None is recommended: "
	}
	switch r.Kind {
	case decision.VerdictClear:
		a.line(chosen, markdown(a.v.Name(r.Leader)), "\", because it comes first ", told(r.Sureness), told(a.condition()), ".")
	case decision.VerdictHybrid:
		a.line(chosen, markdown(a.mixName()), "\", because ", markdown(a.whyMix(r.Plan)), told(a.condition()), ". ", told(a.v.ComesFirst()))
	case decision.VerdictLeaning:
		name := a.v.Name(r.Leader)
		if a.v.Mix() != nil {
			name = a.mixName()
		}
		a.line(chosen, markdown(name), "\", which the answers lean to", told(a.condition()), ". ", told(r.Reason))
	default:
		why := a.toldInside(r.Headline)
		switch r.Kind {
		case decision.VerdictConditional:
			none = depends
		case decision.VerdictUndecided: // the reason says it all
			none, why = strings.TrimSuffix(none, ": "), ""
		}
		a.line(none, why, ".")
		a.paragraphs(strings.TrimSpace(r.Reason + " " + a.v.Oftener()))
	}
	if r.Today && chooses(r) {
		a.line("\nIt is the kind of ", markdown(a.v.Cat.Nouns().One), " that there is today.")
	}
	if text := a.v.Contrary(); text != "" {
		a.line("\n", told(text))
	}
	if sure := a.v.SurenessByAxis(); len(sure) > 0 {
		a.line("\nHow sure, by decision:\n")
		for _, x := range sure {
			a.line("* ", markdown(x.Name), ": ", markdown(strings.TrimPrefix(x.Sentence, x.Name+": ")))
		}
	}
	if a.v.Planned() {
		a.parts(r.Plan)
	}
	a.drawing()
	if r.Kind != decision.VerdictUndecided {
		a.consequences()
	}
	a.open()
	if undecided := r.Kind == decision.VerdictUndecided; !undecided && len(a.reasons()) > 0 || a.rec.Saved.Review != "" {
		a.revisit()
	}
}

// newer says what the status does not: that there is a newer revision, or that the decision may be about an older one.
func (a *adr) newer() {
	switch s := a.rec.Saved; {
	case s.Older():
		newest := strings.TrimSuffix(a.rec.URL, "/r/"+strconv.Itoa(s.Number))
		a.line("Revision ", strconv.Itoa(s.Latest), NewerRevision, ": <", newest, ">.\n")
	case s.Status == record.Decided && s.SetBefore():
		a.line(DecidedBefore, "\n")
	}
}

// NewerRevision follows "Revision 3" in the record of an older one, and DecidedBefore is in that of a newest one that was
// saved after somebody decided.
const (
	NewerRevision = " of this assessment is newer"
	DecidedBefore = "This revision was saved after the assessment was marked as decided."
)

// condition continues a sentence about the recommendation with what the headline says that it depends on:
// ", unless the answer to “…” is “…”"; "" for nothing.
func (a *adr) condition() string {
	what, condition := a.v.Headline()
	if condition == "" {
		return ""
	}
	return what[len(what)-1:] + strings.TrimSuffix(condition, ".")
}

// whyMix writes why a mix does better than one option: by its fit, by what one option would lose, or both.
func (a *adr) whyMix(plan *decision.Plan) string {
	one := "one " + a.v.Noun().One
	if plan.BestSingle == "" {
		return "no single option can carry every part"
	}
	fit := plan.Value + plan.Lost() - alone(plan)
	better := matters(fit) && fit > 0
	var would []string
	if plan.Apart != nil {
		would = append(would, "have to be set up for each part that runs apart")
	}
	if plan.Held > 0 {
		would = append(would, "hold together parts that differ")
	}
	loses := one + " would " + format.List(would, "and")
	switch {
	case better && len(would) > 0:
		return "the parts fit better that way, and " + loses
	case len(would) > 0:
		return loses
	case better:
		return "the parts fit better that way than on " + one
	}
	return "it fits at least as well as " + one
}

// alone is the fit of the best single option, before what it loses by carrying several parts.
func alone(plan *decision.Plan) float64 {
	value := plan.SingleValue + plan.Held
	if plan.Apart != nil {
		value += plan.Apart.Price
	}
	return value
}

// parts lists where the parts go, or would go, and what that costs.
func (a *adr) parts(plan *decision.Plan) {
	chosen := chooses(a.rec.Report)
	if chosen && plan.BestSingle != "" || !chosen && len(plan.Platforms) > 1 {
		a.paragraphs(plan.Sentence)
	}
	lead := "Where each part goes:"
	switch {
	case !chosen:
		lead = "Where each part would go, if it were " + a.first() + ":"
	case record.Line(a.rec.Saved.Decision) != "":
		lead = "Where each part is recommended to go:"
	}
	if text := a.v.EqualShares(); text != "" {
		lead = told(text) + " " + lead
	}
	a.line("\n", lead, "\n")
	stated := slices.ContainsFunc(a.rec.Saved.Input.Parts, func(p decision.Part) bool { return p.Share > 0 })
	for _, p := range plan.Parts {
		to := p.Name
		if p.Option == "" {
			to = "nothing fits"
		}
		a.WriteString("* " + markdown(p.Part) + ": " + markdown(to))
		if stated { // without shares all count alike, which nobody has said of the system
			a.WriteString(" (" + markdown(format.ShareOf(p.Share)) + " of the system)")
		}
		a.line()
	}
}

// first names what comes first, inside a sentence.
func (a *adr) first() string {
	mix := a.v.Mix()
	if mix == nil {
		return markdown(a.v.Phrase(a.rec.Report.Leader))
	}
	names := make([]string, len(mix.Platforms))
	for i, option := range mix.Platforms {
		names[i] = a.v.Phrase(option)
	}
	return markdown("a mix of " + format.List(names, "and"))
}

// aboutFirst heads a section about what comes first. Where that is not what was decided, the heading says so.
func (a *adr) aboutFirst(what string) {
	switch {
	case !chooses(a.rec.Report):
		what += ", if it were " + a.first()
	case record.Line(a.rec.Saved.Decision) != "":
		what += " of the recommendation"
	}
	a.heading("### " + what)
}

// amongSingles tells the first places of single options from that of the mix, where a mix is recommended.
func (a *adr) amongSingles() string {
	if a.v.Mix() == nil {
		return ""
	}
	return "among single " + markdown(a.v.Noun().Many) + " "
}

// open lists what is still to be found out. It is no section about confirmation, which would say how the decision
// is seen to be carried out.
func (a *adr) open() {
	next, ties := a.v.NextOnce(), a.v.TieBreaks()
	if len(next)+len(ties) == 0 {
		return
	}
	a.heading("### What to find out next")
	if len(next) == 0 {
		a.line(told(a.v.NextIntro()), "\n")
		for _, text := range ties {
			a.line("* ", told(text))
		}
		return
	}
	what := "what comes first"
	if a.rec.Report.Plan != nil {
		what = "the plan"
	}
	a.line("Each with the chance that its answer changes ", what, ".\n")
	for _, q := range next {
		a.line("* ", markdown(q.Text), forParts(q.Parts), " (", markdown(format.Percent(q.Chance)), markdown(q.IfAlike("; ")), ")")
	}
}

// revisit lists the reasons for deciding again.
func (a *adr) revisit() {
	a.heading("### When to look at it again")
	if day := a.rec.Saved.Review; day != "" {
		a.line("* On ", markdown(day), ReviewDay)
	}
	reasons := a.reasons()
	if len(reasons) > 0 && record.Line(a.rec.Saved.Decision) != "" {
		a.line(only(a.rec.Saved.Review != "", "\n"), ChangesRecommendation, ":\n")
	}
	for _, text := range reasons {
		a.line("* ", told(text))
	}
}

// reasons are those for deciding again. Reports without any, of the first versions, have the changes of answers.
func (a *adr) reasons() []string {
	if list := a.rec.Report.Revisit; list != nil {
		return list
	}
	var list []string
	for _, f := range a.v.Flips() {
		list = append(list, f.Sentence)
	}
	return list
}

func (a *adr) more() {
	s, p := a.rec.Saved, a.rec.Report.Provenance
	a.heading("## More Information")
	by := ""
	if author := record.Line(s.Author); author != "" {
		by = ", saved by " + markdown(author)
	}
	a.line("* The assessment, revision ", strconv.Itoa(s.Number), " of ", format.Stamp(s.At), by, ": <", a.rec.URL, ">")
	if s.Milestone != "" {
		a.line("* Milestone: ", markdown(s.Milestone))
	}
	for _, c := range a.rec.Report.Alike {
		a.line("* Similar published case: ", markdown(c.Org), " (", strconv.Itoa(c.Year), "): ", markdown(c.Name))
	}
	a.line("* Computed by ", markdown(a.rec.Portal), ": catalogue `", record.Line(p.Catalogue), "`, engine ", markdown(p.Engine),
		", seed ", strconv.FormatUint(p.Seed, 10), ", ", strconv.Itoa(p.Draws), " draws")
	a.line("* Written as MADR 4.0")
}

// ReviewDay follows the day of the review where a record lists the reasons to decide again.
const ReviewDay = ", the day set for a review"

// matters reports whether a difference is at least half a point of 100.
func matters(amount float64) bool { return math.Abs(amount) >= 0.005 }

// part names the part that a line is about.
func part(name string) string {
	if name == "" {
		return ""
	}
	return markdown(name) + ": "
}

// forParts names the parts that something holds for, after a space.
func forParts(parts []string) string {
	if text := markdown(report.OfParts(parts)); text != "" {
		return " " + text
	}
	return ""
}
