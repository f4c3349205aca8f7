package static

import (
	"crypto/sha512"
	"embed"
	"encoding/base64"
	"strings"
	"sync"
)

// LoaderVersion names the loader that /embed.js gives now. A newer one is a new
// file in embed/: sites have pinned the bytes of the old ones.
const LoaderVersion = "1.1.0"

//go:embed embed/*.js
var loaders embed.FS

// LoaderFile is the script that other sites load to show frames of the portal.
type LoaderFile struct {
	Version   string
	URL       string // of the twin that never changes: "/embed-1.1.0.js"
	Integrity string // of its bytes, for Subresource Integrity: "sha384-…"
	Body      []byte
}

// Loaders returns every version of the loader.
var Loaders = sync.OnceValue(func() []*LoaderFile {
	entries, err := loaders.ReadDir("embed")
	if err != nil {
		panic(err) // embedded: cannot fail
	}
	var list []*LoaderFile
	for _, e := range entries {
		body, err := loaders.ReadFile("embed/" + e.Name())
		if err != nil {
			panic(err)
		}
		sum := sha512.Sum384(body)
		list = append(list, &LoaderFile{
			Version:   strings.TrimSuffix(e.Name(), ".js"),
			URL:       "/embed-" + e.Name(),
			Integrity: "sha384-" + base64.StdEncoding.EncodeToString(sum[:]),
			Body:      body,
		})
	}
	return list
})

// Loader returns the loader of LoaderVersion.
func Loader() *LoaderFile {
	for _, l := range Loaders() {
		if l.Version == LoaderVersion {
			return l
		}
	}
	panic("static: no loader " + LoaderVersion)
}
