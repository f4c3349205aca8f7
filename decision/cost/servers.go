package cost

const peakRule = "Processors for the peak = peak requests ÷ (requests at once × target utilisation), or peak requests × share of " +
	"computing × memory ÷ 1,769 MB (at most 1) ÷ target utilisation if that is more."

var serverRules = []string{
	peakRule,
	"Machines = the smallest size that carries the peak in the fewest machines, then more of the largest; never under two, or one " +
		"where one of everything is chosen. They run all month.",
	"Each other environment has one machine of the smallest size that has the memory, and a load balancer.",
}

var serverServiceRules = []string{
	"Processors = those for the peak, with what calls between services add, and what idle instances reserve.",
	clusterRules[1],
	"Servers = whichever of the two takes more, rounded up, never under two, or one; they run all month, and each has instances of all " +
		"services.",
	"Others than the production environment have one instance of each service, a load balancer and no traffic.",
}

func servers() []Blueprint {
	return []Blueprint{
		{
			ID: "ec2", Option: "servers", Name: "One application on EC2 servers behind a load balancer", Provider: "aws",
			Rules: serverRules, build: func(z *sizing) { z.servers(z.Servers, z.ec2) }, key: "ec2-m5-large",
		},
		{
			ID: "ec2-arm", Option: "servers", Name: "One application on EC2 servers on Arm behind a load balancer", Provider: "aws",
			Rules: serverRules, build: func(z *sizing) { z.servers(z.ArmServers, z.ec2) }, key: "ec2-m7g-large",
		},
		{
			ID: "azure-vm", Option: "servers", Name: "One application on Azure virtual machines behind a load balancer", Provider: "azure",
			Rules: serverRules, build: func(z *sizing) { z.servers(z.AzureServers, z.azureVM) }, key: "azure-d2s-v3",
		},
		{
			ID: "google-vm", Option: "servers", Name: "One application on Compute Engine servers behind a load balancer",
			Provider: "google", Rules: serverRules, build: func(z *sizing) { z.servers(z.GoogleServers, z.googleVM) },
			key: "google-e2-standard-2",
		},
	}
}

// serverServices are ways to run several services on the same servers, without a cluster.
func serverServices() []Blueprint {
	return []Blueprint{
		{
			ID: "ec2-services", Option: "services-servers", Name: "Several services on EC2 servers behind a load balancer", Provider: "aws",
			Rules: serverServiceRules, build: func(z *sizing) { z.pool("Servers", z.Servers, z.ec2) }, key: "ec2-m5-large",
		},
		{
			ID: "ec2-services-arm", Option: "services-servers", Name: "Several services on EC2 servers on Arm behind a load balancer",
			Provider: "aws", Rules: serverServiceRules, build: func(z *sizing) { z.pool("Servers", z.ArmServers, z.ec2) },
			key: "ec2-m7g-large",
		},
		{
			ID: "azure-vm-services", Option: "services-servers",
			Name:     "Several services on Azure virtual machines behind a load balancer",
			Provider: "azure", Rules: serverServiceRules, build: func(z *sizing) { z.pool("Servers", z.AzureServers, z.azureVM) },
			key: "azure-d2s-v3",
		},
		{
			ID: "google-vm-services", Option: "services-servers", Name: "Several services on Compute Engine servers behind a load balancer",
			Provider: "google", Rules: serverServiceRules, build: func(z *sizing) { z.pool("Servers", z.GoogleServers, z.googleVM) },
			key: "google-e2-standard-2",
		},
	}
}

// servers runs as many machines all month as the peak takes; rent adds machines of a
// size.
func (z *sizing) servers(sizes Sizes, rent func(name string, size Size, count Quantity)) {
	size, count := z.machines(sizes, z.ServerSize, z.peakVCPU(), z.copies())
	month, others := z.Month.Value, z.others()
	z.stepOf("Servers", size.Name, count, z.say("processors ÷ # vCPU, rounded up, # or more", size.VCPU, z.copies()))
	rent("Servers", size, count)
	if !others.IsZero() {
		size, _ := sizes.pick(z.gb(), Quantity{}, unit)
		rent("Servers of other environments", size, others)
	}
	z.around(fleet{count: count.Mul(month), idle: others.Mul(month), servers: true})
}

func (z *sizing) ec2(name string, size Size, count Quantity) {
	z.use(&EC2{Name: name, Type: size.Name, Count: count, Hours: z.Month.Value})
}

func (z *sizing) azureVM(name string, size Size, count Quantity) {
	z.item(name, azureNodes[size.Name].item, count.Mul(z.Month.Value), z.say("# × # h", count, z.Month.Value))
}

func (z *sizing) googleVM(name string, size Size, count Quantity) {
	z.item(name, "google-"+size.Name, count.Mul(z.Month.Value), z.say("# × # h", count, z.Month.Value))
}
