package web

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"crossroads/link"
	"crossroads/static"
	"crossroads/text"
	"crossroads/web/account"
	"crossroads/web/audience"
	"crossroads/web/comment"
	"crossroads/web/deliver"
	"crossroads/web/form"
	"crossroads/wrong"
)

// handler wraps the routes in the middleware, outermost first. Fixed pages are served before the
// router is asked.
func (s *server) handler() http.Handler {
	h := s.router
	h = s.limit(h)
	h = s.cached(h)
	h = s.recognised(h)
	h = s.canonical(h)
	h = s.secure(h)
	h = s.hosted(h)
	h = s.below(h)
	return s.observe(h)
}

// route lists every address of the portal, one on each line. Fixed pages, which are the same for
// all readers, follow the handler of their address: they are made once and served from memory
// before the router is asked, unless a request has a query.
func (s *server) route() error {
	e := s.newRouter()
	on := func(method, path string, h handler) { e.Add(method, path, s.adapt(h)) }
	get := func(path string, h handler, pages ...fixed) {
		on(http.MethodGet, path, h)
		on(http.MethodHead, path, h)
		for _, page := range pages {
			page.Route = path
			s.fixed[page.path] = page.Fixed
		}
	}
	spec, err := specification(s.path)
	if err != nil {
		return err
	}
	exported, err := assessmentSchema()
	if err != nil {
		return err
	}
	schemas, err := s.schemaPages()
	if err != nil {
		return err
	}

	// reading
	get("/", s.only(noPage), fixedHTML("/", s.homePage))
	get("/articles", s.articles, fixedHTML("/articles", s.allArticles))
	get("/articles/:slug", s.only(noArticle), s.articlePages()...)
	get("/method", s.only(noPage), fixedHTML("/method", s.methodPage))
	get("/claims", s.claims, fixedHTML("/claims", s.allClaims).daily())
	get("/glossary", s.only(noPage), fixedHTML("/glossary", s.glossaryPage))
	get("/updates", s.only(noPage), fixedHTML("/updates", s.updatesPage).daily())
	get("/search", s.search, fixedHTML("/search", s.emptySearch))
	get("/cases", s.cases, fixedHTML("/cases", s.allCases))
	get("/cases/:id", s.only(noCase), s.casePages()...)
	get("/panel", s.only(noSituations), s.panelList()...)
	get("/panel/pages/:page", s.only(noSituationList))
	get("/panel/of/:comparison", s.only(noSituationsOf))
	get("/panel/of/:comparison/:page", s.only(noSituationList))
	get("/panel/:id", s.only(noSituation), s.situationPages()...)
	get("/options/:comparison/:option", s.only(saidNoOption), s.optionPages()...)
	get("/diagrams/:name", s.only("There is no drawing at this address."), s.diagramPages()...)

	// counting
	get("/cost", s.costPage, s.costFixed())
	get("/cost/figures", s.costPart)
	get("/cost.csv", s.costCSV)
	get("/cost.xlsx", s.costXLSX)
	get("/cost.json", s.costJSON)

	// comparing and deciding
	get("/compare", s.choose("compare"), s.choosePages("compare", "What do you want to compare?", describeHome)...)
	get("/compare/:comparison", s.compare, s.comparePages("/compare/")...)
	get("/compare/:comparison/effects", s.only("There is no comparison at this address."), s.effectPages()...)
	get("/compare/:comparison/effects/answers", s.only("There is no comparison at this address."), s.answerPages()...)
	get("/decide", s.choose("decide"), s.choosePages("decide", "What do you have to decide?", describeHome)...)
	get("/decide/:comparison", s.decide, s.decidePages("/decide/")...)
	get("/decide/:comparison/standing", s.standing)
	get("/decide/:comparison/result", s.result)
	get("/decide/:comparison/result/workings", s.workings)
	get("/decide/:comparison/result"+codeName, s.resultCode)
	get("/decide/:comparison/beside", s.beside)
	for _, f := range cardFiles {
		get("/decide/:comparison/"+f.name, s.only(noPage), s.cardPages(f)...)
	}

	// saved assessments
	on(http.MethodPost, "/assessments", s.storing(s.save))
	get("/assessments", s.noList)
	get("/assessments/import", s.importForm)
	on(http.MethodPost, "/assessments/import", s.storing(s.importFile))
	get("/a/:id", s.share)
	get("/a/:id/r/:number", s.share)
	get("/a/:id"+codeName, s.sharedCode)
	get("/a/:id/r/:number"+codeName, s.sharedCode)
	get("/a/:id/r/:number/workings", s.sharedWorkings)
	get("/a/:id/r/:number/again", s.again)
	get("/a/:id/history", s.history)
	on(http.MethodPost, "/a/:id/history", s.changeHistory)
	on(http.MethodPost, "/a/:id/merge", s.storing(s.merge))
	get("/a/:id/round", s.teamRound)
	on(http.MethodPost, "/a/:id/round", s.changeRound)
	get("/t/:token", s.takePart)
	on(http.MethodPost, "/t/:token", s.storing(s.speak))
	on(http.MethodPost, "/a/:id/open", s.openClosed)
	audiences := audience.Pages{Site: accountSite{s}, People: s.account, Assess: s.assess}
	get("/a/:id/audience", audiences.Show)
	on(http.MethodPost, "/a/:id/audience", audiences.Change)
	comments := comment.Pages{Site: accountSite{s}, People: s.account, Assess: s.assess}
	get("/a/:id/comments", comments.List)
	on(http.MethodPost, "/a/:id/comments", comments.Change)
	get("/a/:id/report.json", s.sharedReport)
	get("/a/:id/r/:number/report.json", s.sharedReport)
	for _, e := range exports {
		get("/a/:id/"+e.name, s.exported(e))
		get("/a/:id/r/:number/"+e.name, s.exported(e))
	}
	for _, f := range reminderForms {
		get("/a/:id/"+f.name, s.reminders(f))
		get("/portfolio/"+f.name, listed(s.portfolioReminders(f), filterFields...))
	}
	get("/mine", s.mine)
	get("/diff", s.diffForm)
	get("/diff/:id/:id2", s.diff)
	get("/a/:id/edit", s.edit)
	on(http.MethodPost, "/a/:id/edit", s.change)

	get("/portfolio", filterable(s.portfolio))
	on(http.MethodPost, "/portfolio/reviews", s.setReviews)
	for _, f := range listForms {
		get("/portfolio/"+f.name, listed(s.portfolioExport(f), filterFields...))
	}

	// people and programs
	people := s.account.With(accountSite{s})
	get(account.SignInPath, people.SignIn)
	get("/sign-in/callback", people.Callback)
	on(http.MethodPost, "/sign-out", people.SignOut)
	on(http.MethodPost, "/sign-out/issuer", s.fewWrong(people.SignedOut))
	get(account.AccountPath, people.Account)
	get("/tokens", people.Tokens)
	on(http.MethodPost, "/tokens", people.ChangeTokens)
	get("/audit", filtered(people.Audit, account.AuditFields...))
	get("/webhooks", filtered(people.Webhooks, append(account.DeliveryFields, "sent")...))
	on(http.MethodPost, "/webhooks", people.ResendWebhook)

	// frames for other sites
	get("/embed/decide", s.firstComparison(framePrefix))
	get("/embed", s.embedPage)
	get("/embed/doctor", s.doctor)
	get("/embed/:file", s.only(noPage), extensionPages()...)
	get("/embed/decide/:comparison", s.decide, s.decidePages(framePrefix)...)
	get("/embed/decide/:comparison/standing", s.standing)
	get("/embed/decide/:comparison/result", s.result)
	get("/embed/compare", s.firstComparison("/embed/compare/"))
	get("/embed/compare/:comparison", s.compare, s.comparePages("/embed/compare/")...)
	get("/embed/a/:id", s.share)
	get("/embed/a/:id/r/:number", s.share)
	on(http.MethodPost, frameSavePath, s.storing(s.saveFrame))
	on(http.MethodOptions, frameSavePath, s.preflight)
	get("/embed.js", s.loader(static.Loader(), deliver.Hourly))
	for _, l := range static.Loaders() {
		get(l.URL, s.loader(l, deliver.ForEver))
	}
	get(oembedPath, s.oembed)

	// JSON API
	get("/api", s.only(noPage), fixedHTML("/api", s.apiDoc))
	get("/api/v1/openapi.json", s.only(noPage), fixedJSON("/api/v1/openapi.json", func() any { return spec }))
	get("/api/v1/comparisons", s.only(noPage), fixedJSON("/api/v1/comparisons", func() any { return comparisonsJSON(s.lib.Comparisons) }))
	get("/api/v1/comparisons/:comparison", s.only("There is no comparison at this address."), s.comparisonDocs()...)
	on(http.MethodPost, "/api/v1/comparisons/:comparison/evaluate", s.apiEvaluate)
	on(http.MethodPost, "/api/v1/cost", s.apiCost)
	get("/api/v1/prices", s.only(noPage), fixedJSON("/api/v1/prices", s.prices))
	get("/api/v1/assessment.schema.json", s.only(noPage), fixedJSON("/api/v1/assessment.schema.json", func() any { return exported }))
	on(http.MethodPost, "/api/v1/assessments", s.storing(s.apiCreate))
	on(http.MethodPost, "/api/v1/assessments/import", filtered(s.storing(s.apiImport), "anew", "edits"))
	get("/api/v1/assessments/:id/export", s.apiExport)
	on(http.MethodPost, "/api/v1/assessments/:id/merge", s.apiMerge)
	get("/api/v1/assessments/:id", ofAssessment(s.apiGet))
	on(http.MethodPut, "/api/v1/assessments/:id", ofAssessment(s.apiPut))
	on(http.MethodDelete, "/api/v1/assessments/:id", ofAssessment(s.apiDelete))
	get("/api/v1/assessments/:id/revisions", filtered(s.apiHistory, "before", "limit"))
	get("/api/v1/assessments/:id/revisions/:number", s.apiRevision)
	get("/api/v1/assessments/:id/revisions/:number/export", s.apiExport)
	get("/api/v1/assessments/:id/revisions/:number/again", s.apiAgain)
	on(http.MethodPut, "/api/v1/assessments/:id/revisions/:number/milestone", s.apiMark)
	on(http.MethodPost, "/api/v1/assessments/:id/revisions/:number/restore", s.apiRestore)
	on(http.MethodPut, "/api/v1/assessments/:id/life", s.apiArrange)
	on(http.MethodPost, "/api/v1/assessments/:id/key", s.apiRotate)
	on(http.MethodPost, "/api/v1/assessments/:id/links", s.apiRevoke)
	get("/api/v1/assessments/:id/audience", audiences.APIGet)
	on(http.MethodPut, "/api/v1/assessments/:id/audience", audiences.APISet)
	get("/api/v1/assessments/:id/comments", comments.APIList)
	on(http.MethodPost, "/api/v1/assessments/:id/comments", comments.APIAdd)
	on(http.MethodPut, "/api/v1/assessments/:id/comments/:number", comments.APIHide)
	get("/api/v1/assessments/:id/round", s.apiRound)
	on(http.MethodPost, "/api/v1/assessments/:id/round", s.apiOpenRound)
	on(http.MethodPost, "/api/v1/assessments/:id/round/reveal", s.apiReveal)
	on(http.MethodPost, "/api/v1/rounds/:token", s.storing(s.apiSpeak))

	get("/api/v1/diff/:id/:id2", filtered(s.apiDiff, "r", "r2"))
	get("/api/v1/portfolio", filtered(s.apiPortfolio, append(apiFilterFields, "after", "limit")...))
	get("/api/v1/tokens", people.APITokens)
	on(http.MethodPost, "/api/v1/tokens", people.APIMakeToken)
	on(http.MethodDelete, "/api/v1/tokens/:number", people.APIRevokeToken)
	get("/api/v1/audit", filtered(people.APIAudit, append(account.AuditFields, "limit")...))
	get("/api/v1/audit.jsonl", filtered(people.AuditLines, account.AuditFields...))
	get("/api/v1/audit.csv", filtered(people.AuditCSV, account.AuditFields...))
	get("/api/v1/webhooks/deliveries", filtered(people.APIDeliveries, append(account.DeliveryFields, "limit")...))
	on(http.MethodPost, "/api/v1/webhooks/deliveries/:number/again", people.APIResendWebhook)
	get("/api/v1/portfolio/counts", filtered(s.apiPortfolioCounts, apiFilterFields...))
	on(http.MethodPost, "/api/v1/portfolio/reviews", s.apiSetReviews)

	// machines
	get("/schemas/:name", s.only(noPage), schemas...)
	get("/healthz", s.healthz)
	get("/readyz", s.readyz)
	get("/robots.txt", s.robots)
	get("/feed.xml", s.feed, s.xmlPages("/feed.xml", typeAtom, s.feedDocument)...)
	get("/sitemap.xml", s.sitemap, s.xmlPages("/sitemap.xml", typeXML, s.sitemapDocument)...)
	get("/favicon.ico", s.favicon)
	get("/static/*", s.staticFile)

	for _, own := range e.Routes() {
		if firstOf(own.Path) == firstOf(s.path) && s.path != "" {
			return fmt.Errorf("--base-url (CROSSROADS_BASE_URL): the portal has addresses of its own below /%s; write another path than %s",
				firstOf(s.path), s.path)
		}
	}
	s.router = e
	return nil
}

