package cost

// Addition is a line left out of a bill, and what it would cost.
type Addition struct {
	Name  string `json:"name"` // "a database (PostgreSQL, medium: 2 vCPU, 8 GB)"
	Total Cents  `json:"total"`
}

// usualLogs is the log volume of a request, in KB, where a load states none: an access log
// with a trace.
var usualLogs = Whole(2)

// onePerSecond is one request a second, in a month.
var onePerSecond = Whole(730 * 3600)

// LargestLeftOut returns the optional line that would add most to a bill at a common value:
// a database of medium size, or of small size below a request a second, or 2 KB of logs per request. The result is empty where both
// are counted or have no prices.
func (m *Model) LargestLeftOut(blueprint string, load Load) (Addition, error) {
	p, err := m.Pricer(blueprint, load)
	if err != nil {
		return Addition{}, err
	}
	bare, err := p.Totals(&load)
	if err != nil {
		return Addition{}, err
	}
	var largest Addition
	try := func(name string, with Load) error {
		sum, err := p.Totals(&with)
		if err == nil && sum.Total-bare.Total > largest.Total {
			largest = Addition{name, sum.Total - bare.Total}
		}
		return err
	}
	if database, _ := ChoiceOf("database"); database.Counted(&load).ID == "none" {
		size := "medium"
		if load.Requests.Cmp(onePerSecond) < 0 {
			size = "small"
		}
		with := database.With(load, size)
		if err := try("a database ("+database.Counted(&with).Name+")", with); err != nil {
			return Addition{}, err
		}
	}
	if load.Logs.IsZero() {
		with := load
		with.Logs = usualLogs
		err = try("logs of "+usualLogs.Text()+" KB a request", with)
	}
	return largest, err
}
