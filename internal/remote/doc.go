// Package remote exchanges records between copies: fetch, judge, replay, push, and the take-over
// from the copy of a member who left (adopt.go).
//
// A copy sends to one remote and receives from it, git's origin. Fetched commits go to refs that
// nobody reads (incoming, and remote/keys) until package casebook has judged them.
// refs/casefile/remote/main is the last judged tip of the remote, which must stay on its line for
// ever. The operations that only this copy has are then done again on top. Main and the keys refs
// are pushed in one atomic push: main forward only, each shard from where it was.
package remote

import "casefile/internal/ledger"

// The refs of this copy about its remote, beside those of casebook.
const (
	incoming   = "refs/casefile/incoming/main"
	oursPrefix = "refs/casefile/"
	keysThere  = ledger.KeysThere
)