// newRouter is a router without routes.
func (s *server) newRouter() *echo.Echo {
	e := echo.New()
	e.HideBanner = true
	e.IPExtractor = s.address
	e.HTTPErrorHandler = s.answerRouting
	e.Use(noteRoute)
	return e
}

// handler responds to a request, or returns the error to respond with. The named pieces of a
// route are path values of the request.
type handler func(w http.ResponseWriter, r *http.Request) error

// adapt turns a handler into one of the router's. Only this file knows the router.
func (s *server) adapt(h handler) echo.HandlerFunc {
	return func(c echo.Context) error {
		w, r := c.Response().Writer, c.Request()
		for i, name := range c.ParamNames() {
			r.SetPathValue(name, c.ParamValues()[i])
		}
		if err := h(w, r); err != nil {
			s.answerError(w, r, err)
		}
		return nil
	}
}

// filtered refuses a query of which some field would be dropped, since the answer would then be about more than was
// asked for: one that cannot be read, that has another name than these, or that is there twice.
func filtered(h handler, names ...string) handler {
	return filterable(func(w http.ResponseWriter, r *http.Request) error {
		query := r.URL.Query()
		for _, name := range slices.Sorted(maps.Keys(query)) {
			if !slices.Contains(names, name) {
				return noParameter(name, names)
			}
			if len(query[name]) > 1 {
				return givenTwice(name)
			}
		}
		return h(w, r)
	})
}

