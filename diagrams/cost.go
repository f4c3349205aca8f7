package main

import (
	"fmt"
	"math"
	"strings"

	"crossroads/content"
	"crossroads/decision/cost"
)

// priced are the ways to run a system that are drawn at rest: one for each option, all with
// the same provider, in the order of the options.
var priced = []struct{ blueprint, name, label string }{
	{"lambda-x86", "functions", "Functions (AWS Lambda)"},
	{"fargate", "hosted application", "Hosted application (two AWS Fargate tasks)"},
	{"ec2", "own servers", "Own servers (two EC2 machines)"},
	{"fargate-services", "hosted services", "Hosted services (ten on AWS Fargate, two tasks each)"},
	{"eks", "microservices", "Microservices (Amazon EKS)"},
	{"ec2-services", "services on own servers", "Services on own servers (ten on two EC2 machines)"},
}

// curved are the first of priced, drawn over the load. Services on own servers begin between
// own servers and microservices, and a sixth line there could not be told from theirs.
const curved = 5

// hosted is the index in priced of the option whose crossing with functions is marked.
const hosted = 1

// costDrawings draws the costs at the shipped prices, by name of drawing.
func costDrawings() (map[string]*drawing, error) {
	lib, err := content.Load(content.Embedded())
	if err != nil {
		return nil, err
	}
	model := lib.CostModel()
	shape, err := costShape(model)
	if err != nil {
		return nil, err
	}
	idle, err := billIdle(model)
	if err != nil {
		return nil, err
	}
	for name, d := range map[string]*drawing{"cost-shape": shape, "bill-idle": idle} {
		if len(d.slips) > 0 {
			return nil, fmt.Errorf("%s: %s", name, strings.Join(d.slips, "\n"))
		}
	}
	return map[string]*drawing{"cost-shape": shape, "bill-idle": idle}, nil
}

// requests is the range of loads, in requests a month.
var requests = cost.Axis{Field: "requests", From: cost.Whole(10_000), To: cost.Whole(1_000_000_000)}

// plane is the area of the chart, for 10,000 to 1,000 million requests and 1 to 10,000
// dollars, both on a log scale.
var plane = rect{52, 114, 248, 232}

func (r rect) across(requests float64) float64 { return r.x + r.w*(math.Log10(requests)-4)/5 }
func (r rect) up(dollars float64) float64      { return r.y + r.h*(1-math.Log10(dollars)/4) }

