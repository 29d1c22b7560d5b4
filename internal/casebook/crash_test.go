package casebook

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/store"
)

// crashed puts the files beside the repository and the refs back to where
// they were when a process ended.
type crashed struct {
	refs  map[string]string
	index map[string][]byte
}

func (o *office) state() crashed {
	o.Helper()
	c := crashed{map[string]string{}, map[string][]byte{}}
	for _, line := range strings.Split(o.git("for-each-ref", "--format=%(refname) %(objectname)"),
		"\n") {
		name, id, _ := strings.Cut(line, " ")
		c.refs[name] = id
	}
	list, err := os.ReadDir(o.indexFile(""))
	o.must(err)
	for _, e := range list {
		data, err := os.ReadFile(o.indexFile(e.Name()))
		o.must(err)
		c.index[e.Name()] = data
	}
	return c
}

func (o *office) setRef(name, id string) {
	o.Helper()
	if id == "" {
		o.git("update-ref", "-d", name)
		return
	}
	o.git("update-ref", name, id)
}

func (o *office) setIndex(name string, data []byte) {
	o.Helper()
	if data == nil {
		o.must(os.RemoveAll(o.indexFile(name)))
		return
	}
	o.must(os.WriteFile(o.indexFile(name), data, 0o600))
}

// Wherever a process ends, the next one finds all that main has, and judges it
// to be without fault.
func TestCrashes(t *testing.T) {
	tests := []struct {
		name string
		undo func(o *office, before, after crashed, id record.ID)
		want []string
	}{
		{"objects written, no ref moved", func(o *office, before, _ crashed, _ record.ID) {
			for name, id := range before.refs {
				o.setRef(name, id)
			}
			for name, data := range before.index {
				o.setIndex(name, data)
			}
		}, []string{"First", "Later"}},
		{"main moved, nothing else", func(o *office, before, _ crashed, id record.ID) {
			o.setRef(ledger.VerifiedRef, before.refs[ledger.VerifiedRef])
			o.setIndex("tip", before.index["tip"])
			o.setIndex(id.Shard(), before.index[id.Shard()])
		}, []string{"First", "Second", "Later"}},
		{"refs moved, no index", func(o *office, before, _ crashed, id record.ID) {
			o.setIndex("tip", before.index["tip"])
			o.setIndex(id.Shard(), before.index[id.Shard()])
		}, []string{"First", "Second", "Later"}},
		{"index lines written, its tip not", func(o *office, before, _ crashed, _ record.ID) {
			o.setIndex("tip", before.index["tip"])
		}, []string{"First", "Second", "Later"}},
		{"half an index line", func(o *office, before, after crashed, id record.ID) {
			o.setIndex("tip", before.index["tip"])
			now := after.index[id.Shard()]
			o.setIndex(id.Shard(), now[:len(before.index[id.Shard()])+len(now)/9])
		}, []string{"First", "Second", "Later"}},
		{"half the last word", func(o *office, before, after crashed, id record.ID) {
			o.setIndex("tip", before.index["tip"])
			now := after.index[id.Shard()]
			o.setIndex(id.Shard(), now[:len(now)-20])
		}, []string{"First", "Second", "Later"}},
		{"the tip is there, its lines are not", func(o *office, before, _ crashed, id record.ID) {
			o.setIndex(id.Shard(), before.index[id.Shard()])
		}, []string{"First", "Second", "Later"}},
		{"the index is gone", func(o *office, _, _ crashed, _ record.ID) {
			o.setIndex("", nil)
		}, []string{"First", "Second", "Later"}},
		{"one shard of the index is gone", func(o *office, _, _ crashed, id record.ID) {
			o.setIndex(id.Shard(), nil)
		}, []string{"First", "Second", "Later"}},
		{"the tip of the index is nonsense", func(o *office, _, _ crashed, _ record.ID) {
			o.setIndex("tip", []byte("x\n"))
		}, []string{"First", "Second", "Later"}},
		{"the tip of the index is empty", func(o *office, _, _ crashed, _ record.ID) {
			o.setIndex("tip", []byte{})
		}, []string{"First", "Second", "Later"}},
		{"the ref of what was judged is gone", func(o *office, _, _ crashed, _ record.ID) {
			o.setRef(ledger.VerifiedRef, "")
		}, []string{"First", "Second", "Later"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := newOffice(t)
			id := o.newCase()
			o.note(o.as("asha"), id, "First")
			before := o.state()
			o.note(o.as("asha"), id, "Second")
			tt.undo(o, before, o.state(), id)
			o.note(o.as("asha"), id, "Later")
			if got := o.headlines(id); !slices.Equal(got, tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
			if got := o.git("rev-parse", ledger.VerifiedRef); got != o.git("rev-parse", "main") {
				t.Errorf("what was judged ends at %s", got)
			}
		})
	}
}

// An endorsement that the index has already is judged again as if it had not.
func TestCrashAfterEndorsing(t *testing.T) {
	o := newOffice(t)
	id := o.newCase()
	entry := o.note(o.as("asha"), id, "Visit")
	before := o.state()
	o.must(o.endorse("mina", id, entry))
	o.setIndex("tip", before.index["tip"])
	list, err := o.as("asha").Endorsed(id, entry)
	if err != nil || len(list) != 1 {
		t.Errorf("got %v, %v", list, err)
	}
	o.setIndex("", nil)
	if list, err = o.as("asha").Endorsed(id, entry); err != nil || len(list) != 1 {
		t.Errorf("from the beginning: got %v, %v", list, err)
	}
}

// An index that can't be written stops no work; the next command makes up for
// it.
func TestIndexCannotBeWritten(t *testing.T) {
	o := newOffice(t)
	id := o.newCase()
	b := o.as("asha")
	tip, err := os.ReadFile(o.indexFile("tip"))
	o.must(err)
	o.setIndex("tip", nil)
	o.must(os.MkdirAll(filepath.Join(o.indexFile("tip"), "in the way"), 0o700))
	for _, headline := range []string{"First", "Second"} {
		o.must(addNote(o, b, id, headline))
	}
	if list, err := b.sealedFiles(o.ctx, id, false); err != nil || len(list) != 3 ||
		len(b.After) > 0 {
		t.Errorf("in memory, the case has %d files, %v; after it: %q", len(list), err, b.After)
	}
	o.setIndex("tip", nil)
	o.setIndex("tip", tip)
	got := o.headlines(id)
	if slices.Sort(got); !slices.Equal(got, []string{"First", "Second"}) {
		t.Errorf("got %v", got)
	}
}

// Whatever happens to a keys ref, the next command puts it where the dockets
// on main say.
func TestKeysRefsHeal(t *testing.T) {
	o := newOffice(t)
	id := o.newCase()
	ref := ledger.KeysPrefix + id.Shard()
	right := o.git("rev-parse", ref)
	for name, spoil := range map[string]func(){
		"moved to another commit": func() { o.setRef(ref, o.intro) },
		"deleted":                 func() { o.setRef(ref, "") },
		"deleted, and what was known of it": func() {
			o.setRef(ref, "")
			o.setIndex("keys", nil)
		},
		"known wrongly": func() { o.setIndex("keys", []byte(id.Shard()+" "+o.intro+"\n")) },
		"moved to what is known wrongly": func() {
			o.setRef(ref, o.intro)
			o.setIndex("keys", nil)
		},
		"packed": func() { o.git("pack-refs", "--all") },
	} {
		spoil()
		o.as("mina")
		if got := o.git("rev-parse", ref); got != right {
			t.Errorf("%s: the ref is at %s, want %s", name, got, right)
		}
	}
	o.setRef(ref, o.intro)
	o.must(addNote(o, o.as("asha"), id, "Visit"))
	if got := o.git("rev-parse", ref); got != right {
		t.Errorf("after an operation the ref is at %s, want %s", got, right)
	}
	if got := o.headlines(id); len(got) != 1 {
		t.Errorf("got %v", got)
	}
}

// A second case in another shard brings its own ref, and leaves others alone.
func TestKeysRefsAreDeterministic(t *testing.T) {
	o := newOffice(t)
	first := o.newCase()
	right := o.git("rev-parse", ledger.KeysPrefix+first.Shard())
	if body := o.git("cat-file", "commit", right); !strings.HasSuffix(body,
		"author casefile <casefile@invalid> 0 +0000\n"+
			"committer casefile <casefile@invalid> 0 +0000\n\ncasefile keys") {
		t.Errorf("the keys commit is\n%s", body)
	}
	second := o.newCase()
	for second.Shard() == first.Shard() {
		second = o.newCase()
	}
	if got := o.git("rev-parse", ledger.KeysPrefix+first.Shard()); got != right {
		t.Errorf("the first shard moved to %s", got)
	}
	files := o.git("ls-tree", "-r", "--name-only", ledger.KeysPrefix+second.Shard())
	if want := string(second) + "/1/asha.age\n" + string(second) + "/1/judith.age\n" +
		string(second) + "/1/mina.age"; !strings.Contains(files, want) {
		t.Errorf("the shard has\n%s", files)
	}
}

// Healing never takes back what a faster process wrote.
func TestHealingIsNoRewind(t *testing.T) {
	o := newOffice(t)
	id := o.newCase()
	b := o.as("asha")
	o.must(addNote(o, o.as("mina"), id, "Visit"))
	o.setRef(ledger.KeysPrefix+id.Shard(), o.intro)
	o.must(b.Heal(o.ctx)) // b stands before mina's note
	if got := o.git("rev-parse", ledger.KeysPrefix+id.Shard()); got != o.intro {
		t.Errorf("a book that is behind moved the ref to %s", got)
	}
	if err := b.repo.Move(o.ctx,
		[]store.Move{{Ref: ledger.MainRef, Old: o.intro, New: o.intro}}); !errors.Is(err,
		store.ErrRaced) {
		t.Errorf("a move in place checks nothing: %v", err)
	}
}
