package casebook

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"casefile/internal/ledger"
	"casefile/internal/record"
)

// What was not sent is listed where this copy is damaged, whatever part of it; of a sound one it
// stands in the record.
func TestUnpushedTextsOfDamaged(t *testing.T) {
	base := newOffice(t)
	base.git("config", "remote.origin.url", filepath.Join(base.dir, "..", "server.git"))
	id, other := base.newCase(), base.newCase()
	entry := base.note(base.as("asha"), id, "Seen at home")
	docket := func(id record.ID) string { return "main:" + record.DocketPath(id) }
	folder := func(id record.ID) string { return strings.TrimSuffix(docket(id), ".yaml") }
	for _, tt := range []struct {
		name, object string // what git calls the one that is damaged
		want         bool
	}{
		{"nothing", "", false},
		{"its docket", docket(id), true},
		{"the docket of another case", docket(other), true},
		{"the folder of its shard", filepath.Dir(docket(id)), true},
		{"its folder", folder(id), true},
		{"a commit of before", "main~1", true},
		{"my key of it", ledger.KeysPrefix + id.Shard() + ":" + string(id) + "/1/asha.age", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := base.afresh(t)
			if tt.object != "" {
				blob := strings.TrimSpace(o.git("rev-parse", tt.object))
				path := filepath.Join(o.dir, "objects", blob[:2], blob[2:])
				o.must(os.Chmod(path, 0o600))
				o.must(os.WriteFile(path, nil, 0o600))
			}
			list := must(o.as("asha").UnpushedTextsOfDamaged(o.ctx))
			found := false
			for _, d := range list {
				if opened := must(o.as("asha").person.OpenBeside(d)); d.ID == entry {
					found = opened.About() == id.String() && opened.Kind() == "note"
				}
			}
			if found != tt.want {
				t.Errorf("listed %+v", list)
			}
			if others := must(o.as("mina").UnpushedTextsOfDamaged(o.ctx)); len(others) > 0 {
				t.Errorf("mina is shown %+v", others)
			}
		})
	}
}
