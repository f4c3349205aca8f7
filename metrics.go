package main

import (
	"net/http"
	"net/http/pprof"
	"os"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"crossroads/web"
)

// metrics are the Prometheus metrics of the portal. They contain no ids, no answers and no
// addresses of readers.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	took     *prometheus.HistogramVec
}

func newMetrics() *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "crossroads_requests_total", Help: "Requests that were answered.",
		}, []string{"method", "route", "status"}),
		took: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "crossroads_request_duration_seconds", Help: "From the first byte of a request to the last of its answer.",
			Buckets: []float64{.001, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10},
		}, []string{"route"}),
	}
	m.registry.MustRegister(m.requests, m.took, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// request counts a request that has been answered.
func (m *metrics) request(r web.Request) {
	m.requests.WithLabelValues(knownMethod(r.Method), r.Route, strconv.Itoa(r.Status)).Inc()
	m.took.WithLabelValues(r.Route).Observe(r.Took.Seconds())
}

// knownMethod replaces unknown methods, so that clients cannot create labels.
func knownMethod(method string) string {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodOptions:
		return method
	}
	return "other"
}

// watch adds metrics about the portal and the database, which are collected when the metrics are
// read.
func (m *metrics) watch(dbName string, portal *web.Portal, db database, clients *connections) {
	m.registry.MustRegister(&stateCollector{backup: backupNote(dbName), portal: portal, db: db, clients: clients})
}

// serve serves the metrics at --metrics-listen, if that is set. Stop ends it.
func (m *metrics) serve(cfg config) (stop func(), err error) {
	if cfg.MetricsListen == "" {
		return func() {}, nil
	}
	listener, err := listen(cfg.MetricsListen)
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{}))
	mux.HandleFunc("GET /debug/pprof/", pprof.Index)
	mux.HandleFunc("GET /debug/pprof/cmdline", pprof.Cmdline)
	mux.HandleFunc("GET /debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("GET /debug/pprof/symbol", pprof.Symbol)
	mux.HandleFunc("GET /debug/pprof/trace", pprof.Trace)
	server := newServer(mux, cfg.log)
	server.WriteTimeout = 2 * time.Minute // profiles take as long as their request says
	cfg.log.Info("metrics", "url", localURL(listener.Addr())+"/metrics")
	go func() { _ = server.Serve(listener) }() // until Close
	return func() { _ = server.Close() }, nil
}

// stateCollector collects metrics about the portal and the database.
type stateCollector struct {
	backup  string // file whose time is that of the last backup
	portal  *web.Portal
	db      database
	clients *connections
}

func describe(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc("crossroads_"+name, help, labels, nil)
}

// Descriptions of these metrics.
var (
	descContent     = describe("content_info", "The content that is served; the value is 1.", "version", "program")
	descEvaluations = describe("evaluations_total", "Evaluations by the engine.")
	descSaves       = describe("saves_total", "Changes that were stored: assessments, revisions, milestones, keys.")
	descCache       = describe("cache_requests_total", "What was asked of a cache, by whether it had it.", "cache", "found")
	descWorking     = describe("gate_working", "Pieces of computing that have a place.")
	descWaiting     = describe("gate_waiting", "Pieces of computing that wait for a place.")
	descRefused     = describe("refused_total", "What was refused, by what had reached its limit.", "limit")
	descWrongKeys   = describe("wrong_keys_total", "Edit keys that opened nothing.")
	descClients     = describe("connections", "Connections of clients.")
	descReceiving   = describe("receiving_bytes", "Bytes of requests that are in memory, beyond 4 KB each.")
	descQueue       = describe("db_queue", "Changes that wait for the writer of the SQLite file.")
	descBatches     = describe("db_batches_total", "Transactions of the writer of the SQLite file.")
	descChanges     = describe("db_batched_changes_total", "Changes in those transactions.")
	descConns       = describe("db_connections", "Connections of the pool: open, in use, and as many as may be.", "state")
	descWaits       = describe("db_connection_waits_total", "How often no connection was free.")
	descWaited      = describe("db_connection_wait_seconds_total", "How long was waited for connections.")
	descUsed        = describe("db_used_bytes", "Bytes of the SQLite file that are in use.")
	descMost        = describe("db_max_bytes", "How large the SQLite file may become.")
	descDamaged     = describe("db_damaged", "1 when the check of the SQLite file found damage.")
	descBackup      = describe("last_backup_timestamp_seconds", "When crossroads backup last copied the SQLite file.")
)

// Describe sends nothing, because which metrics exist depends on the database.
func (c *stateCollector) Describe(chan<- *prometheus.Desc) {}

// Collect sends one value of each metric.
func (c *stateCollector) Collect(out chan<- prometheus.Metric) {
	counter := func(d *prometheus.Desc, value float64, labels ...string) {
		out <- prometheus.MustNewConstMetric(d, prometheus.CounterValue, value, labels...)
	}
	gauge := func(d *prometheus.Desc, value float64, labels ...string) {
		out <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value, labels...)
	}
	p := c.portal.Stats()
	gauge(descContent, 1, p.Content, programVersion())
	counter(descEvaluations, float64(p.Evaluations))
	counter(descSaves, float64(p.Saves))
	counter(descCache, float64(p.ReportHits), "reports", "yes")
	counter(descCache, float64(p.Evaluations), "reports", "no")
	counter(descCache, float64(p.PageHits), "pages", "yes")
	counter(descCache, float64(p.PageMisses), "pages", "no")
	gauge(descWorking, float64(p.Working))
	gauge(descWaiting, float64(p.Waiting))
	counter(descRefused, float64(p.RefusedSaves), "saves")
	counter(descRefused, float64(p.RefusedWrongKeys), "wrong keys")
	counter(descWrongKeys, float64(p.WrongKeys))
	gauge(descClients, float64(c.clients.places.Used()))
	gauge(descReceiving, float64(c.clients.bytes.Used()))
	counter(descRefused, float64(c.clients.places.Refused()), "connections")
	counter(descRefused, float64(c.clients.bytes.Refused()), "receiving")

	d := c.db.Stats()
	gauge(descConns, float64(d.Connections), "open")
	gauge(descConns, float64(d.InUse), "in use")
	gauge(descConns, float64(d.Most), "most")
	counter(descWaits, float64(d.Waits))
	counter(descWaited, d.Waited.Seconds())
	if _, ok := c.db.(lockedFile); !ok {
		return
	}
	gauge(descQueue, float64(d.Waiting))
	counter(descBatches, float64(d.Batches))
	counter(descChanges, float64(d.Changes))
	used, most := c.db.Room()
	gauge(descUsed, float64(used))
	gauge(descMost, float64(most))
	damaged := 0.0
	if c.db.Damage() != nil {
		damaged = 1
	}
	gauge(descDamaged, damaged)
	if note, err := os.Stat(c.backup); err == nil {
		gauge(descBackup, float64(note.ModTime().Unix()))
	}
}
