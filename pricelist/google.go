package pricelist

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// googleSKU is a SKU of the Cloud Billing Catalog API.
type googleSKU struct {
	ID          string `json:"skuId"`
	Description string `json:"description"`
	Category    struct {
		Service string `json:"serviceDisplayName"`
		Family  string `json:"resourceFamily"`
		Group   string `json:"resourceGroup"`
		Usage   string `json:"usageType"`
	} `json:"category"`
	Regions []string        `json:"serviceRegions"`
	Pricing []googlePricing `json:"pricingInfo"`
}

type googlePricing struct {
	Effective  string `json:"effectiveTime"`
	Expression struct {
		Unit  string       `json:"usageUnit"`
		Rates []googleRate `json:"tieredRates"`
	} `json:"pricingExpression"`
}

type googleRate struct {
	Start json.Number `json:"startUsageAmount"`
	Price struct {
		Currency string      `json:"currencyCode"`
		Units    json.Number `json:"units"`
		Nanos    int64       `json:"nanos"`
	} `json:"unitPrice"`
}

func (r reader) google(d *document) error {
	seen := map[string]mark{}
	return d.list("skus", func() error {
		var sku googleSKU
		at, err := d.decode(&sku)
		if err != nil {
			return err
		}
		if sku.ID == "" {
			return d.fail(at, "an entry without skuId: this is not %s", d.kind)
		}
		e := &entry{sku: sku.ID, provider: "google", regions: sku.Regions, file: d.file, mark: at, attributes: map[string]string{
			"service": sku.Category.Service, "family": sku.Category.Family, "description": sku.Description,
			"resourceGroup": sku.Category.Group}}
		if sku.Category.Usage != "OnDemand" || !r.want(e) {
			return nil
		}
		if first, twice := seen[sku.ID]; twice {
			return d.fail(at, "SKU %s is here a second time; the first is in line %d", sku.ID, first.line)
		}
		seen[sku.ID] = at
		if err := e.price(d, sku.Pricing, r.outside); err != nil {
			return err
		}
		return r.found(e)
	})
}

// price takes the rates that came into force most recently, of a timeline that may reach into the future.
func (e *entry) price(d *document, all []googlePricing, outside func(from, to string) string) error {
	if len(all) == 0 {
		return d.fail(e.mark, "SKU %s has no price", e.sku)
	}
	var inForce []googlePricing
	for _, p := range all {
		if when := outside(p.Effective, ""); when == "" {
			inForce = append(inForce, p)
		} else if e.outside == "" {
			e.outside = when
		}
	}
	if len(inForce) == 0 {
		return nil
	}
	latest := slices.MaxFunc(inForce, func(a, b googlePricing) int { return strings.Compare(a.Effective, b.Effective) })
	for _, x := range latest.Expression.Rates {
		if err := currency(d.fail, e.mark, "SKU "+e.sku, x.Price.Currency); err != nil {
			return err
		}
		e.rates = append(e.rates, rate{
			x.Start.String(), money(x.Price.Units, x.Price.Nanos), latest.Expression.Unit, x.Price.Currency, e.mark,
		})
	}
	if e.rates == nil {
		return d.fail(e.mark, "SKU %s has no price", e.sku)
	}
	return nil
}

// money returns whole units and billionths as a decimal.
func money(units json.Number, nanos int64) string {
	whole, sign := strings.TrimPrefix(units.String(), "-"), ""
	if nanos < 0 || whole != units.String() {
		sign = "-"
	}
	if whole == "" {
		whole = "0"
	}
	return fmt.Sprintf("%s%s.%09d", sign, whole, max(nanos, -nanos))
}
