package assess

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"crossroads/decision"
	"crossroads/record"
)

// storeCatalogue stores the content that a report was computed from, once for each version,
// so that ScoreAgain can explain later why a result would differ. A save is worth more than
// that explanation, so a failure is only logged.
func (s *Service) storeCatalogue(cat *decision.Catalogue) {
	at := cat.Slug + " " + cat.Version
	if _, done := s.contentStored.Load(at); done {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	body, err := json.Marshal(cat)
	if err == nil {
		err = s.cfg.Store.StoreCatalogue(ctx, cat.Slug, cat.Version, body)
	}
	if err != nil {
		s.cfg.Log.Warn("keeping the content of reports failed", "comparison", cat.Slug, "err", err)
		return
	}
	s.contentStored.Store(at, true)
}

// storedCatalogue returns the content of a version, or record.ErrNotFound, or record.ErrDamaged.
func (s *Service) storedCatalogue(ctx context.Context, comparison, version string) (*decision.Catalogue, error) {
	body, err := s.cfg.Store.Catalogue(ctx, comparison, version)
	if err != nil {
		return nil, fmt.Errorf("reading the content of a report: %w", err)
	}
	cat := new(decision.Catalogue)
	if err := json.Unmarshal(body, cat); err != nil {
		return nil, fmt.Errorf("reading the content of a report: %w: %w", record.ErrDamaged, err)
	}
	if cat.Compile() != nil {
		return nil, record.ErrNotFound // stored by another version of the program, whose content this one cannot use
	}
	return cat, nil
}
