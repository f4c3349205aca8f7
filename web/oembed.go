package web

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"crossroads/assess"
	"crossroads/decision"
	"crossroads/export"
	"crossroads/record"
	"crossroads/text"
	"crossroads/web/deliver"
	"crossroads/web/form"
	"crossroads/web/origin"
)

// oembedPath is the address where other programs ask how to show a page of the portal
// (oembed.com).
const oembedPath = "/oembed"

const typeOEmbedXML = "text/xml; charset=utf-8"

// Size of a frame without limits, in pixels.
const oembedWidth, oembedHeight = 720, export.UsualFrame

// oembedAge is how long a response may be cached, in seconds. It is short because the title
// and the result of a saved assessment can change.
const oembedAge = 3600

// oembedDoc is a response of the type rich. It has all members about a thumbnail or none.
type oembedDoc struct {
	XMLName         xml.Name `json:"-" xml:"oembed"`
	Type            string   `json:"type" xml:"type"`
	Version         string   `json:"version" xml:"version"`
	Title           string   `json:"title" xml:"title"`
	ProviderName    string   `json:"provider_name" xml:"provider_name"`
	ProviderURL     string   `json:"provider_url" xml:"provider_url"`
	CacheAge        int      `json:"cache_age" xml:"cache_age"`
	HTML            string   `json:"html" xml:"html"`
	Width           int      `json:"width" xml:"width"`
	Height          int      `json:"height" xml:"height"`
	ThumbnailURL    string   `json:"thumbnail_url,omitempty" xml:"thumbnail_url,omitempty"`
	ThumbnailWidth  int      `json:"thumbnail_width,omitempty" xml:"thumbnail_width,omitempty"`
	ThumbnailHeight int      `json:"thumbnail_height,omitempty" xml:"thumbnail_height,omitempty"`
}

// oembed responds for the pages of comparisons and saved assessments, and for their frames. It
// ignores unknown parameters.
func (s *server) oembed(w http.ResponseWriter, r *http.Request) error {
	query := fields(r, "url", "format", "maxwidth", "maxheight")
	if format := query.Get("format"); format != "" && format != "json" && format != "xml" {
		return &fault{
			status:  http.StatusNotImplemented,
			message: fmt.Sprintf(saidNoFormat, text.Quote(format)),
		}
	}
	width, err := pixels(query, "maxwidth")
	if err != nil {
		return err
	}
	height, err := pixels(query, "maxheight")
	if err != nil {
		return err
	}
	if query.Get("url") == "" {
		return &fault{status: http.StatusBadRequest, message: saidNoURL + url.QueryEscape(s.base(r)+"/decide/"+s.lib.Comparisons[0].Slug)}
	}
	frame, err := s.oembedFrame(r, query.Get("url"))
	if err != nil {
		return err
	}
	body, contentType, err := oembedText(r, s.oembedDoc(frame, width, height))
	if err != nil {
		return err
	}
	w.Header()["X-Robots-Tag"] = deliver.NoIndex
	deliver.New(contentType, body, deliver.Light).Serve(w, r, deliver.NoCache)
	return nil
}

// oembedText writes a document in the requested format.
func oembedText(r *http.Request, doc any) (body []byte, contentType string, err error) {
	if fields(r, "format").Get("format") == "xml" {
		body, err = xmlDocument(doc)
		return body, typeOEmbedXML, err
	}
	body, err = json.Marshal(doc)
	return body, deliver.TypeJSON, err
}

// pixels reads a limit in pixels; a missing one is larger than any size.
func pixels(query url.Values, name string) (int, error) {
	typed := query.Get(name)
	if typed == "" {
		return 1 << 30, nil
	}
	n, err := strconv.Atoi(typed)
	if err != nil || n < 1 {
		return 0, &fault{status: http.StatusBadRequest, message: fmt.Sprintf(saidNoSize, name, text.Quote(typed))}
	}
	return n, nil
}

var oembedPattern = regexp.MustCompile(`^/(?:embed/)?(?:(decide|compare)/([^/]+)|a/([A-Za-z0-9_-]{1,64})(?:/r/([1-9][0-9]{0,8}))?)/?$`)

// optionsQuery writes the options that the query of a matrix selects, "" where it shows all.
func optionsQuery(cat *decision.Catalogue, raw string) string {
	asked, _ := form.Names(raw, []string{"options"})
	selected := selectOptions(cat, asked["options"]).options
	if len(selected) == len(cat.Options) {
		return ""
	}
	ids := make([]string, len(selected))
	for i, n := range selected {
		ids[i] = cat.Options[n].ID
	}
	return "options=" + strings.Join(ids, ",")
}

