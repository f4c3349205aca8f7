package cost

var functionRules = []string{
	"Each request runs one function for its whole duration, waiting included; the platform adds copies as they are needed and none when idle.",
	"Other environments stand idle and cost nothing.",
}

func functions() []Blueprint {
	return []Blueprint{
		{"lambda-arm", "functions", "AWS Lambda on Arm, with an HTTP API", "aws", functionRules, nil, func(z *sizing) { z.lambda(true) }},
		{"lambda-x86", "functions", "AWS Lambda on x86, with an HTTP API", "aws", functionRules, nil, func(z *sizing) { z.lambda(false) }},
		{"azure-functions", "functions", "Azure Functions, Consumption plan", "azure", functionRules, []Limit{
			{"duration", Whole(600_000), "azure-functions-timeout"}, {"memory", Whole(1536), "azure-functions-rates-2022"},
		}, func(z *sizing) {
			z.use(&AzureFunction{Executions: z.Requests, Duration: z.Duration, Memory: z.Memory})
			z.transfer()
		}},
		{"workers", "functions", "Cloudflare Workers, paid plan", "cloudflare", []string{
			"Only processor time is billed: duration × (100 − waiting) % × memory ÷ 1,769 MB, at most all of it. A Worker has 128 MB, whatever memory the load states.",
			"One subscription for all environments; the others stand idle. Bytes sent are free.",
		}, []Limit{{"memory", Whole(128), "cloudflare-workers-limits"}}, func(z *sizing) {
			z.use(&Worker{Requests: z.Requests, CPU: z.Duration.Mul(z.computing())})
		}},
	}
}

func (z *sizing) lambda(arm bool) {
	z.use(&HTTPAPI{Requests: z.Requests, Payload: z.Response})
	z.use(&Lambda{Arm: arm, Requests: z.Requests, Duration: z.Duration, Memory: z.Memory})
	z.transfer()
}
