package cost

import (
	"fmt"
	"strings"
)

// Fargate is tasks that run on AWS Fargate. Each run is billed by the second,
// from the pull of its image to its end, with a minimum; prices are those of an
// hour, since the rates of a second that AWS prints are rounded.
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
	in.within("seconds", f.Seconds, "s", Quantity{}, secondsOfMonth)
	f.checkSize(&in)
	in.within("ephemeral", f.Ephemeral, "GB", Quantity{}, Whole(200))
	if err := in.err(); err != nil {
		return nil, err
	}
	name, cpu := or(f.Name, "Tasks"), "fargate-cpu-"+platform
	seconds := s.meter(cpu, "duration", f.Seconds)
	total := f.Runs.Mul(seconds)
	used := s.room()
	used = append(used,
		Usage{cpu, name, total.Mul(f.VCPU).Over(3600), f.say("# vCPU", seconds, f.VCPU)},
		Usage{"fargate-memory-" + platform, name, total.Mul(f.Memory).Over(3600), f.say("# GB", seconds, f.Memory)})
	if platform == "windows" {
		used = append(used, Usage{"fargate-windows-licence", name, total.Mul(f.VCPU).Over(3600), f.say("# vCPU", seconds, f.VCPU)})
	}
	if disk := f.Ephemeral.Sub(Whole(freeTaskDiskGB)); !disk.IsZero() {
		used = append(used, Usage{"fargate-ephemeral", name, total.Mul(disk).Over(3600), f.say("(# − 20) GB of disk", seconds, f.Ephemeral)})
	}
	return used, nil
}

// say is the seconds of all runs, times a size.
func (f *Fargate) say(size string, seconds, amount Quantity) Formula {
	if f.said.text != "" {
		return f.said.times(size, amount)
	}
	return Say("# × # s ÷ 3,600", f.Runs, seconds).times(size, amount)
}

// taskSizes are the sizes that a task on Fargate can have: for each number of
// processors the memory in GB, from the least to the most in equal steps. Source
// of the sizes: the Fargate pricing page.
var taskSizes = []struct{ vcpu, least, most, step Quantity }{
	{Whole(1).Over(4), Whole(1).Over(2), Whole(2), Quantity{}}, // 0.5, 1 or 2
	{Whole(1).Over(2), Whole(1), Whole(4), unit},
	{Whole(1), Whole(2), Whole(8), unit},
	{Whole(2), Whole(4), Whole(16), unit},
	{Whole(4), Whole(8), Whole(30), unit},
	{Whole(8), Whole(16), Whole(60), Whole(4)},
	{Whole(16), Whole(32), Whole(120), Whole(8)},
	{Whole(32), Whole(60), Whole(244), Quantity{}}, // 60, 120 or 244
}

// betweenSizes are the memory sizes in the middle of a row without a step.
var betweenSizes = map[string]Quantity{"0.25": Whole(1), "32": Whole(120)}

// checkSize notes a combination of processors and memory that does not exist.
func (f *Fargate) checkSize(in *inputs) {
	var known []string
	for _, size := range taskSizes {
		known = append(known, size.vcpu.Text())
		if size.vcpu != f.VCPU {
			continue
		}
		fits := f.Memory == size.least || f.Memory == size.most
		memory := fmt.Sprintf("%s to %s GB in steps of %s", size.least.Text(), size.most.Text(), size.step.Text())
		if middle := betweenSizes[f.VCPU.String()]; size.step.IsZero() {
			fits = fits || f.Memory == middle
			memory = fmt.Sprintf("%s, %s or %s GB", size.least.Text(), middle.Text(), size.most.Text())
		} else {
			fits = fits || f.Memory.Cmp(size.least) > 0 && f.Memory.Cmp(size.most) < 0 && f.Memory.Ceil(size.step) == f.Memory
		}
		if !fits {
			in.add("memory", "is %s, but a task of %s vCPU can have %s", f.Memory.Text(), f.VCPU.Text(), memory)
		}
		return
	}
	in.add("vcpu", "is %s, but must be one of %s vCPU", f.VCPU.Text(), strings.Join(known, ", "))
}
