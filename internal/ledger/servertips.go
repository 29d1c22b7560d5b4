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

// ServerTips is where main and the keys refs of a server are. Its hook says so to whoever has the
// turn, and spares them the list where their own notes of the keys refs give the same digest.
type ServerTips struct{ Main, Keys string }

// serverTipsWord begins the line: the commit of main, and the digest of the keys refs.
const serverTipsWord = "Casefile-Stands: "

var serverTipsLine = pattern.Of(`^Casefile-Stands: ([0-9a-f]{40}) ([0-9a-f]{64})$`)

// ServerTipsOf looks at a server. Main is read first: where a push lands meanwhile, the keys are
// then the newer ones, and nobody's notes are like them.
func ServerTipsOf(ctx context.Context, repo *store.Repo) (ServerTips, error) {
	main, err := repo.Ref(ctx, MainRef)
	if err != nil {
		return ServerTips{}, err
	}
	refs, err := repo.Refs(ctx, KeysPrefix)
	return ServerTips{main, KeysDigest(refs, KeysPrefix)}, err
}

// KeysDigest is that of the keys refs among others, which stand below a prefix.
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

// Answer is the line that a hook says.
func (s ServerTips) Answer() string { return serverTipsWord + s.Main + " " + s.Keys }

// ServerTipsSaid reads what a server said; false where it did not say where it stands.
func ServerTipsSaid(lines []string) (s ServerTips, said bool) {
	for _, line := range lines {
		if found := serverTipsLine().FindStringSubmatch(line); found != nil {
			return ServerTips{found[1], found[2]}, true
		}
	}
	return ServerTips{}, false
}
