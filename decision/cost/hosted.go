package cost

var fargateRules = []string{
	"Processors for the peak = peak requests ÷ (requests at once × target utilisation), or peak requests × share of computing × memory ÷ 1,769 MB (at most 1) ÷ target utilisation if that is more.",
	"Tasks = the smallest Fargate size of which the fewest tasks carry the peak, up to 1 vCPU, then more tasks of 1 vCPU; never under the minimum.",
	"In the hours in use the tasks follow the load: on average half-way between those for the average load and those for the peak. In the other hours the minimum runs.",
	"Each other environment has one task of the smallest size that has the memory, and a load balancer.",
}

var fixedRules = []string{
	serverRules[0],
	"Tasks = the smallest Fargate size of which the fewest carry the peak, then more of the largest; never under two, so that one may fail. They run all month.",
	"Each other environment has one task of the smallest size that has the memory, and a load balancer.",
}

// hosted are ways to run one application on a managed platform.
func hosted() []Blueprint {
	return []Blueprint{
		{"fargate", "hosted", "One application on AWS Fargate (ECS Express Mode) behind a load balancer", "aws", fargateRules, nil, func(z *sizing) { z.fargate("x86") }},
		{"fargate-arm", "hosted", "One application on AWS Fargate on Arm behind a load balancer", "aws", fargateRules, nil, func(z *sizing) { z.fargate("arm") }},
		{"fargate-monolith", "hosted", "One application on fixed Fargate tasks behind a load balancer", "aws", fixedRules, nil, (*sizing).fixedTasks},
		{"cloud-run", "hosted", "One application on Google Cloud Run, billed by request", "google", []string{
			"Instance seconds = requests × duration ÷ (requests at once × target utilisation), or × share of computing × memory ÷ 1,769 MB (at most 1) ÷ target utilisation if that is more.",
			"They are at least the hours in use, since one instance is then always busy, but never more than requests × duration, when requests do not overlap at all.",
			"It scales to zero: idle hours and other environments cost nothing.",
		}, nil, (*sizing).cloudRun},
	}
}

// fixedTasks run as many tasks all month as the peak takes.
func (z *sizing) fixedTasks() {
	size, count := z.Tasks.pick(z.gb(), z.peakVCPU(), z.ServerMinimum.Value)
	z.stepOf("Tasks", size.Name, count, Say("processors ÷ # vCPU, rounded up, # or more", size.VCPU, z.ServerMinimum.Value))
	z.use(&Fargate{Runs: count, Seconds: z.Month.Value.Times(3600), VCPU: size.VCPU, Memory: size.memory(z.gb())})
	z.idleTasks("x86")
	z.balancer()
	z.transfer()
}

// fargate lets tasks follow the load in the hours in use, and runs the fewest in
// the others.
func (z *sizing) fargate(platform string) {
	need, fewest := z.peakVCPU(), z.TaskMinimum.Value
	size, peak := z.Tasks.pick(z.gb(), need, fewest)
	z.stepOf("Tasks at the peak", size.Name, peak, Say("processors ÷ # vCPU, rounded up, # or more", size.VCPU, fewest))
	usual := z.stepOf("Tasks at the average load", size.Name, need.Per(z.Peak).Per(size.VCPU).Ceil(unit).Max(fewest),
		Say("processors ÷ # ÷ # vCPU, rounded up, # or more", z.Peak, size.VCPU, fewest))
	tasks := z.stepOf("Tasks in the hours in use", size.Name, usual.Add(peak.Sub(usual).Mul(z.PeakKept.Value).Over(100)),
		Say("# + # % of the way to #", usual, z.PeakKept.Value, peak))
	active := z.activeHours()
	rest := z.Month.Value.Sub(active)
	z.use(&Fargate{Platform: platform, Runs: tasks.Mul(active).Add(fewest.Mul(rest)), Seconds: Whole(3600), VCPU: size.VCPU,
		Memory: size.memory(z.gb()), said: Say("(# tasks × # h in use + # × # h) × 3,600 s", tasks, active, fewest, rest)})
	z.idleTasks(platform)
	z.balancer()
	z.transfer()
}

// idleTasks adds one task for each environment besides production.
func (z *sizing) idleTasks(platform string) {
	if others := z.others(); !others.IsZero() {
		size, _ := z.Tasks.pick(z.gb(), Quantity{}, unit)
		z.use(&Fargate{Name: "Tasks of other environments", Platform: platform, Runs: others,
			Seconds: z.Month.Value.Times(3600), VCPU: size.VCPU, Memory: size.memory(z.gb())})
	}
}

func (z *sizing) cloudRun() {
	size, _ := z.Instances.pick(z.gb(), Quantity{}, unit)
	alone := z.Requests.Mul(z.sheet.meter("cloud-run-request-cpu", "duration", z.Duration)).Over(1000)
	together := z.Requests.Mul(z.Duration).Over(1000)
	open := together.Mul(hundred).Per(z.Concurrency.Mul(size.VCPU)).Per(z.Utilisation)
	computing := together.Mul(z.computing()).Mul(hundred).Per(z.Utilisation.Mul(size.VCPU))
	active := z.activeHours().Times(3600)
	busy := open.Max(computing).Max(active).Min(alone)
	z.step("Instance seconds if no requests overlapped", "s", alone, Say("requests × duration, rounded up as billed"))
	z.step("Instance seconds with requests at once", "s", open.Max(computing),
		Say("# request seconds; the larger of ÷ # at once and × # vCPU computing; ÷ # %", together, z.Concurrency, z.computing(), z.Utilisation))
	z.step("Seconds in use", "s", active, Say("# h × 3,600", z.activeHours()))
	z.use(&CloudRun{Requests: z.Requests, Busy: busy, VCPU: size.VCPU, Memory: z.gb().Max(size.MinMemory),
		said: Say("# instance s", busy)})
	z.transfer()
}
