package main

import (
	"archive/tar"
	"bytes"
	"debug/buildinfo"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestImage builds the container image like make image and runs it like deploy/: writable
// only in its volume, and without privileges.
func TestImage(t *testing.T) {
	e := newEngine(t)
	if out, err := e.try("make", "-C", "..", "image", "BUILDER=podman", "VERSION=0.0.0-test", "IMAGE=localhost/crossroads"); err != nil {
		t.Fatalf("make image: %v\n%s", err, out)
	}
	const image = "localhost/crossroads:0.0.0-test"
	t.Run("says what it is", func(t *testing.T) { saysWhatItIs(t, e, image) })
	t.Run("holds the program and its licences", func(t *testing.T) { holds(t, e, image) })
	t.Run("runs", func(t *testing.T) { runs(t, e, image) })
}

func saysWhatItIs(t *testing.T, e *engine, image string) {
	var found []struct {
		Config struct {
			User       string
			Entrypoint []string
			Volumes    map[string]any
			Labels     map[string]string
		}
		Healthcheck struct{ Test []string }
		Size        int64
	}
	if err := json.Unmarshal([]byte(e.podman(t, "image", "inspect", image)), &found); err != nil || len(found) != 1 {
		t.Fatal(found, err)
	}
	is := found[0]
	if is.Config.User != "65532:65532" || !slices.Equal(is.Config.Entrypoint, []string{"/crossroads"}) ||
		!slices.Equal(is.Healthcheck.Test, []string{"CMD", "/crossroads", "health"}) ||
		is.Config.Labels["org.opencontainers.image.version"] != "0.0.0-test" {
		t.Errorf("the image has %+v", is)
	}
	if _, ok := is.Config.Volumes["/data"]; !ok {
		t.Errorf("its volumes are %v", is.Config.Volumes)
	}
	t.Logf("the image has %.1f MiB", float64(is.Size)/(1<<20))
}

// holds checks all files of the image.
func holds(t *testing.T, e *engine, image string) {
	archive := filepath.Join(t.TempDir(), "image.tar")
	e.podman(t, "create", "--name=closed", image)
	e.podman(t, "export", "--output="+archive, "closed")
	e.podman(t, "rm", "closed")
	file, err := os.Open(archive)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	files, owners := map[string][]byte{}, map[string]int{}
	for all := tar.NewReader(file); ; {
		header, err := all.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		owners[strings.Trim(header.Name, "/")] = header.Uid
		if header.Typeflag != tar.TypeReg || header.Size == 0 { // an engine adds empty files as mount points
			continue
		}
		if files[header.Name], err = io.ReadAll(all); err != nil {
			t.Fatal(err)
		}
	}
	want := []string{"crossroads", "licenses/LICENSE", "licenses/THIRD-PARTY-NOTICES.txt", "licenses/sbom.cdx.json"}
	if got := slices.Sorted(maps.Keys(files)); !slices.Equal(got, want) {
		t.Fatalf("the image holds %s, want %s", got, want)
	}
	if owners["data"] != 65532 || owners["crossroads"] != 0 {
		t.Errorf("the data belongs to %d, the program to %d", owners["data"], owners["crossroads"])
	}
	info, err := buildinfo.Read(bytes.NewReader(files["crossroads"]))
	if err != nil {
		t.Fatal(err)
	}
	if err := checkParts(info, files["licenses/sbom.cdx.json"], string(files["licenses/THIRD-PARTY-NOTICES.txt"])); err != nil {
		t.Error(err)
	}
}

// runs starts the image twice on one volume.
func runs(t *testing.T, e *engine, image string) {
	port := freePort(t)
	url := "http://127.0.0.1:" + port
	begin := func(name string) {
		e.podman(t, "run", "--detach", "--name="+name, "--read-only", "--read-only-tmpfs=false",
			"--cap-drop=all", "--security-opt=no-new-privileges", "--ulimit=nofile=1024:1024", "--ulimit=nproc=1024:1024",
			"--volume=data:/data", "--env=CROSSROADS_ADDR=127.0.0.1:"+port, image)
		deadline := time.Now().Add(30 * time.Second)
		for status, _ := ask("GET", url+"/readyz", ""); status != http.StatusOK; status, _ = ask("GET", url+"/readyz", "") {
			if time.Now().After(deadline) {
				out, err := e.try("podman", "logs", name)
				t.Fatalf("the container does not get ready: %v\n%s", err, out)
			}
			time.Sleep(50 * time.Millisecond)
		}
	}
	begin("first")
	if status, page := ask("GET", url+"/", ""); status != http.StatusOK || !strings.Contains(page, "</html>") {
		t.Errorf("the start page: %d\n%s", status, page)
	}
	status, body := ask("POST", url+"/api/v1/assessments", `{"comparison": "deployment", "title": "Kept in the volume"}`)
	var saved struct{ ID, Key string }
	if err := json.Unmarshal([]byte(body), &saved); err != nil || status != http.StatusCreated || saved.ID == "" {
		t.Fatalf("a save: %d, %v\n%s", status, err, body)
	}
	e.podman(t, "healthcheck", "run", "first")
	out, err := e.try("podman", "exec", "first", "/crossroads", "backup", "/backup.db")
	if err == nil || !strings.Contains(err.Error(), "read-only file system") {
		t.Errorf("the root can be written to: %v %s", err, out)
	}
	e.podman(t, "exec", "first", "/crossroads", "backup", "/data/backup.db")

	e.podman(t, "stop", "--time=20", "first") // SIGTERM
	if code := e.podman(t, "inspect", "--format={{.State.ExitCode}}", "first"); code != "0" {
		t.Errorf("after SIGTERM it ends with %s", code)
	}
	e.podman(t, "rm", "first")

	begin("second")
	if status, page := ask("GET", url+"/a/"+saved.ID, ""); status != http.StatusOK || !strings.Contains(page, "Kept in the volume") {
		t.Errorf("what the container before has saved: %d\n%s", status, page)
	}
	status, body = ask("DELETE", url+"/api/v1/assessments/"+saved.ID, "", "Authorization", "Bearer "+saved.Key)
	if status != http.StatusNoContent {
		t.Errorf("with its edit key: %d %s", status, body)
	}
}

// ask sends a request. The status is 0 without a response.
func ask(method, url, body string, headers ...string) (int, string) {
	req, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		return 0, err.Error()
	}
	req.Header.Set("Content-Type", "application/json")
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, err.Error()
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		return 0, err.Error()
	}
	return res.StatusCode, string(text)
}
