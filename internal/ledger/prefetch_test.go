package ledger

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"casefile/internal/store"
	"casefile/internal/verify"
)

func TestOrdinary(t *testing.T) {
	docket := "cases/K3/K3F927QM.yaml"
	file := func(path string) verify.Change { return verify.Change{Path: path, NewMode: "100644"} }
	for name, c := range map[string]struct {
		changes []verify.Change
		want    bool
	}{
		"nothing": {nil, true},
		"files": {[]verify.Change{file("casefile.yaml"), file(docket),
			file("cases/K3/K3F927QM/epoch-1.pub")}, true},
		"a path twice": {[]verify.Change{file(docket), file(docket)}, false},
		"a folder": {[]verify.Change{{Path: "cases", OldMode: "040000"}},
			false},
		"a new folder": {[]verify.Change{{Path: "cases", NewMode: "040000"}},
			false},
		"a file that becomes a folder": {
			[]verify.Change{file("team.yaml"), file("team.yaml.x"), file("team.yaml/x")}, false},
		"a docket that became a folder": {[]verify.Change{file(docket + "/x/y")}, false},
	} {
		if got := ordinary(c.changes); got != c.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}

func TestNewKeys(t *testing.T) {
	a, b := strings.Repeat("a1", 20), strings.Repeat("b2", 20)
	before := []byte("keys.1: asha=" + a + "\n")
	after := []byte("pending: x=" + strings.Repeat("c3", 20) + "\nkeys.1: asha=" + a + " mina=" +
		b + "\nkeys.2: ~\nkeys.3: x=1 =\n")
	if got := newKeys(before, after); !slices.Equal(got, []string{b}) {
		t.Errorf("beside the old docket: %v", got)
	}
	if got := newKeys(nil, after); !slices.Equal(got, []string{a, b}) {
		t.Errorf("with no old docket: %v", got)
	}
}

func TestKeysMade(t *testing.T) {
	x := anIndex(t)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(os.MkdirAll(x.files.dir, 0o700))
	tree, commit := strings.Repeat("a1", 20), strings.Repeat("b2", 20)
	x.noteKeysMade(map[string]string{tree: commit})
	must(store.AppendCache(filepath.Join(x.files.dir, keysMadeFile),
		[]byte(commit+" "+commit[:39])))
	x.noteKeysMade(nil)
	got, err := x.keysMade(false)
	if want := map[string]string{tree: commit}; err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("noted: %v, %v", got, err)
	}
	if got, err := x.keysMade(true); err != nil || len(got) > 0 {
		t.Errorf("from scratch: %v, %v", got, err)
	}
	x.files.forget()
	if got, err := x.keysMade(false); err != nil || len(got) > 0 {
		t.Errorf("forgotten: %v, %v", got, err)
	}
}
