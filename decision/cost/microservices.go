package cost

func microservices() []Blueprint {
	return []Blueprint{{"eks", "microservices", "Services on Amazon EKS with EC2 nodes", "aws", []string{
		"Processors = those for the peak, with what calls between services add, and what idle replicas reserve.",
		"Memory = services × replicas × memory of a replica, and the busiest service's replicas with the memory of the load.",
		"Nodes = whichever of the two takes more, rounded up, never under the minimum; they run all month.",
		"Each environment has a cluster of its own with a load balancer and a NAT gateway. Others than production have one replica of each service and no traffic.",
	}, nil, (*sizing).cluster}}
}

func (z *sizing) cluster() {
	vcpu := z.peakVCPU().Mul(hundred.Add(z.CallOverhead.Value)).Over(100)
	size, nodes := z.nodes("Nodes", vcpu, z.Replicas.Value, z.NodeMinimum.Value)
	month, others := z.Month.Value, z.others()
	z.use(&EKS{Hours: month})
	z.use(&EC2{Name: "Nodes", Type: size.Name, Count: nodes, Hours: month})
	if !others.IsZero() {
		size, nodes := z.nodes("Nodes of another environment", Quantity{}, unit, unit)
		z.use(&EKS{Name: "Control planes of other environments", Clusters: others, Hours: month})
		z.use(&EC2{Name: "Nodes of other environments", Type: size.Name, Count: nodes.Mul(others), Hours: month})
	}
	z.balancer()
	z.use(&NAT{Count: z.Environments, Hours: month, GB: z.Requests.Mul(z.GatewayTraffic.Value).Over(kbPerGB)})
	z.transfer()
}

// nodes chooses the nodes for a load, beside the replicas that stand ready.
func (z *sizing) nodes(name string, vcpu, replicas, minimum Quantity) (Size, Quantity) {
	ready := z.Services.Value.Mul(replicas)
	vcpu = vcpu.Add(ready.Mul(z.ServiceVCPU.Value))
	memory := ready.Mul(z.ServiceMemory.Value).Add(replicas.Mul(z.Memory)).Over(1024)
	size, count := z.Nodes.pick(z.gb(), vcpu, minimum)
	count = count.Max(memory.Per(size.MaxMemory).Ceil(unit))
	return size, z.step(name, "of "+size.Name, count,
		Say("the larger of # vCPU ÷ # and # GB ÷ #, rounded up, # or more", vcpu, size.VCPU, memory, size.MaxMemory, minimum))
}
