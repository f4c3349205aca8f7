package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// importing runs crossroads prices import on a sample of AWS's list.
func importing(t *testing.T, args ...string) (stdout string, err error) {
	t.Helper()
	var out bytes.Buffer
	err = run(context.Background(), append([]string{"prices", "import", "aws-us-east-1"}, args...), nil, &out, &out)
	return out.String(), err
}

func TestPricesImport(t *testing.T) {
	const sample = "pricelist/testdata/aws.json"
	dir := t.TempDir()
	file := filepath.Join(dir, "prices", "aws-us-east-1-list.yaml")
	said, err := importing(t, sample, "--as-of", "2026-11-28", "--content", dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"lambda-duration-x86 (" + sample + ":23:5)", "was $0.0000166667 up to", "is  $0.0000158334 up to",
		"moves the break-even of AWS Lambda on x86 and One application on AWS Fargate",
		"163,505,859 to 234,630,058 requests → 189,789,064 to 264,248,908 requests",
		"aws-us-east-1: 3 prices read, 1 changed", "Nothing was written",
	} {
		if !strings.Contains(said, want) {
			t.Errorf("the report lacks %q:\n%s", want, said)
		}
	}
	if _, err := os.Stat(file); !os.IsNotExist(err) {
		t.Fatal("without --write there is a file", err)
	}

	if _, err = importing(t, sample, "--as-of", "2026-11-28", "--content", dir, "--write"); err != nil {
		t.Fatal(err)
	}
	if said, err = importing(t, sample, "--as-of", "2026-11-28", "--content", dir); err != nil ||
		!strings.Contains(said, "3 prices read, 0 changed") {
		t.Errorf("a second time: %v\n%s", err, said)
	}
	// The prices of another file are added to those of the first.
	if _, err = importing(t, "pricelist/testdata/infracost.csv", "--as-of", "2026-11-28", "--content", dir, "--write"); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"price: 0.21}", "price: 0.0252}", "price: 0.0000126667}"} {
		if !strings.Contains(string(text), want) {
			t.Errorf("the file lacks %q:\n%s", want, text)
		}
	}
}

// What cannot be used leaves no file behind, not even a part of one.
func TestPricesImportNothingHalf(t *testing.T) {
	text, err := os.ReadFile("pricelist/testdata/aws.json")
	if err != nil {
		t.Fatal(err)
	}
	cut := filepath.Join(t.TempDir(), "cut.json")
	if err := os.WriteFile(cut, text[:len(text)-400], 0o644); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if _, err := importing(t, "pricelist/testdata/infracost.csv", cut, "--content", dir, "--write"); err == nil ||
		!strings.Contains(err.Error(), "ends in the middle") {
		t.Error(err)
	}
	if entries, _ := os.ReadDir(dir); len(entries) > 0 {
		t.Error("something was written:", entries)
	}
	// The content has an error that the import must not hide.
	if err := os.MkdirAll(filepath.Join(dir, "claims"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "claims", "bad.yaml"), []byte("- {id: x}\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := importing(t, "pricelist/testdata/infracost.csv", "--content", dir, "--write"); err == nil ||
		!strings.Contains(err.Error(), "nothing was written") {
		t.Error(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "prices")); !os.IsNotExist(err) {
		t.Error("something was written", err)
	}
}

// TestPricesImportDays: a day that has begun somewhere may be that of a list, and the clock of a
// file is not believed about a day that has not.
func TestPricesImportDays(t *testing.T) {
	first := time.Now().UTC().Add(14 * time.Hour).Format(time.DateOnly)
	if said, err := importing(t, "pricelist/testdata/aws.json", "--as-of", first); err != nil {
		t.Errorf("%v\n%s", err, said)
	}
	ahead := filepath.Join(t.TempDir(), "aws.json")
	text, err := os.ReadFile("pricelist/testdata/aws.json")
	if err == nil {
		err = os.WriteFile(ahead, text, 0o600)
	}
	day := time.Now().AddDate(4, 0, 0)
	if err := errors.Join(err, os.Chtimes(ahead, day, day)); err != nil {
		t.Fatal(err)
	}
	if _, err := importing(t, ahead); err == nil || !strings.Contains(err.Error(), "say with --as-of") {
		t.Error(err)
	}
}

func TestPricesImportRefuses(t *testing.T) {
	for want, args := range map[string][]string{
		"name the directory of your content with --content": {"--write"},
		`--as-of: "tomorrow" is not a day`:                  {"--as-of", "tomorrow"},
		"--as-of: 2126-01-01 is still to come":              {"--as-of", "2126-01-01"},
		"--content: the directory":                          {"--content", "/nowhere"},
		`--allow: "zz" is no item of aws-us-east-1`:         {"--allow", "zz"},
	} {
		if _, err := importing(t, append(args, "pricelist/testdata/aws.json")...); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", args, err)
		}
	}
	if _, err := importing(t, "pricelist/testdata/azure.json"); err == nil ||
		!strings.Contains(err.Error(), "no file holds a price of Amazon Web Services") {
		t.Error(err)
	}
}
