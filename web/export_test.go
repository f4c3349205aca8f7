package web

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"crossroads/content"
	"crossroads/web/deliver"
)

// Route is a registered method and pattern.
type Route struct{ Method, Path string }

// Routes lists what the router knows, for the test that holds the API to its
// description.
func Routes(lib *content.Library) []Route {
	s := &server{process: &process{now: time.Now, log: slog.New(slog.DiscardHandler)}, lib: lib, fixed: map[string]*deliver.Fixed{}}
	var list []Route
	if err := s.route(); err != nil {
		panic(err)
	}
	for _, r := range s.router.(*echo.Echo).Routes() {
		if r.Method != http.MethodHead {
			list = append(list, Route{r.Method, r.Path})
		}
	}
	return list
}

// Settle waits until the background work is done.
func (p *Portal) Settle() { p.process.background.Wait(context.Background()) }
