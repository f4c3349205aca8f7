package store

import "time"

// Stats describes the load of a store. Figures that a kind of store lacks are 0.
type Stats struct {
	Waiting          int    // changes waiting for the writer of a SQLite file
	Batches, Changes uint64 // transactions of that writer since the start, and the changes in them

	Connections, InUse, Most int           // of the pool: open, in use, and the limit
	Waits                    uint64        // how often no connection was free, since the start
	Waited                   time.Duration // total wait for one
}

// Stats returns a snapshot. Its pool is the one for reading.
func (s *SQLite) Stats() Stats {
	pool := s.reads.Stats()
	return Stats{
		Waiting: len(s.writer.queue), Batches: s.writer.batches.Load(), Changes: s.writer.changes.Load(),
		Connections: pool.OpenConnections, InUse: pool.InUse, Most: pool.MaxOpenConnections,
		Waits: uint64(pool.WaitCount), Waited: pool.WaitDuration,
	}
}

// Stats returns a snapshot of the pool of connections.
func (s *Postgres) Stats() Stats {
	pool := s.pool.Stat()
	return Stats{
		Connections: int(pool.TotalConns()), InUse: int(pool.AcquiredConns()), Most: int(pool.MaxConns()),
		Waits: uint64(pool.EmptyAcquireCount()), Waited: pool.EmptyAcquireWaitTime(),
	}
}
