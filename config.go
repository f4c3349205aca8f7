package main

import (
	"cmp"
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"strings"

	"github.com/alecthomas/kong"

	"crossroads/store"
	"crossroads/web/origin"
	"crossroads/webhook"
)

// settings are the values of serve as they were written.
type settings struct {
	Addr                      string   `default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"Address to listen on. Write 0.0.0.0:8080 to be reachable from other machines, [::]:8080 for IPv6 too, unix:/run/crossroads/http.sock for a socket."`
	MetricsListen             string   `name:"metrics-listen" placeholder:"HOST:PORT" help:"Address for /metrics (Prometheus) and /debug/pprof, which are nowhere else. Nobody is asked who they are there: do not let readers reach it."`
	DB                        string   `name:"db" default:"crossroads.db" placeholder:"FILE|URL" help:"SQLite file with the saved assessments, created when missing, or a PostgreSQL database: postgres://crossroads@db.example.org/crossroads?sslmode=verify-full, with the password in PGPASSWORD."`
	DBPasswordFile            string   `name:"db-password-file" placeholder:"FILE" help:"File that holds the password of the PostgreSQL database."`
	Content                   string   `placeholder:"DIR" help:"Directory with your own content, laid over what is built in."`
	Watch                     bool     `help:"Read the directory of --content again whenever a file in it changes. Broken content is not served: the last good one stays."`
	BaseURL                   string   `name:"base-url" placeholder:"URL" help:"Public address of the portal, as readers open it: https://crossroads.example.org, or https://intranet.example.org/crossroads below a path of a host. Links name it, and forms are taken from it. Needed behind most reverse proxies."`
	EmbedAncestors            []string `placeholder:"ORIGIN" help:"Sites that may show the wizard in a frame: https://wiki.example.org, https://*.example.org, self, or any-https alone."`
	EmbedCrossOriginIsolation bool     `help:"Frames also work inside sites that are cross-origin isolated. Some checkers of links then take the portal for one that cannot be shown."`
	TrustedProxies            []string `placeholder:"CIDR" help:"Reverse proxies whose X-Forwarded-For and X-Forwarded-Proto are believed: 10.0.0.0/8"`
	MaxDB                     string   `name:"max-db" default:"10GB" placeholder:"SIZE" help:"How large the SQLite file may become: 500MB, 10GB, or 0 for as large as the disk. Beyond it nothing more is saved; what is saved can be read and deleted."`
	Verify                    bool     `default:"true" negatable:"" help:"Check the SQLite file soon after the start, while it is served. /readyz, the log and the metrics name damage."`
	DropUnopened              int      `default:"0" placeholder:"DAYS" help:"Delete drafts that nobody opens or changes within so many days after they were saved; 0 to keep them. Pages say so."`
	SaveBurst                 int      `default:"60" placeholder:"N" help:"How many saves one network may make at once, from pages, frames and the API together."`
	SaveRate                  float64  `default:"1" placeholder:"N" help:"How many saves a second it may make after that; 0 for no limit."`
	MaxConnections            int      `default:"4096" placeholder:"N" help:"How many connections there may be at once, half of them from one network; 0 for any number. Beyond it the one that has been idle longest is closed, of the network that has most."`
	MaxReceiving              string   `default:"16MB" placeholder:"SIZE" help:"How many bytes of requests may be in memory at once, over all connections, half of them from one network; 0 for any number. Beyond it requests that take longest to arrive are refused."`
	LogAddresses              bool     `help:"Name the whole address of a client in the log when a key is wrong or something is refused, not only its network."`
	IdentityHeader            string   `placeholder:"NAME" help:"Header in which trusted proxies name the person who has signed in: X-Forwarded-User. It switches the portfolio on."`
	GroupsHeader              string   `placeholder:"NAME" help:"Header in which they list the groups of that person, separated by commas: X-Forwarded-Groups."`
	people                    `embed:""`
	Webhooks                  string `placeholder:"FILE" help:"File that lists the programs that are told what happens to assessments, by signed webhooks. Off without it. See docs/webhooks.md."`
	LogFormat                 string `default:"text" placeholder:"text|json" help:"Form of the log on standard error."`
	LogLevel                  string `default:"info" placeholder:"debug|info|warn|error" help:"Least important messages to log."`
	SiteName                  string `default:"Crossroads" placeholder:"NAME" help:"Name of the portal, in headers and titles."`
	Contact                   string `placeholder:"URL" help:"Where readers can write to: an https: or mailto: address."`
}

