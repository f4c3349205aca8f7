package cost

import "slices"

// Assumption is a number used for sizing that no price list contains.
type Assumption struct {
	ID    string   `json:"id"`
	Name  string   `json:"name"`
	Unit  string   `json:"unit"`
	Doc   string   `json:"doc"`
	Value Quantity `json:"value"`
}

// Assumptions are the numbers that blueprints assume. They can be displayed and, in a copy,
// changed; a load may state its own.
type Assumptions struct {
	Month                 Assumption // hours
	ProcessorMemory       Assumption // MB
	RequestSize           Assumption // KB
	RequestsPerConnection Assumption
	PeakKept              Assumption // % of the way from average to peak
	Services              Assumption
	ServiceVCPU           Assumption // of one idle instance
	ServiceMemory         Assumption // MB of one instance
	CallOverhead          Assumption // % of CPU for calls between services
	GatewayTraffic        Assumption // KB through the NAT gateway for a request
	DatabaseCapacity      Assumption // of a serverless database, on average
	KeyValueReads         Assumption // of a key-value database for a request
	KeyValueWrites        Assumption
	ServiceCalls          Assumption // that one request makes
	ContainerSize         Assumption // vCPU; zero: by the rule of Sizes
	ServerSize            Assumption // GB; likewise
	Tasks                 Sizes      // of Fargate
	Instances             Sizes      // of Cloud Run
	Replicas              Sizes      // of Container Apps
	Plans                 Sizes      // of App Service
	WebServices           Sizes      // of Render
	Servers               Sizes      // that run one application or several services
	ArmServers            Sizes      // likewise, on Arm
	AzureServers          Sizes      // likewise, on Azure
	GoogleServers         Sizes      // likewise, on Compute Engine
	Nodes                 Sizes      // of the cluster on EC2
	ArmNodes              Sizes      // likewise, on Arm
	AzureNodes            Sizes      // of the cluster on Azure
}

// numbers returns pointers to the single assumptions, in the order of assumptionFields.
func (a *Assumptions) numbers() []*Assumption {
	return []*Assumption{&a.Month, &a.ProcessorMemory, &a.RequestSize, &a.RequestsPerConnection, &a.PeakKept, &a.Services, &a.ServiceVCPU,
		&a.ServiceMemory, &a.CallOverhead, &a.GatewayTraffic, &a.DatabaseCapacity, &a.KeyValueReads, &a.KeyValueWrites, &a.ServiceCalls,
		&a.ContainerSize, &a.ServerSize}
}

