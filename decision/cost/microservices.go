package cost

var clusterRules = []string{
	"Processors = those for the peak, with what calls between services add, and what idle instances reserve.",
	"Memory = services × instances × memory of an instance, and the busiest service's instances with the memory of the load. A service " +
		"has two instances, or one where one of everything is chosen.",
	"Nodes = whichever of the two takes more, rounded up, never under two, or one; they run all month.",
	"Each environment has a cluster of its own with a load balancer. Others than production have one instance of each service and " +
		"no traffic.",
}

func microservices() []Blueprint {
	return []Blueprint{
		{
			ID: "eks", Option: "microservices", Name: "Services on Amazon EKS with EC2 nodes", Provider: "aws", Rules: clusterRules,
			build: func(z *sizing) { z.eks(z.Nodes, false) }, key: "eks-cluster",
		},
		{
			ID: "eks-arm", Option: "microservices", Name: "Services on Amazon EKS with EC2 nodes on Arm", Provider: "aws",
			Rules: clusterRules,
			build: func(z *sizing) { z.eks(z.ArmNodes, false) }, key: "ec2-m7g-xlarge",
		},
		{ID: "eks-auto", Option: "microservices", Name: "Services on Amazon EKS Auto Mode", Provider: "aws",
			Rules: append([]string{
				"Each node costs its EC2 price and the fee of Auto Mode, for which AWS looks after the node.",
			}, clusterRules...),
			build: func(z *sizing) { z.eks(z.Nodes, true) }, key: "eks-auto-m5-large"},
		{ID: "gke-autopilot", Option: "microservices", Name: "Services on Google Kubernetes Engine, Autopilot", Provider: "google",
			Rules: []string{
				"Pods are billed for what they ask for, not the nodes.",
				clusterRules[0] + " In the hours in use the busiest service follows the load: on average half-way between the average " +
					"and the peak. " + highPeakRule,
				clusterRules[1] + " A pod has at least 1 GiB for each vCPU.",
				clusterRules[3],
			}, build: (*sizing).autopilot, key: "gke-autopilot-cpu"},
		{ID: "aks-automatic", Option: "microservices", Name: "Services on Azure Kubernetes Service, Automatic", Provider: "azure",
			Rules: append([]string{"Each cluster costs its fee, each node its price and the fee of Automatic for its vCPU. The nodes of " +
				"the system are included."}, clusterRules...),
			build: (*sizing).aksAutomatic, key: "aks-automatic-cluster"},
	}
}

// eks adds a cluster on EC2 with nodes of some sizes, with Auto Mode or without.
func (z *sizing) eks(sizes Sizes, auto bool) {
	month, others := z.Month.Value, z.others()
	node := func(name string, size Size, count Quantity) {
		z.use(&EC2{Name: name, Type: size.Name, Count: count, Hours: month})
		if auto {
			z.item(name, "eks-auto-"+ec2Item(size.Name)[len("ec2-"):], count.Mul(month), z.say("# × # h", count, month))
		}
	}
	planes := EKS{Hours: month}
	z.pool("Nodes", sizes, func(name string, size Size, count Quantity) {
		z.use(&planes)
		planes = EKS{Name: "Control planes of other environments", Clusters: others, Hours: month}
		node(name, size, count)
	})
}

// ready returns the processors, and the memory in GB, that idle instances request.
func (z *sizing) ready(instances Quantity) (vcpu, memory Quantity) {
	count := z.Services.Value.Mul(instances)
	return count.Mul(z.ServiceVCPU.Value), count.Mul(z.ServiceMemory.Value).Add(instances.Mul(z.Memory)).Over(1024)
}

