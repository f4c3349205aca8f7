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

// watchEvery is how often the content is looked at. Asking the file system for
// names and times works on network disks, in containers and where a whole
// directory is swapped by a link; notifications of the kernel do not.
const watchEvery = 250 * time.Millisecond

// watcher serves the content of a directory as it changes. Content that cannot
// be used leaves what is served as it is.
type watcher struct {
	dir    string // "" to watch nothing
	portal *web.Portal
	log    *slog.Logger
	seen   string // stamp of what is served, or was refused
}

// newWatcher notes the present state of the content, when it is to be watched.
func newWatcher(cfg config) *watcher {
	if !cfg.Watch {
		return &watcher{}
	}
	return &watcher{dir: cfg.Content, log: cfg.log, seen: content.Stamp(os.DirFS(cfg.Content))}
}

// watch begins to watch for a portal that serves content which was read after
// newWatcher. Stop waits until it has ended.
func (w *watcher) watch(ctx context.Context, portal *web.Portal) (stop func()) {
	if w.dir == "" {
		return func() {}
	}
	w.portal = portal
	return inBackground(ctx, w.run)
}

// run looks until ctx ends.
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
		// Who saves several files wants them read together: wait for a look
		// that finds nothing new.
		if still := stamp == before; still && stamp != w.seen {
			w.seen = stamp
			w.reload()
		}
		before = stamp
	}
}

// reload serves what the directory holds now, or says why it cannot.
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

// load reads the content, which must still be there: without its directory the
// built-in content would take its place.
func (w *watcher) load() (*content.Library, error) {
	if err := checkContent(w.dir); err != nil {
		return nil, err
	}
	return loadContent(w.dir, w.log)
}
