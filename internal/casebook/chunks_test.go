package casebook

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/store"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// said is everything that judging a line of commits returns.
type said struct {
	learned [][]verify.Learned
	faults  []verify.Fault
	err     error
}

func (s said) rules() string {
	var out []string
	for _, f := range s.faults {
		if !slices.Contains(out, f.Rule) {
			out = append(out, f.Rule)
		}
	}
	return strings.Join(out, " ")
}

// line lists the commits up to a tip, oldest first.
func (o *office) line(tip string) []string {
	o.Helper()
	return strings.Fields(o.git("rev-list", "--reverse", "--first-parent", tip))
}

// judges judges a line in a process of its own, in chunks of a size. The line goes on from a
// commit; "" begins there.
func (o *office) judges(from string, line []string, size int, asPush bool) said {
	o.Helper()
	repo, err := store.Open(o.ctx, o.dir)
	o.must(err)
	defer repo.Close()
	l := ledger.New(repo, ledger.Options{Mark: testMark})
	judge := ledger.NewJudge(o.ctx, repo.Reader)
	if from != "" {
		judge, err = l.ResumeJudge(o.ctx, from, 0)
		o.must(err)
	}
	if asPush {
		ledger.ReadAsPushed(o.ctx, judge, repo.Reader)
	}
	before := judge.History()
	var s said
	_, s.faults, s.err = l.JudgeInChunks(o.ctx, judge, line, size,
		func(taught []verify.Learned) { s.learned = append(s.learned, taught) })
	if judge.History() != before {
		o.Errorf("the judge still looks through %T", judge.History())
	}
	return s
}

// alike requires the same result from chunks of any size as from judging commit by commit, and
// returns it.
func (o *office) alike(about, from string, line []string, asPush bool) said {
	o.Helper()
	want := o.judges(from, line, 0, asPush)
	for _, size := range []int{1, 3, 256} {
		got := o.judges(from, line, size, asPush)
		if !reflect.DeepEqual(got.learned, want.learned) ||
			!reflect.DeepEqual(got.faults, want.faults) {
			o.Errorf("%s: chunks of %d give %d commits, %v\nand commit by commit %d, %v", about,
				size, len(got.learned), got.faults, len(want.learned), want.faults)
		}
		if fmt.Sprint(got.err) != fmt.Sprint(want.err) {
			o.Errorf("%s: chunks of %d end with %v, commit by commit with %v", about, size,
				got.err, want.err)
		}
	}
	return want
}

// eventful returns an office with a history in which rules and members change, and its last case.
func eventful(t *testing.T) (*office, record.ID) {
	t.Helper()
	o := newOffice(t)
	id := o.newCase()
	note := o.note(o.as("asha"), id, "Visit")
	o.must(o.endorse("mina", id, note))
	o.join("nia", "Nia Lowe", team.Caseworker)
	o.grant("asha", id, "nia")
	o.note(o.as("nia"), id, "Call")
	other := o.newCase()
	text, err := o.as("judith").PolicyText(o.ctx)
	o.must(err)
	text = bytes.Replace(text, []byte("\nversion: 1\n"), []byte("\nversion: 2\n"), 1)
	_, err = o.as("judith").setPolicy(o.ctx, map[string][]byte{verify.PolicyPath: text})
	o.must(err)
	o.note(o.as("asha"), other, "Letter")
	o.revoke("asha", id, "nia")
	o.alter("nia", leaves)
	o.note(o.as("asha"), id, "Meeting")
	return o, other
}

func TestChunksOfHonestHistory(t *testing.T) {
	o, _ := eventful(t)
	line := o.line("main")
	for _, asPush := range []bool{false, true} {
		if s := o.alike("honest", "", line, asPush); s.err != nil || len(s.faults) > 0 ||
			len(s.learned) != 13 {
			t.Errorf("of 13 commits %d are judged: %v, %v", len(s.learned), s.faults, s.err)
		}
	}
	if s := o.alike("from the middle", line[3], line[4:], false); s.err != nil ||
		len(s.faults) > 0 || len(s.learned) != 9 {
		t.Errorf("of 9 commits %d are judged: %v, %v", len(s.learned), s.faults, s.err)
	}
}

