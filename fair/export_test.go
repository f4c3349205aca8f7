package fair

// Lines is how many keys a gate remembers.
func Lines[K comparable](g *Gate[K]) int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return len(g.lines)
}

// Keys is how many keys a limiter remembers.
func Keys[K comparable](l *Limiter[K]) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buckets.Len()
}

// Holders is how many keys a budget remembers.
func Holders[K comparable](b *Budget[K]) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.keys)
}
