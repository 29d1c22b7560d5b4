package cases

import (
	"crypto/rand"
	"encoding/binary"
	mathrand "math/rand/v2"
	"slices"

	"casefile/internal/record"
)

// AuditSample takes n of the cases that a file audit may look at, at random by a seed, and
// counts these. The same seed draws the same cases from the same dockets, so that anybody
// who can read them can look whether it was random.
func AuditSample(dockets []*record.Docket, n int, seed uint64) (drawn []record.ID, of int) {
	var ids []record.ID
	for _, d := range dockets {
		if auditable(d) {
			ids = append(ids, d.Case)
		}
	}
	return drawSample(ids, n, seed), len(ids)
}

// auditable reports whether there is a file to audit: of an intake there is none yet, of a
// case that was destroyed none any more.
func auditable(d *record.Docket) bool {
	return d.Status != record.Intake && d.Status != record.Destroyed
}

// drawSample takes n of a sorted list at random, by a seed.
func drawSample(ids []record.ID, n int, seed uint64) []record.ID {
	ids = slices.Sorted(slices.Values(ids))
	r := mathrand.New(mathrand.NewPCG(seed, 0))
	r.Shuffle(len(ids), func(i, j int) { ids[i], ids[j] = ids[j], ids[i] })
	return ids[:min(n, len(ids))]
}

// NewSeed returns a seed that is short enough to be copied from paper.
func NewSeed() uint64 {
	var b [4]byte
	rand.Read(b[:]) // never fails
	return uint64(binary.BigEndian.Uint32(b[:]))
}
