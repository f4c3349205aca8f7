package web

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"golang.org/x/net/publicsuffix"

	"crossroads/text"
	"crossroads/views"
	"crossroads/web/deliver"
	"crossroads/web/origin"
)

// doctor tells administrators whether a wiki can show the frames, and shows frames in the
// sandboxes that wikis use.
func (s *server) doctor(w http.ResponseWriter, r *http.Request) error {
	p := views.DoctorPage{
		Page: s.page("/embed/doctor", "", "Will it show in your wiki?", describeDoctor),
		From: text.Typed(fields(r, "from").Get("from")),
	}
	p.NoIndex = true
	self, wiki := s.sites(r, p.From, func(message string) {
		p.Problems = append(p.Problems, views.Problem{Field: "from", Message: "from: " + message})
	})
	p.Self = self.String() + s.path
	if wiki != nil {
		p.Wiki = wiki.String()
		for _, source := range s.embedAncestors() {
			p.Sources = append(p.Sources, views.SourceVerdict{Source: source, Covers: origin.Allows(source, self, *wiki),
				Why: origin.WhyNot(source, self, *wiki)})
		}
	}
	p.Findings = s.diagnose(r, self, wiki)
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

// diagnose lists the findings about the frames in a wiki, worst first. Without a wiki it
// lists those about the portal alone.
func (s *server) diagnose(r *http.Request, self origin.Origin, wiki *origin.Origin) []views.Finding {
	list := []views.Finding{s.findAddress(r, self), s.findCheckers(self)}
	list = append(list, s.findProxy(r)...)
	if wiki != nil {
		list = append(list, s.findAncestors(self, *wiki), findContent(self, *wiki), findContext(self, *wiki), findNeighbours(self, *wiki))
	} else if self.Scheme == "http" && !self.OnThisMachine() {
		list = append(list, views.Finding{Tone: views.Warn, Seen: sawHTTP,
			Means: meansMixedContent,
			Do:    doHTTPS, Write: "--base-url=https://" + self.Host})
	}
	list = append(list, s.findIsolation())
	slices.SortStableFunc(list, func(a, b views.Finding) int { return b.Tone.Weight() - a.Tone.Weight() })
	return list
}

// findAncestors checks whether the headers let the wiki show the frames.
func (s *server) findAncestors(self, wiki origin.Origin) views.Finding {
	sources := s.embedAncestors()
	for _, source := range sources {
		if origin.Allows(source, self, wiki) {
			return views.Finding{Tone: views.Good, Seen: fmt.Sprintf(sawCovered, source, wiki),
				Means: meansShown}
		}
	}
	f := views.Finding{Tone: views.Bad, Seen: fmt.Sprintf(sawUncovered, wiki, strings.Join(sources, " ")),
		Means: meansUncovered}
	f.Do, f.Write = doAdd, "--embed-ancestors="+strings.Join(append(slices.Clone(s.cfg.Ancestors), wiki.String()), ",")
	return f
}

// findContent checks for mixed content.
func findContent(self, wiki origin.Origin) views.Finding {
	switch {
	case wiki.Scheme == "http" || self.Scheme == "https":
		return views.Finding{Tone: views.Good, Seen: fmt.Sprintf(sawSchemes, wiki.Scheme, self.Scheme), Means: meansUnmixed}
	case self.OnThisMachine():
		return views.Finding{Tone: views.Warn, Seen: sawLocalPortal, Means: meansLocal,
			Do: doHTTPSLater}
	}
	return views.Finding{Tone: views.Bad, Seen: sawMixed,
		Means: meansBlocked,
		Do:    doHTTPS, Write: "--base-url=https://" + self.Host}
}

// findContext checks whether the frames are secure contexts, which alone have a clipboard.
func findContext(self, wiki origin.Origin) views.Finding {
	if wiki.Secure() && self.Secure() {
		return views.Finding{Tone: views.Good, Seen: "Wiki and portal are secure contexts.", Means: meansClipboard}
	}
	which := "The wiki is"
	if wiki.Secure() {
		which = "The portal is"
	}
	return views.Finding{Tone: views.Note, Seen: fmt.Sprintf(sawInsecure, which),
		Means: meansNoClipboard}
}

// findNeighbours compares the two origins: the same, of one site, or of different sites.
func findNeighbours(self, wiki origin.Origin) views.Finding {
	switch {
	case self == wiki:
		return views.Finding{Tone: views.Warn, Seen: fmt.Sprintf(sawSameOrigin, self),
			Means: meansSameOrigin,
			Do:    doOwnHost}
	case sameSite(self, wiki):
		return views.Finding{Tone: views.Good, Seen: sawSameSite,
			Means: meansSameSite}
	}
	return views.Finding{Tone: views.Note, Seen: sawOtherSite,
		Means: meansOtherSite}
}

// sameSite reports whether two origins have the same scheme and registrable domain.
func sameSite(a, b origin.Origin) bool {
	if a.Scheme != b.Scheme {
		return false
	}
	x, errX := publicsuffix.EffectiveTLDPlusOne(a.Host)
	y, errY := publicsuffix.EffectiveTLDPlusOne(b.Host)
	return a.Host == b.Host || errX == nil && errY == nil && x == y && strings.Trim(a.Host, "0123456789.") != ""
}

// findAddress compares the configured address with the one that was used.
func (s *server) findAddress(r *http.Request, self origin.Origin) views.Finding {
	if s.cfg.BaseURL == "" {
		return findNoAddress(r, self)
	}
	if path := forwardedPath(r); path != "" && path != s.path {
		return views.Finding{Tone: views.Bad, Seen: fmt.Sprintf(sawOtherPath, path, s.cfg.BaseURL),
			Means: meansOtherPath,
			Do:    "Set the address with the path:", Write: "--base-url=" + self.String() + path}
	}
	if at, ok := origin.At(self.Scheme, r.Host); ok && at == s.public {
		return views.Finding{Tone: views.Good, Seen: fmt.Sprintf(sawAddress, s.cfg.BaseURL), Means: "Snippets name the right address."}
	}
	return views.Finding{Tone: views.Warn, Seen: fmt.Sprintf(sawOtherHost, s.cfg.BaseURL, text.Quote(r.Host)),
		Means: meansOtherHost,
		Do:    doCheckAddress, Write: s.cfg.BaseURL + "/embed/doctor"}
}

// findNoAddress suggests a public address. If a proxy names the host that it was asked for,
// readers use that address and not self.
func findNoAddress(r *http.Request, self origin.Origin) views.Finding {
	if at, ok := forwardedSite(r, self); ok && !at.SameHost(self) {
		return views.Finding{Tone: views.Bad, Seen: fmt.Sprintf(sawChangedHost, at, self),
			Means: meansProxyHost,
			Do:    doSetAddress, Write: "--base-url=" + at.String() + forwardedPath(r)}
	}
	if path := forwardedPath(r); path != "" {
		return views.Finding{Tone: views.Bad, Seen: fmt.Sprintf(sawNoAddressBelow, path),
			Means: meansOtherPath,
			Do:    doSetAddress, Write: "--base-url=" + self.String() + path}
	}
	f := views.Finding{Tone: views.Warn, Seen: fmt.Sprintf(sawNoAddress, self),
		Means: meansNoAddress,
		Do:    doSetAddress, Write: "--base-url=" + self.String()}
	if self.OnThisMachine() {
		f.Do, f.Write = doSetExample, "--base-url=https://crossroads.example.org"
	}
	return f
}

// forwardedSite returns the origin in the X-Forwarded headers of a reverse proxy. The proxy
// need not be trusted, since only the sender of the headers sees the response.
func forwardedSite(r *http.Request, self origin.Origin) (origin.Origin, bool) {
	host := r.Header.Get("X-Forwarded-Host")
	if host == "" {
		return origin.Origin{}, false
	}
	scheme := forwardedProto(r)
	if scheme != "http" && scheme != "https" {
		scheme = self.Scheme
	}
	first, _, _ := strings.Cut(host, ",") // the outermost proxy, which readers see
	return origin.At(scheme, strings.TrimSpace(first))
}

// forwardedPath returns the path that a reverse proxy says it removes, or "" for none or
// one that cannot be configured. It is used only for advice: links of pages follow the
// configured address.
func forwardedPath(r *http.Request) string {
	first, _, _ := strings.Cut(r.Header.Get("X-Forwarded-Prefix"), ",")
	_, path, _ := origin.Public("http://any" + strings.TrimSpace(first))
	return path
}

// findProxy checks for a reverse proxy that is not trusted.
func (s *server) findProxy(r *http.Request) []views.Finding {
	if r.Header.Get("X-Forwarded-For") == "" && r.Header.Get("X-Forwarded-Proto") == "" || s.fromProxy(r) {
		return nil
	}
	return []views.Finding{{Tone: views.Note, Doctor: true, Seen: sawUntrusted,
		Means: meansIgnoredProxy,
		Do:    doTrust, Write: "--trusted-proxies=10.0.0.0/8"}}
}

// findCheckers checks the headers as services do that look at them before showing a frame.
func (s *server) findCheckers(self origin.Origin) views.Finding {
	open := slices.Contains(s.embedAncestors(), "*")
	isolated := valueOf(s.headers.Load().of("/embed/decide/"), "Cross-Origin-Embedder-Policy")
	f := views.Finding{Doctor: true}
	switch {
	case !open:
		f.Tone, f.Seen = views.Note, "Not every site may show frames."
		f.Means = meansList
		f.Do, f.Write = doAnyHTTPS, "--embed-ancestors=any-https"
	case isolated != "" && isolated != "unsafe-none":
		f.Tone, f.Seen = views.Note, fmt.Sprintf(sawAllIsolated, isolated)
		f.Means = meansIsolated
	default:
		f.Tone, f.Seen = views.Good, sawAll
		f.Means = fmt.Sprintf(meansChecked, self)
	}
	return f
}

// findIsolation checks whether wikis that are cross-origin isolated can show the frames.
func (s *server) findIsolation() views.Finding {
	if policy := valueOf(s.headers.Load().of("/embed/decide/"), "Cross-Origin-Embedder-Policy"); policy != "" {
		return views.Finding{Tone: views.Good, Doctor: true, Seen: fmt.Sprintf(sawIsolated, policy), Means: meansShownIsolated}
	}
	return views.Finding{Tone: views.Note, Doctor: true, Seen: "The frames send no Cross-Origin-Embedder-Policy.",
		Means: meansNotIsolated,
		Do:    "Only for such a wiki:", Write: "--embed-cross-origin-isolation"}
}
