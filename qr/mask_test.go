package qr

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	qrcode "github.com/piglig/go-qr"
)

// The mask is the one that the library would choose, for texts of every length whose codes fit.
func TestMaskIsTheLibrarys(t *testing.T) {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_/?=&"
	r := rand.New(rand.NewPCG(1, 2))
	for n := range 700 {
		var b strings.Builder
		for range n % 350 {
			b.WriteByte(letters[r.IntN(len(letters))])
		}
		text := "https://crossroads.example.org/a/" + b.String()
		want, err := qrcode.EncodeText(text, qrcode.Low)
		if err != nil {
			t.Fatal(err)
		}
		got, err := New(text)
		if err != nil || got.Side != want.Size() || !slices.Equal(got.Runs(), runsOf(want)) {
			t.Fatalf("the code of %q is another than the library's, %v", text, err)
		}
	}
}

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		if _, err := New("https://crossroads.example.org/a/0123456789abcdefghij"); err != nil {
			b.Fatal(err)
		}
	}
}
