package web

import (
	"crossroads/views"
)

func (s *server) updatesPage() markup {
	return views.Updates(views.UpdatesPage{
		Page:    s.page("/updates", "", "What changed, and when it was last checked", "Changes of the content, and the day on which each part of it was last checked."),
		Library: s.lib,
		Today:   s.today(),
	})
}
