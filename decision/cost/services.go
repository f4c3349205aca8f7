package cost

var cloudRunServiceRules = []string{
	"A request goes to one service, which calls others, one on average unless the load says otherwise: each call is billed as a request, " +
		"and calls between services add to the computing.",
	"The busiest service carries the load as one application would. Every other service has one instance busy in the hours in use, but " +
		"all of them together never more than requests × duration: what one service has to spare another cannot use.",
	cloudRunRules[2],
}

var fargateServiceRules = []string{
	fargateRules[0] + " Calls between services add to the computing.",
	"The busiest service has the tasks that carry the load, as one application on Fargate would.",
	"Every other service has the fewest tasks, of the smallest size, all month.",
	"Each other environment has one task of the smallest size for each service, and a load balancer.",
}

// services are ways to run several services on a managed platform. They do not share
// resources: spare capacity of one cannot serve another, and each has its own minimum.
func services() []Blueprint {
	return []Blueprint{
		{ID: "fargate-services", Option: "services", Name: "Several services on AWS Fargate behind a load balancer", Provider: "aws",
			Rules: fargateServiceRules, build: func(z *sizing) { z.fargateServices("x86") }, key: "fargate-cpu-x86"},
		{ID: "fargate-services-arm", Option: "services", Name: "Several services on AWS Fargate on Arm behind a load balancer",
			Provider: "aws", Rules: fargateServiceRules,
			build: func(z *sizing) { z.fargateServices("arm") }, key: "fargate-cpu-arm"},
		{ID: "cloud-run-services", Option: "services", Name: "Several services on Google Cloud Run, billed by request", Provider: "google",
			Rules: cloudRunServiceRules,
			build: (*sizing).cloudRunServices, key: "cloud-run-requests", overlaps: true},
		{ID: "container-apps-services", Option: "services", Name: "Several services on Azure Container Apps, Consumption",
			Provider: "azure", Rules: cloudRunServiceRules,
			Limits: []Limit{
				{"duration", Whole(240_000), "azure-container-apps-ingress"}, {"memory", Whole(8192), "azure-container-apps-ingress"},
			},
			build: (*sizing).containerAppServices, key: "container-apps-cpu", overlaps: true},
	}
}

// servicesVCPU returns the processors needed at the peak, with the share for calls between services.
func (z *sizing) servicesVCPU() Quantity {
	return z.step("Processors with calls between services", "vCPU", z.peakVCPU().Mul(hundred.Add(z.CallOverhead.Value)).Over(100),
		z.say("× (100 + #) %", z.CallOverhead.Value))
}

func (z *sizing) fargateServices(platform string) {
	size, hours, said := z.tasks("Tasks of the busiest service in the hours in use", z.servicesVCPU())
	z.useTasks(Fargate{
		Name: "Tasks of the busiest service", Platform: platform, Runs: hours, Seconds: Whole(3600), VCPU: size.VCPU,
		Memory: size.memory(z.gb()), said: said,
	})
	small, month, fewest := z.Tasks.List[0], z.Month.Value, z.copies()
	rest := z.Services.Value.Sub(unit)
	if !rest.IsZero() {
		z.useTasks(Fargate{Name: "Tasks of the other services", Platform: platform,
			Runs:    z.stepOf("Tasks of the other services", small.Name, rest.Mul(fewest), z.say("# services × #", rest, fewest)),
			Seconds: month.Times(3600), VCPU: small.VCPU, Memory: small.MinMemory})
	}
	idle := z.others().Mul(z.Services.Value)
	if !idle.IsZero() {
		z.useTasks(Fargate{
			Name: "Tasks of other environments", Platform: platform, Runs: idle, Seconds: month.Times(3600), VCPU: small.VCPU,
			Memory: small.MinMemory,
		})
	}
	z.around(fleet{count: hours.Add(rest.Mul(fewest).Mul(month)), idle: idle.Mul(month)})
}

// calls returns the requests that services handle: those of clients, and the calls that each
// of them makes.
func (z *sizing) calls() Quantity {
	each := unit.Add(z.ServiceCalls.Value)
	return z.step("Requests to services", "requests", z.Requests.Mul(each), z.say("# requests × #", z.Requests, each))
}

func (z *sizing) cloudRunServices() {
	size, _ := z.machines(z.Instances, z.ContainerSize, Quantity{}, unit)
	busy := z.busySeconds("cloud-run-request-cpu", size, z.Services.Value, z.CallOverhead.Value)
	z.use(&CloudRun{Requests: z.calls(), Busy: busy, VCPU: size.VCPU, Memory: z.gb().Max(size.MinMemory),
		Idle: z.idleSeconds("cloud-run-idle-cpu", busy, z.Services.Value), said: z.say("# instance s", busy)})
	z.around(fleet{address: true, count: busy.Over(3600)})
}

func (z *sizing) containerAppServices() {
	size, _ := z.machines(z.Replicas, z.ContainerSize, Quantity{}, unit)
	busy := z.busySeconds("container-apps-cpu", size, z.Services.Value, z.CallOverhead.Value)
	z.containerApp(size, z.calls(), busy, z.Services.Value)
}
