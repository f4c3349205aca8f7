package cost

var fargateRules = []string{
	peakRule,
	"Tasks = the smallest Fargate size (up to 1 vCPU) that carries the peak in the fewest tasks, then more tasks of 1 vCPU; never under " +
		"two, or one where one of everything is chosen.",
	"In the hours in use the tasks follow the load: on average half-way between those for the average load and those for the peak. " +
		highPeakRule + " In the other hours the fewest run.",
	"Each other environment has one task of the smallest size that has the memory, and a load balancer.",
}

var fixedRules = []string{
	peakRule,
	"Tasks = the smallest Fargate size that carries the peak in the fewest tasks, then more of the largest; never under two, or one " +
		"where one of everything is chosen. They run all month.",
	fargateRules[3],
}

var cloudRunRules = []string{
	"Instance seconds = requests × duration ÷ (requests at once × target utilisation), or × share of computing × memory ÷ 1,769 MB (at " +
		"most 1) ÷ target utilisation if that is more.",
	"They are at least the hours in use, since one instance is then always busy, but never more than requests × duration, when requests " +
		"do not overlap at all. The range of the bill goes from requests that overlap as much as an instance takes to none that do.",
	"It scales to zero: idle hours and other environments cost nothing, unless instances are kept ready. Those cost the idle rate for " +
		"the seconds in which they are not busy.",
}

// hosted are ways to run one application on a managed platform.
func hosted() []Blueprint {
	return []Blueprint{
		{ID: "fargate", Option: "hosted", Name: "One application on AWS Fargate (ECS Express Mode) behind a load balancer", Provider: "aws",
			Rules: fargateRules,
			build: func(z *sizing) { z.fargate("x86") }, key: "fargate-cpu-x86"},
		{ID: "fargate-arm", Option: "hosted", Name: "One application on AWS Fargate on Arm behind a load balancer", Provider: "aws",
			Rules: fargateRules,
			build: func(z *sizing) { z.fargate("arm") }, key: "fargate-cpu-arm"},
		{ID: "fargate-monolith", Option: "hosted", Name: "One application on fixed Fargate tasks behind a load balancer", Provider: "aws",
			Rules: fixedRules,
			build: (*sizing).fixedTasks, key: "fargate-cpu-x86"},
		{ID: "cloud-run", Option: "hosted", Name: "One application on Google Cloud Run, billed by request", Provider: "google",
			Rules: cloudRunRules,
			build: (*sizing).cloudRun, key: "cloud-run-requests", overlaps: true},
		{ID: "container-apps", Option: "hosted", Name: "One application on Azure Container Apps, Consumption", Provider: "azure",
			Rules: append([]string{
				"Instances have 2 GiB for each vCPU: the smallest that has the memory of the load."}, cloudRunRules...),
			Limits: []Limit{
				{"duration", Whole(240_000), "azure-container-apps-ingress"}, {"memory", Whole(8192), "azure-container-apps-ingress"},
			},
			build: (*sizing).containerApps, key: "container-apps-cpu", overlaps: true},
		{ID: "app-service", Option: "hosted", Name: "One application on Azure App Service, Premium v3", Provider: "azure", Rules: []string{
			peakRule,
			"Instances = P0v3 or P1v3, the smaller that carries the peak in the fewest instances, then more of P1v3; never under two, or " +
				"one where one of everything is chosen. They run all month.",
			"Each other environment has one Basic B1 instance. The address and its load balancer are included.",
		}, build: (*sizing).appService, key: "app-service-p0v3"},
		{ID: "render", Option: "hosted", Name: "One application on Render web services", Provider: "render", Rules: []string{
			peakRule,
			"Instances = Starter or Standard, the smaller that carries the peak in the fewest instances, then more of Standard; a larger " +
				"one where the program needs its memory. Never under two, or one where one of everything is chosen. They run all month.",
			"Each other environment has one instance of the smallest size that has the memory. The address and its load balancer are " +
				"included; the fee for a workspace and its members is not counted.",
		}, build: (*sizing).render},
	}
}

// fixedTasks runs the number of tasks needed at the peak all month.
func (z *sizing) fixedTasks() {
	size, count := z.machines(z.Tasks, z.ContainerSize, z.peakVCPU(), z.copies())
	z.stepOf("Tasks", size.Name, count, z.say("processors ÷ # vCPU, rounded up, # or more", size.VCPU, z.copies()))
	z.useTasks(Fargate{Runs: count, Seconds: z.Month.Value.Times(3600), VCPU: size.VCPU, Memory: size.memory(z.gb())})
	z.idleTasks("x86")
	z.around(fleet{count: count.Mul(z.Month.Value), idle: z.others().Mul(z.Month.Value)})
}

