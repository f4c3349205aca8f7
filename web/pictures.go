package web

import (
	"context"
	"fmt"
	"net/http"
	"runtime/debug"

	"crossroads/assess"
	"crossroads/export"
	"crossroads/web/deliver"
)

// picture is a card as a PNG. Who asks for its headers alone, or has it
// already, gets it without its bytes: to name it takes a fiftieth of the time.
func (s *server) picture(r *http.Request, card export.Card) (*deliver.Variants, error) {
	sum, err := card.Sum()
	if err != nil {
		return nil, fmt.Errorf("naming a picture: %w", err)
	}
	tag := `"` + sum + `"`
	if r.Method == http.MethodHead || deliver.HasTag(r.Header["If-None-Match"], tag) {
		return deliver.Named(deliver.TypePNG, tag), nil
	}
	raw, err := s.draw(r.Context(), sum, card)
	if err != nil {
		return nil, err
	}
	return deliver.Tagged(deliver.TypePNG, raw, tag), nil
}

// draw makes the PNG of a card, once when several ask for it at the same time.
func (s *server) draw(ctx context.Context, sum string, card export.Card) ([]byte, error) {
	for {
		ours := false // we draw, and nobody before us does
		drawn := s.drawings.DoChan(sum, func() (any, error) {
			ours = true
			return s.drawNow(ctx, card)
		})
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("waiting for a picture: %w", ctx.Err())
		case result := <-drawn:
			if result.Err == nil {
				return result.Val.([]byte), nil
			}
			if ours {
				return nil, result.Err
			}
			// Who drew it for us has left, or was turned away at the gate.
		}
	}
}

// drawNow makes it behind the gate of evaluations, as all PNGs are made. In the
// goroutine of a flight nobody else would catch a panic.
func (s *server) drawNow(ctx context.Context, card export.Card) (raw []byte, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("drawing: panic: %v\n%s", p, debug.Stack())
		}
	}()
	// The request may be over before its flight is: the place is the flight's.
	leave, err := s.assess.Enter(assess.WithCaller(ctx, &assess.Caller{Network: assess.CallerOf(ctx).Network}), pricePicture)
	if err != nil {
		return nil, err
	}
	defer leave()
	return card.PNG()
}
