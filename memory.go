package main

import (
	"errors"
	"fmt"
	"log/slog"
	"math"
	"os"

	"github.com/KimMachineGun/automemlimit/memlimit"
)

// memoryShare is the share of a container's memory limit that Go may use. The rest is for
// SQLite, which allocates memory itself, and for the program's code.
const memoryShare = 0.7

// limitMemory sets Go's memory limit from that of the container, if there is one, and logs it.
// GOMEMLIMIT in the environment takes precedence.
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
