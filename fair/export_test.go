package fair

// Lines is how many keys a gate remembers.
func Lines[K comparable](g *Gate[K]) int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return len(g.lines)
}
