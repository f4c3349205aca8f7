package cost

// HTTPAPI is an API Gateway HTTP API. A request is counted once per started 512 KB, in or
// out.
type HTTPAPI struct {
	Name     string   `json:"name,omitempty"`
	Requests Quantity `json:"requests"`         // a month
	Payload  Quantity `json:"payload,omitzero"` // of one request, KB
}

// Usage implements Component.
func (a *HTTPAPI) Usage(s *Sheet) ([]Usage, error) {
	return metered(s, "http-api", "http-api-requests", or(a.Name, "HTTP API"), "requests", a.Requests, a.Payload)
}

// RESTAPI is an API Gateway REST API.
type RESTAPI struct {
	Name     string   `json:"name,omitempty"`
	Requests Quantity `json:"requests"` // a month
}

// Usage implements Component.
func (a *RESTAPI) Usage(s *Sheet) ([]Usage, error) {
	return metered(s, "rest-api", "rest-api-requests", or(a.Name, "REST API"), "requests", a.Requests, Quantity{})
}

// WebSocketAPI is an API Gateway WebSocket API. A message is counted once per started 32
// KB.
type WebSocketAPI struct {
	Name     string   `json:"name,omitempty"`
	Messages Quantity `json:"messages"`         // a month
	Payload  Quantity `json:"payload,omitzero"` // of one message, KB
	Minutes  Quantity `json:"minutes"`          // of all connections together, a month
}

// Usage implements Component.
func (a *WebSocketAPI) Usage(s *Sheet) ([]Usage, error) {
	in := inputs{component: "websocket-api"}
	in.within("minutes", a.Minutes, "minutes a month", Quantity{}, most)
	if err := in.err(); err != nil {
		return nil, err
	}
	name := or(a.Name, "WebSocket API")
	used, err := metered(s, "websocket-api", "websocket-messages", name, "messages", a.Messages, a.Payload)
	return append(used, Usage{"websocket-minutes", name, a.Minutes, s.say("# connection minutes", a.Minutes)}), err
}

// SQS is a queue, standard or first in, first out. A call is counted once per started 64
// KB; a message usually takes three: send, receive, delete.
type SQS struct {
	Name     string   `json:"name,omitempty"`
	FIFO     bool     `json:"fifo,omitempty"`
	Requests Quantity `json:"requests"`         // API calls a month
	Payload  Quantity `json:"payload,omitzero"` // of one call, KB
}

// Usage implements Component.
func (q *SQS) Usage(s *Sheet) ([]Usage, error) {
	item := "sqs-standard"
	if q.FIFO {
		item = "sqs-fifo"
	}
	return metered(s, "sqs", item, or(q.Name, "Queue"), "requests", q.Requests, q.Payload)
}

// metered returns the usage of a call that is counted once per started step of payload.
func metered(s *Sheet, component, item, name, what string, calls, payload Quantity) ([]Usage, error) {
	in := inputs{component: component}
	in.within(what, calls, what+" a month", Quantity{}, most)
	in.within("payload", payload, "KB", Quantity{}, Whole(1_048_576))
	if err := in.err(); err != nil {
		return nil, err
	}
	each := s.units(item, "payload", payload)
	if each.Cmp(Whole(1)) <= 0 {
		return append(s.room(), Usage{item, name, calls, s.say("# "+what, calls)}), nil
	}
	said := s.say("# "+what+" of # KB, each counted # times", calls, payload, each)
	return append(s.room(), Usage{item, name, calls.Mul(each), said}), nil
}

// units returns how many steps of a meter a value takes, at least one.
func (s *Sheet) units(item, of string, value Quantity) Quantity {
	if i, ok := s.Item(item); ok {
		for _, m := range i.Meters {
			if m.Of == of && !m.Step.IsZero() {
				return value.Max(m.Minimum).Ceil(m.Step).Per(m.Step).Max(Whole(1))
			}
		}
	}
	return Whole(1)
}
