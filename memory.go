package main

import (
	"errors"
	"fmt"
	"log/slog"
	"math"
	"os"

	"github.com/KimMachineGun/automemlimit/memlimit"
)

// memoryShare of a container's limit is for Go. The rest is for SQLite, which has
// memory of its own, and for the program itself.
const memoryShare = 0.7

// limitMemory has Go keep below the memory limit of the container that the program
// is in, if there is one, and notes in the log how much it may take. GOMEMLIMIT in
// the environment comes first.
func limitMemory(log *slog.Logger, container memlimit.Provider) {
	limit, err := memlimit.Set(memlimit.WithRatio(memoryShare), memlimit.WithProvider(container))
	switch from := "container"; {
	case errors.Is(err, memlimit.ErrNoCgroup), errors.Is(err, memlimit.ErrCgroupsNotSupported):
		log.Info("memory", "limit", "none")
	case err != nil:
		log.Warn("the memory limit of the container is not known; set GOMEMLIMIT if there is one", "err", err)
	case limit == math.MaxInt64:
		log.Info("memory", "limit", "none")
	default:
		if os.Getenv("GOMEMLIMIT") != "" {
			from = "GOMEMLIMIT"
		}
		log.Info("memory", "limit", fmt.Sprint(limit>>20, " MiB"), "from", from)
	}
}
