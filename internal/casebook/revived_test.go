package casebook

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/store"
)

func TestHasRevived(t *testing.T) {
	some, none := map[string]string{"asha": "1"}, map[string]string{}
	type epochs = []map[string]string
	for _, c := range []struct {
		name        string
		there, here epochs
		want        bool
	}{
		{"both as they were", epochs{some}, epochs{some}, false},
		{"destroyed there, in use here", epochs{none}, epochs{some}, true},
		{"destroyed on both", epochs{none}, epochs{none}, false},
		{"destroyed here alone", epochs{some}, epochs{none}, false},
		{"an erasure there", epochs{none, some}, epochs{some}, true},
		{"the newest epoch there is not here yet", epochs{none, none}, epochs{none}, false},
		{"more epochs here, all in use", epochs{some}, epochs{some, some}, false},
		{"the second one alone", epochs{none, none}, epochs{none, some}, true},
		{"no epochs", nil, epochs{some}, false},
	} {
		there, here := docketWith(c.there), docketWith(c.here)
		if got := hasRevived(there, here); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

func docketWith(list []map[string]string) *record.Docket {
	d := &record.Docket{}
	for _, e := range list {
		d.Keys = append(d.Keys, e)
	}
	return d
}

// A case was destroyed on a line that the server lost, and the copy that knows this is damaged. It
// is restored from the server only if a senior signed that this line is lost: otherwise there may
// be something newer.
func TestSettledLost(t *testing.T) {
	base := newOffice(t)
	id, other := base.disposable(), base.newCase()
	lost := base.afresh(t)
	lost.note(lost.as("asha"), other, "On the half that is lost")
	before := lost.as("asha").Tip()
	must(lost.as("vera").dispose(lost.ctx, id))
	tip := lost.as("asha").Tip()
	for _, tt := range []struct {
		name   string
		signed string // what a senior signed as lost
		hurt   bool   // the docket of another case is damaged in the damaged copy
		want   bool
	}{
		{"nobody signed", "", false, false},
		{"signed", tip, false, true},
		{"signed, and a docket is damaged", tip, true, true},
		{"what is signed was before the destruction", before, false, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			there, here := lost.afresh(t), base.afresh(t)
			if tt.signed != "" {
				b := here.as("judith")
				must(b.Join(here.ctx, b.Tip(), Loss{Sign: true, More: []string{tt.signed}}))
			}
			if tt.hurt {
				blob := strings.TrimSpace(there.git("rev-parse", "main:"+record.DocketPath(other)))
				path := filepath.Join(there.dir, "objects", blob[:2], blob[2:])
				there.must(os.Chmod(path, 0o600))
				there.must(os.WriteFile(path, nil, 0o600))
			}
			w, _ := store.FindWreck(there.dir)
			b := here.as("asha")
			list := must(b.RevivedFrom(here.ctx, w))
			if len(list) != 1 || list[0].Case != id {
				t.Fatalf("revived: %+v", list)
			}
			settled, open, err := b.SettledLost(here.ctx, w, list)
			here.must(err)
			if len(settled)+len(open) != 1 || len(settled) == 1 != tt.want {
				t.Errorf("settled %+v, open %+v", settled, open)
			}
			kept := must(b.repo.Ref(here.ctx, ledger.LostPrefix+tip[:12]))
			if tt.want && (kept != tip || settled[0].When.IsZero()) {
				t.Errorf("of the lost half %q is kept: %+v", kept, settled)
			}
		})
	}
}
