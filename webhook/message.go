package webhook

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	"crossroads/record"
)

// body is what is sent.
type body struct {
	Type      string `json:"type"`
	Timestamp string `json:"timestamp"` // when it happened, RFC 3339, UTC
	Data      data   `json:"data"`
}

// data says which assessment it is about, as it was when it happened; only the address is
// that of now.
type data struct {
	Assessment string `json:"assessment"` // id
	URL        string `json:"url"`
	Comparison string `json:"comparison"`
	Revision   int    `json:"revision"`
	Title      string `json:"title"`
	Status     string `json:"status"`
	Review     string `json:"review"` // YYYY-MM-DD, "" for none
}

// bodyOf is the same bytes each time that a message is sent, unless its assessment gets
// another address meanwhile. Base is the address of the portal.
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