// costShape draws the monthly bill over the load.
func costShape(m *cost.Model) (*drawing, error) {
	var ids []string
	for _, p := range priced[:curved] {
		ids = append(ids, p.blueprint)
	}
	load := cost.DefaultLoad()
	curve, err := m.Curve(ids, load, requests, 61)
	if err != nil {
		return nil, err
	}
	crossings, err := m.BreakEven(ids[0], ids[hosted], load, requests, cost.Uncertain)
	if err != nil {
		return nil, err
	}
	if len(crossings) == 0 {
		return nil, fmt.Errorf("functions and the hosted application cost the same at no load: the drawing has to say something else")
	}
	even, low, high := float64Of(crossings[0].At), float64Of(crossings[0].Low), float64Of(crossings[0].High)
	if !crossings[0].HighOpen {
		return nil, fmt.Errorf("the range ends at %s requests: the title has to name that end", millions(high))
	}
	d := &drawing{width: 320, height: 466,
		title: fmt.Sprintf("Functions stay cheapest up to some point above %s requests a month, likely about %s",
			millions(low), millions(even)),
		desc: fmt.Sprintf("Monthly bill in US dollars over requests a month, both by powers of ten. The bill for functions rises in "+
			"proportion to the load from nothing. "+
			"The others begin at a floor and stay there until their smallest set-up is full: %s. "+
			"%s With prices up to 10%% off, durations up to 20%%, or another front door, network or redundancy, either may be cheaper "+
			"from %s requests on; that range is shaded. At a thousand million the bills lie close together: %s. "+
			"Computed at list prices of AWS in the USA for a request of %s ms with %s MB, with the platform's own address or a load "+
			"balancer, public addresses and two of everything, without databases and discounts.",
			bills(curve, 0, 1), changes(crossings), millions(low), bills(curve, len(curve.At)-1, 0),
			load.Duration.Text(), load.Memory.Text())}
	d.text(16, 32, "", "##Functions are cheapest up to", 296)
	d.text(16, 52, "", fmt.Sprintf("##some point above %s", millions(low)), 296)
	d.text(16, 74, "", fmt.Sprintf("~requests a month, likely about %s", millions(even)), 296)
	d.text(16, 98, "", "~USD a month", 296)
	d.printf(`<rect class="sunken" x="%s" y="%s" width="%s" height="%s"/>`,
		plane.across(low), plane.y, plane.x+plane.w-plane.across(low), plane.h)
	d.axes()
	at := plane.across(even)
	d.line([]point{{at, plane.up(float64(crossings[0].Cost) / 100)}, {at, plane.y + plane.h}}, "d")
	for i, s := range curve.Series {
		d.curve(i, curve.At, s.Totals)
	}
	for i := range priced[1:curved] {
		floor := float64(curve.Series[i+1].Totals[0]) / 100
		y := plane.up(floor) - 6
		switch priced[i+1].blueprint { // their minimum bills are so close that the names need two lines
		case "fargate-services":
			y -= 18
		case "eks":
			y = plane.up(float64(curve.Series[i].Totals[0])/100) - 6
		}
		d.text(plane.x+20, y, "", fmt.Sprintf("~%s from %.0f", priced[i+1].name, floor), 190)
		d.mark(i+1, plane.x, y-12)
	}
	d.mark(0, plane.x, plane.up(4)-12)
	d.text(plane.x+20, plane.up(4), "", "~functions", 80)
	d.text(plane.x+20, plane.up(4)+line, "", "~from 0", 80)
	for i, text := range []string{
		fmt.Sprintf("~One kind of request: %s ms, %s MB, peak", load.Duration.Text(), load.Memory.Text()),
		fmt.Sprintf("~%s times the average. AWS list prices in the", load.Peak.Text()),
		"~USA, no database. Both axes logarithmic."} {
		d.text(16, 410+18*float64(i), "", text, 296)
	}
	return d, nil
}

// axes draws the grid with its labels.
func (d *drawing) axes() {
	for i, label := range []string{"1", "10", "100", "1 k", "10 k"} {
		y := plane.up(math.Pow10(i))
		d.printf(`<path class="g" d="M%s %sH%s"/>`, plane.x, y, plane.x+plane.w)
		d.text(plane.x-6, y+4, "e", "~"+label, plane.x-7)
	}
	for i, label := range []string{"10 k", "", "1 M", "", "100 M", ""} {
		if label != "" {
			d.text(plane.x+plane.w*float64(i)/5, plane.y+plane.h+18, "m", "~"+label, 60)
		}
	}
	d.text(plane.x+plane.w, plane.y+plane.h+38, "e", "~requests a month", 200)
}

// curve draws the bills of an option from 1 dollar up.
func (d *drawing) curve(option int, at []cost.Quantity, totals []cost.Cents) {
	var points []point
	for i, total := range totals {
		dollars := float64(total) / 100
		if dollars < 1 {
			continue
		}
		points = append(points, point{plane.across(float64Of(at[i])), plane.up(dollars)})
	}
	// A bill below 1 dollar enters the chart between two points.
	if first := points[0]; first.x > plane.x {
		slope := (points[1].y - first.y) / (points[1].x - first.x)
		bottom := plane.y + plane.h
		points = append([]point{{first.x + (bottom-first.y)/slope, bottom}}, points...)
	}
	d.printf(`<path class="c" stroke="var(--o%d)" d="%s"/>`, option, path(points))
}

// bills describes the costs of the options from from on at a point of the curve.
func bills(c cost.Curve, at, from int) string {
	var list []string
	for i, s := range c.Series[from:] {
		list = append(list, fmt.Sprintf("%s %.0f", priced[from+i].name, float64(s.Totals[at])/100))
	}
	return strings.Join(list, ", ")
}

