package cost

import (
	"fmt"
	"slices"
	"strings"
)

// Fargate is a number of tasks on AWS Fargate. Each run is billed by the second, from the
// pull of its image to its end, with a minimum. Prices are per hour, since the rates per
// second that AWS prints are rounded.
type Fargate struct {
	Name      string   `json:"name,omitempty"`
	Platform  string   `json:"platform,omitempty"` // "x86" or "", "arm", "windows"
	Runs      Quantity `json:"runs"`               // task runs a month; a service that is always on: its tasks
	Seconds   Quantity `json:"seconds"`            // of one run
	VCPU      Quantity `json:"vcpu"`               // of one task
	Memory    Quantity `json:"memory"`             // of one task, GB
	Ephemeral Quantity `json:"ephemeral,omitzero"` // disk of one task, GB; the first 20 are free

	said Formula // derivation of the runs, if they were not given directly
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
	name, item := or(f.Name, "Tasks"), fargateItems[platform]
	seconds := s.meter(item.cpu, "duration", f.Seconds)
	total := f.Runs.Mul(seconds)
	used := s.room()
	used = append(used,
		Usage{item.cpu, name, total.Mul(f.VCPU).Over(3600), f.say(s, "# vCPU", seconds, f.VCPU)},
		Usage{item.memory, name, total.Mul(f.Memory).Over(3600), f.say(s, "# GB", seconds, f.Memory)})
	if platform == "windows" {
		used = append(used, Usage{"fargate-windows-licence", name, total.Mul(f.VCPU).Over(3600), f.say(s, "# vCPU", seconds, f.VCPU)})
	}
	if disk := f.Ephemeral.Sub(Whole(freeTaskDiskGB)); !disk.IsZero() {
		used = append(used, Usage{
			"fargate-ephemeral", name, total.Mul(disk).Over(3600), f.say(s, "(# − 20) GB of disk", seconds, f.Ephemeral),
		})
	}
	return used, nil
}

// fargateItems are the items of the price sheet by platform.
var fargateItems = map[string]struct{ cpu, memory string }{
	"x86":     {"fargate-cpu-x86", "fargate-memory-x86"},
	"arm":     {"fargate-cpu-arm", "fargate-memory-arm"},
	"windows": {"fargate-cpu-windows", "fargate-memory-windows"},
}

// say describes the seconds of all runs, multiplied by a size.
func (f *Fargate) say(s *Sheet, size string, seconds, amount Quantity) Formula {
	if f.said.text != "" {
		return f.said.times(size, amount)
	}
	return s.say("# × # s ÷ 3,600", f.Runs, seconds).times(size, amount)
}

// taskSizes are the available sizes of Fargate tasks: for each number of processors, the
// memory in GB from the least to the most in equal steps, or with one size in between.
// Source: the Fargate pricing page.
var taskSizes = []taskSize{
	{vcpu: Whole(1).Over(4), least: Whole(1).Over(2), most: Whole(2), between: Whole(1)},
	{vcpu: Whole(1).Over(2), least: Whole(1), most: Whole(4), step: unit},
	{vcpu: Whole(1), least: Whole(2), most: Whole(8), step: unit},
	{vcpu: Whole(2), least: Whole(4), most: Whole(16), step: unit},
	{vcpu: Whole(4), least: Whole(8), most: Whole(30), step: unit},
	{vcpu: Whole(8), least: Whole(16), most: Whole(60), step: Whole(4)},
	{vcpu: Whole(16), least: Whole(32), most: Whole(120), step: Whole(8)},
	{vcpu: Whole(32), least: Whole(60), most: Whole(244), between: Whole(120)},
}

type taskSize struct{ vcpu, least, most, step, between Quantity }

func (s *taskSize) has(memory Quantity) bool {
	switch {
	case memory == s.least, memory == s.most:
		return true
	case s.step.IsZero():
		return memory == s.between
	}
	return memory.Cmp(s.least) > 0 && memory.Cmp(s.most) < 0 && memory.Ceil(s.step) == memory
}

func (s *taskSize) memories() string {
	if s.step.IsZero() {
		return fmt.Sprintf("%s, %s or %s GB", s.least.Text(), s.between.Text(), s.most.Text())
	}
	return fmt.Sprintf("%s to %s GB in steps of %s", s.least.Text(), s.most.Text(), s.step.Text())
}

// checkSize reports a combination of processors and memory that is not available.
func (f *Fargate) checkSize(in *inputs) {
	i := slices.IndexFunc(taskSizes, func(s taskSize) bool { return s.vcpu == f.VCPU })
	if i < 0 {
		var known []string
		for _, size := range taskSizes {
			known = append(known, size.vcpu.Text())
		}
		in.add("vcpu", "is %s, but must be one of %s vCPU", f.VCPU.Text(), strings.Join(known, ", "))
		return
	}
	if size := &taskSizes[i]; !size.has(f.Memory) {
		in.add("memory", "is %s, but a task of %s vCPU can have %s", f.Memory.Text(), f.VCPU.Text(), size.memories())
	}
}
