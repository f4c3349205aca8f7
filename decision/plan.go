package decision

import (
	"math"
	"slices"
	"strconv"

	"crossroads/decision/score"
)

// Plan assigns each part to a platform.
type Plan struct {
	Platforms   []string `json:"platforms"` // option ids in catalogue order
	Value       float64  `json:"value"`
	BestSingle  string   `json:"best_single"` // option id, "" when no option can carry every part
	SingleName  string   `json:"single_name"`
	SingleValue float64  `json:"single_value"`     // less what it loses where parts run apart
	Held        float64  `json:"held,omitempty"`   // what SingleValue has lost because that option holds the parts together
	Joined      float64  `json:"joined,omitempty"` // what the Value of a mix has lost because an option of it holds some parts together
	Again       float64  `json:"again,omitempty"`  // likewise, because an option of it is set up several times; since engine 12
	Gain        float64  `json:"gain"`             // Value - SingleValue; of no meaning when BestSingle is ""
	Share       float64  `json:"share,omitempty"`  // of a mix: share of draws in which it beats every single option
	Lambda      float64  `json:"lambda"`           // price of a second platform
	// of all platforms after the first, or of one for parts that run apart; Value has it taken off
	Price    float64    `json:"price"`
	Apart    *Apart     `json:"apart,omitempty"` // nil where no parts run apart
	Parts    []PartPlan `json:"parts"`
	Equal    bool       `json:"equal_shares,omitempty"` // parts count equally because nobody gave shares
	Shares   float64    `json:"shares,omitempty"`       // the sum of those that were given, where they look like per cent and are not 100
	Sentence string     `json:"sentence"`
}

// Apart describes parts that need separate locations or machines: even a single option has
// to be set up and run once for each, so it saves less. In a mix, so does one that carries several.
type Apart struct {
	Price     float64    `json:"price"`             // off the value of every option alone
	Parts     []string   `json:"parts"`             // names
	Groups    [][]string `json:"groups,omitempty"`  // names of all parts, by set-up in the plan; none before engine 6
	SetUps    [][]string `json:"set_ups,omitempty"` // likewise, if one option carried all
	Questions []string   `json:"questions"`         // ids of those whose answers tell them apart
	Open      []string   `json:"open,omitempty"`    // names of parts that answer none of these, which counts as no reason to run apart
}

// PartPlan is the platform chosen for one part, and why.
type PartPlan struct {
	Part    string     `json:"part"`
	Share   float64    `json:"share"`  // normalised
	Option  string     `json:"option"` // "" when nothing fits it
	Name    string     `json:"name"`
	Score   float64    `json:"score"`
	Ranking []Standing `json:"ranking"` // of this part alone

	FirstShare float64 `json:"first_share"`       // how often the option comes first in this part alone
	Rival      string  `json:"rival,omitempty"`   // best other option of the part, in a mix among its platforms; "" when none is left
	BestOn     string  `json:"best_on,omitempty"` // criterion that does most for the option against the rival
	// option of the plan that suits the part better, did parts not run apart or an option not hold parts together; it then has no Rival
	Instead  string `json:"instead,omitempty"`
	Sentence string `json:"sentence"`
	Each     string `json:"each,omitempty"` // what it runs at, once at each: "site"
}

// Lost is what the value of a mix has lost, so that what its parts get is more by that.
func (p *Plan) Lost() float64 { return p.Price + p.Joined + p.Again }

// Standing returns how an option stands in the part; nil where the report does not know it.
func (p PartPlan) Standing(option string) *Standing {
	if at := slices.IndexFunc(p.Ranking, func(s Standing) bool { return s.Option == option }); at >= 0 {
		return &p.Ranking[at]
	}
	return nil
}

// plan assigns each part to a platform; nil for a system of one part.
func (s *session) plan() *Plan {
	if len(s.a.Parts) == 0 {
		return nil
	}
	run := s.run
	plan := &Plan{Platforms: []string{}, Lambda: run.Lambda(), Price: run.Price(), Value: run.Plan.Value, Equal: !s.sharesGiven}
	if s.leader >= 0 {
		plan.BestSingle = s.c.Options[s.leader].ID
		plan.SingleName = s.c.Options[s.leader].Name
		plan.SingleValue = run.V[s.leader]
		plan.Held = run.Held(s.leader)
	}
	if s.mixed() {
		plan.Joined, plan.Again = run.Plan.Held, run.Plan.Again
	}
	if total := s.shares(); total > mostRatio && math.Abs(total-100) > 1 {
		plan.Shares = math.Round(100*total) / 100
	}
	plan.Gain = plan.Value - plan.SingleValue
	var used score.Set
	for p, part := range s.a.Parts {
		place := PartPlan{Part: part.Name, Share: run.In.Parts[p].Share, Ranking: s.ranking(p), Each: s.each(&s.a.Parts[p])}
		if best := run.On(p); best >= 0 {
			used |= score.Bit(best)
			place.Option, place.Name, place.Score = s.c.Options[best].ID, s.c.Options[best].Name, run.Parts[p].V[best]
			place.FirstShare = s.look(p).Rank[best*len(s.c.Options)]
			if run.Plan.Moved.Has(p) {
				place.Instead = s.c.Options[run.Parts[p].Best(run.Plan.Platforms)].ID
			} else {
				s.explainPart(&place, p, best)
			}
		}
		plan.Parts = append(plan.Parts, place)
	}
	plan.Platforms = append(plan.Platforms, s.ids(used)...)
	if s.mixed() {
		plan.Share = s.look(whole).Several
	}
	plan.Apart = s.apart()
	return plan
}

