package web

import (
	"context"
	"fmt"
	"net/http"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"crossroads/assess"
	"crossroads/content"
	"crossroads/decision"
	"crossroads/export"
	"crossroads/link"
	"crossroads/record"
	"crossroads/text"
	"crossroads/views"
	"crossroads/web/deliver"
	"crossroads/wrong"
)

// exportForm is one of the forms in which a saved assessment leaves the portal.
type exportForm struct {
	name        string // last piece of its address
	contentType string
	file        string // suffix of the name under which browsers keep it, "" to show it
	headers     []deliver.Header
	write       func(s *server, rec export.Record) ([]byte, error)
	picture     func(rec export.Record) export.Card      // in place of write
	numbered    func(rec export.Record, to place) []byte // write for one that goes among others; nil when there is no such form
	ownAddress  bool                                     // it names the address under which it was asked for
}

var exports = []exportForm{
	{name: "adr.md", contentType: "text/markdown; charset=utf-8", file: ".md", ownAddress: true,
		write:    func(_ *server, rec export.Record) ([]byte, error) { return []byte(export.ADR(rec)), nil },
		numbered: placedADR},
	{name: "scores.csv", contentType: "text/csv; charset=utf-8; header=present", file: "-scores.csv",
		write: func(_ *server, rec export.Record) ([]byte, error) {
			return []byte(export.Mark + export.ScoresCSV(rec)), nil
		}},
	{name: "scores.xlsx", contentType: typeXLSX, file: "-scores.xlsx",
		write: func(_ *server, rec export.Record) ([]byte, error) { return export.XLSX(export.ScoresCSV(rec)) }},
	{name: "report.html", contentType: deliver.TypeHTML, file: ".html", headers: alone, ownAddress: true, write: exportHTML},
	{name: "card.svg", contentType: deliver.TypeSVG, headers: picture, ownAddress: true,
		write: func(_ *server, rec export.Record) ([]byte, error) { return []byte(export.NewCard(rec).SVG()), nil }},
	{name: "card.png", contentType: deliver.TypePNG, headers: picture, ownAddress: true, picture: export.NewCard},
	{name: "strip.svg", contentType: deliver.TypeSVG, headers: picture,
		write: func(_ *server, rec export.Record) ([]byte, error) { return []byte(export.NewStrip(rec).SVG()), nil }},
	{name: "strip.png", contentType: deliver.TypePNG, headers: picture, picture: export.NewStrip},
	{name: "export.json", contentType: deliver.TypeJSON, file: ".json", ownAddress: true,
		write: func(_ *server, rec export.Record) ([]byte, error) {
			return assess.Export(rec.Saved, rec.Comments, rec.URL)
		}},
}

// place is where a decision record goes among others.
type place struct {
	number int  // from 1; 0 for a record that stands alone
	tools  bool // adr-tools reads it
}

func placedADR(rec export.Record, to place) []byte {
	if to.tools {
		return []byte(export.ToolsADR(rec, to.number))
	}
	return []byte(export.NumberedADR(rec, to.number))
}

const typeXLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

var (
	// alone is for a file that carries its own styles and may do nothing else.
	alone = []deliver.Header{header("Content-Security-Policy",
		"default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; sandbox")}
	// picture is for images that other sites show.
	picture = []deliver.Header{
		header("Access-Control-Allow-Origin", "*"),
		header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox"),
		header("Cross-Origin-Resource-Policy", "cross-origin"),
	}
)

// exportHTML is the report as one file. Its links into the portal are absolute.
func exportHTML(s *server, rec export.Record) ([]byte, error) {
	origin, _, _ := strings.Cut(rec.URL, "/a/"+rec.Saved.ID)
	p := views.SavedPage{
		Page: s.page("", "", rec.Saved.Title, rec.Report.Headline), Saved: rec.Saved, Report: rec.Report,
		NoteHTML: content.Markdown(rec.Saved.Note), ShareURL: rec.URL, Origin: origin,
	}
	return component(func() markup { return views.Offline(p) })(link.Under(context.Background(), s.path))
}

