package casebook

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/store"
)

// What only a damaged copy has comes back as far as it is sound, and the rest is named. Asha makes
// the copy again. Mina had worked in it too, after her.
func TestSalvage(t *testing.T) {
	base := newOffice(t).remoted()
	id := base.newCase()
	server := base.copied()
	lost := base.note(base.as("asha"), id, "Of asha")
	ashas := base.git("rev-parse", ledger.MainRef)
	base.note(base.as("mina"), id, "Of mina")
	minas := base.git("rev-parse", ledger.MainRef)
	outbox := filepath.Join("casefile", "outbox", "asha", string(id)+"-"+string(lost)+".age")
	for _, tt := range []struct {
		name   string
		damage []string // files that become empty
		logged bool     // main has a reflog, as in a copy with a work tree
		packed bool     // packed-refs has main as it was last pushed
		again  int      // how many of hers are replayed
		waits  []string // members whose commits came
		others []string // members whose texts stay there
		drafts []record.ID
		broken int
	}{
		{name: "HEAD", damage: []string{"HEAD"}, again: 1, waits: []string{"mina"}},
		{name: "main and the index", damage: []string{"refs/heads/main", "casefile/index"},
			again: 1, waits: []string{"mina"}},
		{name: "main, which is packed as it was", damage: []string{"refs/heads/main"},
			packed: true, again: 1, waits: []string{"mina"}},
		{name: "main and what was judged, but for the log", logged: true, packed: true,
			damage: []string{"refs/heads/main", "refs/casefile/verified"}, again: 1,
			waits: []string{"mina"}},
		{name: "the newest commit", damage: []string{object(minas)}, logged: true,
			again: 1, others: []string{"mina"}},
		{name: "the newest commit, where main has no log", damage: []string{object(minas)},
			others: []string{"mina"}, drafts: []record.ID{lost}},
		{name: "both commits", damage: []string{object(ashas), object(minas)},
			others: []string{"mina"}, drafts: []record.ID{lost}},
		{name: "the older commit", damage: []string{object(ashas)},
			others: []string{"mina"}, drafts: []record.ID{lost}},
		{name: "both, and her outbox", damage: []string{object(ashas), object(minas), outbox},
			others: []string{"mina"}, broken: 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			there, here := base.afresh(t), server.afresh(t)
			here.now = there.now
			for _, file := range tt.damage {
				path := filepath.Join(there.dir, file)
				here.must(os.RemoveAll(path))
				here.must(os.WriteFile(path, nil, 0o600))
			}
			if tt.logged {
				log := filepath.Join(there.dir, "logs", "refs", "heads", "main")
				here.must(os.MkdirAll(filepath.Dir(log), 0o700))
				const line = "%s %s Asha Rao <asha@agency.example> 1772787600 +0000\tcasefile\n"
				here.must(os.WriteFile(log,
					fmt.Appendf(nil, line+line, server.git("rev-parse", "main"),
						ashas, ashas, minas), 0o600))
			}
			if tt.packed {
				sent := server.git("rev-parse", "main")
				text := fmt.Sprintf("%s %s\n%s %s\n", sent, ledger.MainRef, sent,
					ledger.VerifiedRef)
				here.must(os.WriteFile(filepath.Join(there.dir, "packed-refs"), []byte(text),
					0o600))
			}
			w, found := store.FindWreck(there.dir)
			if !found {
				t.Fatal("no damaged copy is found")
			}
			out, err := here.as("asha").Salvage(here.ctx, w)
			here.must(err)
			here.sound()
			again := 0
			if out.Joined != nil {
				again = len(out.Joined.Replayed)
			}
			var waits []string
			for _, w := range out.Waits {
				waits = append(waits, w.Member)
			}
			if again != tt.again || !slices.Equal(waits, tt.waits) ||
				!slices.Equal(out.Others, tt.others) ||
				!slices.Equal(out.Drafts, tt.drafts) || len(out.Broken) != tt.broken {
				t.Errorf("done again %d, waiting %v, others %v, drafts %v, broken %v", again, waits,
					out.Others, out.Drafts, out.Broken)
			}
			if tt.again > 0 {
				here.reads(id, "Of asha")
			}
			more, err := here.as("asha").Salvage(here.ctx, w)
			here.must(err)
			if tt.again > 0 {
				here.reads(id, "Of asha")
			}
			if len(more.Drafts) > 0 {
				t.Errorf("a second time makes drafts of %v", more.Drafts)
			}
		})
	}
}

// object returns the path of a loose object in the git directory.
func object(id string) string { return filepath.Join("objects", id[:2], id[2:]) }
