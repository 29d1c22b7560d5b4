package store

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// FuzzIntent reads a file of moves, as a copy or a server has it beside its refs. The moves are
// written again in the same way. Ending them moves a ref only to one of the two ids that the file
// names, and never moves main.
func FuzzIntent(f *testing.F) {
	one, two := strings.Repeat("1", 40), strings.Repeat("2", 40)
	f.Add(one + " " + two + " refs/casefile/keys/K3\n" + one + " " + two + " refs/heads/main\n")
	f.Add("- " + two + " refs/casefile/keys/K3\n- " + two + " refs/heads/main\n")
	f.Add(one + " - refs/heads/main\n" + one + " " + two + " refs/heads/main\n")
	f.Add(one + " " + two + " refs/../config\n")
	f.Add("- - refs/heads/main\r\n")
	path := filepath.Join(f.TempDir(), intentName)
	f.Fuzz(func(t *testing.T, text string) {
		must(t, os.WriteFile(path, Summed(text), 0o600))
		moves, err := readIntent(path)
		if err != nil && !errors.Is(err, ErrIntent) {
			t.Fatal(err)
		}
		must(t, os.WriteFile(path, intentText(moves), 0o600))
		if again, err := readIntent(path); err != nil || !reflect.DeepEqual(again, moves) {
			t.Errorf("%v became %v, %v", moves, again, err)
		}
		for _, ahead := range []bool{true, false} {
			checkSettling(t, moves, ahead)
		}
	})
}

// checkSettling has all refs at their new place, or all at their old.
func checkSettling(t *testing.T, moves []Move, ahead bool) {
	refs := map[string]string{}
	for _, m := range moves {
		if refs[m.Ref] = m.Old; ahead {
			refs[m.Ref] = m.New
		}
	}
	for _, s := range settling(moves, refs) {
		named := slices.ContainsFunc(moves, func(m Move) bool {
			return m.Ref == s.Ref && (m.New == s.New || m.Old == s.New)
		})
		if !named || s.Ref == mainRef && s.Old != s.New {
			t.Errorf("%v moves %v, with refs %v", moves, s, refs)
		}
	}
}
