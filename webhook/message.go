package webhook

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	"crossroads/record"
)

// body is the JSON document that is sent.
type body struct {
	Type      string `json:"type"`
	Timestamp string `json:"timestamp"` // when it happened, RFC 3339, UTC
	Data      data   `json:"data"`
}

// data describes the assessment at the time of the event, except that the address is the current one.
type data struct {
	Assessment string `json:"assessment"` // id
	URL        string `json:"url"`
	Comparison string `json:"comparison"`
	Revision   int    `json:"revision"`
	Title      string `json:"title"`
	Status     string `json:"status"`
	Review     string `json:"review"` // YYYY-MM-DD, "" for none
}

// bodyOf returns the body of a message. It is the same for every attempt unless the address of the assessment
// changes in between. Base is the address of the portal.
func bodyOf(p record.Parcel, base string) ([]byte, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	err := enc.Encode(body{p.Type, p.At.UTC().Format(time.RFC3339Nano), data{
		Assessment: p.AssessmentID, URL: base + "/a/" + p.AssessmentID, Comparison: p.Comparison,
		Revision: p.Revision, Title: record.Line(p.Title), Status: p.Status, Review: p.Review,
	}})
	if err != nil {
		return nil, fmt.Errorf("writing a message: %w", err)
	}
	return bytes.TrimSpace(buf.Bytes()), nil
}
