package main

import (
	"bufio"
	"errors"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	apps "k8s.io/api/apps/v1"
	core "k8s.io/api/core/v1"
	policy "k8s.io/api/policy/v1"
	documents "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/json"
	"sigs.k8s.io/yaml"
)

// manifests are the objects defined in deploy/kubernetes.yaml.
type manifests struct {
	settings   core.ConfigMap
	deployment apps.Deployment
	service    core.Service
	budget     policy.PodDisruptionBudget
}

// decode decodes manifests like the Kubernetes API; unknown fields are errors.
func decode(text string) (m manifests, err error) {
	parts := documents.NewYAMLReader(bufio.NewReader(strings.NewReader(text)))
	for {
		part, err := parts.Read()
		if errors.Is(err, io.EOF) {
			return m, nil
		}
		if err != nil {
			return m, err
		}
		var kind struct{ APIVersion, Kind string }
		if err := yaml.Unmarshal(part, &kind); err != nil {
			return m, err
		}
		into := map[string]any{
			"v1 ConfigMap": &m.settings, "v1 Service": &m.service,
			"apps/v1 Deployment": &m.deployment, "policy/v1 PodDisruptionBudget": &m.budget,
		}[kind.APIVersion+" "+kind.Kind]
		if into == nil {
			return m, errors.New("there is a " + kind.APIVersion + " " + kind.Kind)
		}
		data, err := yaml.YAMLToJSONStrict(part)
		if err != nil {
			return m, err
		}
		unknown, err := json.UnmarshalStrict(data, into)
		if err := errors.Join(append(unknown, err)...); err != nil {
			return m, err
		}
	}
}

// TestDeployKubernetes decodes the manifests strictly and checks them against each other
// and against the image.
func TestDeployKubernetes(t *testing.T) {
	text, built := read(t, "deploy/kubernetes.yaml"), dockerfile(t)
	if _, err := decode(strings.Replace(text, "readOnlyRootFilesystem", "readOnlyRootFileSystem", 1)); err == nil {
		t.Error("a field that there is not is taken")
	}
	m, err := decode(text)
	if err != nil {
		t.Fatal(err)
	}
	pod := m.deployment.Spec.Template
	if len(pod.Spec.Containers) != 1 {
		t.Fatalf("a pod has %d containers", len(pod.Spec.Containers))
	}
	portal := pod.Spec.Containers[0]
	hasProbes(t, portal)
	isLocked(t, pod.Spec, portal, built.user)

	ports, env := map[string]string{}, map[string]string{}
	for _, port := range portal.Ports {
		ports[port.Name] = strconv.Itoa(int(port.ContainerPort))
	}
	for _, setting := range portal.Env {
		env[setting.Name] = setting.Value
	}
	if ports["http"] != built.port || portOf(t, env["CROSSROADS_ADDR"]) != ports["http"] {
		t.Errorf("the port is %s, the image has %s, the portal listens on %s", ports["http"], built.port, env["CROSSROADS_ADDR"])
	}
	metrics := pod.Annotations["prometheus.io/port"]
	if metrics != ports["metrics"] || portOf(t, env["CROSSROADS_METRICS_LISTEN"]) != metrics {
		t.Errorf("metrics are on %s and %s, and asked for on %s", ports["metrics"], env["CROSSROADS_METRICS_LISTEN"], metrics)
	}
	if len(m.service.Spec.Ports) != 1 || m.service.Spec.Ports[0].TargetPort.StrVal != "http" {
		t.Errorf("the service leads to %+v", m.service.Spec.Ports)
	}
	if source := portal.EnvFrom[0].ConfigMapRef; source == nil || source.Name != m.settings.Name {
		t.Errorf("the settings are read from %+v", source)
	}
	mount := portal.VolumeMounts[0]
	if !strings.HasPrefix(env["CROSSROADS_DB_PASSWORD_FILE"], mount.MountPath+"/") || mount.Name != pod.Spec.Volumes[0].Name {
		t.Errorf("the password is looked for at %s and mounted at %s", env["CROSSROADS_DB_PASSWORD_FILE"], mount.MountPath)
	}
	for name, selects := range map[string]map[string]string{
		"deployment": m.deployment.Spec.Selector.MatchLabels,
		"service":    m.service.Spec.Selector,
		"budget":     m.budget.Spec.Selector.MatchLabels,
	} {
		if len(selects) == 0 || !maps.Equal(selects, pod.Labels) {
			t.Errorf("the %s selects %v, pods have %v", name, selects, pod.Labels)
		}
	}
	if replicas, stay := *m.deployment.Spec.Replicas, m.budget.Spec.MinAvailable.IntVal; stay < 1 || stay >= replicas {
		t.Errorf("of %d pods %d have to stay: a node could not be drained, or all could be", replicas, stay)
	}
}

// hasProbes checks that only the readiness probe depends on the database.
func hasProbes(t *testing.T, portal core.Container) {
	t.Helper()
	for name, probe := range map[string]*core.Probe{
		"/healthz startup": portal.StartupProbe, "/healthz liveness": portal.LivenessProbe,
		"/readyz readiness": portal.ReadinessProbe,
	} {
		path, _, _ := strings.Cut(name, " ")
		if probe == nil || probe.HTTPGet == nil || probe.HTTPGet.Path != path || probe.HTTPGet.Port.StrVal != "http" {
			t.Errorf("the probe for %s is %+v", name, probe)
		}
	}
}

// is reports whether a field is set to a value.
func is(field *bool, want bool) bool { return field != nil && *field == want }

// isLocked checks that a pod is unprivileged and cannot write except to its volume.
func isLocked(t *testing.T, pod core.PodSpec, portal core.Container, user string) {
	t.Helper()
	who, may := pod.SecurityContext, portal.SecurityContext
	if who == nil || may == nil || portal.Lifecycle == nil || portal.Lifecycle.PreStop == nil || portal.Lifecycle.PreStop.Sleep == nil {
		t.Fatal("pods have no security context, or no time for proxies to notice that they end")
	}
	if !is(who.RunAsNonRoot, true) || who.RunAsUser == nil || strconv.FormatInt(*who.RunAsUser, 10) != user {
		t.Errorf("pods run as %+v, the image as %s", who, user)
	}
	if !is(may.ReadOnlyRootFilesystem, true) || !is(may.AllowPrivilegeEscalation, false) ||
		may.Capabilities == nil || !slices.Equal(may.Capabilities.Drop, []core.Capability{"ALL"}) {
		t.Errorf("the container may %+v", may)
	}
	const drain = 10 // seconds for requests in progress
	if given := pod.TerminationGracePeriodSeconds; given == nil || *given < drain+portal.Lifecycle.PreStop.Sleep.Seconds {
		t.Error("pods have no time to end")
	}
}