// listed is filtered for a file whose address people pass on: damage on the way is undone first.
func listed(h handler, names ...string) handler {
	return filterable(func(w http.ResponseWriter, r *http.Request) error {
		unknown, twice := form.Strange(r.URL.RawQuery, names)
		switch {
		case len(unknown) > 0:
			return noParameter(unknown[0], names)
		case len(twice) > 0:
			return givenTwice(twice[0])
		}
		return h(w, r)
	})
}

// filterable refuses a query that cannot be read.
func filterable(h handler) handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		if _, err := url.ParseQuery(r.URL.RawQuery); err != nil {
			return wrong.Input{Field: "query", Message: mustEscape}
		}
		return h(w, r)
	}
}

func noParameter(name string, names []string) error {
	return wrong.Input{Field: text.Typed(name), Message: fmt.Sprintf(mustKnown, text.Quote(name), strings.Join(names, ", "))}
}

func givenTwice(name string) error {
	return wrong.Input{Field: name, Message: fmt.Sprintf(mustOnce, text.Quote(name))}
}

// ofAssessment refuses what the address of the import, which looks like that of an assessment, does not take.
func ofAssessment(h handler) handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		if r.PathValue("id") == "import" {
			w.Header()["Allow"] = []string{http.MethodPost}
			return &fault{status: http.StatusMethodNotAllowed, message: saidWrongMethod}
		}
		return h(w, r)
	}
}