// tasks returns the size and the summed hours of a month of tasks that follow the load.
func (z *sizing) tasks(name string, need Quantity) (size Size, hours Quantity, said Formula) {
	fewest := z.copies()
	size, peak := z.machines(z.Tasks, z.ContainerSize, need, fewest)
	z.stepOf("Tasks at the peak", size.Name, peak, z.say("processors ÷ # vCPU, rounded up, # or more", size.VCPU, fewest))
	usual := z.stepOf("Tasks at the average load", size.Name, need.Per(z.Peak).Per(size.VCPU).Ceil(unit).Max(fewest),
		z.say("processors ÷ # ÷ # vCPU, rounded up, # or more", z.Peak, size.VCPU, fewest))
	kept, said := z.kept(usual, peak)
	tasks := z.stepOf(name, size.Name, kept, said)
	active := z.activeHours()
	rest := z.Month.Value.Sub(active)
	return size, tasks.Mul(active).Add(fewest.Mul(rest)), z.say("(# tasks × # h in use + # × # h)", tasks, active, fewest, rest)
}

// highestPeak is how many times the average load capacity is kept for. A load of a given average
// can be at 20 times of it in a 20th of the time at most, so what is kept for higher peaks does not
// rise with them.
const highestPeak = 5

const highPeakRule = "A peak of more than 5 times the average counts as 5 times here: the higher it is, the shorter it lasts."

// kept returns the capacity that runs on average where the capacity follows the load.
func (z *sizing) kept(usual, peak Quantity) (Quantity, Formula) {
	reach := peak.Min(usual.Times(highestPeak))
	return usual.Add(reach.Sub(usual).Mul(z.PeakKept.Value).Over(100)), z.say("# + #% of the way to #", usual, z.PeakKept.Value, reach)
}

// fargate scales tasks with the load in the hours in use, and runs the minimum in the
// others.
func (z *sizing) fargate(platform string) {
	size, hours, said := z.tasks("Tasks in the hours in use", z.peakVCPU())
	z.useTasks(Fargate{Platform: platform, Runs: hours, Seconds: Whole(3600), VCPU: size.VCPU, Memory: size.memory(z.gb()), said: said})
	z.idleTasks(platform)
	z.around(fleet{count: hours, idle: z.others().Mul(z.Month.Value)})
}

// idleTasks adds one task for every environment besides production.
func (z *sizing) idleTasks(platform string) {
	if others := z.others(); !others.IsZero() {
		size, _ := z.Tasks.pick(z.gb(), Quantity{}, unit)
		z.useTasks(Fargate{Name: "Tasks of other environments", Platform: platform, Runs: others,
			Seconds: z.Month.Value.Times(3600), VCPU: size.VCPU, Memory: size.memory(z.gb())})
	}
}

// busySeconds returns the billed time on a platform that bills an instance once for all
// requests it serves together. services is the number of instances that stand ready in the
// hours in use; calls is the share added by calls between them, in %.
func (z *sizing) busySeconds(item string, size Size, services, calls Quantity) Quantity {
	more := func(q Quantity) Quantity { return q.Mul(hundred.Add(calls)).Over(100) }
	alone := more(z.Requests.Mul(z.sheet.meter(item, "duration", z.Duration)).Over(1000))
	together := z.Requests.Mul(z.Duration).Over(1000)
	open := together.Mul(hundred).Per(z.Concurrency.Mul(size.VCPU)).Per(z.Utilisation)
	computing := more(together.Mul(z.computing()).Mul(hundred).Per(z.Utilisation.Mul(size.VCPU)))
	active := z.activeHours().Times(3600)
	z.step("Instance seconds if no requests overlapped", "s", alone, z.say("requests × duration, rounded up as billed"))
	z.step("Instance seconds with requests at once", "s", open.Max(computing),
		z.say("# request seconds; the larger of ÷ # at once and × # vCPU computing; ÷ #%", together, z.Concurrency, z.computing(),
			z.Utilisation))
	z.step("Seconds in use", "s", active, z.say("# h × 3,600", z.activeHours()))
	rest := services.Sub(unit)
	busy := open.Max(computing).Max(active).Min(alone)
	switch z.overlap {
	case full:
		busy = open.Max(computing).Min(alone)
	case none:
		busy = alone
	}
	if rest.IsZero() {
		return busy
	}
	ready := rest.Mul(active).Min(alone)
	if z.overlap == full {
		ready = Quantity{}
	}
	z.step("Seconds of the other services", "s", ready, z.say("# services × # s in use, at most the requests × duration", rest, active))
	return busy.Add(ready)
}

