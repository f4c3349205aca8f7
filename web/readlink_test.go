package web

import "testing"

// TestReadLink: a link is read as people paste it, also out of the links of other programs. Two of them
// are not.
func TestReadLink(t *testing.T) {
	const id, key = "abcdefghijklmnopqrstuvwxyz", "zyxwvutsrqponmlkjihgfedcba"
	for typed, want := range map[string]shareLink{
		id: {id, ""}, id + " r2": {id, "2"}, id + ", revision 12": {id, "12"}, "http://h/a/" + id + "/r/3": {id, "3"},
		"https://eur01.safelinks.protection.outlook.com/?url=http%3A%2F%2Fh%3A82%2Fa%2F" + id + "&data=05%7C01": {id, ""},
		"https://slack-redir.net/link?url=http%3A%2F%2Fh%2Fa%2F" + id + "%2Fr%2F4":                              {id, "4"},
		"https://linkprotect.cudasvc.com/url?a=http%3a%2f%2fh%2fa%2f" + id + "&c=E":                             {id, ""},
		"https://urldefense.proofpoint.com/v2/url?u=http-3A__h-3A82_a_" + id + "&d=DwIF":                        {id, ""},
		"https://www.google.com/url?q=http://h/a/" + id + "&sa=D":                                               {id, ""},
		"http://h/a/" + id + " http://h/a/zyxwvutsrqponmlkjihgfedcba":                                           {},
		"http://h/a/" + id + "\nhttp://h/a/" + id:                                                               {id, ""},
		"http://h/a/" + id + "/edit#" + key:                                                                     {id, ""}, "http://h/a/" + id + "#" + key: {id, ""},
		"Konfigurationsmanagementes: http://h/a/" + id: {id, ""}, "http://h/a/" + id + "?x=abcdefghijklmnopqrstuvwx23": {id, ""},
		"https://secure-web.cisco.com/1h2G-x_y/http%3A%2F%2Fh%2Fa%2F" + id: {id, ""},
		"http://h/a/" + id + " r1":                            {id, "1"},
		"http://h/a/" + id + ", revision 12":                  {id, "12"},
		"see http://h/a/" + id + "/edit (r1).":                {id, "1"},
		"http://h/a/" + id + "/r/2 (r2)":                      {id, "2"},
		"http://h/a/" + id + "/r/2 (r1)":                      {},
		"http://h/a/" + id + "/r/2 http://h/a/" + id + "/r/3": {},
		"http://h/decide/deployment":                          {},
		"revision 1 of http://h/a/" + id:                      {id, "1"},
		"r1 http://h/a/" + id:                                 {id, "1"},
		"Version 3: http://h/a/" + id:                         {id, "3"},
		"http://h/a/" + id + "?r=1":                           {id, "1"},
		"http://h/a/" + id + "@r1":                            {id, "1"},
		"http://h/a/" + id + " Version 1":                     {id, "1"},
		id + " v1":                                            {id, "1"},
		id + "#1":                                             {id, "1"},
		"http://h/a/" + id + "/r/2#1":                         {id, "2"},
		"http://h/a/abcdefghijklmnopqrstu…":                   {},
		"http://h/a/" + id + "…":                              {id, ""},
	} {
		if got := readLink(typed); got != want {
			t.Errorf("%q is read as %+v, want %+v", typed, got, want)
		}
	}
}