// exported answers with a finished file, which is kept like a share page: a
// stored revision never changes.
func (s *server) exported(e exportForm) handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		id, number, err := revisionParams(r)
		if err != nil {
			return err
		}
		h := w.Header()
		to, err := placeOf(r, e)
		if err != nil {
			return err
		}
		key := deliver.Key{ID: id, Number: number, Kind: e.name}
		if to.number > 0 {
			key.Kind += strconv.Itoa(to.number) + map[bool]string{true: " tools"}[to.tools]
		}
		if e.ownAddress {
			key.Origin = s.base(r)
		}
		finished, err := s.finished(r.Context(), key, func() (saved record.Saved, v *deliver.Variants, err error) {
			if e.picture == nil { // one that is not drawn needs no place
				leave, err := s.assess.Enter(r.Context(), pricePage)
				if err != nil {
					return saved, nil, err
				}
				defer leave()
			}
			rec, err := s.record(r, id, number)
			if err != nil {
				return saved, nil, err
			}
			if v, err = s.export(r, e, rec, to); err != nil {
				return saved, nil, fmt.Errorf("writing %s: %w", e.name, err)
			}
			return rec.Saved, v, nil
		})
		if err != nil {
			return err
		}
		h["X-Robots-Tag"] = deliver.NoIndex
		for _, set := range e.headers {
			h[set.Name] = set.Values
		}
		finished.Serve(w, r, deliver.Private)
		return nil
	}
}

// placeOf reads "?number=12&for=adr-tools", the place of a decision record among those
// of a repository.
func placeOf(r *http.Request, e exportForm) (to place, err error) {
	typed, reader := r.URL.Query().Get("number"), r.URL.Query().Get("for")
	if e.numbered == nil || typed == "" && reader == "" {
		return to, nil
	}
	to.tools = reader == "adr-tools"
	if reader != "" && !to.tools {
		return to, wrong.Input{Field: "for", Message: "must be adr-tools"}
	}
	if to.number, err = strconv.Atoi(typed); err != nil || to.number < 1 || to.number > 9999 {
		return to, wrong.Input{Field: "number", Message: "must be a whole number from 1 to 9999"}
	}
	return to, nil
}

func (s *server) export(r *http.Request, e exportForm, rec export.Record, to place) (*deliver.Variants, error) {
	if e.picture != nil {
		return s.picture(r, e.picture(rec))
	}
	var raw []byte
	var err error
	nth := "" // in the name of the file
	if to.number > 0 {
		raw, nth = e.numbered(rec, to), fmt.Sprintf("%04d-", to.number)
	} else if raw, err = e.write(s, rec); err != nil {
		return nil, err
	}
	finished := deliver.New(e.contentType, raw, deliver.Light)
	if e.file != "" {
		plain, name := fileNames(rec.Saved.Title)
		finished.Attach(nth+plain+e.file, nth+name+e.file)
	}
	return finished, nil
}

// revisionParams reads the id and the revision of an address; 0 is the latest.
func revisionParams(r *http.Request) (id string, number int, err error) {
	if r.PathValue("number") != "" {
		number, err = pathNumber(r)
	}
	return r.PathValue("id"), number, err
}

// addressed reads the revision that an address names.
func (s *server) addressed(r *http.Request) (record.Saved, error) {
	id, number, err := revisionParams(r)
	if err != nil {
		return record.Saved{}, err
	}
	return s.assess.Load(r.Context(), id, number)
}

// record reads an assessment with its report, ready to be written in any form.
func (s *server) record(r *http.Request, id string, number int) (export.Record, error) {
	rec, err := s.assess.LoadRecord(r.Context(), id, number)
	if err != nil {
		return export.Record{}, err
	}
	comments, err := s.comments(r, rec.Saved)
	if err != nil {
		return export.Record{}, err
	}
	address := s.base(r) + "/a/" + rec.ID + "/r/" + strconv.Itoa(rec.Number)
	return export.Record{Portal: s.site.Name, Catalogue: s.site.CatalogueOf(rec.Comparison), Saved: rec.Saved, Report: rec.Report,
		Comments: comments, URL: address}, nil
}

// devices are names that no file can have on Windows, whatever follows them.
var devices = strings.Fields("con prn aux nul com1 com2 com3 com4 com5 com6 com7 com8 com9 lpt1 lpt2 lpt3 lpt4 lpt5 lpt6 lpt7 lpt8 lpt9")

// shapeless reports whether a word has no letter: what joins pictures stands alone once
// they are taken out.
func shapeless(word string) bool {
	return !strings.ContainsFunc(word, func(c rune) bool { return unicode.In(c, unicode.L, unicode.N) })
}

// fileNames are two names for a file with a title: one in the letters that every
// system takes, and one in those of the title. A plain name that had to leave letters
// out would be misleading, so it is none of the title at all.
func fileNames(title string) (plain, name string) {
	name = strings.Join(strings.FieldsFunc(strings.ToLower(title), func(c rune) bool {
		return !unicode.In(c, unicode.L, unicode.M, unicode.N) && c != '\u200d' && c != '\u200c'
	}), "-")
	name = strings.Trim(strings.Join(slices.DeleteFunc(strings.Split(text.Clip(name, 60), "-"), shapeless), "-"), "-")
	if name == "" {
		return "assessment", "assessment"
	}
	if slices.Contains(devices, name) {
		name += "-assessment"
	}
	if plain = content.Plain(name); strings.Trim(plain, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
		plain = "assessment"
	}
	return plain, name
}

