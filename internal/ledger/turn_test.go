package ledger

import (
	"errors"
	"strings"
	"testing"

	"casefile/internal/store"
)

// A hook recognises a copy's request for a turn; no other push asks for one.
func TestAsksForTurn(t *testing.T) {
	commit := strings.Repeat("1", 40)
	for op, soon := range map[string]bool{"add": false, "concern": true, "intake": true,
		"concerns": false} {
		asha := store.Ident{Email: "asha@agency.example"}
		turn := TurnOf(store.Commit{Committer: asha, Message: "casefile " + op + "\n\nmore\n"})
		push := turn.Asks()
		got, asks := AsksForTurn([]Update{{Ref: push.Updates[0].Ref, New: push.Updates[0].New}})
		if !asks || got != turn || got.Soon != soon {
			t.Errorf("%v: %v %v", turn, got, asks)
		}
		if strings.Contains(turn.Whose, "asha") {
			t.Errorf("%v names somebody", turn)
		}
	}
	whose := strings.Repeat("a", 32)
	for _, refs := range [][]string{
		nil, {MainRef}, {MainRef + "/turn"}, {MainRef + "/turn/"}, {MainRef + "/turn/asha"},
		{MainRef + "/turn/" + whose + "/a"}, {MainRef + "/turn/../" + whose},
		{"refs/heads/other/turn/" + whose},
		{MainRef + "/turn/" + whose, MainRef}, {MainRef + "/turn/" + strings.ToUpper(whose)},
	} {
		var updates []Update
		for _, ref := range refs {
			updates = append(updates, Update{Ref: ref, New: commit})
		}
		if _, asks := AsksForTurn(updates); asks {
			t.Errorf("%v asks for a turn", refs)
		}
	}
}

// The answer is found among other lines of a server.
func TestTurnSaid(t *testing.T) {
	for _, tt := range []struct {
		lines         []string
		now, answered bool
	}{
		{nil, false, false},
		{[]string{"casefile: refused: 1 fault"}, false, false},
		{[]string{"welcome", TurnAnswer(true), "casefile: bye"}, true, true},
		{[]string{TurnAnswer(false)}, false, true},
		{[]string{"Casefile-Turn: perhaps"}, false, true},
	} {
		if now, answered := TurnSaid(tt.lines); now != tt.now || answered != tt.answered {
			t.Errorf("%q: %v %v", tt.lines, now, answered)
		}
	}
}

// Only a push of main that is not on top of main came too late.
func TestMovedOn(t *testing.T) {
	for _, tt := range []struct {
		main    string
		updates []Update
		late    bool
	}{
		{"a", []Update{{MainRef, "a", "b"}}, false},
		{"", []Update{{MainRef, "", "b"}}, false},
		{"b", []Update{{MainRef, "a", "c"}}, true},
		{"b", []Update{{MainRef, "", "c"}}, true},
		{"b", []Update{{KeysPrefix + "K3", "a", "c"}}, false},
	} {
		if err := MovedOn(tt.main, tt.updates); errors.Is(err, store.ErrRaced) != tt.late {
			t.Errorf("main at %q, %v: %v", tt.main, tt.updates, err)
		}
	}
}
