package cost

var functionRules = []string{
	"Each request runs one function for its whole duration, waiting included; the platform adds instances as they are needed and none " +
		"when idle.",
	"Other environments stand idle and cost nothing, unless the front door or the network does.",
	"Instances kept ready run as many requests as are open on average, at their own rate.",
}

func functions() []Blueprint {
	return []Blueprint{
		{
			ID: "lambda-x86", Option: "functions", Name: "AWS Lambda on x86", Provider: "aws", Rules: functionRules,
			Limits: lambdaLimits, build: func(z *sizing) { z.lambda(false) }, key: "lambda-duration-x86",
		},
		{
			ID: "lambda-arm", Option: "functions", Name: "AWS Lambda on Arm", Provider: "aws", Rules: functionRules,
			Limits: lambdaLimits, build: func(z *sizing) { z.lambda(true) }, key: "lambda-duration-arm",
		},
		{ID: "azure-flex", Option: "functions", Name: "Azure Functions, Flex Consumption plan", Provider: "azure", Rules: []string{
			"Instances of 512, 2,048 or 4,096 MB, the smallest that has the memory of the load; " +
				"each request is billed for the memory of one instance while it runs, as if requests never overlapped. " +
				"Where an instance takes several requests at once it is billed once: the bill is then lower.",
			functionRules[1],
			functionRules[2],
		}, Limits: []Limit{{"memory", Whole(4096), "azure-functions-hosting-2026"}}, build: (*sizing).azureFlex,
			key: "azure-flex-duration"},
		{ID: "azure-functions", Option: "functions", Name: "Azure Functions, Consumption plan (legacy)", Provider: "azure",
			Rules: functionRules[:2], Limits: []Limit{
				{"duration", Whole(600_000), "azure-functions-timeout"}, {"memory", Whole(1536), "azure-functions-rates-2022"},
			}, build: func(z *sizing) {
				z.use(&AzureFunction{Executions: z.Requests, Duration: z.Duration, Memory: z.Memory})
				z.keepsReady("")
				z.around(fleet{address: true})
			}, key: "azure-functions-duration"},
		{ID: "workers", Option: "functions", Name: "Cloudflare Workers, paid plan", Provider: "cloudflare", Rules: []string{
			"Only processor time is billed: duration × (100 − waiting) % × memory ÷ 1,769 MB, at most all of it. A Worker has 128 MB, " +
				"whatever memory the load states.",
			"One subscription for all environments; the others stand idle. Bytes sent are free.",
		}, Limits: []Limit{{"memory", Whole(128), "cloudflare-workers-limits"}}, build: func(z *sizing) {
			z.use(&Worker{Requests: z.Requests, CPU: z.Duration.Mul(z.computing())})
			z.keepsReady("")
			z.frontDoor(true)
			z.extras(fleet{address: true})
		}},
	}
}

// lambdaLimits are those of a response that is streamed; in one piece it has 6 MB at most.
var lambdaLimits = []Limit{{"response", Whole(mostStreamedKB), "aws-lambda-streaming"}}

func (z *sizing) lambda(arm bool) {
	l := &Lambda{Arm: arm, Requests: z.Requests, Duration: z.Duration, Memory: z.Memory}
	if z.Response.Cmp(Whole(freeStreamedKB)) > 0 {
		if z.sheet.index("lambda-streamed") < 0 {
			z.lacks("streaming of responses above 6 MB")
		} else {
			l.Streamed = z.Response.Min(Whole(mostStreamedKB))
		}
	}
	item := "lambda-provisioned-x86"
	if arm {
		item = "lambda-provisioned-arm"
	}
	if z.keepsReady(item) {
		on := z.onReady()
		l.Requests = l.Requests.Sub(on)
		l.Provisioned = &Provisioned{Environments: z.Ready, Hours: z.Month.Value, Requests: on, Duration: z.Duration}
	}
	z.use(l)
	z.around(fleet{address: true})
}

// keepsReady says that instances are kept ready and that the sheet has a price of them;
// a platform without such an item has none to keep.
func (z *sizing) keepsReady(item string) bool {
	if z.Ready.IsZero() {
		return false
	}
	if z.sheet.index(item) < 0 {
		z.lacks("instances kept ready")
		return false
	}
	return true
}

// onReady is how many requests run on the instances kept ready.
func (z *sizing) onReady() Quantity {
	open := z.concurrent()
	on := z.Requests
	if open.Cmp(z.Ready) > 0 {
		on = z.Requests.Mul(z.Ready).Per(open)
	}
	return z.step("Requests on instances kept ready", "requests", on, z.say("# of # open on average, at most all", z.Ready, open))
}

// flexSizes are the instance sizes of Flex Consumption, in MB.
var flexSizes = []Quantity{Whole(512), Whole(2048), Whole(4096)}

func (z *sizing) azureFlex() {
	memory := flexSizes[len(flexSizes)-1]
	for _, size := range flexSizes {
		if size.Cmp(z.Memory) >= 0 {
			memory = size
			break
		}
	}
	ms := z.sheet.meter("azure-flex-duration", "duration", z.Duration)
	z.item("Function", "azure-flex-executions", z.Requests, z.say("# executions", z.Requests))
	run := func(item string, executions Quantity) {
		z.item("Function", item, executions.Mul(ms).Mul(memory).Over(msMBPerGBSecond),
			z.say("# executions × # ms × # MB ÷ 1,024,000", executions, ms, memory))
	}
	rest := z.Requests
	if z.keepsReady("azure-flex-ready") {
		on, seconds := z.onReady(), z.Month.Value.Times(3600)
		rest = rest.Sub(on)
		z.item("Instances kept ready", "azure-flex-ready", z.Ready.Mul(memory).Mul(seconds).Over(1024),
			z.say("# instances × # MB ÷ 1,024 × # s", z.Ready, memory, seconds))
		run("azure-flex-ready-duration", on)
	}
	run("azure-flex-duration", rest)
	z.around(fleet{address: true})
}
