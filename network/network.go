// Package network tells clients apart by their addresses, and knows the local machine.
package network

import "net/netip"

// Of returns the range of addresses that one client controls: an IPv4 address, or the /64
// from which an IPv6 host chooses its addresses. It is the zero Prefix for the zero Addr.
func Of(addr netip.Addr) netip.Prefix { return Mask(addr, 32, 64) }

// Mask returns the first v4 bits of an IPv4 address, or v6 bits of an IPv6 address. It is
// the zero Prefix for the zero Addr.
func Mask(addr netip.Addr, v4, v6 int) netip.Prefix {
	addr = addr.Unmap().WithZone("")
	bits := v4
	if addr.Is6() {
		bits = v6
	}
	prefix, _ := addr.Prefix(bits) // fails for the zero Addr only
	return prefix
}

// OnThisMachine reports whether a host is a name or an address of the local machine:
// localhost or a loopback address. Traffic to it needs no encryption.
func OnThisMachine(host string) bool {
	addr, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && addr.IsLoopback()
}
