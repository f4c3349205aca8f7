package cost

import "slices"

// extras adds the optional lines of real bills besides computing, each only if the load
// asks for it.
func (z *sizing) extras(f fleet) {
	z.database()
	z.cache()
	month := z.Month.Value
	z.line("files in object storage", "Object storage", "object-gb", z.Objects, z.say("# GB", z.Objects))
	z.line("reading files", "Object storage", "object-reads", z.Requests.Mul(z.ObjectRequests),
		z.say("# requests × #", z.Requests, z.ObjectRequests))
	z.line("logs", "Logs and traces", "logs-gb", z.Requests.Mul(z.Logs).Over(kbPerGB),
		z.say("# requests × # KB ÷ 1,048,576", z.Requests, z.Logs))
	z.line("traffic between zones", "Between zones", "zone-gb", z.Requests.Mul(z.Internal).Over(kbPerGB),
		z.say("# requests × # KB ÷ 1,048,576", z.Requests, z.Internal))
	z.line("container images", "Registry", "image-gb", z.Images, z.say("# GB", z.Images))
	z.line("secrets", "Secrets", "secret", z.Secrets.Mul(z.Environments), z.say("# × # environments", z.Secrets, z.Environments))
	if f.servers {
		servers := f.count.Add(f.idle).Per(month)
		z.line("disks", "Disks", "disk-gb", servers.Mul(z.Disk), z.say("# servers × # GB", servers, z.Disk))
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
		z.unless("a "+size+" database", z.item(name, "postgres-"+size, copies.Mul(month), z.say("# × # h", copies, month)))
		if !others.IsZero() {
			z.unless("a small database",
				z.item("Databases of other environments", "postgres-small", others.Mul(month), z.say("# × # h", others, month)))
		}
		z.line("storage of the database", name, "postgres-gb", z.DatabaseStorage.Mul(copies), z.say("# GB × #", z.DatabaseStorage, copies))
	case "serverless":
		capacity := z.DatabaseCapacity.Value
		z.unless("a serverless database", z.item(name, "postgres-serverless", capacity.Mul(month), z.say("# units × # h", capacity, month)))
		z.line("storage of the database", name, "postgres-serverless-gb", z.DatabaseStorage, z.say("# GB", z.DatabaseStorage))
	case "key-value":
		reads, writes := z.KeyValueReads.Value, z.KeyValueWrites.Value
		mark := z.item(name, "key-value-reads", z.Requests.Mul(reads), z.say("# requests × #", z.Requests, reads))
		z.item(name, "key-value-writes", z.Requests.Mul(writes), z.say("# requests × #", z.Requests, writes))
		z.unless("a key-value database", mark)
		z.line("storage of the database", name, "key-value-gb", z.DatabaseStorage, z.say("# GB", z.DatabaseStorage))
	}
}

func (z *sizing) cache() {
	if z.Cache == "small" {
		nodes, month := z.copies().Add(z.others()), z.Month.Value
		z.unless("a cache", z.item("Cache", "cache-small", nodes.Mul(month), z.say("# × # h", nodes, month)))
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
