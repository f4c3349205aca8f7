package cost

var monolithRules = []string{
	"Processors for the peak = peak requests ÷ (requests at once × target utilisation), or peak requests × share of computing × memory ÷ 1,769 MB (at most 1) ÷ target utilisation if that is more.",
	"Machines = the smallest size of which the fewest carry the peak, then more of the largest; never under two, so that one may fail. They run all month.",
	"Each other environment has one machine of the smallest size that has the memory, and a load balancer.",
}

func monoliths() []Blueprint {
	return []Blueprint{
		{"ec2", "monolith", "One application on EC2 servers behind a load balancer", "aws", monolithRules, nil, (*sizing).servers},
		{"fargate-monolith", "monolith", "One application on fixed Fargate tasks behind a load balancer", "aws", monolithRules, nil, (*sizing).fixedTasks},
	}
}

func (z *sizing) servers() {
	size, count := z.Servers.pick(z.gb(), z.peakVCPU(), z.ServerMinimum.Value)
	z.step("Servers", "of "+size.Name, count, Say("processors ÷ # vCPU, rounded up, # or more", size.VCPU, z.ServerMinimum.Value))
	z.use(&EC2{Type: size.Name, Count: count, Hours: z.Month.Value})
	if others := z.others(); !others.IsZero() {
		size, _ := z.Servers.pick(z.gb(), Quantity{}, unit)
		z.use(&EC2{Name: "Servers of other environments", Type: size.Name, Count: others, Hours: z.Month.Value})
	}
	z.balancer()
	z.transfer()
}

func (z *sizing) fixedTasks() {
	size, count := z.Tasks.pick(z.gb(), z.peakVCPU(), z.ServerMinimum.Value)
	z.step("Tasks", "of "+size.Name, count, Say("processors ÷ # vCPU, rounded up, # or more", size.VCPU, z.ServerMinimum.Value))
	z.use(&Fargate{Runs: count, Seconds: z.Month.Value.Times(3600), VCPU: size.VCPU, Memory: size.memory(z.gb())})
	z.idleTasks("x86")
	z.balancer()
	z.transfer()
}