// assumptionFields are the assumptions as fields of a load.
var assumptionFields = []Field{
	{ID: "month", Name: "Hours of a month", Unit: "hours", Doc: "365 days × 24 hours ÷ 12.",
		Min: Whole(672), Max: hoursOfMonth, Step: unit, Default: Whole(730)},
	{ID: "processor-memory", Name: "Memory with a whole processor", Unit: "MB",
		Doc: "A function gets processor time in proportion to its memory, a whole processor at this size.",
		Min: Whole(128), Max: Whole(10_240), Step: unit, Default: Whole(1769)},
	{ID: "request-size", Name: "Size of a request", Unit: "KB", Doc: "What a client sends; it counts at the load balancer.",
		Max: Whole(1_048_576), Step: tenth, Default: Whole(1)},
	{ID: "requests-per-connection", Name: "Requests per connection", Unit: "requests",
		Doc: "Clients keep a connection open for so many requests; new connections count at the load balancer.",
		Min: unit, Max: Whole(1_000_000), Step: unit, Default: Whole(10)},
	{ID: "peak-kept", Name: "Capacity kept for peaks", Unit: "%",
		Doc: "Tasks are removed slowly, so more run than the average load takes: so far on the way from there to the peak, " +
			"or to 5 times the average where the peak is higher.",
		Max: hundred, Step: unit, Default: Whole(50)},
	{ID: "services", Name: "Services", Unit: "services", Doc: "Into how many services the system is split.",
		Min: unit, Max: Whole(1_000), Step: unit, Default: Whole(10)},
	{ID: "service-vcpu", Name: "Reserved for an idle instance", Unit: "vCPU",
		Doc: "What an instance of a service asks the cluster for before the first request.",
		Min: hundredth, Max: Whole(64), Step: hundredth, Default: tenth},
	{ID: "service-memory", Name: "Memory of an instance", Unit: "MB",
		Doc: "Of each service but the busiest, which has the memory of the load.",
		Min: Whole(16), Max: Whole(262_144), Step: unit, Default: Whole(256)},
	{ID: "call-overhead", Name: "Calls between services", Unit: "%",
		Doc: "Added to the processor time of a request for encoding, decoding and proxies.",
		Max: Whole(1_000), Step: unit, Default: Whole(20)},
	{ID: "gateway-traffic", Name: "Through the NAT gateway for a request", Unit: "KB",
		Doc: "Calls to other companies' services, where the network is private.",
		Max: Whole(1_048_576), Step: tenth, Default: Whole(1)},
	{ID: "database-capacity", Name: "Capacity of a serverless database", Unit: "ACU",
		Doc: "On average over the month, in the units of Aurora: each has about 2 GB of memory. Counted where that database is chosen.",
		Min: tenth, Max: Whole(256), Step: tenth, Default: Whole(2)},
	{ID: "key-value-reads", Name: "Reads of a key-value database for a request", Unit: "reads",
		Doc: "Of up to 4 KB each. Counted where that database is chosen.",
		Max: Whole(1_000), Step: tenth, Default: Whole(2)},
	{ID: "key-value-writes", Name: "Writes of a key-value database for a request", Unit: "writes",
		Doc: "Of up to 1 KB each. Counted where that database is chosen.",
		Max: Whole(1_000), Step: tenth, Default: Whole(5).Over(10)},
	{ID: "service-calls", Name: "Calls that a request makes", Unit: "calls",
		Doc: "From the service that receives it to others. Each call is billed as a request where several services run on Cloud Run " +
			"or Container Apps.",
		Max: Whole(1_000), Step: tenth, Default: unit},
	{ID: "container-size", Name: "Size of a container", Unit: "vCPU",
		Doc: "0.25, 0.5, 1, 2 or 4 vCPU, of those that carry the load; idle services and other environments keep the smallest. A " +
			"platform without that size takes its next larger one.",
		Max: Whole(4), Step: unit.Over(4)},
	{ID: "server-size", Name: "Memory of a server or node", Unit: "GB",
		Doc: "4, 8 or 16 GB, of those that carry the load; other environments keep the smallest. A provider without that size takes its " +
			"next larger one.",
		Max: Whole(16), Step: unit},
}

// ByLoad reports whether a value of zero leaves the choice of a size to the load.
func (f Field) ByLoad() bool { return f.ID == "container-size" || f.ID == "server-size" }

// statedAlone are the fields that a load has only if it states them: assumptions and the
// hours of people.
var statedAlone = slices.Concat(assumptionFields, peopleFields)

// allFields are the fields of a load and those it may state.
var allFields = slices.Concat(fields, statedAlone)

func statedIndex(id string) int {
	return slices.IndexFunc(statedAlone, func(f Field) bool { return f.ID == id })
}

// PeopleFields returns the hours of work of single options, in the order of a form.
func PeopleFields() []Field { return append([]Field(nil), peopleFields...) }

// AssumptionFields returns the assumptions as fields of a load, in the order of a form.
func AssumptionFields() []Field { return append([]Field(nil), assumptionFields...) }

// assumed holds the numbers that a load states, indexed as statedAlone.
type assumed [22]stated

type stated struct {
	stated bool
	value  Quantity
}

// Assumed lists the assumptions and hours that the load states itself.
func (l Load) Assumed() []Field {
	var found []Field
	for i, s := range l.assumed {
		if s.stated {
			found = append(found, statedAlone[i])
		}
	}
	return found
}

// Under returns the assumptions, replaced by those that a load states.
func (a Assumptions) Under(l Load) Assumptions { return *a.under(&l) }

// under is Under without copying the load.
func (a *Assumptions) under(l *Load) *Assumptions {
	if l.assumed == (assumed{}) {
		return a
	}
	own := *a
	for i, n := range own.numbers() {
		if l.assumed[i].stated {
			n.Value = l.assumed[i].value
		}
	}
	return &own
}

