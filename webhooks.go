package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"crossroads/format"
	"crossroads/record"
	"crossroads/webhook"
)

// readWebhooks reads the file of --webhooks, and refuses endpoints that would never get a
// message.
func (c *config) readWebhooks(getenv func(string) string) (err error) {
	if c.Webhooks == "" {
		return nil
	}
	if c.hooks, err = webhook.Load(c.Webhooks, getenv); err != nil {
		return err
	}
	if c.BaseURL == "" {
		return errors.New("--base-url is missing: what is sent names the address of an assessment")
	}
	for _, one := range c.subscriptions() {
		if !one.All && c.IdentityHeader == "" && c.OIDCIssuer == "" {
			return fmt.Errorf("%s: endpoint %s is told of the portfolio, and nobody can sign in to save into it; write assessments: all, "+
				"or set --oidc-issuer or --identity-header", c.Webhooks, one.Endpoint)
		}
	}
	return nil
}

// subscriptions returns the endpoints and the events that they receive.
func (c config) subscriptions() (list []record.Subscription) {
	for _, e := range c.hooks {
		list = append(list, e.Subscription)
	}
	return list
}

// sendWebhooks delivers the messages in the database to the endpoints, if there are any. Stop
// waits until it has ended.
func sendWebhooks(ctx context.Context, cfg config, db database, measured *metrics) (stop func()) {
	if len(cfg.hooks) == 0 {
		return func() {}
	}
	sender := webhook.New(webhook.Config{
		Endpoints: cfg.hooks, Store: db, BaseURL: cfg.BaseURL, Version: programVersion(), Log: cfg.log, Now: time.Now,
	})
	measured.registry.MustRegister(webhookCollector{sender, db})
	for _, one := range cfg.subscriptions() {
		cfg.log.Info("webhooks", "endpoint", one.Endpoint, "events", strings.Join(one.Types, ","), "all", one.All)
	}
	return inBackground(ctx, sender.Run)
}

// checkWebhooks checks a file as serve would.
func (cmd *checkCommand) checkWebhooks(p *process) error {
	if cmd.Webhooks == "" {
		return nil
	}
	list, err := webhook.Load(cmd.Webhooks, p.getenv)
	if err != nil {
		return fmt.Errorf("--webhooks: %w", err)
	}
	_, err = fmt.Fprintf(p.stdout, "%s: %s\n", cmd.Webhooks, format.Plural(len(list), "endpoint"))
	return err
}

type webhookCommand struct {
	Test webhookTest `cmd:"" help:"webhook_test"`
}

type webhookTest struct {
	Webhooks string   `required:"" placeholder:"FILE" help:"webhook_test_file"`
	Names    []string `arg:"" optional:"" name:"name" help:"webhook_test_names"`
}

// Run sends each endpoint one message. It fails if an endpoint does not accept it.
func (cmd webhookTest) Run(p *process) error {
	list, err := webhook.Load(cmd.Webhooks, p.getenv)
	if err != nil {
		return fmt.Errorf("--webhooks: %w", err)
	}
	for _, name := range cmd.Names {
		if !slices.ContainsFunc(list, func(e webhook.Endpoint) bool { return e.Endpoint == name }) {
			return fmt.Errorf("%s has no endpoint %s", cmd.Webhooks, name)
		}
	}
	failed := 0
	for _, e := range list {
		if len(cmd.Names) > 0 && !slices.Contains(cmd.Names, e.Endpoint) {
			continue
		}
		status, why := webhook.Try(p.ctx, e, programVersion(), time.Now)
		said := fmt.Sprintf("taken, answered %d", status)
		if why != "" {
			failed++
			said = "not taken: " + why
		}
		if _, err := fmt.Fprintf(p.stdout, "%s: %s\n", e.Endpoint, said); err != nil {
			return err
		}
	}
	if failed > 0 {
		return fmt.Errorf("%s did not take the message", format.Plural(failed, "endpoint"))
	}
	return nil
}

// webhookCollector collects metrics about deliveries.
type webhookCollector struct {
	sender *webhook.Sender
	db     database
}

var (
	descHookAttempts = describe("webhook_attempts_total",
		"Attempts to deliver a webhook, by how they ended: delivered, failed (another follows) or given up.", "endpoint", "outcome")
	descHookWaiting = describe("webhook_waiting", "Deliveries that wait for their first attempt or the next one.", "endpoint")
	descHookOldest  = describe("webhook_oldest_timestamp_seconds", "Since when the oldest of them waits; not there when none does.",
		"endpoint")
)

// Describe sends nothing, like that of stateCollector.
func (c webhookCollector) Describe(chan<- *prometheus.Desc) {}

// Collect sends one value of each metric for every endpoint.
func (c webhookCollector) Collect(out chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	backlog, err := c.db.Backlog(ctx)
	waiting := map[string]record.Backlog{}
	for _, b := range backlog {
		waiting[b.Endpoint] = b
	}
	for _, n := range c.sender.Counts() {
		for outcome, count := range map[string]uint64{"delivered": n.Delivered, "failed": n.Failed, "given up": n.GivenUp} {
			out <- prometheus.MustNewConstMetric(descHookAttempts, prometheus.CounterValue, float64(count), n.Endpoint, outcome)
		}
		if err != nil {
			continue // of the other metrics some say why
		}
		b := waiting[n.Endpoint]
		out <- prometheus.MustNewConstMetric(descHookWaiting, prometheus.GaugeValue, float64(b.Waiting), n.Endpoint)
		if b.Waiting > 0 {
			out <- prometheus.MustNewConstMetric(descHookOldest, prometheus.GaugeValue, float64(b.Oldest.UnixMilli())/1000, n.Endpoint)
		}
	}
}