// Earlier wrapped keys may be destroyed.
func TestChunksOfDestroyedKeys(t *testing.T) {
	o, id := eventful(t)
	d, err := o.as("asha").Docket(o.ctx, id)
	o.must(err)
	for _, blob := range d.Keys[0] {
		o.must(os.Remove(o.loose(blob)))
	}
	if s := o.alike("destroyed keys", "", o.line("main"), false); s.err != nil ||
		len(s.faults) > 0 {
		t.Errorf("%v, %v", s.faults, s.err)
	}
}

func (o *office) loose(id string) string { return filepath.Join(o.dir, "objects", id[:2], id[2:]) }

// A missing or damaged object ends the judging at the same commit, with the same words.
func TestChunksOfBrokenHistory(t *testing.T) {
	o, id := eventful(t)
	line := o.line("main")
	opened := line[7] // the commit that opens the second case
	folder := opened + ":" + record.CaseFolder(id)
	sealed := strings.Fields(o.git("ls-tree", "--name-only", folder))
	wrapped := func() string {
		d, err := record.ParseDocket(
			[]byte(o.git("cat-file", "blob", opened+":"+record.DocketPath(id)) + "\n"))
		o.must(err)
		return d.Keys[0]["mina"]
	}()
	other, err := os.ReadFile(o.loose(o.git("rev-parse", line[2]+"^{tree}")))
	o.must(err)
	for name, at := range map[string]string{
		"a commit": opened, "its root tree": opened + "^{tree}", "its cases": opened + ":cases",
		"a case":   folder,
		"a docket": opened + ":" + record.DocketPath(id), "an epoch": folder + "/epoch-1.pub",
		"an entry": folder + "/" + sealed[0],
		"a roster": line[4] + ":" + verify.TeamPath, "a policy": line[8] + ":" + verify.PolicyPath,
		"a wrapped key":    wrapped,
		"the introduction": line[0],
	} {
		path := o.loose(o.git("rev-parse", at))
		whole, err := os.ReadFile(path)
		o.must(err)
		o.must(os.Remove(path))
		if s := o.alike(name+" missing", "", line,
			false); (s.err == nil) != (name == "a wrapped key") || len(s.faults) > 0 {
			t.Errorf("%s missing: %v, %v", name, s.faults, s.err)
		}
		for damage, content := range map[string][]byte{"cut off": whole[:len(whole)/2],
			"emptied": nil, "exchanged": other} {
			o.must(os.WriteFile(path, content, 0o600))
			if s := o.alike(name+" "+damage, "", line, false); !errors.Is(s.err, store.ErrDamaged) {
				t.Errorf("%s %s: %v, %v", name, damage, s.faults, s.err)
			}
			o.must(os.Remove(path))
		}
		o.must(os.WriteFile(path, whole, 0o400))
	}
}

// A push of many commits is judged in chunks.
func TestJudgePushInChunks(t *testing.T) {
	s := newServer(t)
	id := s.newCase()
	for n := range 8 {
		s.note(s.as("asha"), id, fmt.Sprintf("Note %d", n))
	}
	s.new = s.office.git("rev-parse", "main")
	keys := ledger.Update{Ref: ledger.KeysPrefix + id.Shard(),
		New: s.office.git("rev-parse", ledger.KeysPrefix+id.Shard())}
	s.git("fetch", "-q", "--no-write-fetch-head", s.office.dir, "main", keys.Ref)
	if err := s.judgePush(update(ledger.MainRef, s.old, s.new), s.keys(), keys); err != nil {
		t.Errorf("an honest push: %v", err)
	}
}
