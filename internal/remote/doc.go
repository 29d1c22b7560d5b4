// Package remote is what happens between copies: fetch, judge, replay, push,
// and what is taken over from the copy of a member who left (adopt.go).
//
// A copy sends to one remote and receives from it, git's origin. What is fetched
// lands on refs that nobody reads (incoming, and remote/keys) until package
// casebook has judged it; refs/casefile/remote/main is the tip of the remote
// that was judged last, and must stay on its line for ever. Then the operations
// that only this copy has are done again on top, and main and the keys refs are
// pushed in one atomic go: main forward only, each shard from where it was.
package remote

import "casefile/internal/ledger"

// The refs of this copy that are about its remote, beside those of casebook.
const (
	incoming   = "refs/casefile/incoming/main"
	oursPrefix = "refs/casefile/"
	keysThere  = ledger.KeysThere
)
