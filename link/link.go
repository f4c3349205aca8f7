// Package link writes the addresses that pages of the portal have of each other, and
// repairs those that were damaged on their way to a reader.
//
// Everywhere else an address of the portal is a path as its routes know it:
// "/articles". Where the portal is served below a path of its host, that path is
// put in front when a page is written, and here alone. It goes with the context in
// which a page is rendered, since every part of a page has that.
package link

import (
	"context"
	"strings"

	"github.com/a-h/templ"
)

type baseKey struct{}

// Under lets the links of what is rendered lead below a path: "/crossroads", or
// "" for a portal that has its host to itself.
func Under(ctx context.Context, base string) context.Context {
	if base == "" {
		return ctx
	}
	return context.WithValue(ctx, baseKey{}, base)
}

// Base is the path that Under set.
func Base(ctx context.Context) string {
	base, _ := ctx.Value(baseKey{}).(string)
	return base
}

// To is the address for an attribute of HTML. Addresses of other sites and of
// places on the same page stay as they are. The caller vouches for their scheme;
// templ.URL checks those that people write.
func To(ctx context.Context, address string) templ.SafeURL {
	if !strings.HasPrefix(address, "/") || strings.HasPrefix(address, "//") {
		return templ.SafeURL(address)
	}
	return templ.SafeURL(Base(ctx) + address)
}
