package cost

// Assumption is a number of the sizing rules that no price list gives.
type Assumption struct {
	ID    string   `json:"id"`
	Name  string   `json:"name"`
	Unit  string   `json:"unit"`
	Doc   string   `json:"doc"`
	Value Quantity `json:"value"`
}

// Assumptions are what the blueprints take for granted. All can be shown, and
// changed in a copy.
type Assumptions struct {
	Month                 Assumption // hours
	ProcessorMemory       Assumption // MB
	RequestSize           Assumption // KB
	RequestsPerConnection Assumption
	TaskMinimum           Assumption // Fargate tasks of a service
	PeakKept              Assumption // % of the way from average to peak
	ServerMinimum         Assumption // of one application on servers
	NodeMinimum           Assumption // of the cluster
	Services              Assumption
	Replicas              Assumption // of each service
	ServiceVCPU           Assumption // of one idle replica
	ServiceMemory         Assumption // MB of one replica
	CallOverhead          Assumption // % of CPU for calls between services
	GatewayTraffic        Assumption // KB through the NAT gateway for a request
	Tasks                 Sizes      // of Fargate
	Instances             Sizes      // of Cloud Run
	Servers               Sizes      // of one application on servers
	Nodes                 Sizes      // of the cluster
}

// Sizes are the machines to choose from, the smallest first. The rule is always
// the same: the smallest size whose minimum number carries the peak; past the
// size named Largest, more machines of that size. Larger ones are taken only
// where a program needs their memory.
type Sizes struct {
	Doc     string `json:"doc"`
	Largest int    `json:"largest"` // position in List
	List    []Size `json:"list"`
}

// Size is a kind of machine.
type Size struct {
	Name      string   `json:"name"` // EC2 type, or the vCPU of a container
	VCPU      Quantity `json:"vcpu"` // that can be counted on all the time
	MinMemory Quantity `json:"min_memory"`
	MaxMemory Quantity `json:"max_memory"` // GB that the program can have
}

