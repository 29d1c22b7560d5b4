package cases

import (
	"crypto/rand"
	"encoding/binary"
	mathrand "math/rand/v2"
	"slices"

	"casefile/internal/record"
)

// DrawSample takes n of a sorted list at random, by a seed.
func DrawSample(ids []record.ID, n int, seed uint64) []record.ID {
	ids = slices.Sorted(slices.Values(ids))
	r := mathrand.New(mathrand.NewPCG(seed, 0))
	r.Shuffle(len(ids), func(i, j int) { ids[i], ids[j] = ids[j], ids[i] })
	return ids[:min(n, len(ids))]
}

// NewSeed is short enough to be copied from paper.
func NewSeed() uint64 {
	var b [4]byte
	rand.Read(b[:]) // never fails
	return uint64(binary.BigEndian.Uint32(b[:]))
}
