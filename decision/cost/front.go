package cost

// frontDoor adds what receives the requests. Platforms with an address of their own need no
// load balancer; all others get one, whatever stands before it.
func (z *sizing) frontDoor(address bool) {
	chosen := or(z.Front, "own")
	balanced := !address || chosen == "balancer"
	switch z.sheet.Provider {
	case "aws":
		switch chosen {
		case "http-api":
			z.unless("an HTTP API", z.use(&HTTPAPI{Requests: z.Requests, Payload: z.Response}))
		case "rest-api":
			z.unless("a REST API", z.use(&RESTAPI{Requests: z.Requests}))
		}
	case "google", "azure", "cloudflare", "render":
		if chosen == "http-api" || chosen == "rest-api" {
			z.lacks("an API gateway")
		}
	}
	if balanced {
		z.balancer()
	}
}

// balancer adds load balancers for production and, idle, for the other environments.
func (z *sizing) balancer() {
	month, others := z.Month.Value, z.others()
	handled := z.Requests.Mul(z.Response.Add(z.RequestSize.Value)).Over(kbPerGB)
	flow := z.say("# requests × (# + #) KB ÷ 1,048,576", z.Requests, z.Response, z.RequestSize.Value)
	const name, idle = "Load balancer", "Load balancers of other environments"
	switch z.sheet.Provider {
	case "aws":
		z.useBalancer(ALB{
			Hours:  month,
			New:    z.Requests.Per(z.RequestsPerConnection.Value).Over(3600).Per(month),
			GBHour: handled.Per(month),
		})
		if !others.IsZero() {
			z.useBalancer(ALB{Name: idle, Count: others, Hours: month})
		}
		return
	case "google":
		mark := z.item(name, "google-lb-hours", month, z.say("# h", month))
		z.item(name, "google-lb-gb", handled, flow)
		z.item(idle, "google-lb-hours", others.Mul(month), z.say("# × # h", others, month))
		z.unless("a load balancer", mark)
	case "azure":
		if z.Front != "balancer" { // the plain kind, as in front of a cluster; the application gateway has to be chosen
			mark := z.item(name, "azure-lb-hours", z.Environments.Mul(month), z.say("# × # h", z.Environments, month))
			z.item(name, "azure-lb-gb", handled, flow)
			z.unless("a load balancer", mark)
			return
		}
		mark := z.item(name, "azure-gateway-hours", month, z.say("# h", month))
		z.item(name, "azure-gateway-units", handled, flow)
		z.item(idle, "azure-gateway-hours", others.Mul(month), z.say("# × # h", others, month))
		z.unless("a load balancer", mark)
	default:
		z.lacks("a load balancer")
	}
}

// fleet is the machines, tasks or instances of a blueprint that need addresses and a
// network, in hours of a month summed over all of them.
type fleet struct {
	address bool     // the platform has an address of its own
	count   Quantity // hours of a month in production
	idle    Quantity // hours of a month in other environments
	servers bool     // they are servers that have a disk
}

// around adds what surrounds the programs in every blueprint: front door, network, the
// optional lines, and traffic to the internet.
func (z *sizing) around(f fleet) {
	z.frontDoor(f.address)
	z.network(f)
	z.extras(f)
	z.transfer()
}

// network adds the gateways for connections to the outside.
func (z *sizing) network(f fleet) {
	month, zones := z.Month.Value, z.copies()
	switch or(z.Network, "public") {
	case "public":
		z.addresses(f)
	case "nat":
		gb := z.Requests.Mul(z.GatewayTraffic.Value).Over(kbPerGB)
		said := z.say("# requests × # KB ÷ 1,048,576", z.Requests, z.GatewayTraffic.Value)
		gateways := zones.Add(z.others())
		switch z.sheet.Provider {
		case "aws":
			z.unless("a NAT gateway", z.use(&NAT{Count: gateways, Hours: month, GB: gb}))
			z.addresses(fleet{address: f.address})
		case "azure":
			mark := z.item("NAT gateway", "azure-nat-hours", gateways.Mul(month), z.say("# × # h", gateways, month))
			z.item("NAT gateway", "azure-nat-gb", gb, said)
			z.unless("a NAT gateway", mark)
		case "google":
			mark := z.item("NAT gateway", "google-nat-hours", f.count.Add(f.idle), z.say("# h of instances + # h", f.count, f.idle))
			z.item("NAT gateway", "google-nat-gb", gb, said)
			z.unless("a NAT gateway", mark)
		case "render":
			z.lacks("a NAT gateway")
		}
	}
}

// addresses adds public IPv4 addresses: of load balancers, at least one in each of two
// zones, and of machines.
func (z *sizing) addresses(f fleet) {
	if z.sheet.Provider == "google" && f.servers {
		z.unless("public IPv4 addresses", z.item("Public addresses", "google-ipv4-hours", f.count.Add(f.idle),
			z.say("# h of machines + # h in other environments", f.count, f.idle)))
	}
	if z.sheet.Provider != "aws" {
		return // included in the address of the platform or of its load balancer
	}
	month, balancers := z.Month.Value, Quantity{}
	if !f.address || z.Front == "balancer" {
		balancers = z.Environments.Mul(Whole(2)).Mul(month)
	}
	hours := balancers.Add(f.count).Add(f.idle)
	if !hours.IsZero() {
		z.unless("public IPv4 addresses", z.item("Public addresses", "ipv4-hours", hours,
			z.say("# h of load balancers + # h of machines + # h in other environments", balancers, f.count, f.idle)))
	}
}
