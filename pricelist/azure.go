package pricelist

import "encoding/json"

// azureItem is a row of the Azure Retail Prices API: one tier of a meter.
type azureItem struct {
	Currency  string      `json:"currencyCode"`
	Minimum   json.Number `json:"tierMinimumUnits"`
	Price     json.Number `json:"retailPrice"`
	Region    string      `json:"armRegionName"`
	Meter     string      `json:"meterId"`
	MeterName string      `json:"meterName"`
	Product   string      `json:"productName"`
	SKU       string      `json:"skuId"`
	SKUName   string      `json:"skuName"`
	ARM       string      `json:"armSkuName"`
	Service   string      `json:"serviceName"`
	Family    string      `json:"serviceFamily"`
	Unit      string      `json:"unitOfMeasure"`
	Type      string      `json:"type"`
	Primary   *bool       `json:"isPrimaryMeterRegion"`
	From      string      `json:"effectiveStartDate"`
	To        string      `json:"effectiveEndDate"`
}

// azure reads the rows of a page. Rows of one meter may be anywhere on it.
func (r reader) azure(d *document) error {
	var found []*entry
	by := map[string]*entry{}
	err := d.list("Items", func() error {
		var item azureItem
		at, err := d.decode(&item)
		if err != nil {
			return err
		}
		if item.Type != "Consumption" || item.Primary != nil && !*item.Primary {
			if item.Type == "" || item.Meter == "" {
				return d.fail(at, "an entry without type or meterId: this is not %s", d.kind)
			}
			return nil
		}
		e := &entry{sku: item.SKU + "/" + item.Meter, provider: "azure", regions: []string{item.Region}, file: d.file, mark: at,
			attributes: map[string]string{
				"service": item.Service, "family": item.Family, "productName": item.Product, "skuName": item.SKUName,
				"armSkuName": item.ARM, "meterName": item.MeterName}}
		if !r.want(e) {
			return nil
		}
		if err := currency(d.fail, at, "meter "+item.Meter, item.Currency); err != nil {
			return err
		}
		if first := by[e.sku]; first == nil {
			by[e.sku] = e
			found = append(found, e)
		} else {
			e = first
		}
		if when := r.outside(item.From, item.To); when != "" {
			e.outside = when
			return nil
		}
		e.rates = append(e.rates, rate{item.Minimum.String(), item.Price.String(), item.Unit, item.Currency, at})
		return nil
	})
	return r.all(found, err)
}

// all passes on the entries of a page.
func (r reader) all(found []*entry, err error) error {
	for _, e := range found {
		if err == nil {
			err = r.found(e)
		}
	}
	return err
}
