package cost

// CloudRun is a Google Cloud Run service. With billing by request, instances cost money
// while they handle requests, and less while idle. With billing by instance, they cost
// money from start to end, and requests are free.
type CloudRun struct {
	Name     string   `json:"name,omitempty"`
	Billing  string   `json:"billing,omitempty"` // "request" or "", "instance"
	Requests Quantity `json:"requests,omitzero"` // a month
	Busy     Quantity `json:"busy,omitzero"`     // instance seconds a month; 0: requests × duration
	Duration Quantity `json:"duration,omitzero"` // average, ms, where Busy is 0: one request at a time
	Idle     Quantity `json:"idle,omitzero"`     // idle seconds a month of minimum instances, request billing only
	VCPU     Quantity `json:"vcpu"`              // of one instance
	Memory   Quantity `json:"memory"`            // of one instance, GiB

	said Formula // derivation of Busy, if it was not given directly
}

// Usage implements Component.
func (r *CloudRun) Usage(s *Sheet) ([]Usage, error) {
	in := inputs{component: "cloud-run"}
	billing := or(r.Billing, "request")
	in.choice("billing", billing, "request", "instance")
	in.within("requests", r.Requests, "requests a month", Quantity{}, most)
	in.within("busy", r.Busy, "s a month", Quantity{}, most)
	in.within("duration", r.Duration, "ms", Quantity{}, mostMillis)
	in.within("idle", r.Idle, "s a month", Quantity{}, most)
	in.within("vcpu", r.VCPU, "vCPU", Whole(8).Over(100), Whole(8))
	in.within("memory", r.Memory, "GiB", Whole(1).Over(8), Whole(32))
	if err := in.err(); err != nil {
		return nil, err
	}
	name, cpu, memory := or(r.Name, "Service"), "cloud-run-"+billing+"-cpu", "cloud-run-"+billing+"-memory"
	seconds, said := r.busy(s, cpu)
	used := s.room()
	if billing == "request" {
		used = append(used, Usage{"cloud-run-requests", name, r.Requests, s.say("# requests", r.Requests)})
	}
	if !seconds.IsZero() || r.Idle.IsZero() {
		used = append(used,
			Usage{cpu, name, seconds.Mul(r.VCPU), said.times("# vCPU", r.VCPU)},
			Usage{memory, name, seconds.Mul(r.Memory), said.times("# GiB", r.Memory)})
	}
	if billing == "request" && !r.Idle.IsZero() {
		idle := s.say("# idle s", r.Idle)
		used = append(used,
			Usage{"cloud-run-idle-cpu", name, r.Idle.Mul(r.VCPU), idle.times("# vCPU", r.VCPU)},
			Usage{"cloud-run-idle-memory", name, r.Idle.Mul(r.Memory), idle.times("# GiB", r.Memory)})
	}
	return used, nil
}

// busy returns the instance seconds: as given, or one request at a time.
func (r *CloudRun) busy(s *Sheet, item string) (Quantity, Formula) {
	switch {
	case r.Busy.IsZero():
		ms := s.meter(item, "duration", r.Duration)
		return r.Requests.Mul(ms).Over(1000), s.say("# requests × # ms ÷ 1,000", r.Requests, ms)
	case r.said.text != "":
		return r.Busy, r.said
	}
	return r.Busy, s.say("# instance s", r.Busy)
}