// cardFile is a card of a comparison as a file under its address.
type cardFile struct {
	name, contentType string
	card              func(site string, cat *decision.Catalogue) export.Card
}

var cardFiles = []cardFile{
	{"card.svg", deliver.TypeSVG, export.NewComparisonCard},
	{"card.png", deliver.TypePNG, export.NewComparisonCard},
	{"strip.svg", deliver.TypeSVG, export.NewComparisonStrip},
	{"strip.png", deliver.TypePNG, export.NewComparisonStrip},
}

func (s *server) cardPages(p cardFile) (pages []fixed) {
	for _, cat := range s.lib.Comparisons {
		pages = append(pages, fixed{"/decide/" + cat.Slug + "/" + p.name, &deliver.Fixed{
			ContentType: p.contentType, NoIndex: true, Headers: picture,
			Render: func(ctx context.Context) ([]byte, error) {
				card := p.card(s.site.Name, cat)
				if p.contentType == deliver.TypePNG {
					return s.drawNow(ctx, card)
				}
				return []byte(card.SVG()), nil
			},
		}})
	}
	return pages
}

// setCard names the card of a comparison in a page that is kept for all readers,
// for link previews. Programs that make previews want absolute addresses, so only
// a configured address will do.
func (s *server) setCard(p *views.Page, cat *decision.Catalogue) {
	if s.cfg.BaseURL != "" {
		p.Card, p.CardAlt = s.cfg.BaseURL+"/decide/"+cat.Slug+"/card.png", export.ComparisonAlt(cat)
	}
}

// setOwnCard names the card in a page that is made for one request, also by the
// address of the request where that can be trusted.
func (s *server) setOwnCard(r *http.Request, p *views.Page, cat *decision.Catalogue) {
	if !s.knowsAddress(r) {
		return
	}
	at := s.base(r)
	p.URL = at + p.Path
	p.Card, p.CardAlt = at+"/decide/"+cat.Slug+"/card.png", export.ComparisonAlt(cat)
}

// knowsAddress reports whether the address of a request is that of the portal
// although none is configured: a proxy that the operator trusts passed it on.
func (s *server) knowsAddress(r *http.Request) bool {
	return s.cfg.BaseURL == "" && s.fromProxy(r)
}

// picture is a card as a PNG. For requests of its headers alone, and for clients that
// have it already, it is not drawn: its entity tag takes a fiftieth of the time.
func (s *server) picture(r *http.Request, card export.Card) (*deliver.Variants, error) {
	sum, err := card.Sum()
	if err != nil {
		return nil, fmt.Errorf("naming a picture: %w", err)
	}
	tag := `"` + sum + `"`
	if r.Method == http.MethodHead || deliver.HasTag(r.Header["If-None-Match"], tag) {
		return deliver.Named(deliver.TypePNG, tag), nil
	}
	raw, err := s.draw(r.Context(), sum, card)
	if err != nil {
		return nil, err
	}
	return deliver.Tagged(deliver.TypePNG, raw, tag), nil
}

// draw makes the PNG of a card, once when several ask for it at the same time.
func (s *server) draw(ctx context.Context, sum string, card export.Card) ([]byte, error) {
	for {
		ours := false // we draw, and nobody before us does
		drawn := s.drawings.DoChan(sum, func() (any, error) {
			ours = true
			return s.drawNow(ctx, card)
		})
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("waiting for a picture: %w", ctx.Err())
		case result := <-drawn:
			if result.Err == nil {
				return result.Val.([]byte), nil
			}
			if ours {
				return nil, result.Err
			}
			// The request that drew it was cancelled, or refused at the gate.
		}
	}
}

// drawNow draws behind the gate of evaluations, as all PNGs are drawn. It recovers from
// panics, which nothing else does in the goroutine of singleflight.
func (s *server) drawNow(ctx context.Context, card export.Card) (raw []byte, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("drawing: panic: %v\n%s", p, debug.Stack())
		}
	}()
	// The request may be over before its flight is: the place is the flight's.
	leave, err := s.assess.Enter(assess.WithCaller(ctx, &assess.Caller{Network: assess.CallerOf(ctx).Network}), pricePicture)
	if err != nil {
		return nil, err
	}
	defer leave()
	return card.PNG()
}

// diagramPages are the drawings. One may be opened on its own, so its headers
// keep a drawing of somebody else's from doing anything there.
func (s *server) diagramPages() (pages []fixed) {
	for _, d := range s.lib.Diagrams {
		pages = append(pages, fixed{d.URL(), &deliver.Fixed{ContentType: deliver.TypeSVG, NoIndex: true,
			Render: func(context.Context) ([]byte, error) { return []byte(d.Body), nil }}})
	}
	return pages
}
