package cost

// Lambda is an AWS Lambda function with its monthly traffic.
//
// Duration is billed in GB-seconds, 1 GB being 1,024 MB: requests × milliseconds
// (rounded up to the billing step) × MB ÷ 1,024,000. Source of the rules: the
// Lambda pricing page, as cited by the items of the sheet.
type Lambda struct {
	Name        string       `json:"name,omitempty"`        // shown in the bill; "": "Function"
	Arm         bool         `json:"arm,omitempty"`         // Graviton instead of x86
	Requests    Quantity     `json:"requests"`              // a month, those below on provisioned concurrency left out
	Duration    Quantity     `json:"duration"`              // average, ms
	Memory      Quantity     `json:"memory"`                // MB, 128 to 10,240
	Ephemeral   Quantity     `json:"ephemeral,omitzero"`    // temporary disk, MB; the first 512 are free
	Streamed    Quantity     `json:"streamed,omitzero"`     // a response, KB; the first 6 MB are free
	Provisioned *Provisioned `json:"provisioned,omitempty"` // environments kept warm
}

// Provisioned is provisioned concurrency: environments that are paid for while
// they are configured, and requests that run on them at a lower rate.
type Provisioned struct {
	Environments Quantity `json:"environments"` // kept warm
	Hours        Quantity `json:"hours"`        // a month, of each
	Requests     Quantity `json:"requests"`     // a month, that run on them
	Duration     Quantity `json:"duration"`     // average of those, ms
}

const (
	freeEphemeralMB = 512
	freeStreamedKB  = 6 * 1024
	mostStreamedKB  = 200 * 1024
	kbPerGB         = 1024 * 1024
	msMBPerGBSecond = 1000 * 1024
)

// Usage implements Component.
func (l *Lambda) Usage(s *Sheet) ([]Usage, error) {
	if err := l.check(); err != nil {
		return nil, err
	}
	name, duration := or(l.Name, "Function"), "lambda-duration-x86"
	if l.Arm {
		duration = "lambda-duration-arm"
	}
	requests, said := l.all(), s.say("# requests", l.Requests)
	if l.Provisioned != nil {
		said = s.say("# requests + # on provisioned concurrency", l.Requests, l.Provisioned.Requests)
	}
	used := s.room()
	used = append(used, Usage{"lambda-requests", name, requests, said})
	if l.Provisioned == nil || !l.Requests.IsZero() {
		billed := s.meter(duration, "duration", l.Duration)
		used = append(used, Usage{duration, name, l.Requests.Mul(billed).Mul(l.Memory).Over(msMBPerGBSecond),
			s.say("# requests × # ms × # MB ÷ 1,024,000", l.Requests, billed, l.Memory)})
	}
	if l.Provisioned != nil {
		used = append(used, l.provisioned(s, name)...)
	}
	return append(used, l.extras(s, name, duration)...), nil
}

// all returns the requests, with those on provisioned concurrency.
func (l *Lambda) all() Quantity {
	if l.Provisioned == nil {
		return l.Requests
	}
	return l.Requests.Add(l.Provisioned.Requests)
}

func (l *Lambda) check() error {
	in := inputs{component: "lambda"}
	in.within("requests", l.Requests, "requests a month", Quantity{}, most)
	in.within("duration", l.Duration, "ms", Quantity{}, mostMillis)
	in.within("memory", l.Memory, "MB", Whole(128), Whole(10_240))
	in.within("ephemeral", l.Ephemeral, "MB", Quantity{}, Whole(10_240))
	in.within("streamed", l.Streamed, "KB", Quantity{}, Whole(mostStreamedKB))
	if p := l.Provisioned; p != nil {
		in.within("provisioned.environments", p.Environments, "environments", Quantity{}, most)
		in.within("provisioned.hours", p.Hours, "hours a month", Quantity{}, hoursOfMonth)
		in.within("provisioned.requests", p.Requests, "requests a month", Quantity{}, most)
		in.within("provisioned.duration", p.Duration, "ms", Quantity{}, mostMillis)
	}
	return in.err()
}

// provisioned returns what configured environments and the requests on them use.
func (l *Lambda) provisioned(s *Sheet, name string) []Usage {
	p, kept, ran := l.Provisioned, "lambda-provisioned-x86", "lambda-provisioned-duration-x86"
	if l.Arm {
		kept, ran = "lambda-provisioned-arm", "lambda-provisioned-duration-arm"
	}
	billed := s.meter(ran, "duration", p.Duration)
	configured := s.meter(kept, "configured", p.Hours.Times(3600))
	return []Usage{
		{kept, name, p.Environments.Mul(l.Memory).Mul(configured).Over(1024),
			s.say("# environments × # MB ÷ 1,024 × # s", p.Environments, l.Memory, configured)},
		{ran, name, p.Requests.Mul(billed).Mul(l.Memory).Over(msMBPerGBSecond),
			s.say("# requests × # ms × # MB ÷ 1,024,000", p.Requests, billed, l.Memory)},
	}
}

// extras returns the disk above the free 512 MB and the streamed bytes above the free 6 MB
// of each response.
func (l *Lambda) extras(s *Sheet, name, duration string) []Usage {
	var used []Usage
	if disk := l.Ephemeral.Sub(Whole(freeEphemeralMB)); !disk.IsZero() {
		billed := s.meter(duration, "duration", l.Duration)
		used = append(used, Usage{"lambda-ephemeral", name, l.Requests.Mul(billed).Mul(disk).Over(msMBPerGBSecond),
			s.say("# requests × # ms × (# − 512) MB ÷ 1,024,000", l.Requests, billed, l.Ephemeral)})
	}
	if over := l.Streamed.Sub(Whole(freeStreamedKB)); !over.IsZero() {
		responses := l.all()
		used = append(used, Usage{"lambda-streamed", name, responses.Mul(over).Over(kbPerGB),
			s.say("# responses × (# − 6,144) KB ÷ 1,048,576", responses, l.Streamed)})
	}
	return used
}

func or(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}
