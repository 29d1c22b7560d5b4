package verify

import (
	"slices"
	"strings"
	"testing"

	"casefile/internal/policy"
	"casefile/internal/record"
	"casefile/internal/team"
)

func TestRejoin(t *testing.T) {
	one, two := strings.Repeat("1", 40), strings.Repeat("2", 40)
	rejoins := func(t testing.TB) *draft {
		d := opened(t).next(team.OpRejoin, "judith")
		d.msg.Lost = []string{one, two}
		return d
	}
	vary(t, rejoins, []variation{
		{"one lost commit", func(d *draft) { d.msg.Lost = []string{two} }, ""},
		{"by a manager", func(d *draft) { d.by("mina") }, "role"},
		{"by a recovery key", func(d *draft) { d.by("recovery-1") }, "role"},
		{"by records", func(d *draft) { d.by("ruth") }, "role"},
		{"of nothing", func(d *draft) { d.msg.Lost = nil }, "message"},
		{"under another operation", func(d *draft) { d.msg.Op = team.OpPolicy }, "message"},
		{"adopted", func(d *draft) {
			d.msg.Op, d.msg.Adopts = team.OpAdopt, team.OpRejoin
		}, "message"},
		{"and a root file", func(d *draft) {
			d.put(PolicyPath, d.mem.blobs[d.files[PolicyPath].id]+"\n")
		}, "paths"},
		{"and a schema", func(d *draft) { d.put("schema/visit.json", "{}") }, "paths"},
		{"and an entry", func(d *draft) { d.entry(theCase, letter) }, "paths trailers"},
		{"and a docket", func(d *draft) {
			set(func(k *record.Docket) { k.KeyWorker = "carl" })(d)
		}, "paths trailers"},
	})
}

// The judge learns the lost commits of a rejoin, and nothing of a refused one.
func TestRejoinIsLearned(t *testing.T) {
	s := founded(t, policy.Casework)
	d := s.next(team.OpRejoin, "judith")
	d.msg.Lost = []string{strings.Repeat("3", 40)}
	d.finish()
	v, err := s.judge.Commit(d.c.ID)
	if err != nil || len(v.Faults) > 0 {
		t.Fatal(err, v.Faults)
	}
	named := func(l Learned) bool { return l.Case == "" && slices.Equal(l.Lost, d.msg.Lost) }
	if !slices.ContainsFunc(v.Learned, named) {
		t.Errorf("learned %+v", v.Learned)
	}
}