// Sizes are the machines to choose from, smallest first. All platforms follow one rule: the
// smallest size that carries the peak with its minimum number of machines; beyond the size
// named Largest, more machines of that size. Larger sizes are used only for programs that
// need their memory. A load that states a size has as many machines of that one.
type Sizes struct {
	Doc     string `json:"doc"`
	Largest int    `json:"largest"` // position in List
	List    []Size `json:"list"`
}

// Size is one kind of machine.
type Size struct {
	Name      string   `json:"name"`   // EC2 type, or the vCPU of a container
	Stated    Quantity `json:"stated"` // how a load states it: vCPU of a container, GB of a server
	VCPU      Quantity `json:"vcpu"`   // that can be counted on all the time
	MinMemory Quantity `json:"min_memory"`
	MaxMemory Quantity `json:"max_memory"` // GB that the program can have
}

// DefaultAssumptions returns the assumptions of the published model.
func DefaultAssumptions() Assumptions {
	a := Assumptions{
		Tasks: Sizes{"Fargate sizes up to 1 vCPU, larger ones where the program needs their memory or the load states them.", 2, []Size{
			{"0.25 vCPU", Whole(1).Over(4), Whole(1).Over(4), Whole(1).Over(2), Whole(2)},
			{"0.5 vCPU", Whole(1).Over(2), Whole(1).Over(2), Whole(1), Whole(4)},
			{"1 vCPU", Whole(1), Whole(1), Whole(2), Whole(8)},
			{"2 vCPU", Whole(2), Whole(2), Whole(4), Whole(16)},
			{"4 vCPU", Whole(4), Whole(4), Whole(8), Whole(30)},
		}},
		Instances: Sizes{"Cloud Run instances of 1 vCPU, larger ones where the program needs over 4 GiB.", 0, []Size{
			{"1 vCPU", Whole(1), Whole(1), Whole(1).Over(2), Whole(4)},
			{"2 vCPU", Whole(2), Whole(2), Whole(1).Over(2), Whole(8)},
			{"4 vCPU", Whole(4), Whole(4), Whole(2), Whole(16)},
		}},
		Replicas: Sizes{"Instances of Container Apps have 2 GiB for each vCPU, up to 4 vCPU and 8 GiB.", 0, []Size{
			{"0.5 vCPU", Whole(1).Over(2), Whole(1).Over(2), Whole(1), Whole(1)},
			{"1 vCPU", Whole(1), Whole(1), Whole(2), Whole(2)},
			{"2 vCPU", Whole(2), Whole(2), Whole(4), Whole(4)},
			{"4 vCPU", Whole(4), Whole(4), Whole(8), Whole(8)},
		}},
		Plans: Sizes{"Premium v3 instances of App Service, on Linux.", 1, []Size{
			{"p0v3", Whole(1), Whole(1), Quantity{}, Whole(4)},
			{"p1v3", Whole(2), Whole(2), Quantity{}, Whole(8)},
			{"p2v3", Whole(4), Whole(4), Quantity{}, Whole(16)},
		}},
		WebServices: Sizes{"Instances of web services on Render.", 1, []Size{
			{"starter", Whole(1).Over(2), Whole(1).Over(2), Quantity{}, Whole(1).Over(2)},
			{"standard", Whole(1), Whole(1), Quantity{}, Whole(2)},
			{"pro", Whole(2), Whole(2), Quantity{}, Whole(4)},
			{"pro-plus", Whole(4), Whole(4), Quantity{}, Whole(8)},
			{"pro-max", Whole(4), Whole(4), Quantity{}, Whole(16)},
		}},
		Servers: Sizes{"A t3.medium may use a fifth of its two processors all the time. Each server keeps 1 GB for the operating system.",
			1, []Size{
				{"t3.medium", Whole(4), Whole(4).Over(10), Quantity{}, Whole(3)},
				{"m5.large", Whole(8), Whole(2), Quantity{}, Whole(7)},
				{"m5.xlarge", Whole(16), Whole(4), Quantity{}, Whole(15)},
			}},
		ArmServers: Sizes{"A t4g.medium may use a fifth of its two processors all the time. Each server keeps 1 GB for the operating " +
			"system.", 1, []Size{
			{"t4g.medium", Whole(4), Whole(4).Over(10), Quantity{}, Whole(3)},
			{"m7g.large", Whole(8), Whole(2), Quantity{}, Whole(7)},
			{"m7g.xlarge", Whole(16), Whole(4), Quantity{}, Whole(15)},
		}},
		AzureServers: Sizes{"Each server keeps 1 GB for the operating system.", 0, []Size{
			{"D2s v3", Whole(8), Whole(2), Quantity{}, Whole(7)},
			{"D4s v5", Whole(16), Whole(4), Quantity{}, Whole(15)},
		}},
		GoogleServers: Sizes{"An e2-medium may use half of its two processors all the time. Each server keeps 1 GB for the operating " +
			"system.", 1, []Size{
			{"e2-medium", Whole(4), unit, Quantity{}, Whole(3)},
			{"e2-standard-2", Whole(8), Whole(2), Quantity{}, Whole(7)},
			{"e2-standard-4", Whole(16), Whole(4), Quantity{}, Whole(15)},
		}},
		Nodes: Sizes{"Of each node the cluster keeps 0.2 vCPU and 1.5 GB for itself.", 0, []Size{
			{"m5.large", Whole(8), Whole(18).Over(10), Quantity{}, Whole(65).Over(10)},
			{"m5.xlarge", Whole(16), Whole(38).Over(10), Quantity{}, Whole(145).Over(10)},
		}},
		ArmNodes: Sizes{"Of each node the cluster keeps 0.2 vCPU and 1.5 GB for itself.", 0, []Size{
			{"m7g.large", Whole(8), Whole(18).Over(10), Quantity{}, Whole(65).Over(10)},
			{"m7g.xlarge", Whole(16), Whole(38).Over(10), Quantity{}, Whole(145).Over(10)},
		}},
		AzureNodes: Sizes{"Of each node the cluster keeps 0.2 vCPU and 2 GB for itself.", 0, []Size{
			{"D2s v3", Whole(8), Whole(18).Over(10), Quantity{}, Whole(6)},
			{"D4s v5", Whole(16), Whole(38).Over(10), Quantity{}, Whole(14)},
		}},
	}
	for i, n := range a.numbers() {
		f := assumptionFields[i]
		*n = Assumption{f.ID, f.Name, f.Unit, f.Doc, f.Default}
	}
	return a
}

