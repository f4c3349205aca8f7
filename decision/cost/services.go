package cost

// services are ways to run several services on a managed platform. They are kept
// apart: what one has to spare another cannot use, and each has its own minimum.
func services() []Blueprint {
	return []Blueprint{
		{"fargate-services", "services", "Several services on AWS Fargate behind a load balancer", "aws", []string{
			fargateRules[0] + " Calls between services add to the computing.",
			"The busiest service has the tasks that carry the load, as one application on Fargate would.",
			"Every other service has the fewest tasks, of the smallest size, all month.",
			"Each other environment has one task of the smallest size for each service, and a load balancer.",
		}, nil, (*sizing).fargateServices},
		{"cloud-run-services", "services", "Several services on Google Cloud Run, billed by request", "google", []string{
			"A request goes to one service, which calls one other on average: two requests are billed for each, and calls between services add to the computing.",
			"Instance seconds as for one application, but the hours in use count for each service, since one instance of each is then always busy, and never more than requests × duration.",
			"It scales to zero: idle hours and other environments cost nothing.",
		}, nil, (*sizing).cloudRunServices},
	}
}

// withCalls is processor time with what calls between services add.
func (z *sizing) withCalls(x Quantity) Quantity {
	return x.Mul(hundred.Add(z.CallOverhead.Value)).Over(100)
}

func (z *sizing) fargateServices() {
	need, fewest := z.step("Processors with calls between services", "vCPU", z.withCalls(z.peakVCPU()), Say("× (100 + #) %", z.CallOverhead.Value)), z.TaskMinimum.Value
	size, peak := z.Tasks.pick(z.gb(), need, fewest)
	usual := need.Per(z.Peak).Per(size.VCPU).Ceil(unit).Max(fewest)
	tasks := z.stepOf("Tasks of the busiest service in the hours in use", size.Name, usual.Add(peak.Sub(usual).Mul(z.PeakKept.Value).Over(100)),
		Say("# + # % of the way to #", usual, z.PeakKept.Value, peak))
	active := z.activeHours()
	rest := z.Month.Value.Sub(active)
	z.use(&Fargate{Name: "Tasks of the busiest service", Runs: tasks.Mul(active).Add(fewest.Mul(rest)), Seconds: Whole(3600), VCPU: size.VCPU,
		Memory: size.memory(z.gb()), said: Say("(# tasks × # h in use + # × # h) × 3,600 s", tasks, active, fewest, rest)})
	small := z.Tasks.List[0]
	others := z.Services.Value.Sub(unit)
	if !others.IsZero() {
		z.use(&Fargate{Name: "Tasks of the other services", Runs: z.step("Tasks of the other services", "of "+small.Name, others.Mul(fewest), Say("# services × #", others, fewest)),
			Seconds: z.Month.Value.Times(3600), VCPU: small.VCPU, Memory: small.MinMemory})
	}
	if environments := z.others(); !environments.IsZero() {
		z.use(&Fargate{Name: "Tasks of other environments", Runs: environments.Mul(z.Services.Value),
			Seconds: z.Month.Value.Times(3600), VCPU: small.VCPU, Memory: small.MinMemory})
	}
	z.balancer()
	z.transfer()
}

// callsOfARequest is how many services a request goes through on Cloud Run.
const callsOfARequest = 2

func (z *sizing) cloudRunServices() {
	size, _ := z.Instances.pick(z.gb(), Quantity{}, unit)
	alone := z.withCalls(z.Requests.Mul(z.sheet.meter("cloud-run-request-cpu", "duration", z.Duration)).Over(1000))
	together := z.Requests.Mul(z.Duration).Over(1000)
	open := together.Mul(hundred).Per(z.Concurrency.Mul(size.VCPU)).Per(z.Utilisation)
	computing := z.withCalls(together.Mul(z.computing()).Mul(hundred).Per(z.Utilisation.Mul(size.VCPU)))
	active := z.activeHours().Times(3600).Mul(z.Services.Value)
	z.step("Instance seconds with requests at once", "s", open.Max(computing),
		Say("# request seconds; the larger of ÷ # at once and × # vCPU computing; ÷ # %", together, z.Concurrency, z.computing(), z.Utilisation))
	z.step("Seconds in use, of all services", "s", active, Say("# h × 3,600 × # services", z.activeHours(), z.Services.Value))
	busy := open.Max(computing).Max(active).Min(alone)
	z.use(&CloudRun{Requests: z.Requests.Times(callsOfARequest), Busy: busy, VCPU: size.VCPU, Memory: z.gb().Max(size.MinMemory),
		said: Say("# instance s", busy)})
	z.transfer()
}
