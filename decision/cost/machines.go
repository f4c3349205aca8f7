package cost

// EKS is a number of Kubernetes control planes. Their machines are EC2.
type EKS struct {
	Name     string   `json:"name,omitempty"`
	Clusters Quantity `json:"clusters,omitzero"`  // 0: one
	Hours    Quantity `json:"hours"`              // a month, of each
	Extended bool     `json:"extended,omitempty"` // a version past its standard support
}

// Usage implements Component.
func (e *EKS) Usage(s *Sheet) ([]Usage, error) {
	item := "eks-cluster"
	if e.Extended {
		item = "eks-cluster-extended"
	}
	return machines(s, "eks", item, or(e.Name, "Control plane"), e.Clusters, e.Hours)
}

// EC2 is a number of virtual machines, on demand, Linux.
type EC2 struct {
	Name  string   `json:"name,omitempty"`
	Type  string   `json:"type"`           // "m5.large"
	Count Quantity `json:"count,omitzero"` // 0: one
	Hours Quantity `json:"hours"`          // a month, of each
}

// Usage implements Component. The item of a machine type is "ec2-" and its name, with
// hyphens for points.
func (e *EC2) Usage(s *Sheet) ([]Usage, error) {
	return machines(s, "ec2", ec2Item(e.Type), or(e.Name, "Servers"), e.Count, e.Hours)
}

func ec2Item(kind string) string {
	item := []byte("ec2-" + kind)
	for i, c := range item {
		if c == '.' {
			item[i] = '-'
		}
	}
	return string(item)
}

// machines returns the usage of anything billed by the hour.
func machines(s *Sheet, component, item, name string, count, hours Quantity) ([]Usage, error) {
	in := inputs{component: component}
	in.within("count", count, "machines", Quantity{}, most)
	in.within("hours", hours, "hours a month", Quantity{}, hoursOfMonth)
	if err := in.err(); err != nil {
		return nil, err
	}
	if count.IsZero() {
		count = Whole(1)
	}
	return append(s.room(), Usage{item, name, count.Mul(hours), s.say("# × # h", count, hours)}), nil
}
