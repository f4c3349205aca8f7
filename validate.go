package main

import (
	"errors"
	"fmt"
	"log/slog"
	"math"
	"net"
	"net/mail"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"crossroads/figure"
	"crossroads/store"
)

// Each function in this file checks one setting. Its error continues a line that begins with the
// name of the setting, and says what to write instead.

func newLogger(format string, level slog.Level, logs *logBuffer) (*slog.Logger, error) {
	options := &slog.HandlerOptions{Level: level}
	switch format {
	case "text":
		return slog.New(urgent{slog.NewTextHandler(logs, options), logs.Flush}), nil
	case "json":
		return slog.New(urgent{slog.NewJSONHandler(logs, options), logs.Flush}), nil
	}
	return nil, fmt.Errorf("%q is not a format; write text or json", format)
}

func parseLevel(name string) (slog.Level, error) {
	switch lower := strings.ToLower(name); lower {
	case "debug", "info", "warn", "error":
		var level slog.Level
		return level, level.UnmarshalText([]byte(lower))
	case "warning":
		return slog.LevelWarn, nil
	}
	return 0, fmt.Errorf("%q is not a level; write debug, info, warn or error", name)
}

// longestSocket is how long the path of a socket may be on Linux, the system that takes most.
const longestSocket = 107

func checkAddr(addr string) error {
	if path, ok := unixSocket(addr); ok {
		if !filepath.IsAbs(path) {
			return fmt.Errorf("%q is no path of a socket; write unix:/run/crossroads/http.sock", addr)
		}
		if len(path) > longestSocket {
			return fmt.Errorf("the path of the socket has %d bytes, and %d are the most; choose a shorter one", len(path), longestSocket)
		}
		return nil
	}
	_, port, err := net.SplitHostPort(addr)
	if n, convErr := strconv.Atoi(port); err != nil || convErr != nil || n < 0 || n > 65535 {
		return fmt.Errorf("%q is not an address to listen on; write HOST:PORT, for example 127.0.0.1:8080", addr)
	}
	return nil
}

func checkDB(path string) error {
	if path == "" {
		return errors.New("the database needs a file name, for example crossroads.db")
	}
	if store.IsPostgres(path) {
		return store.CheckPostgres(path)
	}
	if scheme, _, isURL := strings.Cut(path, "://"); isURL {
		return fmt.Errorf("%s is no kind of database that is known; write a file name or postgres://…", scheme)
	}
	if err := checkFileName(path); err != nil {
		return err
	}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return fmt.Errorf("%s is a directory; write the name of a file in it", path)
	}
	return nil
}

// connectionWords matches the other form of an address of PostgreSQL, and otherSchemes addresses
// of a database that lack their slashes.
var (
	connectionWords = regexp.MustCompile(`^\s*(?:host|hostaddr|port|dbname|user|password|service|sslmode)\s*=`)
	otherSchemes    = regexp.MustCompile(`(?i)^(?:postgres|postgresql|sqlite|sqlite3|file|jdbc|mysql):`)
)

// checkFileName refuses names that are hardly meant as those of files, since a portal on a new file
// looks as if all were lost. It does not quote what may hold a password.
func checkFileName(path string) error {
	switch {
	case connectionWords.MatchString(path):
		return errors.New("this is an address of a PostgreSQL database in words; write it as postgres://USER@HOST:5432/DATABASE")
	case otherSchemes.MatchString(path):
		scheme, _, _ := strings.Cut(path, ":")
		return fmt.Errorf("%s: begins no name of a file; write a file name, ./%[1]s:… if it is called so, or postgres://…", scheme)
	case path == ":memory:":
		return errors.New("a database in memory would be lost at the end; write the name of a file")
	case strings.HasPrefix(path, "~"):
		return fmt.Errorf("%q: ~ stands for your directory in shells only, and not behind --db=; write the whole path", path)
	case strings.TrimSpace(path) != path || strings.ContainsFunc(path, unicode.IsControl) || strings.ContainsAny(path[:1], `"'`):
		return fmt.Errorf("%q has a space, a quotation mark or a control character around the name; remove it", path)
	}
	return nil
}

