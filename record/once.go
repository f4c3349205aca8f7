package record

import "time"

// OnceTime is how long a marked request can be repeated.
const OnceTime = time.Hour

// Once is the idempotency mark of a request: repeating the request within OnceTime has the outcome of the
// first time, including the edit key. The zero value is no mark.
type Once struct {
	// Key must be impossible to guess and known to the sender alone, because repeating a request with it
	// gives the edit key.
	Key string
	// Request is everything in which two requests can differ.
	Request string
}
