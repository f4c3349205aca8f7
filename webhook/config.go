package webhook

import (
	"encoding/base64"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"crossroads/network"
	"crossroads/record"
	"crossroads/text"
)

// Endpoint is a receiver of messages.
type Endpoint struct {
	record.Subscription
	url     string // may hold a secret of the receiver, so it is never logged
	signers []*standardwebhooks.Webhook
}

// Bounds of a file, and of a secret in bytes as Standard Webhooks has them.
const (
	mostEndpoints = 20
	leastSecret   = 24
	mostSecret    = 64
	secretPrefix  = "whsec_"
)

// entry is an endpoint as the file has it.
type entry struct {
	Name        string   `yaml:"name"`
	URL         string   `yaml:"url"`
	SecretFile  string   `yaml:"secret_file"` // relative to the file that names it
	SecretEnv   string   `yaml:"secret_env"`
	Events      []string `yaml:"events"`      // none for all of them
	Assessments string   `yaml:"assessments"` // portfolio or all
}

// Load reads the endpoints of a file. The error has a line for each problem, which
// begins with file, line, column and setting, and never holds a secret.
func Load(name string, getenv func(string) string) ([]Endpoint, error) {
	raw, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w", name, errors.Unwrap(err))
	}
	raw = text.UTF8(raw)
	var file struct {
		Endpoints []entry `yaml:"endpoints"`
	}
	if err := yaml.UnmarshalWithOptions(raw, &file, yaml.Strict()); err != nil {
		var syntax yaml.Error
		if errors.As(err, &syntax) && syntax.GetToken() != nil { // the rest quotes the file
			at := syntax.GetToken().Position
			message := syntax.GetMessage()
			if strings.HasPrefix(message, "unknown field") {
				message += "; there are name, url, secret_file, secret_env, events and assessments, below endpoints"
			}
			return nil, fmt.Errorf("%s:%d:%d: %s", name, at.Line, at.Column, message)
		}
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	l := loader{name: name, getenv: getenv}
	if l.tree, err = parser.ParseBytes(raw, 0); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if len(l.tree.Docs) > 1 && l.tree.Docs[1].Body != nil {
		at := l.tree.Docs[1].Body.GetToken().Position
		return nil, fmt.Errorf("%s:%d:%d: this is a second document; list all endpoints in one, without --- between them", name, at.Line,
			at.Column)
	}
	if n := len(file.Endpoints); n == 0 || n > mostEndpoints {
		return nil, fmt.Errorf("%s: endpoints: must list 1 to %d of them", name, mostEndpoints)
	}
	var list []Endpoint
	for i, e := range file.Endpoints {
		list = append(list, l.endpoint(i, e, list))
	}
	return list, errors.Join(l.problems...)
}

// loader collects the problems of a file.
type loader struct {
	name     string
	getenv   func(string) string
	tree     *ast.File
	problems []error
}

// wrong adds a problem with a setting of endpoint i.
func (l *loader) wrong(i int, setting, format string, args ...any) {
	at := l.name
	for _, place := range []string{placeOf(i, setting), fmt.Sprintf("$.endpoints[%d]", i)} {
		if node := l.node(place); node != nil {
			position := node.GetToken().Position
			at = fmt.Sprintf("%s:%d:%d", l.name, position.Line, position.Column)
			break
		}
	}
	l.problems = append(l.problems, fmt.Errorf("%s: %s: %w", at, setting, fmt.Errorf(format, args...)))
}

// placeOf is where a setting of endpoint i stands.
func placeOf(i int, setting string) string { return fmt.Sprintf("$.endpoints[%d].%s", i, setting) }

// node returns what the file has at a place, even an empty value; nil if there is nothing.
func (l *loader) node(place string) ast.Node {
	path, err := yaml.PathString(place)
	if err != nil {
		return nil
	}
	node, err := path.FilterFile(l.tree)
	if err != nil {
		return nil
	}
	return node
}

var variableForm = regexp.MustCompile(`^[A-Z_][A-Z0-9_]{0,60}$`)

