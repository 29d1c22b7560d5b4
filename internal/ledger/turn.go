package ledger

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"casefile/internal/pattern"
	"casefile/internal/store"
)

// A copy that lost a race asks the server for its turn by a push that can never land: of a
// branch below main, where no branch can be, to the empty tree, which no branch can have. A
// server that lost its main takes none either. The server's hook answers when the turn has
// come. One without the hook refuses it as git does, and the copy goes on without.
const (
	turnPrefix = MainRef + "/turn/"
	soonPrefix = MainRef + "/soon/" // for what can't wait
	turnWord   = "Casefile-Turn: "  // begins the answer
	turnNow    = "now"
	turnLater  = "later"
	emptyTree  = "4b825dc642cb6eb9a060e54bf8d69288fbee4904" // git has it everywhere
)

// Turn is what somebody who pushes waits for.
type Turn struct {
	Whose string // of a person, in letters and digits that say no name
	Soon  bool   // it can't wait
}

// TurnOf is that of whoever signs a commit, the last of those that they push. A concern can't
// wait, in a case or at the door.
func TurnOf(c store.Commit) Turn {
	sum := sha256.Sum256([]byte(c.Committer.Email))
	subject, _, _ := strings.Cut(c.Message, "\n")
	return Turn{hex.EncodeToString(sum[:16]),
		subject == "casefile concern" || subject == "casefile intake"}
}

// Asks is the push that asks for it.
func (t Turn) Asks() store.Push {
	prefix := turnPrefix
	if t.Soon {
		prefix = soonPrefix
	}
	return store.Push{Updates: []store.PushUpdate{{Ref: prefix + t.Whose, New: emptyTree}}}
}

var turnWhose = pattern.Of(`^[0-9a-f]{32}$`)

// AsksForTurn says whether a push does nothing else than ask for a turn.
func AsksForTurn(updates []Update) (t Turn, asks bool) {
	if len(updates) != 1 {
		return Turn{}, false
	}
	whose, asks := strings.CutPrefix(updates[0].Ref, turnPrefix)
	if !asks {
		whose, asks = strings.CutPrefix(updates[0].Ref, soonPrefix)
		t.Soon = asks
	}
	t.Whose = whose
	return t, asks && turnWhose().MatchString(whose)
}

// TurnAnswer is the line that a hook says to whoever asked.
func TurnAnswer(now bool) string {
	if now {
		return turnWord + turnNow
	}
	return turnWord + turnLater
}

// TurnSaid reads what a server said: nothing where it has no turns.
func TurnSaid(lines []string) (now, answered bool) {
	for _, line := range lines {
		if word, ok := strings.CutPrefix(line, turnWord); ok {
			return word == turnNow, true
		}
	}
	return false, false
}

// TurnToPush is the turn of whoever pushes main; none where the push moves only keys refs, or
// has no commit that can be read.
func TurnToPush(ctx context.Context, read store.Reader, updates []Update) (Turn, bool) {
	for _, u := range updates {
		if u.Ref == MainRef && u.New != "" {
			c, err := read.Commit(ctx, u.New)
			if err != nil {
				return Turn{}, false
			}
			return TurnOf(c), true
		}
	}
	return Turn{}, false
}

// EndTurn lets the next one have it, once git has moved the refs.
func EndTurn(ctx context.Context, repo *store.Repo, updates []Update) {
	if turn, waits := TurnToPush(ctx, repo.Reader, updates); waits {
		repo.Queue().Done(turn.Whose)
	}
}

// MovedOn is why a push that is no longer on top of main is not judged; nil where it is.
func MovedOn(main string, updates []Update) error {
	for _, u := range updates {
		if u.Ref == MainRef && u.Old != main {
			return fmt.Errorf("%w: main has moved on since", store.ErrRaced)
		}
	}
	return nil
}
