package content

import (
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"crossroads/decision"
)

// Panel is a set of situations on which the numbers of a comparison are fitted or tested.
// Each situation is a free text, judged by readers who saw nothing else, and encoded as
// answers by others who saw neither the judgements nor the engine's results.
type Panel struct {
	Comparison  string
	Intro       string // what readers have to know before the rows
	Written     string // who wrote, judged and encoded, based on what, and when
	Judged      string
	Encoded     string
	Choices     []Choice // among which the judges divided their points
	Situations  []Situation
	Calibration *Calibration // agreement of the fitted numbers; nil until measured
}

// PanelOf returns the panel of the comparison with a slug; nil when none is.
func PanelOf(panels []*Panel, slug string) *Panel {
	i := slices.IndexFunc(panels, func(p *Panel) bool { return p.Comparison == slug })
	if i < 0 {
		return nil
	}
	return panels[i]
}

// Choice is an alternative to which judges could give points.
type Choice struct {
	ID    string `yaml:"id"`
	Means string `yaml:"means"` // as the brief said it
	// Values on the axes of the comparison, in their order; none for a mix, and none
	// without axes.
	On []string `yaml:"on,optional"`
}

// Situation is one account with its judgements and encodings.
type Situation struct {
	ID         string      `json:"id"`
	Text       string      `json:"text"`
	Judgements []Judgement `json:"judgements"`
	Encodings  []Encoding  `json:"encodings"`       // by different readers; pages show what the engine makes of the first
	Later      bool        `json:"later,omitempty"` // judged when the numbers stood: a test, never fitted to
}

// Judgement is how one judge divided 100 points.
type Judgement struct {
	Judge     string             `json:"judge"`  // the background
	Points    map[string]float64 `json:"points"` // by choice; what is left out has none
	Plausible bool               `json:"plausible"`
	Facts     string             `json:"facts"` // the deciding facts, in the judge's words
}

// Encoding is one reader's translation of a situation into answers.
type Encoding struct {
	Answers decision.Answers `json:"answers"`
	Parts   []decision.Part  `json:"parts,omitempty"`
}

// Fitted reports whether the numbers were fitted to some of the situations; otherwise all
// are a test.
func (p *Panel) Fitted() bool {
	return slices.ContainsFunc(p.Situations, func(s Situation) bool { return !s.Later })
}

// Situation returns the situation with an id.
func (p *Panel) Situation(id string) (*Situation, bool) {
	i := slices.IndexFunc(p.Situations, func(s Situation) bool { return s.ID == id })
	if i < 0 {
		return nil, false
	}
	return &p.Situations[i], true
}

// Share returns the mean share of points, in [0,1], given to a choice.
func (s *Situation) Share(choice string) float64 {
	sum := 0.0
	for _, j := range s.Judgements {
		sum += j.Points[choice]
	}
	return sum / 100 / float64(max(1, len(s.Judgements)))
}

type panelYAML struct {
	Comparison string   `yaml:"comparison"`
	Intro      string   `yaml:"intro"`
	Written    string   `yaml:"written"`
	Judged     string   `yaml:"judged"`
	Encoded    string   `yaml:"encoded"`
	Choices    []Choice `yaml:"choices"`
}

const (
	panelFolder = "panel"
	panelAbout  = "about.yaml"
)

// readPanels reads the optional panels: one in the folder itself and one in each folder
// inside.
func (l *loader) readPanels() {
	entries, err := fs.ReadDir(l.fsys, panelFolder)
	if err != nil {
		return // there is no panel
	}
	if l.exists(path.Join(panelFolder, panelAbout)) || !slices.ContainsFunc(entries, fs.DirEntry.IsDir) {
		l.readPanel(panelFolder)
	}
	for _, e := range entries {
		folder := path.Join(panelFolder, e.Name())
		switch {
		case !e.IsDir() || ignored(e.Name()):
		case copied(e.Name(), entries):
			l.stray(folder, true, saidCopy)
		case !isID(e.Name()) && !l.exists(path.Join(folder, panelAbout)):
			l.stray(folder, true, "this is not read: the folder of a panel holds a file "+panelAbout)
		default:
			l.readPanel(folder)
		}
	}
}

