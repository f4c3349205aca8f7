package web

// CheckAncestors says what is wrong with a list for Config.Ancestors, and what
// to write instead.
func CheckAncestors(list []string) error {
	_, err := frameAncestors(list)
	return err
}
