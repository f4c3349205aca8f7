package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"debug/buildinfo"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

const sums = "SHA256SUMS"

// check checks a release: every file has its checksum, every target its archive, and every
// archive a program for its target, the licences, and a list (SBOM) of everything linked
// into it.
func check(dir string, targets []string) error {
	files, err := checkSums(dir)
	if err != nil {
		return err
	}
	var problems []error
	for _, target := range targets {
		system, processor, _ := strings.Cut(target, "/")
		i := slices.IndexFunc(files, func(name string) bool { return strings.HasSuffix(name, "_"+system+"_"+processor+".tar.gz") })
		if i < 0 {
			problems = append(problems, fmt.Errorf("there is no archive for %s", target))
			continue
		}
		if err := checkArchive(filepath.Join(dir, files[i]), system, processor); err != nil {
			problems = append(problems, fmt.Errorf("%s: %w", files[i], err))
		}
	}
	return errors.Join(problems...)
}

// checkSums compares all files with the list of checksums and returns their names.
func checkSums(dir string) (names []string, err error) {
	list, err := os.ReadFile(filepath.Join(dir, sums))
	if err != nil {
		return nil, err
	}
	for line := range strings.Lines(string(list)) {
		want, name, found := strings.Cut(strings.TrimSpace(line), "  ")
		if !found || name != filepath.Base(name) {
			return nil, fmt.Errorf("%s: %q is not a checksum and a name", sums, line)
		}
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return nil, err
		}
		if got := sha256.Sum256(data); hex.EncodeToString(got[:]) != want {
			return nil, fmt.Errorf("%s has another checksum than %s says", name, sums)
		}
		names = append(names, name)
	}
	there, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	for _, file := range there {
		if file.Name() != sums && !slices.Contains(names, file.Name()) {
			return nil, fmt.Errorf("%s is not in %s", file.Name(), sums)
		}
	}
	return names, nil
}

// checkArchive checks the content of an archive.
func checkArchive(name, system, processor string) error {
	files, err := unpack(name)
	if err != nil {
		return err
	}
	program := "crossroads"
	if system == "windows" {
		program += ".exe"
	}
	for _, want := range []string{
		program, "LICENSE", "THIRD-PARTY-NOTICES.txt", "sbom.cdx.json", "README.md", "CHANGELOG.md", "SECURITY.md",
		"deploy/crossroads.service", "docs/operations.md",
	} {
		if len(files[want]) == 0 {
			return fmt.Errorf("%s is missing or empty", want)
		}
	}
	info, err := buildinfo.Read(bytes.NewReader(files[program]))
	if err != nil {
		return fmt.Errorf("%s: %w", program, err)
	}
	settings := map[string]string{}
	for _, s := range info.Settings {
		settings[s.Key] = s.Value
	}
	if settings["GOOS"] != system || settings["GOARCH"] != processor || settings["-trimpath"] != "true" {
		return fmt.Errorf("the program was built for %s/%s, -trimpath=%s", settings["GOOS"], settings["GOARCH"], settings["-trimpath"])
	}
	return checkParts(info, files["sbom.cdx.json"], string(files["THIRD-PARTY-NOTICES.txt"]))
}

// checkParts compares the modules linked into a program with its SBOM and notices.
func checkParts(info *buildinfo.BuildInfo, sbom []byte, notices string) error {
	var list struct {
		Components []struct{ Name, Version string }
	}
	if err := json.Unmarshal(sbom, &list); err != nil {
		return fmt.Errorf("sbom.cdx.json: %w", err)
	}
	listed := map[string]bool{}
	for _, c := range list.Components {
		listed[c.Name+" "+c.Version] = true
	}
	for _, module := range info.Deps {
		name := module.Path + " " + module.Version
		if !listed[name] {
			return fmt.Errorf("sbom.cdx.json does not list %s", name)
		}
		if !strings.Contains(notices, "\n"+name+"\n") {
			return fmt.Errorf("THIRD-PARTY-NOTICES.txt does not have %s", name)
		}
	}
	return nil
}

// unpack reads all files of an archive, with names relative to its single directory.
func unpack(name string) (map[string][]byte, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	plain, err := gzip.NewReader(file)
	if err != nil {
		return nil, err
	}
	root := strings.TrimSuffix(filepath.Base(name), ".tar.gz")
	files := map[string][]byte{}
	for archive := tar.NewReader(plain); ; {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return files, nil
		}
		if err != nil {
			return nil, err
		}
		inside, ok := strings.CutPrefix(path.Clean(header.Name), root)
		if !ok {
			return nil, fmt.Errorf("%s is outside of the directory %s", header.Name, root)
		}
		if header.Typeflag != tar.TypeReg {
			continue
		}
		if files[strings.TrimPrefix(inside, "/")], err = io.ReadAll(archive); err != nil {
			return nil, err
		}
	}
}