// changes describes where the cheaper of functions and the hosted application changes. This
// may happen several times, since the bill of the application rises in steps.
func changes(crossings []cost.Crossing) string {
	first, last := float64Of(crossings[0].At), float64Of(crossings[len(crossings)-1].At)
	if first == last {
		return fmt.Sprintf("Functions and the hosted application cost the same at about %s requests a month.", millions(first))
	}
	return fmt.Sprintf("From about %s to %s requests a month, functions and the hosted application take turns at being cheaper, since "+
		"the bill of the application rises in steps; beyond that the application is.",
		millions(first), millions(last))
}

// float64Of converts a quantity for drawing.
func float64Of(q cost.Quantity) float64 {
	var v float64
	fmt.Sscan(q.String(), &v) // a quantity prints as a plain decimal
	return v
}

// millions formats a number of requests with two significant digits.
func millions(v float64) string {
	if v < 10e6 {
		return fmt.Sprintf("%.1f million", v/1e6)
	}
	return fmt.Sprintf("%.0f million", v/1e6)
}

// billIdle draws the cost of a month without requests, by component.
func billIdle(m *cost.Model) (*drawing, error) {
	d := &drawing{
		width: 320, height: 620,
		title: "Without a single request, functions cost nothing; many services and a cluster have the highest floors",
	}
	d.text(16, 32, "", "##The bill of a month at rest", 296)
	d.text(16, 54, "", "~USD a month, production only", 296)
	var said []string
	load := cost.DefaultLoad()
	load.Requests = cost.Whole(0)
	y := 72.0
	for i, p := range priced {
		e, err := m.Estimate(p.blueprint, load)
		if err != nil {
			return nil, err
		}
		parts := components(e.Bill)
		said = append(said, fmt.Sprintf("%s %s (%s)", p.label, e.Bill.Total.Text(), strings.Join(parts, ", ")))
		d.bar(i, y, float64(e.Bill.Total)/100, parts)
		y += 52 + line*float64((len(parts)+1)/2)
	}
	d.desc = "Monthly bill in US dollars at list prices of AWS in the USA without any request, database not counted. " +
		strings.Join(said, "; ") + ". Google Cloud Run, billed by request without idle instances, is at 0 too."
	d.text(16, y+6, "", "~List prices of AWS in the USA, without", 296)
	d.text(16, y+24, "", "~database. Cloud Run, no idle instance: 0.", 296)
	d.height = y + 40
	return d, nil
}

// bar draws a bill, with the name of its option above and its components below.
func (d *drawing) bar(option int, y, dollars float64, parts []string) {
	const most, room = 300.0, 224.0
	d.mark(option, 16, y)
	d.text(38, y+13, "", "#"+strings.ToUpper(priced[option].name[:1])+priced[option].name[1:], 200)
	if w := room * dollars / most; w > 0 {
		d.printf(`<rect class="o%d f" x="16" y="%s" width="%s" height="16" rx="2"/>`, option, y+22, w)
	}
	d.text(16+room*dollars/most+8, y+35, "", fmt.Sprintf("#%.2f", dollars), 80)
	for i := 0; i < len(parts); i += 2 { // two per line
		d.text(16, y+54+line*float64(i/2), "", "~"+strings.Join(parts[i:min(i+2, len(parts))], ", "), 296)
	}
}

// components lists the components of a bill that cost something.
func components(b cost.Bill) []string {
	var names []string
	sums := map[string]cost.Cents{}
	for _, l := range b.Lines {
		name, _, _ := strings.Cut(l.Parts[0].Component, " of ") // tasks of the busiest service stand for the tasks of all
		if name[1] >= 'a' {                                     // leave NAT in capitals
			name = strings.ToLower(name[:1]) + name[1:]
		}
		if l.Amount == 0 {
			continue
		}
		if sums[name] == 0 {
			names = append(names, name)
		}
		sums[name] += l.Amount
	}
	if len(names) == 0 {
		return []string{"nothing runs"}
	}
	for i, name := range names {
		names[i] = fmt.Sprintf("%s %.0f", name, float64(sums[name])/100)
	}
	return names
}
