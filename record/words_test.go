package record

import "testing"

func TestActWords(t *testing.T) {
	for _, act := range Acts {
		if words := ActWords(act); words == "" || words == act {
			t.Errorf("%s reads %q", act, words)
		}
	}
	if got := ActWords("do-this"); got != "Do this" {
		t.Errorf("an act without words reads %q", got)
	}
}

func TestDetailWords(t *testing.T) {
	for detail, want := range map[string]string{
		"":      "",
		"named": "named",
		"status=decided review=2027-05-01 expires=": "status decided, review on 2027-05-01",
		"token=3 scopes=read,write ends=2027-01-01": "token 3, for read, write, valid until 2027-01-01",
		"hook=2": "hook 2",
		"audience=named people=ada,Grace%20Hopper,a%2Cb%3D": "now for named, people named: ada, Grace Hopper, a,b=",
	} {
		if got := (Event{Detail: detail}).DetailWords(); got != want {
			t.Errorf("%q reads %q, want %q", detail, got, want)
		}
	}
}
