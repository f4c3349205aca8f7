package decision

// Turning is the chance of changing the outcome from which one open question
// alone forbids to call a result clear.
const Turning = turning

// MixGain is the least gain over the best single platform, in units of value, for
// a mix of platforms to be called the best fit.
func (b Bounds) MixGain() float64 { return b.ClearMargin * mixMargin }
