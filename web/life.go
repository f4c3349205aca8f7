package web

import (
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"crossroads/decision"
)

// arrange stores status, review date and last day of an assessment.
func (s *server) arrange(c echo.Context, saved decision.Saved, key string, form url.Values) error {
	life := decision.Life{Status: form.Get("status"), Review: form.Get("review"), Expires: form.Get("expires")}
	findings := s.checkLife(life)
	saved.Life = life // as typed
	if len(findings) > 0 {
		return s.editAgain(c, http.StatusUnprocessableEntity, saved, findings...)
	}
	err := s.withKey(c, saved.ID, func() error { return s.store.Arrange(c.Request().Context(), saved.ID, key, life) })
	if err != nil {
		return fmt.Errorf("arranging: %w", err)
	}
	return seeOther(c, "/a/"+saved.ID)
}

func (s *server) checkLife(life decision.Life) (findings []finding) {
	switch life.Status {
	case decision.Draft, decision.Decided, decision.Superseded:
	default:
		findings = append(findings, finding{"status", "The status is none that there is.", "Choose draft, decided or superseded."})
	}
	if !isDay(life.Review) {
		findings = append(findings, finding{"review", "The date of the review cannot be read.", "Write it as 2027-05-31, or leave it empty."})
	}
	switch {
	case !isDay(life.Expires):
		findings = append(findings, finding{"expires", "The last day cannot be read.", "Write it as 2027-05-31, or leave it empty."})
	case life.Expired(s.now()):
		findings = append(findings, finding{"expires", "The last day has passed already.", "Choose today or a later day. To stop sharing now, make new links."})
	}
	return findings
}

// isDay tells whether a text is a date of this or a near century, or empty.
func isDay(text string) bool {
	t, err := time.Parse(time.DateOnly, text)
	return text == "" || err == nil && t.Year() >= 2000 && t.Year() < 2200
}

// rotate replaces the edit key and shows the new edit link once.
func (s *server) rotate(c echo.Context, saved decision.Saved, key string) error {
	var fresh string
	err := s.withKey(c, saved.ID, func() (err error) {
		fresh, err = s.store.Rotate(c.Request().Context(), saved.ID, key)
		return err
	})
	if err != nil {
		return fmt.Errorf("rotating the key: %w", err)
	}
	return seeOther(c, "/a/"+saved.ID+"?created="+s.created.leave(saved.ID, fresh))
}

// revoke moves the assessment to a new address, which is shown to nobody but
// the owner.
func (s *server) revoke(c echo.Context, saved decision.Saved, key string) error {
	var fresh string
	err := s.withKey(c, saved.ID, func() (err error) {
		fresh, err = s.store.Revoke(c.Request().Context(), saved.ID, key)
		return err
	})
	if err != nil {
		return fmt.Errorf("revoking: %w", err)
	}
	return seeOther(c, "/a/"+fresh+"?created="+s.created.leave(fresh, key))
}

// editAgain shows the edit page with what is wrong.
func (s *server) editAgain(c echo.Context, status int, saved decision.Saved, findings ...finding) error {
	texts := wordsOf(saved.Revision)
	texts.findings = findings
	return s.sendEdit(c, status, s.editPage(saved, texts))
}
