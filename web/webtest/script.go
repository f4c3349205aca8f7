// Package webtest runs test scripts against a portal, in this process or behind a proxy.
//
// A script is a list of steps separated by blank lines. A step is a request and the checks
// of its response, one on each line:
//
//	POST /assessments            the request; ${name} stands for a variable
//	> Accept-Encoding: br        a header of the request
//	form title=A title           a field of a form
//	json {"answers": {}}         the body, sent as JSON
//	raw text                     the body, sent as it is
//	code == 303                  the status
//	header location ~ ^/a/       a header matches; also ==, !~ and "absent"
//	body contains A title        also "lacks", and ~ and !~ for patterns
//	let id = header location ~ ^/a/([^?]+)   sets a variable to the group; also from "body"
//
// A line that begins with # is a comment.
package webtest

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"

	"crossroads/content"
)

// Site is a portal to run scripts against.
type Site struct {
	URL     string           // without a path
	Client  *http.Client     // that does not follow redirects
	Library *content.Library // that the portal serves
}

// Run runs the script in a file. A failed check is an error of t, with the line of the step.
func Run(t testing.TB, s Site, file string) {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	lib := s.Library
	question := lib.Comparisons[0].Questions[0]
	vars := map[string]string{
		"url": s.URL, "host": strings.TrimPrefix(s.URL, "http://"),
		"comparison": lib.Comparisons[0].Slug, "question": question.ID, "answer": question.Answers[0].ID,
		"criterion": lib.Comparisons[0].Criteria[0].ID, "criterion2": lib.Comparisons[0].Criteria[1].ID,
		"option": lib.Comparisons[0].Options[0].ID, "option2": lib.Comparisons[0].Options[1].ID,
		"article": lib.Articles[0].Slug, "case": lib.Comparisons[0].Cases[0].ID,
		"claim": lib.Claims[0].ID, "term": lib.Terms[0].ID, "change": lib.Changes[0].ID,
	}
	var step []string
	start := 0
	run := func() {
		if len(step) > 0 {
			if err := runStep(s, step, vars); err != nil {
				t.Errorf("%s:%d: %s: %v", file, start, step[0], err)
			}
		}
		step = nil
	}
	for i, text := range strings.Split(string(raw), "\n") {
		switch {
		case strings.HasPrefix(text, "#"):
		case strings.TrimSpace(text) == "":
			run()
		default:
			if len(step) == 0 {
				start = i + 1
			}
			step = append(step, text)
		}
	}
	run()
}

var variable = regexp.MustCompile(`\$\{([a-z0-9]+)\}`)

func expand(text string, vars map[string]string) string {
	return variable.ReplaceAllStringFunc(text, func(m string) string { return vars[m[2:len(m)-1]] })
}

func runStep(s Site, step []string, vars map[string]string) error {
	method, path, _ := strings.Cut(expand(step[0], vars), " ")
	var body string
	form := url.Values{}
	headers := []string{}
	checks := []string{}
	for _, text := range step[1:] {
		word, rest, _ := strings.Cut(text, " ")
		switch word {
		case ">":
			name, value, _ := strings.Cut(expand(rest, vars), ": ")
			headers = append(headers, name, value)
		case "form":
			name, value, _ := strings.Cut(expand(rest, vars), "=")
			form.Add(name, value)
		case "json":
			body += expand(rest, vars)
			headers = append([]string{"Content-Type", "application/json"}, headers...)
		case "raw":
			body += expand(rest, vars)
		default:
			checks = append(checks, text)
		}
	}
	if len(form) > 0 {
		body = form.Encode()
		headers = append([]string{"Content-Type", "application/x-www-form-urlencoded"}, headers...)
	}
	res, err := s.send(method, path, body, headers)
	if err != nil {
		return err
	}
	if len(checks) == 0 {
		return fmt.Errorf("expects nothing")
	}
	for _, check := range checks {
		if err := runCheck(res, check, vars); err != nil {
			return fmt.Errorf("%s: %w\n%s", check, err, brief(res))
		}
	}
	return nil
}

// answer is a whole response.
type answer struct {
	*http.Response
	body string
}

// send sends a request; headers are names and values in turn.
func (s Site) send(method, path, body string, headers []string) (answer, error) {
	req, err := http.NewRequest(method, s.URL+path, strings.NewReader(body))
	if err != nil {
		return answer{}, err
	}
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	res, err := s.Client.Do(req)
	if err != nil {
		return answer{}, err
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	return answer{res, string(raw)}, err
}

func brief(res answer) string {
	text := res.body
	if len(text) > 3000 {
		text = text[:3000] + "…"
	}
	return fmt.Sprintf("%s %v\n%s", res.Status, res.Header, text)
}

func runCheck(res answer, check string, vars map[string]string) error {
	fields := strings.Fields(check)
	what, rest := fields[0], strings.TrimSpace(strings.TrimPrefix(check, fields[0]))
	switch what {
	case "code":
		return compare(fmt.Sprint(res.StatusCode), rest, vars)
	case "body":
		return compare(res.body, rest, vars)
	case "header":
		name, test, _ := strings.Cut(rest, " ")
		values := res.Header.Values(name)
		if test == "absent" {
			if len(values) > 0 {
				return fmt.Errorf("is %q", values)
			}
			return nil
		}
		if len(values) != 1 {
			return fmt.Errorf("there are %d such headers", len(values))
		}
		return compare(values[0], test, vars)
	case "let":
		return capture(res, rest, vars)
	}
	return fmt.Errorf("not a check")
}

func compare(got, test string, vars map[string]string) error {
	op, want, _ := strings.Cut(test, " ")
	want = expand(want, vars)
	ok := false
	switch op {
	case "==":
		ok = got == want
	case "contains":
		ok = strings.Contains(got, want)
	case "lacks":
		ok = !strings.Contains(got, want)
	case "~", "!~":
		re, err := regexp.Compile(want)
		if err != nil {
			return err
		}
		ok = re.MatchString(got) == (op == "~")
	default:
		return fmt.Errorf("unknown operator %q", op)
	}
	if !ok {
		return fmt.Errorf("does not hold")
	}
	return nil
}

func capture(res answer, rest string, vars map[string]string) error {
	name, source, _ := strings.Cut(rest, " = ")
	from, pattern, _ := strings.Cut(source, " ~ ")
	text := res.body
	if header, ok := strings.CutPrefix(from, "header "); ok {
		text = res.Header.Get(header)
	}
	re, err := regexp.Compile(expand(pattern, vars))
	if err != nil {
		return err
	}
	m := re.FindStringSubmatch(text)
	if m == nil {
		return fmt.Errorf("no match")
	}
	vars[name] = m[1]
	return nil
}
