package cost

var serverRules = []string{
	"Processors for the peak = peak requests ÷ (requests at once × target utilisation), or peak requests × share of computing × memory ÷ 1,769 MB (at most 1) ÷ target utilisation if that is more.",
	"Machines = the smallest size of which the fewest carry the peak, then more of the largest; never under two, so that one may fail. They run all month.",
	"Each other environment has one machine of the smallest size that has the memory, and a load balancer.",
}

func servers() []Blueprint {
	return []Blueprint{
		{"ec2", "servers", "One application on EC2 servers behind a load balancer", "aws", serverRules, nil, (*sizing).servers},
	}
}

func (z *sizing) servers() {
	size, count := z.Servers.pick(z.gb(), z.peakVCPU(), z.ServerMinimum.Value)
	z.stepOf("Servers", size.Name, count, Say("processors ÷ # vCPU, rounded up, # or more", size.VCPU, z.ServerMinimum.Value))
	z.use(&EC2{Type: size.Name, Count: count, Hours: z.Month.Value})
	if others := z.others(); !others.IsZero() {
		size, _ := z.Servers.pick(z.gb(), Quantity{}, unit)
		z.use(&EC2{Name: "Servers of other environments", Type: size.Name, Count: others, Hours: z.Month.Value})
	}
	z.balancer()
	z.transfer()
}
