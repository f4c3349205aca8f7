package webhook

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"crossroads/record"
)

// TypeTest is the type of a message without an event, which shows that an endpoint can be reached and accepts
// the signature.
const TypeTest = "webhook.test"

// Try sends an endpoint such a message once, without a store. It returns the status of the response, 0 without
// one, and why the message was not accepted, or "".
func Try(ctx context.Context, e Endpoint, version string, now func() time.Time) (status int, why string) {
	s := New(Config{Endpoints: []Endpoint{e}, Version: version, Now: now})
	defer s.client.CloseIdleConnections()
	sent, err := json.Marshal(struct {
		Type      string   `json:"type"`
		Timestamp string   `json:"timestamp"`
		Data      struct{} `json:"data"`
	}{Type: TypeTest, Timestamp: now().UTC().Format(time.RFC3339Nano)})
	if err != nil {
		return 0, fmt.Sprintf("the message cannot be written: %v", err)
	}
	a := s.post(ctx, &e, "msg_"+strings.ToLower(rand.Text()), sent)
	state, detail := judge(a, 1)
	if state == record.DeliveryDelivered {
		return a.status, ""
	}
	return a.status, detail
}
