package casebook

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"casefile/internal/ledger"
	"casefile/internal/store"
	"casefile/internal/verify"
)

// examinedAt examines at a time of the machine. It reports whether the shard of a case was passed
// over, as the last examination had read it.
func (o *office) examinedAt(at time.Time) (x *ledger.Examination, same bool) {
	o.Helper()
	repo, err := store.Open(o.ctx, o.dir)
	o.must(err)
	defer repo.Close()
	x = must(Examine(o.ctx, repo, Options{Mark: testMark, Clock: Clock{Now: o.now, Machine: at}},
		ExamineOptions{}))
	list := strings.Fields(o.git("ls-tree", "refs/heads/main:cases"))
	return x, x.Last.Same(list[3], list[2])
}

// damages returns ways in which somebody, or a disk, changes a file between two examinations, at an
// offset in it.
func damages() map[string]func(o *office, path string, at int) {
	return map[string]func(o *office, path string, at int){
		"gone": func(o *office, path string, _ int) { o.must(os.Remove(path)) },
		"other bytes, the old times": func(o *office, path string, at int) {
			info := must(os.Stat(path))
			data := must(os.ReadFile(path))
			data[at] ^= 0xff
			o.must(os.Chmod(path, 0o600))
			o.must(os.WriteFile(path, data, 0o600))
			o.must(os.Chtimes(path, info.ModTime(), info.ModTime()))
		},
	}
}

// An examination passes over what the last one read, except files that were damaged since.
func TestExamineAgain(t *testing.T) {
	for _, packed := range []bool{false, true} {
		for name, damage := range damages() {
			if packed && name == "gone" { // nothing opens without its pack
				continue
			}
			o := newOffice(t)
			id := o.newCase()
			later := time.Now().Add(time.Hour)
			if packed {
				must(o.as("asha").repo.Maintain(o.ctx, store.Upkeep{}))
			}
			if x, same := o.examinedAt(later); len(x.Faults) > 0 || same {
				t.Fatalf("%s: the first examination: %v, passed by %v", name, x.Faults, same)
			}
			if x, same := o.examinedAt(later); len(x.Faults) > 0 || !same {
				t.Errorf("%s: the second examination: %v, passed by %v", name, x.Faults, same)
			}
			o.note(o.as("asha"), id, "Visit")
			if x, same := o.examinedAt(later); len(x.Faults) > 0 || same {
				t.Errorf("%s: after another entry: %v, passed by %v", name, x.Faults, same)
			}
			path, at := o.entryFile(packed)
			damage(o, path, at)
			x, _ := o.examinedAt(later)
			if !slices.Contains(rulesOfFaults(x), verify.RuleDamaged) {
				t.Errorf("%s, packed %v: %v", name, packed, x.Faults)
			}
		}
	}
}

// entryFile returns the file that has the first entry, loose or in a pack, and an offset within the
// entry.
func (o *office) entryFile(packed bool) (path string, at int) {
	o.Helper()
	objects, id := filepath.Join(o.dir, "objects"), ""
	for line := range strings.Lines(o.git("ls-tree", "-r", "refs/heads/main~1")) {
		if strings.Contains(line, ".md.age") {
			id = strings.Fields(line)[2]
		}
	}
	if !packed {
		return filepath.Join(objects, id[:2], id[2:]), 100
	}
	path = must(filepath.Glob(objects + "/pack/records-*.pack"))[0]
	for line := range strings.Lines(o.git("verify-pack", "-v", path)) {
		if w := strings.Fields(line); len(w) > 4 && w[0] == id {
			return path, must(strconv.Atoi(w[4])) + 100
		}
	}
	o.Fatalf("%s is not in %s", id, path)
	return "", 0
}

// The note of an examination holds for a day, even if packs are joined since. A changed note does
// not hold.
func TestExaminationNoteHolds(t *testing.T) {
	o := newOffice(t)
	o.newCase()
	later := time.Now().Add(time.Hour)
	o.examinedAt(later)
	if _, same := o.examinedAt(later.Add(23 * time.Hour)); !same {
		t.Error("not for a day")
	}
	if _, same := o.examinedAt(later.Add(-time.Minute)); same {
		t.Error("before it was")
	}
	must(o.as("asha").repo.Maintain(o.ctx, store.Upkeep{}))
	if x, same := o.examinedAt(later); !same || len(x.Faults) > 0 {
		t.Errorf("not where loose objects are in packs by now: %v", x.Faults)
	}
	if _, same := o.examinedAt(later.Add(25 * time.Hour)); same {
		t.Error("for longer than a day")
	}
	o.examinedAt(later)
	note := must(filepath.Glob(o.dir + "/casefile/index/*/look"))[0]
	text := string(must(os.ReadFile(note)))
	o.must(os.WriteFile(note, []byte(strings.Replace(text, "1", "2", 1)), 0o600))
	if _, same := o.examinedAt(later); same {
		t.Error("one that was changed")
	}
}
