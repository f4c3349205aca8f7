package main

import (
	"net/netip"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/schema"
	"sigs.k8s.io/yaml"
)

// composeFile holds the parts of deploy/compose.yaml that the tests check.
type composeFile struct {
	Services map[string]service
	Networks map[string]struct {
		IPAM struct {
			Config []struct {
				Subnet string
				Range  string `json:"ip_range"`
			}
		}
	}
}

type service struct {
	Image                 string
	Ports, Volumes, Tmpfs []string
	Environment           map[string]string
	Secrets, Profiles     []string
	Networks              any      // a list of names, or more about each
	ReadOnly              bool     `json:"read_only"`
	CapDrop               []string `json:"cap_drop"`
	StopGracePeriod       string   `json:"stop_grace_period"`
}

// TestDeployCompose checks the compose file against the schema of the specification, and
// its ports, networks and volumes against the image and the proxy.
func TestDeployCompose(t *testing.T) {
	text, is := []byte(read(t, "deploy/compose.yaml")), dockerfile(t)
	var all map[string]any
	if err := yaml.UnmarshalStrict(text, &all); err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(all); err != nil {
		t.Error(err)
	}
	all["services"].(map[string]any)["portal"].(map[string]any)["readonly"] = true
	if err := schema.Validate(all); err == nil || !strings.Contains(err.Error(), "readonly") {
		t.Errorf("the schema takes what there is not: %v", err)
	}

	var file composeFile
	if err := yaml.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	makefile := read(t, "Makefile")
	for _, name := range []string{"portal", "portal-1", "portal-2"} {
		s := file.Services[name]
		named := "\nIMAGE      ?= " + strings.TrimSuffix(s.Image, ":latest") + "\n"
		if !strings.Contains(makefile, "-t $(IMAGE):latest") || !strings.Contains(makefile, named) {
			t.Errorf("%s runs %s, which make image does not build", name, s.Image)
		}
		if !s.ReadOnly || !slices.Contains(s.CapDrop, "ALL") || s.StopGracePeriod != "20s" {
			t.Errorf("%s is %+v", name, s)
		}
		if !slices.Contains(s.Volumes, "data:"+is.volume) && !slices.Contains(s.Tmpfs, is.volume) {
			t.Errorf("%s has nothing to write to at %s", name, is.volume)
		}
	}
	if ports := file.Services["portal"].Ports; !slices.Equal(ports, []string{"127.0.0.1:8080:" + is.port}) {
		t.Errorf("portal has the ports %s, the image %s", ports, is.port)
	}
	knowsAddresses(t, file)

	proxy := read(t, "deploy/nginx.conf")
	listens := regexp.MustCompile(`\blisten (\d+);`).FindStringSubmatch(proxy)
	if ports := file.Services["proxy"].Ports; listens == nil || !slices.Equal(ports, []string{"127.0.0.1:8080:" + listens[1]}) {
		t.Errorf("proxy has the ports %s and listens on %s", ports, listens)
	}
	if !strings.Contains(proxy, "X-Forwarded-For $proxy_add_x_forwarded_for;") {
		t.Error("the proxy does not pass on whom the one in front of it names: all readers share the limits of one")
	}
	backends := regexp.MustCompile(`\bserver ([a-z0-9-]+):(\d+) `).FindAllStringSubmatch(proxy, -1)
	for _, backend := range backends {
		if _, ok := file.Services[backend[1]]; !ok || backend[2] != is.port {
			t.Errorf("the proxy asks %s", backend[0])
		}
	}
	if len(backends) != 2 {
		t.Errorf("the proxy asks %q", backends)
	}
}

// knowsAddresses checks that the portals trust the network in which they are asked, and that
// those behind the proxy keep their addresses, which it looks up once.
func knowsAddresses(t *testing.T, file composeFile) {
	t.Helper()
	inside := file.Networks["inside"].IPAM.Config[0]
	subnet, others := netip.MustParsePrefix(inside.Subnet), netip.MustParsePrefix(inside.Range)
	for name, fixed := range map[string]bool{"portal": false, "portal-1": true, "portal-2": true} {
		s := file.Services[name]
		if trusted := s.Environment["CROSSROADS_TRUSTED_PROXIES"]; trusted != inside.Subnet {
			t.Errorf("%s trusts %s, what asks it is in %s", name, trusted, inside.Subnet)
		}
		networks, ok := s.Networks.(map[string]any)
		if ok != fixed {
			t.Errorf("%s is in the networks %v", name, s.Networks)
		}
		if !ok {
			continue
		}
		text, _ := networks["inside"].(map[string]any)["ipv4_address"].(string)
		if address, err := netip.ParseAddr(text); err != nil || !subnet.Contains(address) || others.Contains(address) {
			t.Errorf("%s has the address %q; others get one in %s", name, text, others)
		}
	}
}