// pool runs all services on machines of a cluster, or on servers: as many as the peak and the memory of production
// take, and those of each other environment. rent adds machines of a size.
func (z *sizing) pool(name string, sizes Sizes, rent func(name string, size Size, count Quantity)) {
	month, others := z.Month.Value, z.others()
	size, count := z.nodes(name, sizes, z.ServerSize, z.servicesVCPU(), z.copies(), z.copies())
	rent(name, size, count)
	idle := Quantity{}
	if !others.IsZero() {
		size, each := z.nodes(name+" of another environment", sizes, Assumption{}, Quantity{}, unit, unit)
		idle = each.Mul(others)
		rent(name+" of other environments", size, idle)
	}
	z.around(fleet{count: count.Mul(month), idle: idle.Mul(month), servers: true})
}

// nodes chooses the nodes for a load, with room for the idle instances, of the size stated if
// there is one.
func (z *sizing) nodes(name string, sizes Sizes, stated Assumption, vcpu, instances, minimum Quantity) (Size, Quantity) {
	ready, memory := z.ready(instances)
	vcpu = vcpu.Add(ready)
	size, count := z.machines(sizes, stated, vcpu, minimum)
	count = count.Max(memory.Per(size.MaxMemory).Ceil(unit))
	return size, z.stepOf(name, size.Name, count,
		z.say("the larger of # vCPU ÷ # and # GB ÷ #, rounded up, # or more", vcpu, size.VCPU, memory, size.MaxMemory, minimum))
}

// autopilot bills the resources that pods request.
func (z *sizing) autopilot() {
	month, others, active := z.Month.Value, z.others(), z.activeHours()
	peak := z.servicesVCPU()
	kept, said := z.kept(peak.Per(z.Peak), peak)
	busy := z.step("Processors of the busiest service in the hours in use", "vCPU", kept, said)
	ready, memory := z.ready(z.copies())
	cpuHours := z.step("Hours of processors", "vCPU-hours", ready.Mul(month).Add(busy.Mul(active)),
		z.say("# vCPU ready × # h + # × # h in use", ready, month, busy, active))
	gbHours := z.step("Hours of memory", "GiB-hours", memory.Mul(month).Max(cpuHours),
		z.say("# GiB × # h, or 1 GiB for each vCPU if that is more", memory, month))
	idleCPU, idleMemory := z.ready(unit)
	z.item("Clusters", "gke-cluster", z.Environments.Mul(month), z.say("# × # h", z.Environments, month))
	z.item("Pods", "gke-autopilot-cpu", cpuHours, z.say("# vCPU-hours", cpuHours))
	z.item("Pods", "gke-autopilot-memory", gbHours, z.say("# GiB-hours", gbHours))
	if !others.IsZero() {
		z.item("Pods of other environments", "gke-autopilot-cpu", idleCPU.Mul(others).Mul(month),
			z.say("# vCPU × # × # h", idleCPU, others, month))
		z.item("Pods of other environments", "gke-autopilot-memory", idleMemory.Max(idleCPU).Mul(others).Mul(month),
			z.say("# GiB × # × # h", idleMemory.Max(idleCPU), others, month))
	}
	z.around(fleet{count: z.copies().Mul(month), idle: others.Mul(month)})
}

// azureNodes maps the sizes of AzureNodes to items of the sheet.
var azureNodes = map[string]struct {
	item string
	vcpu Quantity
}{"D2s v3": {"azure-d2s-v3", Whole(2)}, "D4s v5": {"azure-d4s-v5", Whole(4)}}

func (z *sizing) aksAutomatic() {
	month := z.Month.Value
	node := func(name string, size Size, count Quantity) {
		kind := azureNodes[size.Name]
		z.item(name, kind.item, count.Mul(month), z.say("# × # h", count, month))
		z.item(name, "aks-automatic-vcpu", count.Mul(kind.vcpu).Mul(month), z.say("# × # vCPU × # h", count, kind.vcpu, month))
	}
	z.item("Clusters", "aks-automatic-cluster", z.Environments.Mul(month), z.say("# × # h", z.Environments, month))
	z.pool("Nodes", z.AzureNodes, node)
}
