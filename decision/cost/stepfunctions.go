package cost

// StepFunctions is a number of workflows on AWS Step Functions: Standard ones, billed by
// state transition, or Express ones, billed by request and by GB-second.
type StepFunctions struct {
	Name        string   `json:"name,omitempty"`
	Transitions Quantity `json:"transitions,omitzero"` // of Standard workflows, a month
	Requests    Quantity `json:"requests,omitzero"`    // of Express workflows, a month
	Duration    Quantity `json:"duration,omitzero"`    // of one Express run, ms; rounded up to 100
	Memory      Quantity `json:"memory,omitzero"`      // of one Express run, MB; rounded up to 64
}

// Usage implements Component.
func (f *StepFunctions) Usage(s *Sheet) ([]Usage, error) {
	in := inputs{component: "step-functions"}
	in.within("transitions", f.Transitions, "transitions a month", Quantity{}, most)
	in.within("requests", f.Requests, "requests a month", Quantity{}, most)
	in.within("duration", f.Duration, "ms", Quantity{}, Whole(300_000))
	in.within("memory", f.Memory, "MB", Quantity{}, Whole(10_240))
	if err := in.err(); err != nil {
		return nil, err
	}
	name := or(f.Name, "Workflows")
	var used []Usage
	if !f.Transitions.IsZero() || f.Requests.IsZero() {
		used = append(used, Usage{"step-functions-transitions", name, f.Transitions, s.say("# transitions", f.Transitions)})
	}
	if !f.Requests.IsZero() {
		const item = "step-functions-express-duration"
		ms, mb := s.meter(item, "duration", f.Duration), s.meter(item, "memory", f.Memory)
		used = append(used,
			Usage{"step-functions-express-requests", name, f.Requests, s.say("# requests", f.Requests)},
			Usage{item, name, f.Requests.Mul(ms).Mul(mb).Over(msMBPerGBSecond),
				s.say("# requests × # ms × # MB ÷ 1,024,000", f.Requests, ms, mb)})
	}
	return used, nil
}
