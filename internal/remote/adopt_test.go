package remote

import (
	"slices"
	"strings"
	"testing"
	"time"

	"casefile/internal/casebook"
	"casefile/internal/team"
)

// Unsent work of a member who left is taken from their copy, wherever that is, and comes once,
// however often it is adopted.
func TestAdoptFromACopy(t *testing.T) {
	o := newOffice(t)
	o.first.sync()
	asha, mina := o.clone("asha"), o.clone("mina")
	id := asha.newCase()
	asha.sync()
	asha.note(id, "On the way out")
	o.now = o.now.Add(24 * time.Hour)
	o.first.sync()
	_, err := o.first.book().ChangeTeam(o.ctx, team.Leaves("asha"))
	o.must(err)
	o.first.sync()
	o.now = o.now.Add(24 * time.Hour)
	mina.sync()
	for _, tt := range []struct {
		from string
		want int
	}{{"", 0}, {asha.dir, 1}, {asha.dir, 0}} {
		j, err := Adopt(o.ctx, mina.book(), tt.from)
		o.must(err)
		again := slices.DeleteFunc(j.Replayed, func(r casebook.Replayed) bool {
			return r.New == ""
		})
		if len(j.Conflicts) > 0 || len(again) != tt.want {
			t.Errorf("from %q: %+v", tt.from, j)
		}
	}
	if got := mina.headlines(id); !slices.Equal(got, []string{"On the way out"}) {
		t.Errorf("mina reads %v", got)
	}
	if _, err := Adopt(o.ctx, mina.book(), t.TempDir()); err == nil {
		t.Error("an empty folder was taken for a copy")
	}
}

// A case that was opened and put aside by its author's own sync comes with its keys, though no ref
// of that copy names them any more. A copy on another machine can't bring them, and that is
// reported.
func TestAdoptACaseThatWasPutAside(t *testing.T) {
	o := newOffice(t)
	o.first.sync()
	asha := o.clone("asha")
	id := asha.newCase()
	asha.note(id, "On the way out")
	o.now = o.now.Add(24 * time.Hour)
	_, err := o.first.book().ChangeTeam(o.ctx, team.Leaves("asha"))
	o.must(err)
	o.first.sync()
	o.now = o.now.Add(24 * time.Hour)
	if out := asha.sync(); len(out.Joined.Conflicts) != 2 {
		t.Fatalf("asha's own sync put aside %+v", out.Joined)
	}
	far, near := o.clone("mina"), o.clone("mina")
	j, err := Adopt(o.ctx, far.book(), "file://"+asha.dir)
	o.must(err)
	if len(j.Conflicts) != 2 ||
		!strings.Contains(j.Conflicts[0].Why.Error(), "have not come along") {
		t.Errorf("from afar: %+v", j)
	}
	j, err = Adopt(o.ctx, near.book(), asha.dir)
	o.must(err)
	if len(j.Conflicts) > 0 || len(j.Replayed) != 2 {
		t.Errorf("from the folder: %+v", j)
	}
	if got := near.headlines(id); !slices.Equal(got, []string{"On the way out"}) {
		t.Errorf("mina reads %v", got)
	}
}
