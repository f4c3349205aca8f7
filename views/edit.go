package views

// base is the revision that a further save builds on: after a conflict the newer
// one, because its author's words have now been shown.
func (p EditPage) base() int {
	if p.Conflict != nil {
		return p.Conflict.Number
	}
	return p.Saved.Number
}
