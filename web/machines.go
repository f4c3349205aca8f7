package web

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"strings"
	"time"

	"crossroads/content"
	"crossroads/record"
	"crossroads/static"
	"crossroads/web/deliver"
)

// healthz responds as long as the process serves requests.
func (s *server) healthz(w http.ResponseWriter, r *http.Request) error { return s.plain(w, r, "ok\n") }

// readyz reports whether assessments can be read, and how full the database is if its size is
// limited. A full database counts as ready, because it can be read.
func (s *server) readyz(w http.ResponseWriter, r *http.Request) error {
	ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
	defer cancel()
	if err := s.database.Ping(ctx); err != nil {
		err = fmt.Errorf("%w: ping: %w", record.ErrUnavailable, err)
		return &fault{status: http.StatusServiceUnavailable, message: saidNotReady, err: err}
	}
	return s.plain(w, r, "ready\n"+s.roomLeft()+s.damage()+s.account.Status())
}

// damage returns a line about damage to the database file, or "". The portal stays ready,
// since it serves what can still be read.
func (s *server) damage() string {
	switch err := s.database.Damage(); {
	case err == nil:
		return ""
	case errors.Is(err, record.ErrUnguarded):
		return "database: the audit log can be changed, as the log says\n"
	}
	return "database: damaged, as the log says; restore a backup\n"
}

func (s *server) roomLeft() string {
	used, most := s.database.Room()
	switch {
	case most <= 0:
		return ""
	case used >= most:
		return "database: full, nothing more is saved (--max-db)\n"
	}
	return fmt.Sprintf("database: %d%% of --max-db\n", used*100/most)
}

func (s *server) plain(w http.ResponseWriter, r *http.Request, body string) error {
	w.Header()["Cache-Control"] = deliver.NoStore
	deliver.Send(w, r, http.StatusOK, deliver.TypeText, []byte(body))
	return nil
}

// robots keeps crawlers away from the endless number of results. Shared assessments are not
// listed here: their pages say noindex, which a crawler must read to obey.
func (s *server) robots(w http.ResponseWriter, r *http.Request) error {
	text := "User-agent: *\nDisallow: /api/v1/\nDisallow: /decide/*/result\nDisallow: /decide/*/standing\n" +
		"Disallow: /embed/\nDisallow: /search?\n"
	text += "\nSitemap: " + s.base(r) + "/sitemap.xml\n"
	deliver.Send(w, r, http.StatusOK, deliver.TypeText, []byte(text))
	return nil
}

// favicon is asked for by browsers on addresses that are not pages.
func (s *server) favicon(w http.ResponseWriter, r *http.Request) error {
	return deliver.Redirect(w, r, http.StatusPermanentRedirect, static.URL("icon.svg"))
}

// staticFile serves a file under the name that carries its hash.
func (s *server) staticFile(w http.ResponseWriter, r *http.Request) error {
	file, ok := static.ByURL(r.URL.Path)
	if !ok {
		return notFound("There is no file at this address.")
	}
	deliver.StaticFile(file).Serve(w, r, deliver.ForEver)
	return nil
}

// loader serves the script that other sites load: the newest version, to be cached for an
// hour, or the version in the address, which never changes.
func (s *server) loader(file *static.LoaderFile, cacheControl []string) handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		deliver.Loader(file).Serve(w, r, cacheControl)
		return nil
	}
}

func isLoader(path string) bool {
	return path == "/embed.js" || strings.HasPrefix(path, "/embed-") && strings.HasSuffix(path, ".js")
}

// schemaPages returns the JSON Schemas of the content files, which editors use.
func (s *server) schemaPages() ([]fixed, error) {
	files := content.Schemas()
	entries, err := fs.ReadDir(files, ".")
	if err != nil {
		return nil, fmt.Errorf("schemas: %w", err)
	}
	var pages []fixed
	for _, e := range entries {
		pages = append(pages, fixed{"/schemas/" + e.Name(), &deliver.Fixed{
			ContentType: "application/schema+json", NoIndex: true,
			Render: func(context.Context) ([]byte, error) { return fs.ReadFile(files, e.Name()) },
		}})
	}
	return pages, nil
}

// assessmentSchema returns the JSON Schema (2020-12) of exported files. It is made of parts of
// the API's description, so that the two cannot differ.
func assessmentSchema() (json.RawMessage, error) {
	var api struct {
		Components struct {
			Schemas map[string]map[string]any `json:"schemas"`
		} `json:"components"`
	}
	dec := json.NewDecoder(bytes.NewReader(openAPI))
	dec.UseNumber() // numbers stay as they are written
	if err := dec.Decode(&api); err != nil {
		return nil, fmt.Errorf("openapi.json: %w", err)
	}
	parts := api.Components.Schemas
	schema := maps.Clone(parts["ExportedAssessment"])
	if schema == nil {
		return nil, errors.New("openapi.json: ExportedAssessment is missing")
	}
	schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	schema["$defs"] = parts
	raw, err := json.Marshal(localRefs(schema))
	if err != nil {
		return nil, fmt.Errorf("writing a schema: %w", err)
	}
	return raw, nil
}

// localRefs turns references into the API's description into references to $defs.
func localRefs(value any) any {
	switch v := value.(type) {
	case map[string]map[string]any:
		out := make(map[string]any, len(v))
		for key, member := range v {
			out[key] = localRefs(member)
		}
		return out
	case map[string]any:
		out := make(map[string]any, len(v))
		for key, member := range v {
			if ref, is := member.(string); is && key == "$ref" {
				member = strings.Replace(ref, "#/components/schemas/", "#/$defs/", 1)
			}
			out[key] = localRefs(member)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, entry := range v {
			out[i] = localRefs(entry)
		}
		return out
	}
	return value
}
