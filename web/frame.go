package web

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
)

// frame is what the page around a frame says in its address. It is carried from
// page to page inside the frame; everything else that hosts add is ignored.
type frame struct {
	theme string // light, dark or auto
	id    string // what the host calls the frame in messages, "" for nothing
}

const framePrefix = "/embed/decide/"

// outside is what pages that are in no frame have.
var outside = frame{theme: "auto"}

// readFrame reads the parameters of an address under /embed/.
func readFrame(r *http.Request) frame {
	if !isEmbed(r.URL.Path) || r.URL.RawQuery == "" {
		return outside
	}
	return frameOf(r.URL.Query())
}

// colorMode is Atlassian's way to name a scheme, inside themeState:
// "dark:dark light:light colorMode:dark".
var colorMode = regexp.MustCompile(`(?:^|[\s,;{"])colorMode"?:"?(light|dark)\b`)

var framePattern = regexp.MustCompile(`^[A-Za-z0-9._-]{1,64}$`)

func frameOf(values url.Values) frame {
	f := outside
	switch theme := values.Get("theme"); theme {
	case "light", "dark":
		f.theme = theme
	case "":
		if m := colorMode.FindStringSubmatch(values.Get("themeState")); m != nil {
			f.theme = m[1]
		}
	}
	if id := values.Get("frame"); framePattern.MatchString(id) {
		f.id = id
	}
	return f
}

// carried is the query that takes the frame on to its next page.
func (f frame) carried() string {
	var parts []string
	if f.theme != "auto" {
		parts = append(parts, "theme="+f.theme)
	}
	if f.id != "" {
		parts = append(parts, "frame="+f.id)
	}
	return strings.Join(parts, "&")
}
