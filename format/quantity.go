package format

import (
	"strconv"
	"strings"

	"crossroads/decision/cost"
)

// Counted writes a quantity of a unit: "180,000 GB-seconds".
func Counted(q cost.Quantity, unit string) string {
	text := q.Rounded(2)
	if text == "0" && !q.IsZero() {
		text = q.Rounded(6)
	}
	return text + " " + unitOf(text, unit)
}

// unitOf is the unit after a figure. Abbreviations have no plural.
func unitOf(figure, unit string) string {
	last := unit[strings.LastIndexAny(unit, " -")+1:]
	if figure == "1" || len(last) < 3 || last == "GiB" || strings.ContainsRune(unit, '(') {
		return unit
	}
	return unit + "s"
}

// PriceWords writes a price as its list prints it: "0.20 USD per 1,000,000 requests".
func PriceWords(p cost.Price, per uint64, unit string) string {
	figure := cost.Whole(per).Text()
	text := p.For(per)
	if i := strings.IndexByte(text, '.'); i >= 0 && len(text)-i == 2 {
		text += "0" // 0.2 is printed as 0.20
	}
	if per == 1 {
		return text + " USD per " + unit
	}
	return text + " USD per " + figure + " " + unitOf(figure, unit)
}

// inWords writes a quantity as people say it, to three digits: "41.3 million".
func inWords(q cost.Quantity) string {
	n, err := strconv.ParseFloat(q.String(), 64)
	if err != nil {
		return q.Text()
	}
	for _, size := range []struct {
		from float64
		name string
	}{{1e12, "trillion"}, {1e9, "billion"}, {1e6, "million"}} {
		if n >= size.from {
			return threeDigits(n/size.from) + NBSP + size.name
		}
	}
	return q.Rounded(2)
}

func threeDigits(n float64) string {
	switch {
	case n >= 100:
		return Coord(float64(int(n + .5)))
	case n >= 10:
		return Coord(float64(int(n*10+.5)) / 10)
	}
	return Coord(float64(int(n*100+.5)) / 100)
}

// AxisValue writes a value of an axis: "41.3 million requests a month".
func AxisValue(field string, q cost.Quantity) string {
	switch field {
	case "requests":
		return inWords(q) + " requests a month"
	case "duration":
		return withUnit(inWords(q), "ms a request")
	case "utilisation":
		return withUnit(inWords(q), "% utilisation")
	}
	return inWords(q)
}

// AxisFigure writes a value of an axis without the words that are clear from the sentence.
func AxisFigure(field string, q cost.Quantity) string {
	switch field {
	case "duration":
		return withUnit(inWords(q), "ms")
	case "utilisation":
		return withUnit(inWords(q), "%")
	}
	return inWords(q)
}

// AxisEstimate is AxisFigure for a value that is not known exactly: it has three digits below a million too.
func AxisEstimate(field string, q cost.Quantity) string {
	n, err := strconv.ParseFloat(q.String(), 64)
	if err != nil || field != "requests" || n >= 1e6 {
		return AxisFigure(field, q)
	}
	n, _ = strconv.ParseFloat(strconv.FormatFloat(n, 'g', 3, 64), 64) // what was just written is a number
	return inWords(cost.Whole(uint64(n)))
}

// withUnit puts a unit after a figure: "512 MB", "60%".
func withUnit(figure, unit string) string {
	if strings.HasPrefix(unit, "%") {
		return figure + unit
	}
	return figure + NBSP + unit
}

// RegionName names an area of the price sheets.
func RegionName(area string) string {
	switch area {
	case "us":
		return "United States"
	case "eu":
		return "Europe"
	case "asia":
		return "Asia"
	}
	return Capital(area)
}

// UnitBeside is the unit to show beside the name of a field, "" where the name has it.
func UnitBeside(f cost.Field) string {
	if strings.Contains(strings.ToLower(f.Name), f.Unit) {
		return ""
	}
	return f.Unit
}