// readPanel reads a folder: about.yaml and, from every other file, situations as one JSON
// object per line.
func (l *loader) readPanel(folder string) {
	doc := l.document(path.Join(folder, panelAbout))
	if doc == nil {
		return
	}
	var about panelYAML
	doc.decode(&about)
	at := place{doc, doc.root}.find("comparison")
	c := l.comparison(about.Comparison, at)
	if c == nil {
		return
	}
	if c.panel != nil {
		at.fail("the comparison %q has a panel already: put its situations there", about.Comparison)
		return
	}
	c.panel = &Panel{
		Comparison: about.Comparison, Intro: about.Intro, Written: about.Written, Judged: about.Judged, Encoded: about.Encoded,
		Choices: about.Choices,
	}
	c.panel.Calibration = l.readCalibration(path.Join(folder, panelCalibration))
	entries, _ := fs.ReadDir(l.fsys, folder)
	for _, e := range entries {
		file := path.Join(folder, e.Name())
		switch {
		case copied(e.Name(), entries):
			l.stray(file, true, saidCopy)
		case ignored(e.Name()), e.Name() == panelAbout, e.Name() == panelCalibration, e.IsDir() && folder == panelFolder:
		case path.Ext(file) == ".jsonl":
			l.readSituations(c, file)
		default:
			l.stray(file, e.IsDir(), "this is not read: a panel is about.yaml, calibration.yaml and files of situations that end in .jsonl")
		}
	}
}

func (l *loader) readSituations(c *comparison, file string) {
	text, ok := l.text(file)
	if !ok {
		return
	}
	c.panelAt = append(c.panelAt, panelFile{file, len(c.panel.Situations)})
	for i, line := range l.ahead.lines(file, text) {
		s := line.situation
		if line.err != nil {
			l.problems.add(file, i+1, 1, "this line is not a situation: %v", line.err)
		} else if wrong := c.panel.checkSituation(&s); wrong != "" {
			l.problems.add(file, i+1, 1, "%s", wrong)
		} else if other := l.situated(s.ID, c); other != "" {
			l.problems.add(file, i+1, 1, "the panel of %q has a situation %q: give one of them another id, since it is part of an address",
				other, s.ID)
		}
		c.panel.Situations = append(c.panel.Situations, s)
	}
}

// situated returns another comparison whose panel has a situation with the same id.
func (l *loader) situated(id string, than *comparison) string {
	for _, c := range l.comparisons {
		if c == than || c.panel == nil {
			continue
		}
		if _, there := c.panel.Situation(id); there {
			return c.catalogue.Slug
		}
	}
	return ""
}

// panelFile is the index of a file's first situation among all situations.
type panelFile struct {
	file  string
	first int
}

func (p *Panel) checkSituation(s *Situation) string {
	if !isID(s.ID) {
		return fmt.Sprintf("%q cannot be an id: %s", s.ID, idRule)
	}
	if _, double := p.Situation(s.ID); double {
		return fmt.Sprintf("there is another situation %q: give one of them another id", s.ID)
	}
	if strings.TrimSpace(s.Text) == "" {
		return fmt.Sprintf("the situation %q has no text", s.ID)
	}
	if len(s.Judgements) == 0 || len(s.Encodings) == 0 {
		return fmt.Sprintf("the situation %q needs a judgement and an encoding", s.ID)
	}
	for i, j := range s.Judgements {
		sum := 0.0
		for _, choice := range slices.Sorted(maps.Keys(j.Points)) {
			if !slices.ContainsFunc(p.Choices, func(c Choice) bool { return c.ID == choice }) {
				return fmt.Sprintf("judgement %d of %q gives points to %q, which about.yaml does not list", i+1, s.ID, choice)
			}
			if j.Points[choice] < 0 {
				return fmt.Sprintf("judgement %d of %q gives %v points to %q", i+1, s.ID, j.Points[choice], choice)
			}
			sum += j.Points[choice]
		}
		if sum != 100 {
			return fmt.Sprintf("judgement %d of %q divides %v points instead of 100", i+1, s.ID, sum)
		}
	}
	return ""
}

// checkPanel checks the encodings against the compiled catalogue.
func (c *comparison) checkPanel(problems *Problems) {
	if c.panel == nil {
		return
	}
	for _, f := range c.panelAt {
		for i := f.first; i < len(c.panel.Situations); i++ {
			s := c.panel.Situations[i]
			for n, e := range s.Encodings {
				if err := c.catalogue.CheckAssessment(decision.Assessment{Answers: e.Answers, Parts: e.Parts}); err != nil {
					problems.add(f.file, i-f.first+1, 1, "encoding %d of %q: %v", n+1, s.ID, err)
				}
			}
		}
	}
}
