package views

import (
	"strings"

	"github.com/a-h/templ"

	"crossroads/decision"
	"crossroads/export"
)

// out makes a link open outside of a frame, in which only pages under /embed/ may be shown.
func out(embed bool) templ.Attributes {
	if !embed {
		return nil
	}
	return templ.Attributes{"target": "_blank", "rel": "noopener"}
}

// told is the message about a result to the page around a frame.
type told struct {
	Comparison string         `json:"comparison"`
	Verdict    string         `json:"verdict"`
	Winner     *string        `json:"winner"`
	Leader     string         `json:"leader,omitempty"`
	Headline   string         `json:"headline"`
	FirstShare float64        `json:"first_share"`
	Axes       []toldAxis     `json:"axes,omitempty"`
	Ranking    []toldStanding `json:"ranking"`
	Answers    string         `json:"answers"` // as the query of a link
	URL        string         `json:"url"`     // of the full page

	// Of a saved assessment only.
	Revision int    `json:"revision,omitempty"`
	Title    string `json:"title,omitempty"`
	Status   string `json:"status,omitempty"`   // of the whole assessment, as in the API
	Decision string `json:"decision,omitempty"` // in the words of those who took it
}

// toldAxis is how sure the leader's value on an axis is.
type toldAxis struct {
	Axis       string  `json:"axis"`
	Value      string  `json:"value"`
	Name       string  `json:"name"`
	FirstShare float64 `json:"first_share"`
}

type toldStanding struct {
	Option     string  `json:"option"`
	Name       string  `json:"name"`
	Score      float64 `json:"score"`
	Low        float64 `json:"low"`
	High       float64 `json:"high"`
	FirstShare float64 `json:"first_share"`
	Status     string  `json:"status"`
}

func (p ResultPage) told() told {
	t := toldOf(p.Report)
	t.Comparison, t.Answers, t.URL = p.Catalogue.Slug, p.Query, p.FullURL
	return t
}

func (p SavedPage) told() told {
	t := toldOf(p.Report)
	t.Comparison, t.URL = p.Saved.Comparison, p.URL
	_, t.Answers, _ = strings.Cut(p.ScoreURL, "?")
	t.Revision, t.Title, t.Status, t.Decision = p.Saved.Number, p.Saved.Title, p.Saved.Status, p.Saved.Decision
	return t
}

func toldOf(r decision.Report) told {
	t := told{
		Verdict: r.Kind, Winner: r.Winner, Leader: r.Leader, Headline: r.Headline, FirstShare: r.Share, Ranking: []toldStanding{},
	}
	for _, a := range r.Axes {
		t.Axes = append(t.Axes, toldAxis{a.Axis, a.Leader.Value, a.Leader.Name, a.Leader.Share})
	}
	for _, s := range r.Ranking {
		t.Ranking = append(t.Ranking, toldStanding{s.Option, s.Name, s.Score, s.Low, s.High, s.FirstShare, s.Status})
	}
	return t
}

// snippets writes what can be pasted into pages about a saved assessment.
func (p SavedPage) snippets() export.Frame {
	origin := strings.TrimSuffix(p.ShareURL, "/a/"+p.Saved.ID)
	return export.Frame{Origin: origin, Assessment: p.Saved.ID, Title: p.Saved.Title, Alt: p.CardAlt}
}

// latest is the address of the newest revision, in the frame if this is one.
func (p SavedPage) latest() string {
	if p.Embed {
		return "/embed/a/" + p.Saved.ID
	}
	return "/a/" + p.Saved.ID
}
