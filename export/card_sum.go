package export

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"sync"

	"crossroads/lettering"
)

// Sum returns a hash of the card that identifies its PNG. It takes a fiftieth of the time of drawing:
// cards with the same sum have PNGs with the same bytes.
func (c Card) Sum() (string, error) {
	layout, err := json.Marshal([]any{c.Width, c.Height, c.Items})
	if err != nil {
		return "", err
	}
	hash := sha256.New()
	hash.Write([]byte(drawing()))
	hash.Write([]byte(lettering.Sum()))
	hash.Write(layout)
	for _, item := range c.Items {
		if item.Code != nil { // its squares are not in the layout
			io.WriteString(hash, item.Code.Path()) // a hash takes every write
		}
	}
	return hex.EncodeToString(hash.Sum(nil)[:9]), nil
}

// drawing is part of every sum, so that versions of the program that draw the same layout differently
// have different sums. It is a picture with every ink, every mark and both fonts.
var drawing = sync.OnceValue(func() string {
	c := Card{Width: StripWidth, Height: StripHeight}
	c.box(0, 0, StripWidth, StripHeight, "page")
	for i, ink := range inkNames {
		c.Items = append(c.Items, cardItem{Points: outline(i, 10.3+40*float64(i), 8.6, 34), Ink: ink})
		c.box(10.4+40*float64(i), 50.2, 30, 9.5, ink)
	}
	c.text("Which fits best? 0123456789 …", 10.5, 80.25, 17, false, "ink")
	c.text("Which fits best? 0123456789 …", 10.5, 105.75, 17, true, "soft")
	raw, err := c.PNG()
	if err != nil {
		return err.Error() // as every drawing will say
	}
	return string(raw)
})
