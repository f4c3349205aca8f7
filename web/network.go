package web

import (
	"net/netip"
)

// network is the part of an address that one person controls: an IPv4 address,
// or the /64 that an IPv6 host chooses its addresses from.
func network(address string) netip.Prefix {
	addr, err := netip.ParseAddr(address)
	if err != nil {
		return netip.Prefix{} // strangers without an address share one count
	}
	addr = addr.Unmap().WithZone("")
	bits := addr.BitLen()
	if addr.Is6() {
		bits = 64
	}
	prefix, _ := addr.Prefix(bits) // the length is valid
	return prefix
}
