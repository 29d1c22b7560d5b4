package cli

import (
	"slices"
	"testing"

	"casefile/internal/match"
)

// A command or a kind is typed with any one slip. The first proposed word is one slip away, and the
// right one is among the proposals.
func TestNearest(t *testing.T) {
	app, _ := testApp(t, nil)
	root := rootCommand(app, nil)
	names := slices.DeleteFunc(app.kinds.Names(), func(name string) bool {
		return !isCommand(app, name)
	})
	for _, cmd := range root.Commands() {
		if cmd.IsAvailableCommand() {
			names = append(names, cmd.Name())
		}
	}
	for _, name := range names {
		for _, typed := range oneSlip(name) {
			if slices.Contains(names, typed) || len(typed) < 2 {
				continue
			}
			near := nearest(app, root, typed)
			isFar := func(word string) bool { return match.Slips(typed, word) > 1 }
			close := slices.DeleteFunc(slices.Clone(near), isFar)
			if len(near) == 0 || isFar(near[0]) || !slices.Contains(close, name) {
				t.Errorf("%s, mistyped as %s: %v", name, typed, near)
			}
		}
	}
	for typed, first := range map[string]string{"nte": "note", "dew": "due", "verfiy": "verify",
		"snyc": "sync", "endose": "endorse", "chronolgy": "chronology", "Sync": "sync"} {
		if near := nearest(app, root, typed); len(near) == 0 || near[0] != first {
			t.Errorf("%s: %v", typed, near)
		}
	}
}

// oneSlip are words with a letter less, a doubled one, another one, and two that changed places.
func oneSlip(word string) (out []string) {
	for i := range word {
		out = append(out, word[:i]+word[i+1:], word[:i]+word[i:i+1]+word[i:],
			word[:i]+"q"+word[i+1:])
		if i > 0 {
			out = append(out, word[:i-1]+word[i:i+1]+word[i-1:i]+word[i+1:])
		}
	}
	return out
}
