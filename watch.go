package main

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"time"

	"crossroads/content"
	"crossroads/web"
)

// watchEvery is how often the content is checked. Polling names and times works on network disks,
// in containers, and where a whole directory is swapped by a link; kernel notifications do not.
const watchEvery = 250 * time.Millisecond

// watcher replaces the content of a portal when files in a directory change. If the new content
// cannot be used, the portal keeps serving the old one.
type watcher struct {
	dir    string // "" to watch nothing
	portal *web.Portal
	log    *slog.Logger
	seen   string // stamp of the content that is served or was refused last
}

// newWatcher notes the state of the content now, if it is to be watched.
func newWatcher(cfg config) *watcher {
	if !cfg.Watch {
		return &watcher{}
	}
	return &watcher{dir: cfg.Content, log: cfg.log, seen: content.Stamp(os.DirFS(cfg.Content))}
}

// watch starts watching for a portal whose content was read after newWatcher. Stop waits until it
// has ended.
func (w *watcher) watch(ctx context.Context, portal *web.Portal) (stop func()) {
	if w.dir == "" {
		return func() {}
	}
	w.portal = portal
	return inBackground(ctx, w.run)
}

// run polls until ctx ends.
func (w *watcher) run(ctx context.Context) {
	tick := time.NewTicker(watchEvery)
	defer tick.Stop()
	before := w.seen
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		stamp := content.Stamp(os.DirFS(w.dir))
		// Several files may be saved one after the other, so wait until nothing has changed
		// between two checks.
		if still := stamp == before; still && stamp != w.seen {
			w.seen = stamp
			w.reload()
		}
		before = stamp
	}
}

// reload replaces the content by that of the directory now, or shows authors why it cannot.
func (w *watcher) reload() {
	lib, err := w.load()
	if err == nil {
		err = w.portal.Replace(lib)
	}
	if err == nil {
		w.log.Info("content changed", "content", lib.Version)
		return
	}
	problems := []string{err.Error()}
	if found := (content.Problems)(nil); errors.As(err, &found) {
		problems = found.Lines()
	}
	for _, problem := range problems {
		w.log.Error("content cannot be used, the last good one stays", "problem", problem)
	}
	if err := w.portal.Refuse(problems); err != nil {
		w.log.Error("content problems cannot be shown", "error", err)
	}
}

// load reads the content. It fails if the directory has gone, because otherwise the built-in
// content would be served in its place.
func (w *watcher) load() (*content.Library, error) {
	if err := checkContent(w.dir); err != nil {
		return nil, err
	}
	return loadContent(w.dir, w.log)
}
