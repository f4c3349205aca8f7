package cost

const peakRule = "Processors for the peak = peak requests ÷ (requests at once × target utilisation), or peak requests × share of " +
	"computing × memory ÷ 1,769 MB (at most 1) ÷ target utilisation if that is more."

var serverRules = []string{
	peakRule,
	"Machines = the smallest size of which the fewest carry the peak, then more of the largest; never under two, or one where one of " +
		"everything is chosen. They run all month.",
	"Each other environment has one machine of the smallest size that has the memory, and a load balancer.",
}

func servers() []Blueprint {
	return []Blueprint{
		{
			ID: "ec2", Option: "servers", Name: "One application on EC2 servers behind a load balancer", Provider: "aws",
			Rules: serverRules, build: (*sizing).servers, key: "ec2-m5-large",
		},
	}
}

func (z *sizing) servers() {
	size, count := z.Servers.pick(z.gb(), z.peakVCPU(), z.copies())
	month, others := z.Month.Value, z.others()
	z.stepOf("Servers", size.Name, count, Say("processors ÷ # vCPU, rounded up, # or more", size.VCPU, z.copies()))
	z.use(&EC2{Type: size.Name, Count: count, Hours: month})
	if !others.IsZero() {
		size, _ := z.Servers.pick(z.gb(), Quantity{}, unit)
		z.use(&EC2{Name: "Servers of other environments", Type: size.Name, Count: others, Hours: month})
	}
	z.around(fleet{count: count.Mul(month), idle: others.Mul(month), servers: true})
}
