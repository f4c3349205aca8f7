package web

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"crossroads/decision"
	"crossroads/record"
)

// keep stores the content that reports of a catalogue are made from, once for
// each version, so that it can be told later why a result would differ. That is
// a service, so failing does not stop a save.
func (s *server) keep(cat *decision.Catalogue) {
	at := cat.Slug + " " + cat.Version
	if _, kept := s.kept.Load(at); kept {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	body, err := json.Marshal(cat)
	if err == nil {
		err = s.store.KeepCatalogue(ctx, cat.Slug, cat.Version, body)
	}
	if err != nil {
		s.log.Warn("keeping the content of reports failed", "comparison", cat.Slug, "err", err)
		return
	}
	s.kept.Store(at, true)
}

// keptCatalogue is the content as it was, or record.ErrNotFound.
func (s *server) keptCatalogue(ctx context.Context, comparison, version string) (*decision.Catalogue, error) {
	body, err := s.store.Catalogue(ctx, comparison, version)
	if err != nil {
		return nil, fmt.Errorf("reading the content of a report: %w", err)
	}
	cat := new(decision.Catalogue)
	if err := json.Unmarshal(body, cat); err != nil {
		return nil, fmt.Errorf("reading the content of a report: %w", err)
	}
	if cat.Compile() != nil {
		return nil, record.ErrNotFound // this program asks more of content than the one that stored it
	}
	return cat, nil
}
