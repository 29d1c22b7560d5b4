package bench

import (
	"fmt"
	"strings"
	"time"
)

// Goal holds the figures that a row must reach; a zero asks for nothing.
type Goal struct {
	Under time.Duration // the time of ours, at most
	Most  float64       // ours by the peer, at most
	Least float64       // and at least
}

// figures are the medians of a row.
type figures struct {
	ours, peer spent
	paired     bool // something ran beside ours
}

// ratio returns our time divided by the peer's, by the clock and by the processor.
func (f figures) ratio() (wall, cpu float64) {
	if !f.paired {
		return 0, 0
	}
	wall = f.ours.wall.Seconds() / f.peer.wall.Seconds()
	return wall, f.ours.cpu.Seconds() / f.peer.cpu.Seconds()
}

// The two clocks that a figure can miss by.
const (
	missed        = "MISSED"
	missedByClock = "MISSED by the clock"
	missedByCPU   = "MISSED by CPU"
	missedMemory  = "MISSED by memory"
)

// misses tells by how much the figures miss the goal; "" if they don't. A ratio must hold by the
// clock and by the processor. Milliseconds matter to people who wait, and count by the clock.
func (r Goal) misses(f figures) string {
	wall, cpu := f.ratio()
	late := r.Under > 0 && f.ours.wall > r.Under
	switch byClock := late || r.outside(wall); {
	case r.missesSurely(f):
		return missed
	case byClock:
		return missedByClock
	case r.outside(cpu):
		return missedByCPU
	}
	return ""
}

// missesSurely is misses for a machine that does other work too. Other work lengthens the times of
// the clock, and hardly those of the processor. A row misses surely if it misses by both.
func (r Goal) missesSurely(f figures) bool {
	wall, cpu := f.ratio()
	late := r.Under > 0 && min(f.ours.wall, f.ours.cpu) > r.Under
	return late || r.outside(wall) && r.outside(cpu)
}

func (r Goal) outside(ratio float64) bool {
	return r.Most > 0 && ratio > r.Most || r.Least > 0 && ratio < r.Least
}

func (r Goal) String() string {
	var all []string
	if r.Under > 0 {
		all = append(all, fmt.Sprintf("≤ %d ms", r.Under.Milliseconds()))
	}
	switch {
	case r.Least > 0:
		all = append(all, fmt.Sprintf("%g–%g", r.Least, r.Most))
	case r.Most > 0:
		all = append(all, fmt.Sprintf("≤ %g", r.Most))
	}
	return strings.Join(all, ", ")
}
