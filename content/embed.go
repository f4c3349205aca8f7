package content

import (
	"embed"
	"io/fs"
)

// The folders hold a .keep file each, so that one without content still embeds.
//
//go:embed all:articles all:comparisons all:sources all:cases all:diagrams all:prices all:skus all:claims all:panel glossary.yaml changes.yaml
var embedded embed.FS

// Embedded returns the content tree that comes with the program.
func Embedded() fs.FS { return embedded }
