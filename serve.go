package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"net"
	"net/http"
	"runtime"
	"runtime/debug"
	"sync"
	"time"

	"github.com/KimMachineGun/automemlimit/memlimit"
	"github.com/alecthomas/kong"

	"crossroads/web"
)

// drainTime is how long current requests may take after the program was told to stop.
const drainTime = 10 * time.Second

type serveCommand struct {
	settings `embed:""`
}

// Run serves until the process is told to stop. It checks content and address before it opens
// the database, so that a failure leaves no new file behind.
func (cmd *serveCommand) Run(command *kong.Context, p *process) (err error) {
	logs := newLogBuffer(p.stderr)
	defer logs.Flush()
	cfg, err := newConfig(cmd.settings, command, p.getenv, logs)
	if err != nil {
		return err
	}
	ready := false
	defer func() {
		if err != nil && !ready && p.ctx.Err() != nil {
			cfg.log.Info("stopped while starting", "at", err)
			err = nil
		}
	}()
	for _, s := range cfg.listed {
		cfg.log.Info("setting", "name", s.name, "value", s.value, "from", s.from)
	}
	for _, s := range cfg.idle {
		cfg.log.Warn("this setting has no effect", "name", s.name, "because", s.value)
	}
	for _, variable := range p.unknown() {
		cfg.log.Warn("this variable of the environment is no setting, and is ignored", "variable", variable)
	}
	limitMemory(cfg.log, memlimit.FromCgroup)
	if cfg.MetricsListen == "" {
		runtime.MemProfileRate = 0 // nobody can ask for a profile, and keeping one takes memory
	}
	watch := newWatcher(cfg) // before the content is read, so that no change in between is missed
	lib, err := loadContent(cfg.Content, cfg.log)
	if err != nil {
		return err
	}
	listener, err := listen(cfg.Addr)
	if err != nil {
		return fmt.Errorf("--addr (CROSSROADS_ADDR): cannot listen on %s: %w", cfg.Addr, explain(err))
	}
	defer listener.Close()
	db, err := openStore(p.ctx, cfg)
	if err != nil {
		return fmt.Errorf("--db (CROSSROADS_DB): %w", err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := cfg.several(p.ctx, db); err != nil {
		return fmt.Errorf("--db (CROSSROADS_DB): %w", err)
	}
	measured := newMetrics()
	options := cfg.web()
	if options.Account, err = cfg.account(); err != nil {
		return err
	}
	if cfg.MetricsListen != "" { // nobody else reads the counts
		options.Observe = measured.request
	}
	portal, err := web.New(options, lib, db, cfg.log, time.Now)
	if err != nil {
		return err
	}
	defer portal.Close()
	clients := newConnections(cfg.maxConnections, cfg.mostReceiving, cfg.log)
	measured.watch(cfg.DB, portal, db, clients)
	stopMetrics, err := measured.serve(cfg)
	if err != nil {
		return fmt.Errorf("--metrics-listen (CROSSROADS_METRICS_LISTEN): cannot listen on %s: %w", cfg.MetricsListen, explain(err))
	}
	defer stopMetrics()
	defer prepare(p.ctx, portal)()
	defer watch.watch(p.ctx, portal)()
	defer dropUnopened(p.ctx, cfg, db)()
	defer verifyInUse(p.ctx, cfg, db)()
	defer sendWebhooks(p.ctx, cfg, db, measured)()
	logs.Flush()
	ready = true
	fmt.Fprintf(p.stdout, "Crossroads is ready at %s\n", localURL(listener.Addr()))
	server := newServer(portal, cfg.log)
	clients.serve(server)
	return serve(p.ctx, clients.listen(listener), server, cfg.log)
}

// prepareAfter delays prepare, which would otherwise compete with the first readers.
const prepareAfter = time.Second

// prepare makes the slowest pages of the portal soon after the start. Reading the content and
// preparing take more memory than serving, so free memory is then returned to the system. Stop
// waits until it has ended.
func prepare(ctx context.Context, portal *web.Portal) (stop func()) {
	return inBackground(ctx, func(ctx context.Context) {
		select {
		case <-time.After(prepareAfter):
			portal.Prepare(ctx)
			debug.FreeOSMemory()
		case <-ctx.Done():
		}
	})
}

// inBackground runs work that ends with its context. Stop ends it and waits.
func inBackground(ctx context.Context, work func(context.Context)) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	var running sync.WaitGroup
	running.Go(func() { work(ctx) })
	return func() {
		cancel()
		running.Wait()
	}
}

// web returns the part of the configuration for package web.
func (c config) web() web.Config {
	return web.Config{
		SiteName:       c.SiteName,
		BaseURL:        c.BaseURL,
		Contact:        c.Contact,
		Version:        programVersion(),
		Ancestors:      c.EmbedAncestors,
		EmbedIsolation: c.EmbedCrossOriginIsolation,
		TrustedProxies: c.proxies,
		IdentityHeader: c.IdentityHeader,
		LogAddresses:   c.LogAddresses,
		DropUnopened:   c.dropUnopened,
		SaveBurst:      c.saveBurst,
		SaveRate:       cmp.Or(c.saveRate, math.Inf(1)),
		Secret:         c.secret,
	}
}

// newServer returns a server with limits for slow or greedy clients. Responses are small, so the
// limits are generous for any real connection.
func newServer(handler http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       15 * time.Second,
		WriteTimeout:      30 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10, // the answers of an eight-part system travel in the URL
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
}

// serve serves until ctx ends, and then lets current requests finish.
func serve(ctx context.Context, listener net.Listener, srv *http.Server, log *slog.Logger) error {
	failed := make(chan error, 1)
	go func() { failed <- srv.Serve(listener) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serving stopped: %w", err)
	case <-ctx.Done():
	}
	log.Info("stopping", "drain", drainTime)
	drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainTime)
	defer cancel()
	if err := srv.Shutdown(drain); err != nil {
		log.Warn("requests were cut off", "error", err)
		return srv.Close()
	}
	return nil
}