// config is what the settings mean.
type config struct {
	settings
	proxies       []netip.Prefix
	mostDB        int64 // bytes, 0 for no bound
	mostReceiving int64 // likewise
	log           *slog.Logger
	listed        []setting

	secret []byte // as in web.Config
	hooks  []webhook.Endpoint
}

// setting is one value of the effective configuration, for the log.
type setting struct{ name, value, from string }

// envName gives the variable that stands for a flag: CROSSROADS_BASE_URL for
// --base-url.
func envName(flag string) string {
	return "CROSSROADS_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// environment makes kong read a flag that is not on the command line from the
// environment. An empty variable counts as absent, as compose files need it.
func environment(getenv func(string) string) kong.ResolverFunc {
	return func(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
		if value := getenv(envName(flag.Name)); value != "" {
			return value, nil
		}
		return nil, nil
	}
}

// helpWithEnv ends the help of a setting with its default and its variable.
func helpWithEnv(value *kong.Value) string {
	help := value.Help
	if value.Flag == nil || value.Name == "help" {
		return help
	}
	if value.HasDefault {
		help += " Default: " + value.Default + "."
	}
	return help + " ($" + envName(value.Name) + ")"
}

// origins tells where each flag of the parsed command line has its value from.
func origins(command *kong.Context) map[string]string {
	from := map[string]string{}
	for _, step := range command.Path {
		switch {
		case step.Flag == nil:
		case step.Resolved:
			from[step.Flag.Name] = "environment"
		default:
			from[step.Flag.Name] = "flag"
		}
	}
	return from
}

// trim removes the spaces that people write after commas.
func trim(list []string) {
	for i, item := range list {
		list[i] = strings.TrimSpace(item)
	}
}

// newConfig checks every setting and reports all problems together.
func newConfig(s settings, command *kong.Context, getenv func(string) string, logs *logBuffer) (config, error) {
	from := origins(command)
	trim(s.EmbedAncestors)
	trim(s.TrustedProxies)
	c := config{settings: s}
	var problems []error
	check := func(flag string, err error) {
		if err == nil {
			return
		}
		name := "--" + flag
		if from[flag] == "environment" {
			name = envName(flag)
		}
		problems = append(problems, fmt.Errorf("%s: %w", name, err))
	}
	check("addr", checkAddr(s.Addr))
	if s.MetricsListen != "" {
		check("metrics-listen", checkAddr(s.MetricsListen))
	}
	check("db", checkDB(s.DB))
	var err error
	c.mostDB, err = parseSize(s.MaxDB, leastDB)
	check("max-db", err)
	if err == nil && store.IsPostgres(s.DB) && from["max-db"] != "" {
		check("max-db", errors.New("it bounds a SQLite file; how large a PostgreSQL database may become is set there"))
	}
	check("max-connections", checkMaxConnections(s.MaxConnections))
	c.mostReceiving, err = parseSize(s.MaxReceiving, leastReceiving)
	check("max-receiving", err)
	check("db-password-file", checkPasswordFile(s.DBPasswordFile, s.DB))
	check("drop-unopened", checkDropUnopened(s.DropUnopened))
	check("save-burst", checkSaveBurst(s.SaveBurst))
	check("save-rate", checkSaveRate(s.SaveRate))
	check("content", checkContent(s.Content))
	check("watch", checkWatch(s.Watch, s.Content))
	c.BaseURL, err = origin.Canonical(s.BaseURL)
	check("base-url", err)
	check("site-name", checkSiteName(s.SiteName))
	check("contact", checkContact(s.Contact))
	_, err = origin.Ancestors(s.EmbedAncestors)
	check("embed-ancestors", err)
	c.proxies, err = parseProxies(s.TrustedProxies)
	check("trusted-proxies", err)
	check("identity-header", checkIdentityHeader(s.IdentityHeader, c.proxies))
	check("groups-header", checkGroupsHeader(s))
	c.checkPeople(check)
	check("webhooks", c.readWebhooks(getenv))
	level, err := parseLevel(s.LogLevel)
	check("log-level", err)
	c.log, err = newLogger(s.LogFormat, level, logs)
	check("log-format", err)
	for _, flag := range command.Selected().Flags {
		value := strings.Trim(fmt.Sprint(command.FlagValue(flag)), "[]")
		if flag.Name == "base-url" {
			value = c.BaseURL // as it is compared and shown
		}
		if flag.Name == "db" {
			value = store.Redacted(value)
		}
		if flag.Name == "oidc-client-secret" && value != "" {
			value = "(not shown)"
		}
		c.listed = append(c.listed, setting{flag.Name, value, cmp.Or(from[flag.Name], "default")})
	}
	return c, errors.Join(problems...)
}
