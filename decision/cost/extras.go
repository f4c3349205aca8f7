package cost

import "slices"

// extras adds the optional lines of real bills besides computing, each only if the load
// asks for it.
func (z *sizing) extras(f fleet) {
	z.database()
	z.cache()
	month := z.Month.Value
	z.line("files in object storage", "Object storage", "object-gb", z.Objects, Say("# GB", z.Objects))
	z.line("reading files", "Object storage", "object-reads", z.Requests.Mul(z.ObjectRequests),
		Say("# requests × #", z.Requests, z.ObjectRequests))
	z.line("logs", "Logs and traces", "logs-gb", z.Requests.Mul(z.Logs).Over(kbPerGB),
		Say("# requests × # KB ÷ 1,048,576", z.Requests, z.Logs))
	z.line("traffic between zones", "Between zones", "zone-gb", z.Requests.Mul(z.Internal).Over(kbPerGB),
		Say("# requests × # KB ÷ 1,048,576", z.Requests, z.Internal))
	z.line("container images", "Registry", "image-gb", z.Images, Say("# GB", z.Images))
	z.line("secrets", "Secrets", "secret", z.Secrets.Mul(z.Environments), Say("# × # environments", z.Secrets, z.Environments))
	if f.servers {
		servers := f.count.Add(f.idle).Per(month)
		z.line("disks", "Disks", "disk-gb", servers.Mul(z.Disk), Say("# servers × # GB", servers, z.Disk))
	}
}

// line adds an item of the sheet if its quantity is not zero.
func (z *sizing) line(what, name, item string, quantity Quantity, said Formula) {
	if !quantity.IsZero() {
		z.unless(what, z.item(name, item, quantity, said))
	}
}

// database adds the database that the load chose. Servers run all month in every
// environment; environments besides production get the smallest, without a standby.
func (z *sizing) database() {
	month, copies, others := z.Month.Value, z.copies(), z.others()
	const name = "Database"
	switch size := z.Database; size {
	case "small", "medium", "large":
		z.unless("a "+size+" database", z.item(name, "postgres-"+size, copies.Mul(month), Say("# × # h", copies, month)))
		if !others.IsZero() {
			z.unless("a small database",
				z.item("Databases of other environments", "postgres-small", others.Mul(month), Say("# × # h", others, month)))
		}
		z.line("storage of the database", name, "postgres-gb", z.DatabaseStorage.Mul(copies), Say("# GB × #", z.DatabaseStorage, copies))
	case "serverless":
		capacity := z.DatabaseCapacity.Value
		z.unless("a serverless database", z.item(name, "postgres-serverless", capacity.Mul(month), Say("# units × # h", capacity, month)))
		z.line("storage of the database", name, "postgres-serverless-gb", z.DatabaseStorage, Say("# GB", z.DatabaseStorage))
	case "key-value":
		reads, writes := z.KeyValueReads.Value, z.KeyValueWrites.Value
		mark := z.item(name, "key-value-reads", z.Requests.Mul(reads), Say("# requests × #", z.Requests, reads))
		z.item(name, "key-value-writes", z.Requests.Mul(writes), Say("# requests × #", z.Requests, writes))
		z.unless("a key-value database", mark)
		z.line("storage of the database", name, "key-value-gb", z.DatabaseStorage, Say("# GB", z.DatabaseStorage))
	}
}

func (z *sizing) cache() {
	if z.Cache == "small" {
		nodes, month := z.copies().Add(z.others()), z.Month.Value
		z.unless("a cache", z.item("Cache", "cache-small", nodes.Mul(month), Say("# × # h", nodes, month)))
	}
}

// unless removes everything added since a mark if the sheet lacks a price for it, and
// records what was removed.
func (z *sizing) unless(what string, mark int) {
	for _, u := range z.usages[min(mark, len(z.usages)):] {
		if z.sheet.index(u.Item) < 0 {
			z.usages = z.usages[:mark]
			z.lacks(what)
			return
		}
	}
}

// lacks records a line for which the sheet has no price.
func (z *sizing) lacks(what string) {
	if !slices.Contains(z.lacking, what) {
		z.lacking = append(z.lacking, what)
	}
}
