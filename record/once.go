package record

import "time"

// OnceTime is how long a request that is marked can be sent again.
const OnceTime = time.Hour

// Once marks a request, so that sending it again within OnceTime has the
// outcome of the first time, edit key included. The zero value marks nothing.
type Once struct {
	// Key is known to whoever sends the request and to nobody else, and cannot
	// be guessed: who has it and repeats the request gets the edit key.
	Key string
	// Request is all that makes another request another one.
	Request string
}