// idleSeconds are those of a month in which instances that are kept ready are not
// busy.
func (z *sizing) idleSeconds(item string, busy, services Quantity) Quantity {
	if !z.keepsReady(item) {
		return Quantity{}
	}
	kept := z.Ready.Mul(services)
	return z.step("Idle seconds of instances kept ready", "s", kept.Mul(z.Month.Value).Times(3600).Sub(busy),
		z.say("# instances × # h × 3,600 − # s busy, not below 0", kept, z.Month.Value, busy))
}

func (z *sizing) cloudRun() {
	size, _ := z.machines(z.Instances, z.ContainerSize, Quantity{}, unit)
	busy := z.busySeconds("cloud-run-request-cpu", size, unit, Quantity{})
	z.use(&CloudRun{Requests: z.Requests, Busy: busy, VCPU: size.VCPU, Memory: z.gb().Max(size.MinMemory),
		Idle: z.idleSeconds("cloud-run-idle-cpu", busy, unit), said: z.say("# instance s", busy)})
	z.around(fleet{address: true, count: busy.Over(3600)})
}

func (z *sizing) containerApps() {
	size, _ := z.machines(z.Replicas, z.ContainerSize, Quantity{}, unit)
	z.containerApp(size, z.Requests, z.busySeconds("container-apps-cpu", size, unit, Quantity{}), unit)
}

// containerApp bills instances of Container Apps while they serve requests, and those
// that are kept ready.
func (z *sizing) containerApp(size Size, requests, busy, services Quantity) {
	seconds := z.say("# instance s", busy)
	z.item("Instances", "container-apps-requests", requests, z.say("# requests", requests))
	z.item("Instances", "container-apps-cpu", busy.Mul(size.VCPU), seconds.times("# vCPU", size.VCPU))
	z.item("Instances", "container-apps-memory", busy.Mul(size.MinMemory), seconds.times("# GiB", size.MinMemory))
	if idle := z.idleSeconds("container-apps-idle-cpu", busy, services); !idle.IsZero() {
		said := z.say("# idle s", idle)
		z.item("Instances kept ready", "container-apps-idle-cpu", idle.Mul(size.VCPU), said.times("# vCPU", size.VCPU))
		z.item("Instances kept ready", "container-apps-memory", idle.Mul(size.MinMemory), said.times("# GiB", size.MinMemory))
	}
	z.around(fleet{address: true, count: busy.Over(3600)})
}

// render runs the number of instances needed at the peak all month. Render bills by the
// month, whatever hours a month is assumed to have.
func (z *sizing) render() {
	size, count := z.machines(z.WebServices, z.ContainerSize, z.peakVCPU(), z.copies())
	month, others := z.Month.Value, z.others()
	z.stepOf("Instances", size.Name, count, z.say("processors ÷ # vCPU, rounded up, # or more", size.VCPU, z.copies()))
	z.item("Instances", "render-"+size.Name, count, z.say("# instances", count))
	if !others.IsZero() {
		size, _ := z.WebServices.pick(z.gb(), Quantity{}, unit)
		z.item("Instances of other environments", "render-"+size.Name, others, z.say("# instances", others))
	}
	z.around(fleet{address: true, count: count.Mul(month), idle: others.Mul(month)})
}

func (z *sizing) appService() {
	size, count := z.machines(z.Plans, z.ContainerSize, z.peakVCPU(), z.copies())
	month, others := z.Month.Value, z.others()
	z.stepOf("Instances", size.Name, count, z.say("processors ÷ # vCPU, rounded up, # or more", size.VCPU, z.copies()))
	z.item("Instances", "app-service-"+size.Name, count.Mul(month), z.say("# × # h", count, month))
	if !others.IsZero() {
		z.item("Instances of other environments", "app-service-b1", others.Mul(month), z.say("# × # h", others, month))
	}
	z.around(fleet{address: true, count: count.Mul(month), idle: others.Mul(month)})
}
