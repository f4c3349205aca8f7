package pricelist

import (
	"maps"
	"slices"
	"time"
)

// awsList is an offer file of AWS: products by SKU, then their terms by SKU.
type awsList struct {
	*document
	reader
	wanted map[string]*entry // wanted products by SKU, before and after their terms were found
	terms  bool
}

type awsProduct struct {
	SKU        string            `json:"sku"`
	Family     string            `json:"productFamily"`
	Attributes map[string]string `json:"attributes"`
}

type awsTerm struct {
	From       string `json:"effectiveDate"`
	Dimensions map[string]struct {
		Unit  string            `json:"unit"`
		Begin string            `json:"beginRange"`
		Price map[string]string `json:"pricePerUnit"`
	} `json:"priceDimensions"`
}

func (l *awsList) member(key string, at mark) error {
	switch key {
	case "publicationDate":
		var at string
		if _, err := l.decode(&at); err != nil {
			return err
		}
		if day, err := time.Parse(time.RFC3339, at); err == nil {
			l.published(day.Format(time.DateOnly))
		}
		return nil
	case "products":
		if l.terms {
			return l.fail(at, "products come after terms, which no offer file of AWS has")
		}
		l.wanted = map[string]*entry{}
		return l.object(key, l.product)
	case "terms":
		if l.wanted == nil {
			return l.fail(at, "terms come before products, which no offer file of AWS has")
		}
		l.terms = true
		return l.object(key, func(kind string, _ mark) error {
			if kind == "OnDemand" {
				return l.object(kind, l.term)
			}
			return l.skip(1)
		})
	}
	return l.skip(1)
}

func (l *awsList) product(sku string, at mark) error {
	var p awsProduct
	if _, err := l.decode(&p); err != nil {
		return err
	}
	e := &entry{sku: sku, provider: "aws", attributes: p.Attributes, file: l.file, mark: at}
	e.regions = []string{p.Attributes["regionCode"]}
	e.describe(p.Attributes["servicecode"], p.Family)
	if !l.want(e) {
		return nil
	}
	if first := l.wanted[sku]; first != nil {
		return l.fail(at, "SKU %s is here a second time; the first is in line %d", sku, first.line)
	}
	l.wanted[sku] = e
	return nil
}

func (l *awsList) term(sku string, at mark) error {
	e := l.wanted[sku]
	if e == nil {
		return l.skip(0)
	}
	if e.rates != nil {
		return l.fail(at, "SKU %s has terms a second time; the first are in line %d", sku, e.rates[0].line)
	}
	var offers map[string]awsTerm
	if _, err := l.decode(&offers); err != nil {
		return err
	}
	for code, offer := range offers {
		if when := l.outside(offer.From, ""); when != "" {
			e.outside = when
			delete(offers, code)
		}
	}
	if len(offers) == 0 && e.outside != "" {
		return l.found(e)
	}
	if len(offers) != 1 {
		return l.fail(at, "SKU %s has %d prices on demand, but one is expected", sku, len(offers))
	}
	for _, offer := range offers {
		for _, code := range slices.Sorted(maps.Keys(offer.Dimensions)) {
			d := offer.Dimensions[code]
			price, usd := d.Price["USD"]
			if !usd {
				for other := range d.Price {
					return currency(l.fail, at, "SKU "+sku, other)
				}
				return l.fail(at, "SKU %s has no price per unit", sku)
			}
			e.rates = append(e.rates, rate{d.Begin, price, d.Unit, "USD", at})
		}
	}
	if e.rates == nil {
		return l.fail(at, "SKU %s has terms without a price", sku)
	}
	return l.found(e)
}
