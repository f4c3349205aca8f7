package web

import (
	"crossroads/decision"
	"crossroads/views"
)

func (s *server) methodPage() markup {
	return views.Method(views.MethodPage{
		Page:       s.page("/method", "method", "How the recommendation is made", "The method behind the recommendation: what counts, how unknowns are treated, where its limits are and which sources it rests on."),
		Catalogues: s.lib.Comparisons,
		Tests:      s.selfTests(),
		Panel:      s.lib.Panel,
	})
}

// runSelfTests asks every catalogue what it can do. It takes a moment.
func (s *server) runSelfTests() []decision.SelfTest {
	var tests []decision.SelfTest
	for _, cat := range s.lib.Comparisons {
		tests = append(tests, cat.SelfTest())
	}
	return tests
}