func checkPasswordFile(path, db string) error {
	if path == "" {
		return nil
	}
	if !store.IsPostgres(db) {
		return errors.New("only a PostgreSQL database has a password; name one with --db")
	}
	return store.CheckPasswordFile(path, db)
}

func checkContent(dir string) error {
	if dir == "" {
		return nil
	}
	if info, err := os.Stat(dir); err != nil {
		return fmt.Errorf("the directory %s cannot be read: %w", dir, errors.Unwrap(err))
	} else if !info.IsDir() {
		return fmt.Errorf("%s is a file; write the directory that holds your content", dir)
	}
	return nil
}

func checkWatch(watch bool, dir string) error {
	if watch && dir == "" {
		return errors.New("there is nothing to watch; name a directory with --content")
	}
	return nil
}

func checkSiteName(name string) error {
	if strings.TrimSpace(name) == "" || utf8.RuneCountInString(name) > 60 || !utf8.ValidString(name) ||
		strings.ContainsFunc(name, unicode.IsControl) {
		return fmt.Errorf("%q is not a name; write 1 to 60 characters on one line", name)
	}
	return nil
}

func checkContact(raw string) error {
	if raw == "" {
		return nil
	}
	u, err := url.Parse(raw)
	switch {
	case err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "":
		return nil
	case err == nil && u.Scheme == "mailto" && isAddress(u.Opaque):
		return nil
	case isAddress(raw):
		return fmt.Errorf("%q needs a scheme; write mailto:%s", raw, raw)
	}
	return fmt.Errorf("%q is not a link; write an https: or mailto: address", raw)
}

func isAddress(s string) bool {
	_, err := mail.ParseAddress(s)
	return err == nil && !strings.ContainsAny(s, "<> ")
}

func parseProxies(list []string) ([]netip.Prefix, error) {
	var prefixes []netip.Prefix
	for _, item := range list {
		prefix, err := netip.ParsePrefix(item)
		if err != nil {
			addr, addrErr := netip.ParseAddr(item)
			if addrErr != nil {
				return nil, fmt.Errorf("%q is not an address range; write for example 10.0.0.0/8 or 192.0.2.7", item)
			}
			prefix = netip.PrefixFrom(addr, addr.BitLen())
		}
		prefixes = append(prefixes, prefix.Masked())
	}
	return prefixes, nil
}

// checkIdentityHeader refuses a header that anybody could send.
func checkIdentityHeader(name string, proxies []netip.Prefix) error {
	if name == "" {
		return nil
	}
	if err := checkHeaderName(name); err != nil {
		return err
	}
	if len(proxies) == 0 {
		return errors.New("say in --trusted-proxies who may write it, or anybody could pretend to be anybody")
	}
	for _, p := range proxies {
		if p.Bits() < narrowest(p) {
			return fmt.Errorf("--trusted-proxies has %s, which is nearly everybody, so anybody could pretend to be anybody; "+
				"name the addresses of the proxy", p)
		}
	}
	return nil
}

// narrowest is the shortest prefix that a network of one's own has: 10.0.0.0/8, fc00::/7.
func narrowest(p netip.Prefix) int {
	if p.Addr().Is4() {
		return 8
	}
	return 7
}

// takenHeaders matches headers that clients write, or proxies for another purpose, and those that
// hold passwords or tokens, which would become the names of people.
var takenHeaders = regexp.MustCompile(`(?i)^(?:` + strings.Join([]string{
	`(?:proxy-)?authorization|(?:set-)?cookie2?|.*token.*|.*jwt.*|edit-key|idempotency-key`,
	`host|forwarded|x-forwarded-(?:for|proto|protocol|scheme|ssl|host|port|server|prefix|path|method|by)|via|.*-(?:ip|uri|url|address)`,
	`origin|referer|user-agent|from|x-requested-with|x-request-id|accept(?:-.*)?|access-control-.*|content-.*|if-.*|sec-.*`,
	`cache-control|connection|keep-alive|date|dnt|expect|max-forwards|pragma|priority|range|te|trailer|transfer-encoding|upgrade(?:-.*)?`,
}, "|") + `)$`)