// Numbers returns the single assumptions, for a table.
func (a Assumptions) Numbers() []Assumption {
	list := make([]Assumption, 0, len(assumptionFields))
	for _, n := range a.numbers() {
		list = append(list, *n)
	}
	return list
}

// LeftOut lists costs that no blueprint counts, because they are the same for all or depend
// on more than a load. Lines that a load can add are listed by Estimate.LeftOut instead.
var LeftOut = []string{
	"queues and event buses",
	"domain names and certificates",
	"support plans",
	"negotiated discounts",
	"taxes",
}

// pick chooses a size and the number of machines by the rule of Sizes: memory is in GB for
// one program, vcpu for the whole load.
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

// stated returns the smallest size with at least what a load states and with the memory in
// GB that one program needs, or the largest.
func (s Sizes) stated(at, memory Quantity) Size {
	i := slices.IndexFunc(s.List, func(size Size) bool { return size.Stated.Cmp(at) >= 0 && size.MaxMemory.Cmp(memory) >= 0 })
	if i < 0 {
		i = len(s.List) - 1
	}
	return s.List[i]
}

// machines chooses the size and the number of the machines that carry the load: the size that
// the load states, or one by the rule of Sizes.
func (z *sizing) machines(s Sizes, stated Assumption, vcpu, minimum Quantity) (Size, Quantity) {
	if stated.Value.IsZero() {
		return s.pick(z.gb(), vcpu, minimum)
	}
	size := s.stated(stated.Value, z.gb())
	if !z.sheet.quiet() {
		note := "The size is stated and not chosen by the rules: " + size.Name
		if size.Stated != stated.Value {
			note += " instead of " + stated.Value.Text() + " " + stated.Unit + ", by what is offered here and what the program needs"
		}
		z.notes = append(z.notes, note+".")
	}
	return size, vcpu.Per(size.VCPU).Ceil(unit).Max(minimum)
}

var tooMany = Quantity{tooLarge}

// memory returns the memory of a container of that size in GB: at least the smallest amount
// and, above it, what the program needs in whole GB.
func (s Size) memory(need Quantity) Quantity {
	if need.Cmp(s.MinMemory) <= 0 {
		return s.MinMemory
	}
	return need.Ceil(unit)
}
