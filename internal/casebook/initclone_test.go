package casebook

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"casefile/internal/ledger"
	"casefile/internal/store"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// begun returns a new copy with the objects of the office's records, and no ref.
func (o *office) begun(t *testing.T) (there *office, repo *store.Repo, tip string) {
	t.Helper()
	copy := *o
	copy.dir = filepath.Join(t.TempDir(), "new.git")
	repo, err := store.Init(o.ctx, copy.dir, store.InitOptions{Bare: true})
	o.must(err)
	t.Cleanup(func() { repo.Close() })
	return &copy, repo, copy.fetched(o)
}

func TestBegin(t *testing.T) {
	o := newOffice(t)
	id := o.newCase()
	o.note(o.as("asha"), id, "Visit")
	there, repo, tip := o.begun(t)
	b, err := InitClone(o.ctx, repo, tip, Options{Mark: testMark, Trust: o.intro + "@" + tip})
	o.must(err)
	if b.Tip() != tip || b.Pinned() != nil || there.git("rev-parse", ledger.MainRef) != tip ||
		there.git("rev-parse", ledger.VerifiedRef) != tip {
		t.Errorf("the book stands on %s, %v", b.Tip(), b.Pinned())
	}
	if text, err := os.ReadFile(filepath.Join(there.dir, "casefile", "trust")); err != nil ||
		string(text) != string(store.Summed(o.intro+"@"+tip+"\n")) {
		t.Errorf("pinned is %q, %v", text, err)
	}
	if !slices.Equal(keysOf(there.refs(ledger.KeysPrefix)), keysOf(o.refs(ledger.KeysPrefix))) ||
		len(there.refs(ledger.KeysPrefix)) != 1 {
		t.Errorf("keys refs %v, want %v", there.refs(ledger.KeysPrefix), o.refs(ledger.KeysPrefix))
	}
	there.sound()
	there.reads(id, "Visit")
	there.note(there.as("asha"), id, "Another")
	there.sound()
	if _, err := InitClone(o.ctx, repo, tip, Options{Mark: testMark, Trust: o.intro}); !errors.Is(
		err,
		ErrState) {
		t.Errorf("begun again: %v", err)
	}
}

func keysOf(refs map[string]string) (out []string) {
	for name, id := range refs {
		out = append(out, name+" "+id)
	}
	slices.Sort(out)
	return out
}

// A history that can't be believed begins nothing: no ref, no pin, no index.
func TestBeginRefuses(t *testing.T) {
	o := newOffice(t)
	o.newCase()
	before := o.git("rev-parse", ledger.MainRef)
	o.newCase()
	tip := o.git("rev-parse", ledger.MainRef)
	wrong := strings.Repeat("1", 40)
	forged := o.foreign(tip)
	for name, tt := range map[string]struct{ tip, trust, rule string }{
		"no introduction given":      {tip, "", verify.RuleIntroduction},
		"another introduction":       {tip, wrong, verify.RuleIntroduction},
		"the tip as introduction":    {tip, tip, verify.RuleIntroduction},
		"a tip that it lacks":        {before, o.intro + "@" + tip, verify.RuleIntroduction},
		"a tip that is nowhere":      {tip, o.intro + "@" + wrong, verify.RuleIntroduction},
		"a stranger's commit on top": {forged, o.intro + "@" + tip, "unsigned"},
	} {
		there, repo, _ := o.begun(t)
		_, err := InitClone(o.ctx, repo, tt.tip, Options{Mark: testMark, Trust: tt.trust})
		var fault *ledger.FaultError
		if !errors.As(err, &fault) || fault.Faults[0].Rule != tt.rule {
			t.Errorf("%s: got %v, want %s", name, err, tt.rule)
		}
		if refs := there.git("for-each-ref", "--format=%(refname)", "refs/heads",
			"refs/casefile/verified", ledger.KeysPrefix); refs != "" {
			t.Errorf("%s: there are refs %s", name, refs)
		}
		for _, file := range []string{"trust", "index"} {
			if _, err := os.Stat(filepath.Join(there.dir, "casefile", file)); !errors.Is(err,
				os.ErrNotExist) {
				t.Errorf("%s: there is %s: %v", name, file, err)
			}
		}
	}
	_, repo, _ := o.begun(t)
	if _, err := InitClone(o.ctx, repo, wrong, Options{Mark: testMark, Trust: o.intro}); !errors.Is(
		err,
		store.ErrNotFound) {
		t.Errorf("a tip that was not fetched: %v", err)
	}
}

// Those who were there from the first are known by what names them also in the
// copy where the records were founded: nobody takes it over, once it is given up.
func TestFoundersAreKnown(t *testing.T) {
	o := newOffice(t)
	o.alter("asha", func(m *team.Member, _ time.Time) { m.Email = "asha.rao@agency.example" })
	_, err := o.as("judith").setTeam(o.ctx, func(t team.Team, _ int64) (team.Team, error) {
		t.Version++
		t.Members = slices.Clone(t.Members)
		t.Members[2].Email = "ASHA@agency.example" // mina's
		return t, nil
	})
	if !errors.Is(err, ErrState) {
		t.Errorf("mina has asha's address of before: %v", err)
	}
}

func TestGoesOn(t *testing.T) {
	o := newOffice(t)
	first := o.git("rev-parse", ledger.MainRef)
	o.newCase()
	second := o.git("rev-parse", ledger.MainRef)
	other := o.foreign(first)
	o.git("update-ref", ledger.MainRef, second)
	b := o.as("asha")
	for name, tt := range map[string]struct {
		last, theirs string
		ok           bool
	}{
		"never asked":            {"", second, true},
		"never asked, and empty": {"", "", true},
		"the same":               {first, first, true},
		"further":                {first, second, true},
		"back":                   {second, first, false},
		"gone":                   {second, "", false},
		"another line":           {second, other, false},
		"not here":               {second, strings.Repeat("1", 40), false},
	} {
		lost, err := b.GoesOn(o.ctx, tt.last, tt.theirs)
		if lost {
			t.Errorf("%s: nobody signed that it is lost", name)
		}
		var fault *ledger.FaultError
		if ok := err == nil; ok != tt.ok ||
			!ok && (!errors.As(err, &fault) || fault.Faults[0].Rule != verify.RuleRewound) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
