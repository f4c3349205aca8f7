package web

import (
	"net/http"

	"crossroads/text"
	"crossroads/views"
	"crossroads/web/deliver"
)

// doctor tells an administrator what a wiki will see of the frames, and shows
// them in the sandboxes that wikis use.
func (s *server) doctor(w http.ResponseWriter, r *http.Request) error {
	p := views.DoctorPage{
		Page: s.page("/embed/doctor", "", "Will it show in your wiki?", "What a wiki will see of the frames of this portal, and what to change."),
		From: text.Typed(r.URL.Query().Get("from")),
	}
	p.NoIndex = true
	self, wiki := s.sites(r, p.From, func(message string) {
		p.Problems = append(p.Problems, views.Problem{Field: "from", Message: "from: " + message})
	})
	p.Self = self.String()
	if wiki != nil {
		p.Wiki = wiki.String()
		for _, source := range s.embedAncestors() {
			p.Sources = append(p.Sources, views.SourceVerdict{Source: source, Covers: allows(source, self, *wiki), Why: whyNot(source, self, *wiki)})
		}
	}
	p.Findings = s.diagnose(r, self, wiki)
	p.Preview = s.framed(self, self)
	p.Probe = "/embed/decide/" + s.lib.Comparisons[0].Slug
	for _, h := range s.headersAt(r).of(p.Probe) {
		for _, value := range h.Values {
			p.Headers = append(p.Headers, views.HeaderLine{Name: h.Name, Value: value})
		}
	}
	p.Variants = views.SandboxVariants(p.Probe)
	status := http.StatusOK
	if len(p.Problems) > 0 {
		status = http.StatusUnprocessableEntity
	}
	h := w.Header()
	h["X-Robots-Tag"] = deliver.NoIndex
	return s.sendPage(w, r, status, views.Doctor(p))
}

// whyNot is in which respect a source misses an origin, "" when it covers it.
func whyNot(source string, self, from site) string {
	if allows(source, self, from) {
		return ""
	}
	if source == "'self'" {
		return "Pages of this portal only."
	}
	if source == "https:" {
		return "Pages at https addresses only."
	}
	twin := site{"https", from.host, from.port}
	if from.usual() {
		twin.port = 443
	}
	// what would have to be different
	for _, other := range []struct {
		from site
		why  string
	}{
		{twin, "The wiki is at http, the list says https."},
		{site{from.scheme, from.host, usualPort(from.scheme)}, "The wiki has a port, the list does not name it."},
		{site{"https", from.host, 443}, "The wiki is at http with a port, the list says https without."},
		{site{from.scheme, "below." + from.host, from.port}, "It covers hosts below " + from.host + ", not that host itself."},
	} {
		if allows(source, self, other.from) {
			return other.why
		}
	}
	if o, wrong := parseSite(source); wrong == "" && o.host == from.host {
		return "The list names another port."
	}
	return "Another host."
}
