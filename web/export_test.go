package web

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"crossroads/content"
)

// Route is a registered method and pattern.
type Route struct{ Method, Path string }

// Routes lists what the router knows, for the test that holds the API to its
// description.
func Routes(lib *content.Library) []Route {
	s := &server{process: &process{now: time.Now, log: slog.New(slog.DiscardHandler)}, lib: lib}
	var list []Route
	for _, r := range s.routes().Routes() {
		if r.Method != http.MethodHead {
			list = append(list, Route{r.Method, r.Path})
		}
	}
	return list
}

// Settle waits until the background work is done.
func (p *Portal) Settle() { p.process.background.Wait(context.Background()) }
