package main

import (
	"cmp"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/netip"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/alecthomas/kong"

	"crossroads/store"
	"crossroads/text"
	"crossroads/web/origin"
	"crossroads/webhook"
)

// settings holds the settings of serve as they were written.
type settings struct {
	Addr                      string   `default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"serve_addr"`
	MetricsListen             string   `name:"metrics-listen" placeholder:"HOST:PORT" help:"serve_metrics_listen"`
	DB                        string   `name:"db" default:"crossroads.db" placeholder:"FILE|URL" help:"serve_db"`
	DBPasswordFile            string   `name:"db-password-file" placeholder:"FILE" help:"serve_db_password_file"`
	Content                   string   `placeholder:"DIR" help:"serve_content"`
	Watch                     bool     `help:"serve_watch"`
	BaseURL                   string   `name:"base-url" placeholder:"URL" help:"serve_base_url"`
	EmbedAncestors            []string `placeholder:"ORIGIN" help:"serve_embed_ancestors"`
	EmbedCrossOriginIsolation bool     `help:"serve_embed_cross_origin_isolation"`
	TrustedProxies            []string `placeholder:"CIDR" help:"serve_trusted_proxies"`
	MaxDB                     string   `name:"max-db" default:"10GB" placeholder:"SIZE" help:"serve_max_db"`
	Verify                    bool     `default:"true" negatable:"" help:"serve_verify"`
	DropUnopened              string   `default:"0" placeholder:"DAYS" help:"serve_drop_unopened"`
	SaveBurst                 string   `default:"60" placeholder:"N" help:"serve_save_burst"`
	SaveRate                  string   `default:"1" placeholder:"N" help:"serve_save_rate"`
	MaxConnections            string   `default:"4096" placeholder:"N" help:"serve_max_connections"`
	MaxReceiving              string   `default:"16MB" placeholder:"SIZE" help:"serve_max_receiving"`
	LogAddresses              bool     `help:"serve_log_addresses"`
	IdentityHeader            string   `placeholder:"NAME" help:"serve_identity_header"`
	GroupsHeader              string   `placeholder:"NAME" help:"serve_groups_header"`
	people                    `embed:""`
	Webhooks                  string `placeholder:"FILE" help:"serve_webhooks"`
	LogFormat                 string `default:"text" placeholder:"text|json" help:"serve_log_format"`
	LogLevel                  string `default:"info" placeholder:"debug|info|warn|error" help:"serve_log_level"`
	SiteName                  string `default:"Crossroads" placeholder:"NAME" help:"serve_site_name"`
	Contact                   string `placeholder:"URL" help:"serve_contact"`
}

// config holds the settings after they were checked and parsed.
type config struct {
	settings
	proxies       []netip.Prefix
	mostDB        int64 // bytes, 0 for no bound
	mostReceiving int64 // bytes, 0 for no bound

	maxConnections, dropUnopened, saveBurst int
	saveRate                                float64
	log                                     *slog.Logger
	listed                                  []setting
	idle                                    []setting // without effect, each with the reason as value

	secret []byte // as in web.Config
	hooks  []webhook.Endpoint
}

// setting is one value of the effective configuration, for the log.
type setting struct{ name, value, from string }