// mostRatio is the largest sum of shares that are taken for a ratio, such as 3 to 2 to 1, and not for per cent.
const mostRatio = 20

// shares returns the sum of the shares that were given; 0 where none were.
func (s *session) shares() (total float64) {
	if s.sharesGiven {
		for _, part := range s.a.Parts {
			total += part.Share
		}
	}
	return total
}

// Net reports whether the scores of single options have lost what setting them up for each part that
// runs apart takes off, as they have since engine 9. Before, only SingleValue had.
func (r *Report) Net() bool {
	engine, err := strconv.Atoi(r.Provenance.Engine)
	return err == nil && engine >= 9
}

// each returns what a part (nil for the whole) runs at, once at each, whichever of the given answers
// holds: "site"; "" where it runs once.
func (s *session) each(part *Part) string {
	for q := range s.c.Questions {
		question := &s.c.Questions[q]
		ids := s.given(question.ID, part)
		at := func(id string) string { return question.Answers[s.c.index.answer[q][id]].Each }
		if len(ids) > 0 && !slices.ContainsFunc(ids, func(id string) bool { return at(id) == "" }) {
			return at(ids[0])
		}
	}
	return ""
}

// apart describes which parts run apart, and what one option for all of them loses; nil
// where none do.
func (s *session) apart() *Apart {
	if s.run.Plan.Apart == 0 {
		return nil
	}
	apart := &Apart{
		Price: s.run.Alone(), Parts: s.partNames(s.run.Plan.Apart),
		Groups: s.groupNames(s.run.Together()), SetUps: s.groupNames(s.run.SetUps()),
	}
	for _, q := range s.run.ApartBy() {
		apart.Questions = append(apart.Questions, s.c.Questions[q].ID)
	}
	for i := range s.a.Parts {
		part := &s.a.Parts[i]
		if !slices.ContainsFunc(apart.Questions, func(id string) bool { return len(s.given(id, part)) > 0 }) {
			apart.Open = append(apart.Open, part.Name)
		}
	}
	return apart
}

// groupNames returns the names of the parts in each group.
func (s *session) groupNames(groups []score.Set) (names [][]string) {
	for _, group := range groups {
		names = append(names, s.partNames(group))
	}
	return names
}

// partNames returns the names of the parts in a set.
func (s *session) partNames(set score.Set) (names []string) {
	for p, part := range s.a.Parts {
		if set.Has(p) {
			names = append(names, part.Name)
		}
	}
	return names
}

// KeptFrom returns the first other platform of a mix that is ruled out for a part, and the
// must that rules it out. It returns false where a platform is left, or where the plan is
// not a mix.
func (p *Plan) KeptFrom(part PartPlan) (Standing, MustNote, bool) {
	if part.Rival != "" || part.Instead != "" {
		return Standing{}, MustNote{}, false
	}
	for _, option := range part.Ranking {
		if option.Option != part.Option && slices.Contains(p.Platforms, option.Option) && option.Status == StatusOut &&
			len(option.Because) > 0 {
			return option, option.Because[0], true
		}
	}
	return Standing{}, MustNote{}, false
}

// mixed reports whether the plan is a mix of several platforms.
func (s *session) mixed() bool {
	plan := &s.run.Plan
	return len(s.a.Parts) > 0 && plan.Gone == 0 && plan.Platforms.Len() > 1
}

// explainPart finds what an option is compared with in a part, and the criterion on which
// it gains most. In a mix it is compared with another of the platforms, to show why the
// part does not go there.
func (s *session) explainPart(place *PartPlan, p, best int) {
	part := &s.run.Parts[p]
	others := score.All(len(s.c.Options))
	if s.mixed() {
		others = s.run.Plan.Platforms
	}
	rival := part.Best(others &^ score.Bit(best))
	if rival < 0 {
		return
	}
	place.Rival = s.c.Options[rival].ID
	most := 0.0
	for k, criterion := range s.c.Criteria {
		if gain := part.Weights[k] * (part.Values[s.at(best, k)] - part.Values[s.at(rival, k)]); gain > most {
			most, place.BestOn = gain, criterion.ID
		}
	}
}
