package ledger

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"

	"casefile/internal/pattern"
	"casefile/internal/store"
)

// ServerTips holds main and a digest of the keys refs of a server. The server's hook tells them to
// the copy whose turn it is. Where the copy's own notes of the keys refs have the same digest, the
// copy needs no list of them.
type ServerTips struct{ Main, Keys string }

// serverTipsWord begins the line: main's commit, and the digest of the keys refs.
const serverTipsWord = "Casefile-Stands: "

var serverTipsLine = pattern.Of(`^Casefile-Stands: ([0-9a-f]{40}) ([0-9a-f]{64})$`)

// ServerTipsOf reads a server's tips, main first. If a push lands in between, the keys are newer
// than main, and no copy's notes match them.
func ServerTipsOf(ctx context.Context, repo *store.Repo) (ServerTips, error) {
	main, err := repo.Ref(ctx, MainRef)
	if err != nil {
		return ServerTips{}, err
	}
	refs, err := repo.Refs(ctx, KeysPrefix)
	return ServerTips{main, KeysDigest(refs, KeysPrefix)}, err
}

// KeysDigest returns a digest of the keys refs below a prefix, and ignores other refs.
func KeysDigest(refs map[string]string, prefix string) string {
	sum := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(refs)) {
		shard, below := strings.CutPrefix(name, prefix)
		if below && shardRef().MatchString(KeysPrefix+shard) {
			fmt.Fprintln(sum, shard, refs[name])
		}
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// Answer returns the line that a hook prints.
func (s ServerTips) Answer() string { return serverTipsWord + s.Main + " " + s.Keys }

// ServerTipsSaid finds the tips in a server's answer; false where it has none.
func ServerTipsSaid(lines []string) (s ServerTips, said bool) {
	for _, line := range lines {
		if found := serverTipsLine().FindStringSubmatch(line); found != nil {
			return ServerTips{found[1], found[2]}, true
		}
	}
	return ServerTips{}, false
}
