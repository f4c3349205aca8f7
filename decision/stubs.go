package decision

func (s *session) nextQuestions() []NextQuestion { return []NextQuestion{} }
func (s *session) plan() *Plan                   { return nil }
func (s *session) explain()                      {}
func (s *session) alike() []Alike                { return []Alike{} }
func (s *session) revisit() []string             { return []string{} }
