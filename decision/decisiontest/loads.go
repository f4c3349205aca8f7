package decisiontest

import (
	"strings"

	"pgregory.net/rapid"

	"crossroads/decision/cost"
)

// Loads generates valid loads in one of the regions.
func Loads(regions []string) *rapid.Generator[cost.Load] {
	return rapid.Custom(func(t *rapid.T) cost.Load {
		l := cost.DefaultLoad()
		for _, f := range cost.Fields() {
			if !rapid.Bool().Draw(t, f.ID) {
				continue
			}
			least := f.Min.Ceil(f.Step)
			steps := f.Max.Sub(least).Per(f.Step).Min(cost.Whole(1 << 40))
			q, err := cost.ParseQuantity(steps.Rounded(0))
			if err != nil { // written with commas
				q, err = cost.ParseQuantity(strings.ReplaceAll(steps.Rounded(0), ",", ""))
			}
			if err != nil {
				t.Fatal(err)
			}
			share := cost.Whole(rapid.Uint64Range(0, 1000).Draw(t, f.ID+" ‰")).Over(1000)
			l = f.With(l, least.Add(q.Mul(share).Mul(f.Step).Ceil(f.Step)).Min(f.Max))
		}
		for _, c := range cost.Choices() {
			if rapid.Bool().Draw(t, c.ID) {
				l = c.With(l, rapid.SampledFrom(c.Options).Draw(t, c.ID+" chosen").ID)
			}
		}
		for _, f := range cost.AssumptionFields() {
			if rapid.Bool().Draw(t, f.ID) {
				l = f.With(l, f.Default)
			}
		}
		l.Region = rapid.SampledFrom(regions).Draw(t, "region")
		l.FreeTier = rapid.Bool().Draw(t, "free tier")
		return l
	})
}
