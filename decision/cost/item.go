package cost

// Other is any item of a sheet, by its quantity: for what no other component
// stands for.
type Other struct {
	Name     string   `json:"name,omitempty"` // shown in the bill; "": the item
	Item     string   `json:"item"`           // id in the sheet: "nlb-hours"
	Quantity Quantity `json:"quantity"`       // a month, in the unit of the item
}

// Usage implements Component.
func (o *Other) Usage(*Sheet) ([]Usage, error) {
	in := inputs{component: "item"}
	if o.Item == "" {
		in.add("item", "is missing: write the id of an item of the price sheet")
	}
	in.within("quantity", o.Quantity, "units a month", Quantity{}, most.Times(1_000_000))
	if err := in.err(); err != nil {
		return nil, err
	}
	return []Usage{{o.Item, or(o.Name, "Item"), o.Quantity, Say("#", o.Quantity)}}, nil
}