var nameForm = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,39}$`)

func (l *loader) endpoint(i int, e entry, before []Endpoint) Endpoint {
	out := Endpoint{Subscription: record.Subscription{Endpoint: e.Name, Types: e.Events, All: e.Assessments == "all"}, url: e.URL}
	switch {
	case !nameForm.MatchString(e.Name):
		l.wrong(i, "name", "must be 1 to 40 of the characters a-z, 0-9 and -; the log and the list of deliveries show it")
	case slices.ContainsFunc(before, func(b Endpoint) bool { return b.Endpoint == e.Name }):
		l.wrong(i, "name", "%s is the name of another endpoint too", e.Name)
	}
	if err := checkURL(e.URL); err != nil {
		l.wrong(i, "url", "%w", err)
	}
	for _, event := range e.Events {
		if !slices.Contains(record.WebhookTypes, event) {
			l.wrong(i, "events", "%q is not an event; there are %s", event, strings.Join(record.WebhookTypes, ", "))
		}
	}
	if len(e.Events) == 0 && l.node(placeOf(i, "events")) != nil { // also with all of them commented out
		l.wrong(i, "events", "lists none; leave it out for all of them")
	}
	if len(e.Events) == 0 {
		out.Types = record.WebhookTypes
	}
	if e.Assessments != "" && e.Assessments != "all" && e.Assessments != "portfolio" {
		l.wrong(i, "assessments", "must be portfolio or all")
	}
	out.signers = l.secrets(i, e)
	return out
}

// checkURL checks an address. It never quotes the address, which may contain a secret.
func checkURL(address string) error {
	u, err := url.Parse(address)
	switch {
	case address == "":
		return errors.New("is missing; write https://hooks.example.org/crossroads")
	case err != nil || u.Host == "":
		return errors.New("is no address; write https://hooks.example.org/crossroads")
	case len(u.Port()) > 5 || len(u.Port()) == 5 && u.Port() > "65535":
		return errors.New("must have a port from 1 to 65535")
	case u.User != nil:
		return errors.New("must hold no user name; the signature shows who sends")
	case u.Fragment != "":
		return errors.New("must not hold a #")
	case u.Scheme == "http" && network.OnThisMachine(u.Hostname()):
		return nil
	case u.Scheme != "https":
		return errors.New("must begin with https://, except on this machine")
	}
	return nil
}

// secrets reads one secret, or two while one replaces the other.
func (l *loader) secrets(i int, e entry) (signers []*standardwebhooks.Webhook) {
	setting, held := "secret_env", ""
	switch {
	case e.SecretFile != "" && e.SecretEnv != "":
		l.wrong(i, setting, "secret_file is there too; leave one of them out")
		return nil
	case e.SecretFile != "":
		setting = "secret_file"
		path := e.SecretFile
		if !filepath.IsAbs(path) {
			path = filepath.Join(filepath.Dir(l.name), path)
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			l.wrong(i, setting, "%s cannot be read: %w", path, errors.Unwrap(err))
			return nil
		}
		held = string(text.UTF8(raw))
	case e.SecretEnv != "":
		held = l.getenv(e.SecretEnv)
	default:
		l.wrong(i, "secret_file", "is missing, and so is secret_env; one of them says where the secret is")
		return nil
	}
	secrets := strings.Fields(held)
	if len(secrets) == 0 || len(secrets) > 2 {
		where := "the file"
		if setting == "secret_env" {
			where = "the variable"
			if variableForm.MatchString(e.SecretEnv) { // it may be a secret, written here by mistake
				where += " " + e.SecretEnv
			}
		}
		l.wrong(i, setting, "%s holds no secret; it must hold one, or a new one and the old one", where)
		return nil
	}
	for _, secret := range secrets {
		signer, err := newSigner(secret)
		if err != nil {
			l.wrong(i, setting, "%w", err)
			continue
		}
		signers = append(signers, signer)
	}
	return signers
}

// newSigner makes a signer. Its error never quotes the secret.
func newSigner(secret string) (*standardwebhooks.Webhook, error) {
	encoded, found := strings.CutPrefix(secret, secretPrefix)
	key, err := base64.StdEncoding.DecodeString(encoded)
	switch {
	case !found:
		return nil, errors.New("the secret must begin with " + secretPrefix)
	case err != nil:
		return nil, errors.New("the secret must be base64 after " + secretPrefix)
	case len(key) < leastSecret || len(key) > mostSecret:
		return nil, fmt.Errorf("the secret has %d bytes and must have %d to %d; make one with: echo whsec_$(openssl rand -base64 32)",
			len(key), leastSecret, mostSecret)
	}
	return standardwebhooks.NewWebhookRaw(key)
}
