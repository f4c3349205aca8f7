package cost

// Worker is a Cloudflare Worker on the paid plan. The subscription includes the
// first requests and CPU milliseconds; time spent waiting is not billed, nor are
// requests for static files, nor the bytes sent.
type Worker struct {
	Name     string   `json:"name,omitempty"`
	Requests Quantity `json:"requests"`        // a month, with those for static files
	Static   Quantity `json:"static,omitzero"` // of them, for static files
	CPU      Quantity `json:"cpu"`             // of one dynamic request, ms
}

// Usage implements Component.
func (w *Worker) Usage(*Sheet) ([]Usage, error) {
	in := inputs{component: "worker"}
	in.within("requests", w.Requests, "requests a month", Quantity{}, most)
	in.within("static", w.Static, "requests a month", Quantity{}, w.Requests)
	in.within("cpu", w.CPU, "ms", Quantity{}, mostMillis)
	if err := in.err(); err != nil {
		return nil, err
	}
	name, dynamic := or(w.Name, "Worker"), w.Requests.Sub(w.Static)
	return []Usage{
		{"workers-plan", name, Whole(1), Say("1 account")},
		{"workers-requests", name, dynamic, Say("# requests − # for static files", w.Requests, w.Static)},
		{"workers-cpu", name, dynamic.Mul(w.CPU), Say("# requests × # ms of CPU", dynamic, w.CPU)},
	}, nil
}
