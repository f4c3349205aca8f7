package chart

import (
	"fmt"
	"html"
	"math"
	"math/rand/v2"
	"regexp"
	"strconv"
	"testing"

	"crossroads/decision/cost"
	"crossroads/report/reporttest"
)

// randomCosts is a chart of a few curves that grow as they like, with crossings anywhere.
func randomCosts(r *rand.Rand) Cost {
	from := math.Pow(10, float64(r.IntN(5)))
	to := min(from*math.Pow(10, 1+r.Float64()*8), 1e11)
	curve := cost.Curve{Axis: cost.Axis{Field: "requests"}}
	points := 2 + r.IntN(20)
	for i := range points {
		at := from * math.Pow(to/from, float64(i)/float64(points-1))
		curve.At = append(curve.At, reporttest.Quantity(strconv.FormatFloat(math.Round(at), 'f', -1, 64)))
	}
	var who []Line
	for i := range 1 + r.IntN(7) {
		s := cost.Series{Blueprint: strconv.Itoa(i)}
		total := math.Pow(10, r.Float64()*6)
		for range curve.At {
			s.Totals = append(s.Totals, cost.Cents(total))
			total *= 1 + r.Float64()*4
		}
		curve.Series = append(curve.Series, s)
		who = append(who, Line{Index: i, Name: "Line " + strconv.Itoa(i), Said: "line"})
	}
	load := cost.DefaultLoad()
	load.Requests = curve.At[r.IntN(points)]
	c := NewCost(who, curve, nil, load)
	for range r.IntN(4) {
		i := r.IntN(points)
		c.Breaks = append(c.Breaks, Break{
			At: curve.At[i], Last: curve.At[i], Low: curve.At[r.IntN(i+1)], High: curve.At[i+r.IntN(points-i)], HighOpen: r.IntN(4) == 0,
		})
	}
	if r.IntN(2) == 0 {
		c.Later = &Later{At: curve.At[r.IntN(points)]}
		for _, s := range curve.Series {
			c.Later.Totals = append(c.Later.Totals, s.Totals[0])
		}
	}
	c.scale()
	c.placeNames()
	return c
}

// drawnText finds the texts of the plot and of the axis under it.
var drawnText = regexp.MustCompile(`<text(?: class="([^"]*)")? x="([0-9.]+)%" y="([0-9.]+)"(?: text-anchor="(\w+)")?>([^<]*)</text>`)

// powerOfTen is a tick of the scale beside the plot.
var powerOfTen = regexp.MustCompile(`^[0-9.]+(k|M|bn)?$`)

// TestLabelsStayApart draws random curves: at every width of the plot, in the widest
// system font and in a narrow one, no two labels of a row meet, rows are apart, and none
// leaves the plot for the names beside it.
func TestLabelsStayApart(t *testing.T) {
	r := rand.New(rand.NewPCG(13, 2026))
	seen := 0
	for n := range 300 {
		c := randomCosts(r)
		drawn := reporttest.Render(t, CostFigure(c))
		for _, plot := range []float64{narrowPlot, widePlot, 900} {
			for _, font := range []float64{1, .78} { // DejaVu Sans, and one as narrow as Arial Narrow
				rows := map[string][][2]float64{}
				for _, m := range drawnText.FindAllStringSubmatch(drawn, -1) {
					class, y, text := m[1], m[3], html.UnescapeString(m[5])
					scale := y != "14" && class == "" && m[2] == "100" && powerOfTen.MatchString(text)
					if scale || m[4] == "" || class == "minor" && plot < widePlot {
						continue // the scale of the cost has a column of its own; minor ticks are not shown
					}
					x, err := strconv.ParseFloat(m[2], 64)
					if err != nil {
						t.Fatal(err)
					}
					from, to := label{x, m[4]}.span(plot, font*textWidth(text, plotText, class == "yours-name"))
					if from < -.5 || to > plot+.5 {
						t.Errorf("%d: %q is at %.0f to %.0f in a plot of %.0f px", n, text, from, to, plot)
					}
					row := y
					if class == "yours-name" || y != "14" {
						row = fmt.Sprintf("above %s", y)
					}
					for _, other := range rows[row] {
						if from < other[1] && other[0] < to {
							t.Errorf("%d: %q meets another label in a plot of %.0f px", n, text, plot)
						}
					}
					rows[row] = append(rows[row], [2]float64{from, to})
					seen++
				}
			}
		}
		for i, a := range c.Lines {
			for _, b := range c.Lines[i+1:] {
				if d := math.Abs(a.Label - b.Label); d < plotText {
					t.Errorf("%d: the names %q and %q are %.1f px apart", n, a.Name, b.Name, d)
				}
			}
		}
		ticks := c.costTicks()
		for i := 1; i < len(ticks); i++ {
			if d := math.Abs(ticks[i].At - ticks[i-1].At); !ticks[i].Minor && !ticks[i-1].Minor && d < plotText {
				t.Errorf("%d: %s and %s of the scale are %.1f px apart", n, ticks[i-1].Text, ticks[i].Text, d)
			}
		}
	}
	if seen < 3000 {
		t.Errorf("only %d labels were drawn", seen)
	}
}
