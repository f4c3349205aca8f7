package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"debug/buildinfo"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// target is the platform of this program, which stands for the portal in the tests.
var target = runtime.GOOS + "/" + runtime.GOARCH

// build makes a program that has a module in it.
func build(t *testing.T) []byte {
	t.Helper()
	name := filepath.Join(t.TempDir(), "program")
	if out, err := goCommand("build", "-trimpath", "-o", name, "./testdata/program").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// pack returns a directory with one archive.
func pack(t *testing.T, files map[string][]byte) string {
	t.Helper()
	dir, name := t.TempDir(), "crossroads_1_"+strings.ReplaceAll(target, "/", "_")
	var packed bytes.Buffer
	zip := gzip.NewWriter(&packed)
	archive := tar.NewWriter(zip)
	for file, data := range files {
		if err := archive.WriteHeader(&tar.Header{Name: name + "/" + file, Mode: 0o644, Size: int64(len(data))}); err != nil {
			t.Fatal(err)
		}
		if _, err := archive.Write(data); err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	if err := zip.Close(); err != nil {
		t.Fatal(err)
	}
	write(t, dir, name+".tar.gz", packed.Bytes())
	write(t, dir, sums, fmt.Appendf(nil, "%x  %s.tar.gz\n", sha256.Sum256(packed.Bytes()), name))
	return dir
}

func write(t *testing.T, dir, name string, data []byte) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestRelease makes a release and then damages it in every way that is checked.
func TestRelease(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a program has another name there")
	}
	program := build(t)
	name := filepath.Join(t.TempDir(), "program")
	write(t, filepath.Dir(name), "program", program)
	var licences bytes.Buffer
	if err := notices(&licences, name, "../lettering/fonts"); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"\nGo go1.", "\ngolang.org/x/mod v", "Copyright 2009 The Go Authors", "THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS",
		"SIL OPEN FONT LICENSE",
	} {
		if !strings.Contains(licences.String(), want) {
			t.Errorf("the notices do not have %q", want)
		}
	}
	info, err := buildinfo.ReadFile(name)
	if err != nil || len(info.Deps) == 0 {
		t.Fatal(info, err)
	}
	list := fmt.Appendf(nil, `{"components":[{"name":%q,"version":%q}]}`, info.Deps[0].Path, info.Deps[0].Version)
	whole := func() map[string][]byte {
		return map[string][]byte{
			"crossroads": program, "LICENSE": {'x'}, "README.md": {'x'}, "CHANGELOG.md": {'x'}, "SECURITY.md": {'x'},
			"deploy/crossroads.service": {'x'}, "docs/operations.md": {'x'},
			"THIRD-PARTY-NOTICES.txt": licences.Bytes(), "sbom.cdx.json": list,
		}
	}
	if err := check(pack(t, whole()), []string{target}); err != nil {
		t.Fatal(err)
	}
	broken := []struct {
		name, want string
		files      func(map[string][]byte)
		dir        func(t *testing.T, dir string)
		target     string
	}{
		{name: "no licences", want: "THIRD-PARTY-NOTICES.txt is missing", files: func(f map[string][]byte) {
			delete(f, "THIRD-PARTY-NOTICES.txt")
		}},
		{name: "licences of another program", want: "THIRD-PARTY-NOTICES.txt does not have", files: func(f map[string][]byte) {
			f["THIRD-PARTY-NOTICES.txt"] = []byte("none")
		}},
		{name: "list of another program", want: "sbom.cdx.json does not list", files: func(f map[string][]byte) {
			f["sbom.cdx.json"] = []byte(`{"components":[]}`)
		}},
		{name: "no program", want: "crossroads is missing", files: func(f map[string][]byte) { delete(f, "crossroads") }},
		{name: "no archive", want: "there is no archive for plan9/mips", target: "plan9/mips"},
		{name: "another checksum", want: "has another checksum", dir: func(t *testing.T, dir string) {
			files, _ := filepath.Glob(filepath.Join(dir, "*.tar.gz"))
			data, _ := os.ReadFile(files[0])
			data[len(data)/2] ^= 1
			write(t, dir, filepath.Base(files[0]), data)
		}},
		{name: "a file without checksum", want: "extra.txt is not in SHA256SUMS", dir: func(t *testing.T, dir string) {
			write(t, dir, "extra.txt", nil)
		}},
	}
	for _, tt := range broken {
		t.Run(tt.name, func(t *testing.T) {
			files := whole()
			if tt.files != nil {
				tt.files(files)
			}
			dir := pack(t, files)
			if tt.dir != nil {
				tt.dir(t, dir)
			}
			wanted := target
			if tt.target != "" {
				wanted = tt.target
			}
			if err := check(dir, []string{wanted}); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("the error is %v, want %q", err, tt.want)
			}
		})
	}
}
