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

// A copy that lost a race asks the server for its turn by a push that git always refuses: of a
// branch below main, where no branch can be, to the empty tree, which no branch can have. Even a
// server that lost its main takes no such push. The server's hook answers when the turn has come. A
// server without the hook refuses as git does, and the copy goes on without turns.
const (
	turnPrefix = MainRef + "/turn/"
	soonPrefix = MainRef + "/soon/" // for what can't wait
	turnWord   = "Casefile-Turn: "  // begins the answer
	turnNow    = "now"
	turnLater  = "later"
	emptyTree  = "4b825dc642cb6eb9a060e54bf8d69288fbee4904" // git knows it in every repository
)

// Turn is a place in the queue of people who push.
type Turn struct {
	Whose string // identifies a person, in hex digits that reveal no name
	Soon  bool   // it can't wait
}

// TurnOf returns the turn of the signer of a commit, the last of a push. A concern can't wait, in a
// case or as an intake.
func TurnOf(c store.Commit) Turn {
	sum := sha256.Sum256([]byte(c.Committer.Email))
	subject, _, _ := strings.Cut(c.Message, "\n")
	return Turn{hex.EncodeToString(sum[:16]),
		subject == "casefile concern" || subject == "casefile intake"}
}

// Asks returns the push that asks for the turn.
func (t Turn) Asks() store.Push {
	prefix := turnPrefix
	if t.Soon {
		prefix = soonPrefix
	}
	return store.Push{Updates: []store.PushUpdate{{Ref: prefix + t.Whose, New: emptyTree}}}
}

var turnWhose = pattern.Of(`^[0-9a-f]{32}$`)

// AsksForTurn reports whether a push only asks for a turn.
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

// TurnAnswer returns the line that a hook prints in answer.
func TurnAnswer(now bool) string {
	if now {
		return turnWord + turnNow
	}
	return turnWord + turnLater
}

// TurnSaid reads a server's answer. answered is false where the server has no turns.
func TurnSaid(lines []string) (now, answered bool) {
	for _, line := range lines {
		if word, ok := strings.CutPrefix(line, turnWord); ok {
			return word == turnNow, true
		}
	}
	return false, false
}

// TurnToPush returns the turn of a push of main; false where the push moves only keys refs, or its
// commit can't be read.
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

// EndTurn gives the turn to the next one, once git has moved the refs.
func EndTurn(ctx context.Context, repo *store.Repo, updates []Update) {
	if turn, waits := TurnToPush(ctx, repo.Reader, updates); waits {
		repo.Queue().Done(turn.Whose)
	}
}

// MovedOn returns an error where a push is no longer on top of main, so that it need not be judged.
func MovedOn(main string, updates []Update) error {
	for _, u := range updates {
		if u.Ref == MainRef && u.Old != main {
			return fmt.Errorf("%w: main has moved on since", store.ErrRaced)
		}
	}
	return nil
}
