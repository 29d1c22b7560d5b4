package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// secretWords are of the texts that the deeds record. They lie nowhere outside a sealed file.
var secretWords = []string{"Adeyemi", "Breakfast club", "inquiry asked for", "asks for help again",
	"Words of another family", "letter of the school", "goes on by itself", "AGE-SECRET-KEY",
	"Telephone call", "Note 1 of"}

// lookedAt returns the places that a fault in a deed can have touched: the server, the copy of the
// member who did it, and the copy of another member.
func (f *faults) lookedAt(a attempt) []string {
	out := []string{""}
	for _, who := range []string{a.who, f.other(a)} {
		if _, err := os.Stat(f.copy(who)); err == nil {
			out = append(out, who)
		}
	}
	return out
}

// other returns a member who was not there.
func (f *faults) other(a attempt) string {
	if a.who == "judith" {
		return "mina"
	}
	return "judith"
}

// leavesNothing wants nobody to be able to read what should not be read: no word of a record
// in any file outside a sealed one, and no key that was taken off the record in an object.
func (f *faults) leavesNothing(a attempt) {
	f.t.Helper()
	f.noWordIn(a)
	gone := a.before.keys.without(f.known.allListed(""))
	for _, where := range f.lookedAt(a) {
		all := f.known.objects(where)
		f.noWord(a, "an object of "+where, all)
		if len(gone) == 0 || !f.owns(a, where) {
			continue
		}
		has := f.known.anybody(f.known.sealedAmong(all))
		if left := len(gone) - len(gone.without(has)); left > 0 {
			f.t.Errorf("%s: %q gives %d keys that nothing lists any more", a.what, where, left)
		}
	}
}

// owns reports whether a place must have let go by now what the deed took off the record: the
// copies of others do so at their own next look.
func (f *faults) owns(a attempt, where string) bool { return where == "" || where == a.who }

// noWordIn reads all files of the copies, the server, people's own folders and the folder of
// temporary files, except for those that hold a person's own key.
func (f *faults) noWordIn(a attempt) {
	f.t.Helper()
	for _, dir := range []string{f.server, filepath.Join(f.dir, "copies"),
		filepath.Join(f.dir, "home"), filepath.Join(f.dir, "tmp"), filepath.Join(f.dir, "stick")} {
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || !d.Type().IsRegular() || f.ownKey(path) || f.lookedInto(path, d) {
				return err
			}
			text, err := os.ReadFile(path)
			f.noWord(a, path, text)
			return err
		})
		if err != nil && !os.IsNotExist(err) {
			f.t.Error(err)
		}
	}
}

// lookedInto reports whether a file was looked into before: a stage gives all files their times
// back, down to the nanosecond.
func (f *faults) lookedInto(path string, d fs.DirEntry) bool {
	info, err := d.Info()
	if err != nil {
		return false
	}
	stamp := fmt.Sprint(path, info.Size(), info.ModTime().UnixNano())
	before := f.clean[stamp]
	f.clean[stamp] = true
	return before
}

func (f *faults) ownKey(path string) bool {
	name := filepath.Base(path)
	return strings.HasPrefix(path, filepath.Join(f.dir, "home")) &&
		(strings.HasPrefix(name, "identity") || strings.HasPrefix(name, ".casefile-") ||
			name == "old.txt")
}

func (f *faults) noWord(a attempt, where string, text []byte) {
	f.t.Helper()
	for _, w := range secretWords {
		if bytes.Contains(text, []byte(w)) {
			f.t.Errorf("%s: %q can be read in %s", a.what, w, where)
		}
	}
}

// keepsText wants the text of a command that failed to be a draft, or to be said.
func (f *faults) keepsText(a attempt, said answer) {
	f.t.Helper()
	_, body, _ := strings.Cut(a.stdin, "headline: ")
	line, _, _ := strings.Cut(body, "\n")
	recorded := a.op != "" && f.times(a.who, a.op) > a.before.here
	if said.cut || said.code == 0 || said.code > 128 || line == "" || recorded {
		return
	}
	drafts := f.drafts(a.who)
	nowhere := strings.Contains(said.errs, "the text could be kept nowhere")
	kept := len(drafts) > len(a.before.drafts) || nowhere || f.keptAgain(a, line)
	if !kept && !strings.Contains(said.errs, line) {
		f.t.Errorf("%s: exit code %d, and its text is no draft\n%s", a.what, said.code, said.errs)
	}
}

// drafts returns the sealed texts of somebody, in their copy and beside their identity.
func (f *faults) drafts(who string) (out []string) {
	for _, glob := range []string{filepath.Join(f.copy(who), ".git/casefile/drafts/*/*.age"),
		filepath.Join(f.dir, "home", who, "casefile", "draft-*.age"),
		filepath.Join(f.dir, "home", who, "run", "casefile", "draft-*.age")} {
		list, _ := filepath.Glob(glob)
		out = append(out, list...)
	}
	return out
}

// keptAgain reports whether the draft that a command took up has the text that it was given.
func (f *faults) keptAgain(a attempt, line string) bool {
	f.t.Helper()
	at := slices.Index(a.args, "--draft")
	return at > 0 &&
		strings.Contains(f.must(a.who, "", "casefile", "draft", "show", a.args[at+1]), line)
}

// strays returns temporary files, by the names that git and casefile give to unfinished files.
func (f *faults) strays() (out []string) {
	f.t.Helper()
	_ = filepath.WalkDir(f.dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && filepath.Dir(path) == f.dir && (d.Name() == "tmp" || d.Name() == "stick") {
			return filepath.SkipDir // the machine clears the one, nobody the other
		}
		begins := func(with string) bool { return err == nil && strings.HasPrefix(d.Name(), with) }
		names := []string{".casefile-", "casefile-", "tmp_", ".tmp-", "incoming-"}
		if slices.ContainsFunc(names, begins) {
			out = append(out, path)
		}
		return nil
	})
	return out
}

// clearsStrays wants the next commands to remove temporary files that the fault left, once
// they are old: those of a sync in the copy, of doctor on the server and in what was being made.
func (f *faults) clearsStrays(a attempt) {
	f.t.Helper()
	left := f.strays()
	if len(left) == 0 {
		return
	}
	f.tally["left a temporary file for a day"]++
	long := time.Now().Add(-48 * time.Hour)
	for _, path := range left {
		if err := os.Chtimes(path, long, long); err != nil {
			f.t.Fatal(err)
		}
	}
	f.works(a, a.who, "casefile", "sync")
	f.try(a.who, "", "casefile", "doctor", "--offline")
	made, _ := filepath.Glob(filepath.Join(f.dir, "copies", "*"))
	left = f.strays()
	for _, dir := range append(made, f.server) {
		below := func(path string) bool { return strings.HasPrefix(path, dir+"/") }
		if slices.ContainsFunc(left, below) {
			f.try("judith", "", "casefile", "-C", dir, "doctor", "--offline")
		}
	}
	for _, path := range f.strays() {
		if filepath.Dir(path) == f.dir { // beside an answer, in a folder that nobody looks after
			f.tally["left a temporary file beside an answer"]++
			_ = os.Remove(path)
			continue
		}
		f.t.Errorf("%s: a temporary file stays: %s", a.what, path)
	}
}
