package cost

// arms maps blueprints on x86 to the same on Arm.
var arms = map[string]string{
	"lambda-x86": "lambda-arm", "fargate": "fargate-arm", "ec2": "ec2-arm", "fargate-services": "fargate-services-arm", "eks": "eks-arm",
}

// OnProcessor returns the blueprint that runs the same on a kind of processor, "x86" or "arm".
// It is the blueprint itself if there is no other.
func OnProcessor(blueprint, kind string) string {
	for x86, arm := range arms {
		switch {
		case kind == "arm" && blueprint == x86:
			return arm
		case kind == "x86" && blueprint == arm:
			return x86
		}
	}
	return blueprint
}
