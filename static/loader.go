package static

import (
	"crypto/sha512"
	"embed"
	"encoding/base64"
	"sync"
)

// LoaderVersion names the loader that /embed.js gives now.
const LoaderVersion = "1.0.0"

//go:embed embed/*.js
var loaders embed.FS

// LoaderFile is the script that other sites load to show frames of the portal.
type LoaderFile struct {
	Version   string
	URL       string // of the twin that never changes: "/embed-1.0.0.js"
	Integrity string // of its bytes, for Subresource Integrity: "sha384-…"
	Body      []byte
}

// Loader returns the current loader.
var Loader = sync.OnceValue(func() *LoaderFile {
	body, err := loaders.ReadFile("embed/" + LoaderVersion + ".js")
	if err != nil {
		panic(err) // embedded: cannot fail
	}
	sum := sha512.Sum384(body)
	return &LoaderFile{
		Version:   LoaderVersion,
		URL:       "/embed-" + LoaderVersion + ".js",
		Integrity: "sha384-" + base64.StdEncoding.EncodeToString(sum[:]),
		Body:      body,
	}
})
