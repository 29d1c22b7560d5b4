package verify

import (
	"slices"
	"testing"

	"casefile/internal/record"
	"casefile/internal/team"
)

// Rooms team and record import neither each other nor this room. They have names of their own for
// the levels of a member, and for the operation of a kind that names none.
func TestRoomsBelowUseTheSameNames(t *testing.T) {
	m := team.Member{Roles: []team.Role{team.Manager, team.Senior}}
	if got := m.Levels(); !slices.Equal(got, []string{record.LevelLine, record.LevelSenior}) {
		t.Errorf("a member's levels are %v", got)
	}
	for _, level := range m.Levels() {
		if op := team.OpEndorseAt + level; op != team.OpEndorseLine && op != team.OpEndorseSenior {
			t.Errorf("no right is called %s", op)
		}
	}
	kinds, err := record.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	note, ok := kinds.Kind(record.KindNote)
	if !ok || !slices.Equal(note.Ops, []string{team.OpAdd}) {
		t.Errorf("a note comes with %v", note.Ops)
	}
}