// oembedFrame finds the frame for the address of a page or a frame, with the answers or options in its
// query. The query of a frame can set its theme too.
func (s *server) oembedFrame(r *http.Request, address string) (export.Frame, error) {
	base := s.base(r)
	foreign := &fault{status: http.StatusNotFound, message: saidNoFrame + base + "/decide/" + s.lib.Comparisons[0].Slug}
	u, err := url.Parse(strings.TrimFunc(strings.Map(text.Visible, address), text.Sign))
	if err != nil {
		return export.Frame{}, foreign
	}
	self, _ := origin.Parse(base) // the zero Origin for a host that no browser sends
	if from, err := origin.Of(u); err != nil || from.WithoutDot() != self.WithoutDot() {
		return export.Frame{}, foreign
	}
	path, _, _ := s.repaired(u.Path)
	m := oembedPattern.FindStringSubmatch(path)
	if m == nil {
		return export.Frame{}, foreign
	}
	frame := export.Frame{Origin: base, Comparison: m[2], Matrix: m[1] == "compare", Theme: "auto"}
	if isEmbed(path) {
		frame.Theme = frameOf(u.Query()).theme
	}
	if m[2] != "" {
		cat, ok := s.lib.Comparison(m[2])
		if !ok {
			return export.Frame{}, foreign
		}
		frame.Title = cat.Title
		if frame.Matrix {
			frame.Query = optionsQuery(cat, u.RawQuery)
		} else {
			frame.Query = form.Query(form.Parse(cat, u.RawQuery, true).Assessment)
		}
		return frame, nil
	}
	frame.Assessment = m[3]
	frame.Revision, _ = strconv.Atoi(m[4]) // digits or nothing, by the pattern
	saved, err := s.assess.Load(r.Context(), frame.Assessment, frame.Revision)
	if ended := (*assess.EndedError)(nil); errors.As(err, &ended) {
		return export.Frame{}, &fault{
			status:  http.StatusUnauthorized,
			message: saidLinksEnded, err: err,
		}
	}
	if errors.Is(err, record.ErrNotFound) {
		return export.Frame{}, foreign
	}
	frame.Comparison, frame.Title = saved.Comparison, saved.Title
	return frame, err
}

// oembedDoc keeps sizes within the limits. Content that is higher than its frame scrolls.
func (s *server) oembedDoc(frame export.Frame, maxWidth, maxHeight int) oembedDoc {
	width, height := min(oembedWidth, maxWidth), min(oembedHeight, maxHeight)
	doc := oembedDoc{
		Type: "rich", Version: "1.0", Title: frame.Name(), ProviderName: s.site.Name, ProviderURL: frame.Origin, CacheAge: oembedAge,
		HTML:  frame.Iframe(strconv.Itoa(width), strconv.Itoa(height)),
		Width: width, Height: height,
	}
	for _, picture := range []struct {
		name          string
		width, height int
	}{{"card.png", export.CardWidth, export.CardHeight}, {"strip.png", export.StripWidth, export.StripHeight}} {
		if picture.width <= maxWidth && picture.height <= maxHeight {
			doc.ThumbnailURL, doc.ThumbnailWidth, doc.ThumbnailHeight = frame.Drawing(picture.name), picture.width, picture.height
			break
		}
	}
	return doc
}

// failOEmbed responds with an error in the requested format.
func (s *server) failOEmbed(w http.ResponseWriter, r *http.Request, f *fault) {
	doc := struct {
		XMLName xml.Name `json:"-" xml:"error"`
		Error   string   `json:"error" xml:",chardata"`
	}{Error: f.message}
	body, contentType, err := oembedText(r, doc)
	if err != nil {
		s.log.Error("error document failed", "request", recorderOf(w).id, "err", err)
		http.Error(w, f.message, f.status)
		return
	}
	deliver.Send(w, r, f.status, contentType, body)
}

// oembedAddress returns the oEmbed address of a page. It gives JSON unless "&format=xml" follows.
func oembedAddress(origin, path string) string {
	return origin + oembedPath + "?url=" + url.QueryEscape(origin+path)
}

// discover puts the oEmbed address into a header, for programs that do not read HTML.
func discover(h http.Header, origin, path string) {
	address := oembedAddress(origin, path)
	h["Link"] = []string{"<" + address + `&format=json>; rel="alternate"; type="application/json+oembed", <` +
		address + `&format=xml>; rel="alternate"; type="text/xml+oembed"`}
}