// leads reports whether there may be something at a path. Whether an assessment exists is not
// asked.
func (s *server) leads(path string) bool {
	if s.fixed[path] != nil {
		return true
	}
	e := s.router.(*echo.Echo)
	c := e.NewContext(nil, nil)
	e.Router().Find(http.MethodGet, path, c)
	for i, name := range c.ParamNames() {
		known := false
		switch value := c.ParamValues()[i]; name {
		case "id", "id2", "token":
			known = link.IsID(value)
		case "comparison":
			_, known = s.lib.Comparison(value)
		case "number":
			number, err := strconv.Atoi(value)
			known = err == nil && strconv.Itoa(number) == value
		}
		if !known {
			return false
		}
	}
	return c.Path() != ""
}

// answerRouting answers a request that no route takes.
func (s *server) answerRouting(err error, c echo.Context) {
	if routing := (*echo.HTTPError)(nil); errors.As(err, &routing) {
		f := &fault{status: routing.Code, message: http.StatusText(routing.Code), err: err}
		switch routing.Code {
		case http.StatusNotFound:
			f = &fault{status: routing.Code, message: "There is no page at this address."}
		case http.StatusMethodNotAllowed:
			f = &fault{status: routing.Code, message: saidWrongMethod}
		}
		err = f
	}
	s.answerError(c.Response().Writer, c.Request(), err)
}