func checkHeaderName(name string) error {
	if strings.Trim(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") != "" {
		return fmt.Errorf("%q is not the name of a header", name)
	}
	if takenHeaders.MatchString(name) {
		return fmt.Errorf("%s is written by clients, or for something else; name a header that the proxy alone writes, "+
			"such as X-Forwarded-User and X-Forwarded-Groups", name)
	}
	return nil
}

// size matches a number of bytes with its unit.
var size = regexp.MustCompile(`^([0-9]+)(?:[.,]([0-9]{1,2}))?\s*([KMGT]?)(I?)(B?)$`)

// parseSize reads a number of bytes, such as "10GB" or "1.5 GiB", that must not be below least.
func parseSize(text string, least int64) (int64, error) {
	bad := fmt.Errorf("%q is not a size; write for example 500MB or 10GB, or 0 for no bound", text)
	found := size.FindStringSubmatch(strings.ToUpper(strings.TrimSpace(text)))
	if found == nil || found[3] == "" && found[2]+found[4] != "" {
		return 0, bad
	}
	unit, thousand := int64(1), int64(1000)
	if found[4] != "" {
		thousand = 1024
	}
	if found[3] != "" {
		for range strings.Index(" KMGT", found[3]) {
			unit *= thousand
		}
	}
	hundredths, _ := strconv.ParseInt((found[2] + "00")[:2], 10, 64) // two digits
	n, err := strconv.ParseInt(found[1], 10, 64)
	if err != nil || n > math.MaxInt64/unit-1 {
		return 0, bad
	}
	n = n*unit + hundredths*unit/100
	if n > 0 && n < least {
		return 0, fmt.Errorf("%s is too small to be of use; write at least %dMB, or 0 for no bound", text, least/1e6)
	}
	return n, nil
}

// leastDB is the smallest limit of the database, in bytes: empty tables and the content of one
// comparison take some 200 KB.
const leastDB = 1e6

// leastReceiving is the smallest limit of requests in memory, in bytes. One network may use half
// of it, which leaves room for a file of 1 MB to import.
const leastReceiving = 4e6

// leastConnections is the smallest limit of connections: a browser opens six, and health checks
// need some too.
const leastConnections = 16

func parseMaxConnections(text string) (int, error) {
	n, err := parseCount(text)
	if err != nil || n != 0 && n < leastConnections || n > 1_000_000 {
		return 0, fmt.Errorf("%s is not a number of connections; write %d to 1,000,000, or 0 for any number", text, leastConnections)
	}
	return n, nil
}

func parseSaveBurst(text string) (int, error) {
	n, err := parseCount(text)
	if err != nil || n < 1 || n > 1_000_000 {
		return 0, fmt.Errorf("%s is not a number of saves; write 1 to 1,000,000", text)
	}
	return n, nil
}

func parseSaveRate(text string) (rate float64, err error) {
	decimal, err := figure.Parse(text, figure.Field{Links: true})
	if errors.Is(err, figure.ErrTwoWays) {
		return 0, fmt.Errorf("%s %w", text, err)
	}
	if err == nil {
		rate, err = strconv.ParseFloat(decimal, 64)
	}
	if err != nil || rate != 0 && rate < 0.001 || rate > 1_000_000 {
		return 0, fmt.Errorf("%s is not a number of saves a second; write 0.001 to 1,000,000, or 0 for no limit", text)
	}
	return rate, nil
}

func parseDropUnopened(text string) (int, error) {
	days, err := parseCount(text)
	if err != nil || days > 3650 {
		return 0, fmt.Errorf("%s is not a number of days; write 1 to 3650, or 0 to keep them", text)
	}
	return days, nil
}

// parseCount reads a whole number in the forms that the portal reads everywhere, such as 1.000.
func parseCount(text string) (int, error) {
	decimal, err := figure.Parse(text, figure.Field{Whole: true})
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(decimal)
}
