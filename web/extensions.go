package web

import (
	"context"

	"crossroads/integrations"
	"crossroads/web/deliver"
)

// extensionPages are the extensions for wikis, to download.
func extensionPages() (pages []fixed) {
	for _, wiki := range integrations.Wikis {
		pages = append(pages, fixed{"/embed/" + wiki + ".zip", &deliver.Fixed{
			ContentType: "application/zip", NoIndex: true,
			Headers: []deliver.Header{header("Content-Disposition", `attachment; filename="crossroads-`+wiki+`.zip"`)},
			Render:  func(context.Context) ([]byte, error) { return integrations.Zip(wiki) },
		}})
	}
	return pages
}
