package figure

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Days as people write them. In numbers alone, with the year at the end, points
// stand between day and month; with "/" or "-" some put the month first.
var (
	yearFirst = regexp.MustCompile(`^([0-9]{4})[-/.年] ?([0-9]{1,2})[-/.月] ?([0-9]{1,2})日?\.?(?:[t ]([0-9]{2}):[0-9:.]+(z|[-+][0-9:]+)?)?$`)
	utc       = regexp.MustCompile(`^(?:z|[-+]00:?(?:00)?)$`)
	unspaced  = regexp.MustCompile(`^([0-9]{4})([0-9]{2})([0-9]{2})$`)
	dayFirst  = regexp.MustCompile(`^([0-9]{1,2})\. ?([0-9]{1,2})\. ?([0-9]{4})\.?$`)
	yearLast  = regexp.MustCompile(`^([0-9]{1,2})[-/]([0-9]{1,2})[-/]([0-9]{4})$`)
	dayWord   = regexp.MustCompile(`^([0-9]{1,2})(?:st|nd|rd|th)?(?:\.?[ -]|\. ?| of )([a-z]+)(?:\.?,? |-)([0-9]{4})$`)
	weekday   = regexp.MustCompile(`^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?(?:\.,?|,)? `)
	wordDay   = regexp.MustCompile(`^([a-z]+)\.? ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})$`)
)

// Day reads a day of this or a near century where there is one way to read it, and
// writes it as 2027-05-31. An empty text is no day, and right. Of a time with a zone the day
// counts that it has there; a time in UTC has none, since programs write midnight of the next
// day in Asia or Europe so. A weekday must be that of the day.
func Day(text string) (day string, ok bool) {
	plain, ok := simple(text)
	if plain = strings.ToLower(plain); plain == "" || !ok || len(plain) > maxText {
		return "", ok && plain == ""
	}
	named := weekday.FindString(plain)
	day, ok = dayOf(plain[len(named):])
	if ok && named != "" {
		t, err := time.Parse(time.DateOnly, day)
		if err != nil || !strings.EqualFold(t.Weekday().String()[:3], named[:3]) {
			return "", false // which of the two is wrong cannot be seen
		}
	}
	return day, ok
}

// NotDay says why a text that Day does not read is no day, "" where it does not look like one.
func NotDay(text string) string {
	plain, _ := simple(text)
	plain = strings.ToLower(plain)
	rest := plain[len(weekday.FindString(plain)):]
	switch day, right := dayOf(rest); {
	case right && rest != plain:
		return day + " is another weekday."
	case right:
		return ""
	}
	if found := yearLast.FindStringSubmatch(rest); found != nil {
		if first, ok := date(found[3], found[1], found[2]); ok {
			second, _ := date(found[3], found[2], found[1])
			return "It can be " + min(first, second) + " or " + max(first, second) + "."
		}
	}
	if found := yearFirst.FindStringSubmatch(rest); found != nil {
		if _, ok := date(found[1], found[2], found[3]); ok { // only its time is in the way
			return "With its time it can be the day after."
		}
	}
	for _, form := range []*regexp.Regexp{yearFirst, unspaced, dayFirst, yearLast} {
		if form.MatchString(rest) {
			return "There is no such day from 2000 to 2199."
		}
	}
	return ""
}

// dayOf reads a day without the name of its weekday.
func dayOf(plain string) (day string, ok bool) {
	if found := yearFirst.FindStringSubmatch(plain); found != nil {
		if utc.MatchString(found[5]) && found[4] >= "10" || found[4] >= "24" { // in the writer's zone it may be the next day
			return "", false
		}
		return date(found[1], found[2], found[3])
	}
	if found := unspaced.FindStringSubmatch(plain); found != nil {
		return date(found[1], found[2], found[3])
	}
	if found := dayFirst.FindStringSubmatch(plain); found != nil {
		return date(found[3], found[2], found[1])
	}
	if found := yearLast.FindStringSubmatch(plain); found != nil {
		return either(found[3], found[1], found[2])
	}
	if found := dayWord.FindStringSubmatch(plain); found != nil {
		return date(found[3], month(found[2]), found[1])
	}
	if found := wordDay.FindStringSubmatch(plain); found != nil {
		return date(found[3], month(found[1]), found[2])
	}
	return "", false
}

// either is the one day that two numbers can mean.
func either(year, a, b string) (string, bool) {
	first, right := date(year, a, b)
	second, also := date(year, b, a)
	switch {
	case right && also && first != second:
		return "", false
	case right:
		return first, true
	}
	return second, also
}

// month is the number of a month by its name or the first letters of that.
func month(name string) string {
	for m := time.January; m <= time.December; m++ {
		if full := strings.ToLower(m.String()); len(name) >= 3 && strings.HasPrefix(full, name) || name == "sept" && m == time.September {
			return strconv.Itoa(int(m))
		}
	}
	return ""
}

func date(year, month, day string) (string, bool) {
	y, err1 := strconv.Atoi(year)
	m, err2 := strconv.Atoi(month)
	d, err3 := strconv.Atoi(day)
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	if slices.ContainsFunc([]error{err1, err2, err3}, func(err error) bool { return err != nil }) ||
		y < 2000 || y >= 2200 || t.Month() != time.Month(m) || t.Day() != d {
		return "", false
	}
	return t.Format(time.DateOnly), true
}