// DefaultAssumptions are those of the published model.
func DefaultAssumptions() Assumptions {
	return Assumptions{
		Month: Assumption{"month", "Hours of a month", "hours",
			"365 days × 24 hours ÷ 12, as cloud price calculators count.", Whole(730)},
		ProcessorMemory: Assumption{"processor-memory", "Memory with a whole processor", "MB",
			"A function gets processor time in proportion to its memory, a whole processor at this size. So a millisecond of computing in a smaller one takes less of a server's processor.", Whole(1769)},
		RequestSize: Assumption{"request-size", "Size of a request", "KB",
			"What a client sends; it counts at the load balancer.", Whole(1)},
		RequestsPerConnection: Assumption{"requests-per-connection", "Requests per connection", "requests",
			"Clients keep a connection open for so many requests; new connections count at the load balancer.", Whole(10)},
		TaskMinimum: Assumption{"task-minimum", "Fewest tasks", "tasks",
			"Fargate does not scale to zero. One task is replaced within a minute or so when it fails; set two if that gap is too long.", Whole(1)},
		PeakKept: Assumption{"peak-kept", "Capacity kept for peaks", "%",
			"Tasks are added within minutes and removed slowly, so on average more run than the average load takes: so far on the way from there to the peak.", Whole(50)},
		ServerMinimum: Assumption{"server-minimum", "Fewest servers or fixed tasks", "servers",
			"Two, so that one may fail or be updated.", Whole(2)},
		NodeMinimum: Assumption{"node-minimum", "Fewest nodes of a cluster", "nodes",
			"Two, so that one may fail or be updated.", Whole(2)},
		Services: Assumption{"services", "Services", "services",
			"Into how many services the system is split.", Whole(10)},
		Replicas: Assumption{"replicas", "Replicas of a service", "replicas",
			"Two in production, one in other environments.", Whole(2)},
		ServiceVCPU: Assumption{"service-vcpu", "Reserved for an idle replica", "vCPU",
			"What a replica asks the cluster for before the first request.", Whole(1).Over(10)},
		ServiceMemory: Assumption{"service-memory", "Memory of a replica", "MB",
			"Of each service but the busiest, which has the memory of the load.", Whole(256)},
		CallOverhead: Assumption{"call-overhead", "Calls between services", "%",
			"Added to the processor time of a request for encoding, decoding and proxies.", Whole(20)},
		GatewayTraffic: Assumption{"gateway-traffic", "Through the NAT gateway", "KB a request",
			"Calls from the cluster to the outside, such as other companies' services.", Whole(1)},
		Tasks: Sizes{"Fargate sizes up to 2 vCPU. The next size is taken where the smaller cannot have the memory.", 2, []Size{
			{"0.25 vCPU", Whole(1).Over(4), Whole(1).Over(2), Whole(2)},
			{"0.5 vCPU", Whole(1).Over(2), Whole(1), Whole(4)},
			{"1 vCPU", Whole(1), Whole(2), Whole(8)},
			{"2 vCPU", Whole(2), Whole(4), Whole(16)},
		}},
		Instances: Sizes{"Cloud Run instances of 1 vCPU, larger ones where the program needs over 4 GiB.", 0, []Size{
			{"1 vCPU", Whole(1), Whole(1).Over(2), Whole(4)},
			{"2 vCPU", Whole(2), Whole(1).Over(2), Whole(8)},
			{"4 vCPU", Whole(4), Whole(2), Whole(16)},
		}},
		Servers: Sizes{"A t3.medium may use a fifth of its two processors all the time. Each server keeps 1 GB for the operating system.", 1, []Size{
			{"t3.medium", Whole(4).Over(10), Quantity{}, Whole(3)},
			{"m5.large", Whole(2), Quantity{}, Whole(7)},
			{"m5.xlarge", Whole(4), Quantity{}, Whole(15)},
		}},
		Nodes: Sizes{"Of each node the cluster keeps 0.2 vCPU and 1.5 GB for itself.", 0, []Size{
			{"m5.large", Whole(18).Over(10), Quantity{}, Whole(65).Over(10)},
			{"m5.xlarge", Whole(38).Over(10), Quantity{}, Whole(145).Over(10)},
		}},
	}
}

// Numbers are the single assumptions, for a table.
func (a Assumptions) Numbers() []Assumption {
	return []Assumption{a.Month, a.ProcessorMemory, a.RequestSize, a.RequestsPerConnection, a.TaskMinimum, a.PeakKept, a.ServerMinimum, a.NodeMinimum,
		a.Services, a.Replicas, a.ServiceVCPU, a.ServiceMemory, a.CallOverhead, a.GatewayTraffic}
}

// LeftOut is what no blueprint counts, because it is the same for all of them or
// depends on more than a load.
var LeftOut = []string{
	"databases, queues, caches and file storage",
	"logs, metrics and traces",
	"domain names, certificates and public IPv4 addresses",
	"traffic between zones",
	"support plans, reserved capacity and discounts",
	"taxes",
}

// pick chooses machines by the rule of Sizes: memory in GB for one program, and
// vCPU for the whole load.
func (s Sizes) pick(memory, vcpu, minimum Quantity) (Size, Quantity) {
	for i, size := range s.List {
		if size.MaxMemory.Cmp(memory) < 0 && i < len(s.List)-1 {
			continue
		}
		if i >= s.Largest || minimum.Mul(size.VCPU).Cmp(vcpu) >= 0 {
			return size, vcpu.Per(size.VCPU).Ceil(unit).Max(minimum)
		}
	}
	return Size{}, tooMany
}

var tooMany = Quantity{tooLarge}

// memory is what a container of that size is given: what the program needs, in
// whole GB above the smallest amount.
func (s Size) memory(need Quantity) Quantity {
	if need.Cmp(s.MinMemory) <= 0 {
		return s.MinMemory
	}
	return need.Ceil(unit)
}