// envName returns the environment variable for a flag: CROSSROADS_BASE_URL for --base-url.
func envName(flag string) string {
	return "CROSSROADS_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// environment makes kong read flags that are not on the command line from the environment. An
// empty variable counts as absent, because compose files set variables to "".
func environment(getenv func(string) string) kong.ResolverFunc {
	return func(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
		name := envName(flag.Name)
		value := getenv(name)
		switch {
		case value == "":
			return nil, nil
		case flag.IsBool():
			on, known := switches[strings.ToLower(value)]
			if !known {
				return nil, badVariable{name, value, "neither on nor off; write true or false"}
			}
			return on, nil
		case flag.Target.Kind() == reflect.Int:
			n, err := parseCount(value)
			if err != nil {
				return nil, badVariable{name, value, "not a number"}
			}
			return strconv.Itoa(n), nil
		}
		return value, nil
	}
}

// settingNames returns the environment variables for the flags of all commands.
func settingNames(program *kong.Application) (names []string) {
	for _, flags := range program.AllFlags(false) {
		for _, flag := range flags {
			names = append(names, envName(flag.Name))
		}
	}
	for _, command := range program.Leaves(false) {
		for _, flag := range command.Flags {
			names = append(names, envName(flag.Name))
		}
	}
	return names
}

// byKubernetes matches variables that Kubernetes sets in all containers, here for services whose names
// begin with crossroads. CROSSROADS_PORT, which it sets too, begins with tcp://.
var byKubernetes = regexp.MustCompile(`_SERVICE_(?:HOST|PORT(?:_.*)?)$|_PORT_[0-9]+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?$`)

// strangeVariables returns the variables that are named like settings and are none, each with the
// setting that was probably meant. Those that were asked for, such as secrets of webhooks, are known.
func strangeVariables(values map[string]string, asked map[string]bool, known []string) (strange []string) {
	for _, name := range slices.Sorted(maps.Keys(values)) {
		rest, ours := strings.CutPrefix(name, envName(""))
		if !ours || asked[name] || slices.Contains(known, name) || byKubernetes.MatchString(name) ||
			strings.HasSuffix(name, "_PORT") && strings.Contains(values[name], "://") {
			continue
		}
		nearest, least := "", max(2, len(rest)/3)+1
		for _, setting := range known {
			if d := text.Distance(rest, strings.TrimPrefix(setting, envName(""))); d < least {
				nearest, least = setting, d
			}
		}
		if nearest != "" {
			name += "; did you mean " + nearest + "?"
		}
		strange = append(strange, name)
	}
	return strange
}

// switches are the values of a setting that is on or off.
var switches = map[string]bool{
	"true": true, "1": true, "yes": true, "on": true, "false": false, "0": false, "no": false, "off": false,
}

// badVariable is the error about a variable of the environment that kong would call by its flag.
type badVariable struct{ name, value, problem string }

func (b badVariable) Error() string { return fmt.Sprintf("%s: %q is %s", b.name, b.value, b.problem) }

// ExitCode is that of a wrong command line.
func (badVariable) ExitCode() int { return 2 }

// helpWithEnv appends the default and the environment variable to the help of a setting.
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

// origins returns where each flag of the parsed command line has its value from.
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

// unquoted removes white space and quotation marks around a value, which files of environment
// variables for containers keep.
func unquoted(value string) string {
	value = strings.TrimSpace(value)
	if n := len(value); n > 1 && strings.ContainsRune(`"'`, rune(value[0])) && value[n-1] == value[0] {
		return strings.TrimSpace(value[1 : n-1])
	}
	return value
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
	c.maxConnections, err = parseMaxConnections(s.MaxConnections)
	check("max-connections", err)
	c.mostReceiving, err = parseSize(s.MaxReceiving, leastReceiving)
	check("max-receiving", err)
	check("db-password-file", checkPasswordFile(s.DBPasswordFile, s.DB))
	c.dropUnopened, err = parseDropUnopened(s.DropUnopened)
	check("drop-unopened", err)
	c.saveBurst, err = parseSaveBurst(s.SaveBurst)
	check("save-burst", err)
	c.saveRate, err = parseSaveRate(s.SaveRate)
	check("save-rate", err)
	check("content", checkContent(s.Content))
	check("watch", checkWatch(s.Watch, s.Content))
	c.BaseURL, err = origin.Canonical(unquoted(s.BaseURL))
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
	c.list(command, from)
	c.idle = c.withoutEffect(from)
	return c, errors.Join(problems...)
}

// withoutEffect returns settings that were given and change nothing, each with the reason.
func (c *config) withoutEffect(from map[string]string) (idle []setting) {
	for _, s := range []struct {
		flag  string
		idle  bool
		needs string
	}{
		{"verify", store.IsPostgres(c.DB), "it is about a SQLite file"},
		{"oidc-scopes", c.OIDCIssuer == "", "--oidc-issuer is missing"},
		{"oidc-name-claim", c.OIDCIssuer == "", "--oidc-issuer is missing"},
		{"oidc-groups-claim", c.OIDCIssuer == "", "--oidc-issuer is missing"},
		{"session-hours", c.OIDCIssuer == "", "--oidc-issuer is missing"},
		{"session-idle", c.OIDCIssuer == "", "--oidc-issuer is missing"},
		{"session-idle", c.OIDCIssuer != "" && c.SessionIdle > 60*c.SessionHours, "--session-hours ends sessions before"},
		{"save-burst", c.saveRate == 0, "--save-rate=0 is no limit"},
		{"embed-cross-origin-isolation", c.EmbedCrossOriginIsolation && len(c.EmbedAncestors) == 0, "--embed-ancestors is missing"},
	} {
		if from[s.flag] != "" && s.idle {
			idle = append(idle, setting{name: s.flag, value: s.needs})
		}
	}
	return idle
}

// list sets the effective configuration for the log, without secrets.
func (c *config) list(command *kong.Context, from map[string]string) {
	for _, flag := range command.Selected().Flags {
		value := fmt.Sprint(command.FlagValue(flag))
		if list, ok := command.FlagValue(flag).([]string); ok {
			value = strings.Join(list, " ")
		}
		if flag.Name == "base-url" {
			value = c.BaseURL // in canonical form
		}
		if flag.Name == "db" {
			value = store.Redacted(value)
		}
		if flag.Name == "oidc-client-secret" && value != "" {
			value = "(not shown)"
		}
		c.listed = append(c.listed, setting{flag.Name, value, cmp.Or(from[flag.Name], "default")})
	}
}