// noteRoute notes which pattern matched for the access log.
func noteRoute(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		recorderOf(c.Response()).route = c.Path()
		return next(c)
	}
}

// clientAddress returns a function that finds the address of a client. X-Forwarded-For counts only
// as far as trusted proxies have written it: from its end to the first address that is none of
// theirs. Unread is called with an entry of theirs that is no address.
func clientAddress(proxies []netip.Prefix, unread func(entry string)) func(*http.Request) string {
	direct := echo.ExtractIPDirect()
	if len(proxies) == 0 {
		return direct
	}
	return func(r *http.Request) string {
		found := direct(r)
		at, err := netip.ParseAddr(found)
		if err != nil || r.Header["X-Forwarded-For"] == nil {
			return found
		}
		entries := strings.Split(strings.Join(r.Header["X-Forwarded-For"], ","), ",")
		for _, entry := range slices.Backward(entries) {
			if !within(proxies, at) {
				break
			}
			if at, err = forwardedAddress(entry); err != nil {
				unread(entry)
				break
			}
			found = at.String()
		}
		return found
	}
}

// within reports whether one of several networks has an address.
func within(networks []netip.Prefix, at netip.Addr) bool {
	return slices.ContainsFunc(networks, func(p netip.Prefix) bool { return p.Contains(at.Unmap()) })
}

// forwardedAddress reads an entry of X-Forwarded-For, where some proxies write the port too.
func forwardedAddress(entry string) (netip.Addr, error) {
	entry = strings.Trim(entry, " \t\"")
	if both, err := netip.ParseAddrPort(entry); err == nil {
		return both.Addr().Unmap(), nil
	}
	at, err := netip.ParseAddr(strings.TrimSuffix(strings.TrimPrefix(entry, "["), "]"))
	return at.Unmap(), err
}

// firstOf returns the first segment of a path: "embed" of "/embed/decide".
func firstOf(path string) string {
	first, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	return first
}
