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
	"crossroads/note"
	"crossroads/record"
	"crossroads/text"
	"crossroads/views"
	"crossroads/web/deliver"
	"crossroads/web/form"
	"crossroads/wrong"
)

// exportForm is a file format of a saved assessment.
type exportForm struct {
	name        string // last piece of its address
	contentType string
	file        string // suffix of the file name for a download, "" to show it in the browser
	headers     []deliver.Header
	write       func(s *server, rec export.Record) ([]byte, error)
	picture     func(rec export.Record) export.Card      // in place of write
	numbered    func(rec export.Record, to place) []byte // in place of write for a record among others; nil if there is none
	ownAddress  bool                                     // the file contains the address it was requested at
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

// place is the place of a decision record among those of a repository.
type place struct {
	number int  // from 1; 0 for a record without a number
	tools  bool // in the form that adr-tools reads
}

func placedADR(rec export.Record, to place) []byte {
	if to.tools {
		return []byte(export.ToolsADR(rec, to.number))
	}
	return []byte(export.NumberedADR(rec, to.number))
}

const typeXLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

var (
	// alone is for a file with its own styles, which may do nothing else.
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
		NoteHTML: note.HTML(rec.Saved.Note), ShareURL: rec.URL, Origin: origin,
	}
	return component(func() markup { return views.Offline(p) })(link.Under(context.Background(), s.path))
}

// exported responds with a finished file, which is cached like a share page, because a
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
			if e.picture == nil { // pictures take their place at the gate when they are drawn
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

// placeOf reads the place of a decision record from a query: "number=12&for=adr-tools".
func placeOf(r *http.Request, e exportForm) (to place, err error) {
	query := fields(r, "number", "for")
	typed, reader := query.Get("number"), form.ID(query["for"], func(id string) bool { return id == "adr-tools" })
	if e.numbered == nil || typed == "" && reader == "" {
		return to, nil
	}
	to.tools = reader == "adr-tools"
	if reader != "" && !to.tools {
		return to, wrong.Input{Field: "for", Message: "must be adr-tools"}
	}
	switch {
	case typed == "":
		return to, wrong.Input{Field: "number", Message: mustNumberFor}
	case slices.ContainsFunc(query["number"], func(other string) bool { return other != typed }):
		return to, wrong.Input{Field: "number", Message: mustOneNumber}
	}
	if to.number, err = form.WholeNumber(typed); err != nil || to.number < 1 || to.number > 9999 {
		return to, wrong.Input{Field: "number", Message: mustNumber}
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

// revisionParams reads the id and the revision in an address; 0 is the latest.
func revisionParams(r *http.Request) (id string, number int, err error) {
	if r.PathValue("number") != "" {
		number, err = pathNumber(r)
	}
	return r.PathValue("id"), number, err
}

// addressed loads the revision that an address names.
func (s *server) addressed(r *http.Request) (record.Saved, error) {
	id, number, err := revisionParams(r)
	if err != nil {
		return record.Saved{}, err
	}
	return s.assess.Load(r.Context(), id, number)
}

// record loads an assessment with its report, for writing it in any format.
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

// devices are names that no file can have on Windows, whatever its extension.
var devices = strings.Fields("con prn aux nul com1 com2 com3 com4 com5 com6 com7 com8 com9 lpt1 lpt2 lpt3 lpt4 lpt5 lpt6 lpt7 lpt8 lpt9")

// shapeless reports whether a word has neither letters nor digits, such as the joiners and
// marks that remain of emoji.
func shapeless(word string) bool {
	return !strings.ContainsFunc(word, func(c rune) bool { return unicode.In(c, unicode.L, unicode.N) })
}

// withoutLook drops what says only how the character before it looks, such as the frame of a digit.
func withoutLook(c rune) rune {
	if unicode.In(c, unicode.Me, unicode.Variation_Selector) {
		return -1
	}
	return c
}

// fileNames returns two names for a file with a title: a plain one in characters that every
// system accepts, and one in the characters of the title. If the title has other letters,
// the plain name does not use it at all, since half a title would be misleading.
func fileNames(title string) (plain, name string) {
	name = strings.Join(strings.FieldsFunc(strings.ToLower(strings.Map(withoutLook, title)), func(c rune) bool {
		return !unicode.In(c, unicode.L, unicode.M, unicode.N) && c != '\u200d' && c != '\u200c'
	}), "-")
	name = strings.Trim(strings.Join(slices.DeleteFunc(strings.Split(text.Clip(name, 60), "-"), shapeless), "-"), "-")
	if name == "" {
		return "assessment", "assessment"
	}
	if plain = content.Plain(name); slices.Contains(devices, plain) {
		plain, name = plain+"-assessment", name+"-assessment"
	}
	if strings.Trim(plain, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
		plain = "assessment"
	}
	return plain, name
}

// cardFile is a format of the card of a comparison, with its address.
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

// setCard sets the card for link previews in a page that is made once for all readers.
// Previews need absolute addresses, so there is one only if the public address is
// configured.
func (s *server) setCard(p *views.Page, cat *decision.Catalogue) {
	if s.cfg.BaseURL != "" {
		p.Card, p.CardAlt = s.cfg.BaseURL+"/decide/"+cat.Slug+"/card.png", export.ComparisonAlt(cat)
	}
}

// setOwnCard sets the card in a page that is made for one request. If no public address is
// configured, it uses that of the request where it can be trusted.
func (s *server) setOwnCard(r *http.Request, p *views.Page, cat *decision.Catalogue) {
	if !s.knowsAddress(r) {
		return
	}
	at := s.base(r)
	p.URL = at + p.Path
	p.Card, p.CardAlt = at+"/decide/"+cat.Slug+"/card.png", export.ComparisonAlt(cat)
}

// knowsAddress reports whether the address of a request can be trusted to be that of the
// portal although none is configured, because a trusted proxy passed it on.
func (s *server) knowsAddress(r *http.Request) bool {
	return s.cfg.BaseURL == "" && s.fromProxy(r)
}

// picture returns a card as a PNG. It is not drawn for HEAD requests or for clients that have
// it already: computing its entity tag takes a fiftieth of the time.
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

// draw makes the PNG of a card. Simultaneous requests for the same card share one drawing.
func (s *server) draw(ctx context.Context, sum string, card export.Card) ([]byte, error) {
	for {
		ours := false // this request draws, and does not wait for another one
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

// drawNow draws a PNG behind the gate of evaluations. It recovers from panics, because
// nothing else does in the goroutine of singleflight.
func (s *server) drawNow(ctx context.Context, card export.Card) (raw []byte, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("drawing: panic: %v\n%s", p, debug.Stack())
		}
	}()
	// The drawing may outlast the request, so it takes a place at the gate of its own.
	leave, err := s.assess.Enter(assess.WithCaller(ctx, &assess.Caller{Network: assess.CallerOf(ctx).Network}), pricePicture)
	if err != nil {
		return nil, err
	}
	defer leave()
	return card.PNG()
}

// diagramPages returns the drawings. One that is opened on its own is a document, so its
// headers forbid scripts, which drawings in an operator's content could have.
func (s *server) diagramPages() (pages []fixed) {
	for _, d := range s.lib.Diagrams {
		pages = append(pages, fixed{d.URL(), &deliver.Fixed{ContentType: deliver.TypeSVG, NoIndex: true,
			Render: func(context.Context) ([]byte, error) { return []byte(d.Body), nil }}})
	}
	return pages
}
