package decision

// Turning is the chance of changing the outcome from which one open question
// alone forbids to call a result clear.
const Turning = turning

