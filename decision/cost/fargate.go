package cost

// Fargate is tasks that run on AWS Fargate. Each run is billed by the second,
// from the pull of its image to its end, with a minimum.
type Fargate struct {
	Name      string   `json:"name,omitempty"`
	Platform  string   `json:"platform,omitempty"` // "x86" or "", "arm", "windows"
	Runs      Quantity `json:"runs"`               // task runs a month; a service that is always on: its tasks
	Seconds   Quantity `json:"seconds"`            // of one run
	VCPU      Quantity `json:"vcpu"`               // of one task
	Memory    Quantity `json:"memory"`             // of one task, GB
	Ephemeral Quantity `json:"ephemeral,omitzero"` // disk of one task, GB; the first 20 are free

	said Formula // how the runs came about, if not given directly
}

const freeTaskDiskGB = 20

// Usage implements Component.
func (f *Fargate) Usage(s *Sheet) ([]Usage, error) {
	in := inputs{component: "fargate"}
	platform := or(f.Platform, "x86")
	in.choice("platform", platform, "x86", "arm", "windows")
	in.within("runs", f.Runs, "runs a month", Quantity{}, most)
	in.within("seconds", f.Seconds, "s", Quantity{}, mostMillis)
	in.within("vcpu", f.VCPU, "vCPU", Whole(1).Over(4), Whole(32))
	in.within("memory", f.Memory, "GB", Whole(1).Over(2), Whole(244))
	in.within("ephemeral", f.Ephemeral, "GB", Quantity{}, Whole(200))
	if err := in.err(); err != nil {
		return nil, err
	}
	name, cpu := or(f.Name, "Tasks"), "fargate-cpu-"+platform
	seconds := s.meter(cpu, "duration", f.Seconds)
	total := f.Runs.Mul(seconds)
	used := s.room()
	used = append(used,
		Usage{cpu, name, total.Mul(f.VCPU), f.say("# vCPU", seconds, f.VCPU)},
		Usage{"fargate-memory-" + platform, name, total.Mul(f.Memory), f.say("# GB", seconds, f.Memory)})
	if platform == "windows" {
		used = append(used, Usage{"fargate-windows-licence", name, total.Mul(f.VCPU), f.say("# vCPU", seconds, f.VCPU)})
	}
	if disk := f.Ephemeral.Sub(Whole(freeTaskDiskGB)); !disk.IsZero() {
		used = append(used, Usage{"fargate-ephemeral", name, total.Mul(disk), f.say("(# − 20) GB of disk", seconds, f.Ephemeral)})
	}
	return used, nil
}

// say is the seconds of all runs, times a size.
func (f *Fargate) say(size string, seconds, amount Quantity) Formula {
	if f.said.text != "" {
		return f.said.times(size, amount)
	}
	return Say("# × # s", f.Runs, seconds).times(size, amount)
}
