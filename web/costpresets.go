package web

import (
	"net/url"

	"crossroads/views"
)

// costPreset is a load to begin with. What a case does not state is assumed, and
// said to be.
type costPreset struct {
	name, from     string // from: id of the published case
	facts, assumed string
	load           map[string]string
}

var costPresetList = []costPreset{
	{"Insider: events come in at a steady rate", "insider-web-server",
		"over 4,000 requests a minute before pre-flight calls, milliseconds each, steady.",
		"a pre-flight call for each request, so 8,000 a minute for 730 hours; 10 ms, 128 MB, 1 KB a response, a peak of twice the average.",
		map[string]string{"requests": "350400000", "duration": "10", "memory": "128", "waiting": "50", "peak": "2", "response": "1"}},
	{"Raksul: images are resized now and then", "raksul-images",
		"about 8,000 requests a day of roughly 30 seconds each.",
		"365 days ÷ 12; 1,769 MB, all of it computing, one image at a time, 8 hours a day.",
		map[string]string{"requests": "243333", "duration": "30000", "memory": "1769", "waiting": "0", "concurrency": "1", "hours": "8", "response": "200"}},
	{"Comic Relief: the month of the televised night", "comic-relief",
		"350 donations a second at the peak, under a second each, close to zero otherwise.",
		"2 hours at that rate, 10 requests a donation, so 3,500 requests a second against 9.6 on the average of the month; 300 ms.",
		map[string]string{"requests": "25200000", "duration": "300", "peak": "365"}},
	{"PostNL: notifications around the clock", "postnl",
		"over 100 million messages a day.",
		"365 days ÷ 12; 50 ms, 256 MB, 1 KB a response, a peak of twice the average.",
		map[string]string{"requests": "3041666667", "duration": "50", "memory": "256", "peak": "2", "response": "1"}},
	{"An internal tool that is idle most of the day", "", "",
		"everything: 20,000 requests a month in 9 hours a day, 200 ms, two environments.",
		map[string]string{"requests": "20000", "duration": "200", "hours": "9", "environments": "2"}},
}

// costPresets are those whose case is in the content.
func (s *server) costPresets() []views.CostPreset {
	known := map[string]bool{"": true}
	for _, cat := range s.lib.Comparisons {
		for i := range cat.Cases {
			known[cat.Cases[i].ID] = true
		}
	}
	var list []views.CostPreset
	for _, p := range costPresetList {
		if !known[p.from] {
			continue
		}
		query := url.Values{}
		for id, value := range p.load {
			query.Set(id, value)
		}
		list = append(list, views.CostPreset{Name: p.name, URL: "/cost?" + query.Encode(), Case: p.from, Facts: p.facts, Assumed: p.assumed})
	}
	return list
}
