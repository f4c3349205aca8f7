package cost

// AzureFunction is an Azure Functions app on the Consumption plan. Memory is
// rounded up to 128 MB and capped at 1,536 MB; GB-seconds are execution units
// (MB-ms) ÷ 1,024,000. Source of the rules: the Azure Functions pricing page.
type AzureFunction struct {
	Name       string   `json:"name,omitempty"`
	Executions Quantity `json:"executions"`        // a month
	Duration   Quantity `json:"duration,omitzero"` // average, ms
	Memory     Quantity `json:"memory,omitzero"`   // average used, MB
	Units      Quantity `json:"units,omitzero"`    // execution units (MB-ms) a month, instead of duration and memory
}

// Usage implements Component.
func (f *AzureFunction) Usage(s *Sheet) ([]Usage, error) {
	in := inputs{component: "azure-function"}
	in.within("executions", f.Executions, "executions a month", Quantity{}, most)
	in.within("duration", f.Duration, "ms", Quantity{}, mostMillis)
	in.within("memory", f.Memory, "MB", Quantity{}, Whole(16_384))
	in.within("units", f.Units, "execution units a month", Quantity{}, most.Times(1_000_000))
	if err := in.err(); err != nil {
		return nil, err
	}
	const item = "azure-functions-duration"
	units, said := f.Units, s.say("# execution units ÷ 1,024,000", f.Units)
	if units.IsZero() {
		ms, mb := s.meter(item, "duration", f.Duration), s.meter(item, "memory", f.Memory)
		units = f.Executions.Mul(ms).Mul(mb)
		said = s.say("# executions × # ms × # MB ÷ 1,024,000", f.Executions, ms, mb)
	}
	name := or(f.Name, "Function")
	return []Usage{
		{"azure-functions-executions", name, f.Executions, s.say("# executions", f.Executions)},
		{item, name, units.Over(msMBPerGBSecond), said},
	}, nil
}
