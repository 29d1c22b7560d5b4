package main

import (
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// check is run when all have synced. Everything that was reported as recorded is everywhere, once,
// or named as in conflict and kept as a draft. All copies and the server are the same, whole and
// good, and nothing waits.
func (d *day) check(atLeast int) {
	d.t.Helper()
	for _, w := range d.wrong {
		d.t.Error(w)
	}
	lost := d.inConflict()
	d.everyEndorsementOnce()
	d.onlyDueConflicts()
	if len(d.recorded) < atLeast {
		d.t.Errorf("%d entries were recorded, want %d", len(d.recorded), atLeast)
	}
	for _, id := range append([]string{""}, d.folders...) {
		d.everyEntryOnce(id, lost)
		if got, want := d.refsOf(id), d.refsOf(""); got != want {
			d.t.Errorf("%q has the refs\n%s\nand the server\n%s", id, got, want)
		}
		d.sound(id)
	}
	for _, id := range d.folders {
		d.everyText(id, lost)
		d.draftsOf(id, lost)
		d.nothingWaits(id)
	}
}

// inConflict reads what the commits in conflict had brought, by CASE/ENTRY.
func (d *day) inConflict() map[string]note {
	d.t.Helper()
	lost := map[string]note{}
	for commit, c := range d.conflicts {
		if at := d.git(c.member, "rev-parse", c.ref); at != commit {
			d.t.Errorf("%s: %s is at %s, want %s", c.member, c.ref, at, commit)
		}
		if len(c.repeat) == 0 {
			d.t.Errorf("%s: of %s in conflict, no command is named", c.member, c.op)
		}
		for _, entry := range entriesIn(d.git(c.member, "cat-file", "commit", commit)) {
			if n, ok := d.recorded[entry]; ok {
				lost[entry] = n
			}
		}
	}
	return lost
}

// entriesIn lists the entries, as CASE/ENTRY, that a message declares.
func entriesIn(message string) []string {
	var out []string
	on := ""
	for line := range strings.Lines(message) {
		switch word := strings.Fields(line); {
		case strings.HasPrefix(line, "Casefile-Case: "):
			on = word[1]
		case strings.HasPrefix(line, "Casefile-Entry: "):
			out = append(out, on+"/"+word[1])
		}
	}
	return out
}

func (d *day) everyEntryOnce(id string, lost map[string]note) {
	d.t.Helper()
	there := d.entryIDs(id)
	for entry, n := range d.recorded {
		want := 1
		if _, gone := lost[entry]; gone {
			want = 0
		}
		if there[entry] != want {
			d.t.Errorf("%q has %s of %s %d times, want %d", id, entry, n.member, there[entry], want)
		}
	}
}

// everyEndorsementOnce finds what was reported as endorsed on the server's main,
// or in a conflict of the member who endorsed.
func (d *day) everyEndorsementOnce() {
	d.t.Helper()
	found := map[string]int{}
	count := func(message string) {
		on, by := "", ""
		for line := range strings.Lines(message) {
			switch word := strings.Fields(line); {
			case strings.HasPrefix(line, "author "):
				by, _, _ = strings.Cut(regexp.MustCompile(`<(.*)>`).FindStringSubmatch(line)[1],
					"@")
			case strings.HasPrefix(line, "Casefile-Case: "):
				on = word[1]
			case strings.HasPrefix(line, "Casefile-Endorses: "):
				found[by+" "+on+"/"+word[1]]++
			}
		}
	}
	for _, commit := range strings.Fields(d.git("", "rev-list", "main")) {
		count(d.git("", "cat-file", "commit", commit))
	}
	for commit, c := range d.conflicts {
		count(d.git(c.member, "cat-file", "commit", commit))
	}
	for _, what := range slices.Sorted(maps.Keys(d.endorsed)) {
		if found[what] != 1 {
			d.t.Errorf("the endorsement %s is there %d times", what, found[what])
		}
	}
}

// onlyDueConflicts wants none of members from whom nobody takes anything away in
// what needs no more than their right.
func (d *day) onlyDueConflicts() {
	d.t.Helper()
	for _, c := range d.conflicts {
		safe := slices.Contains([]string{"asha", "mina", "ben", "judith", "lena"}, c.member)
		if safe && slices.Contains([]string{"add", "concern", "open", "intake"}, c.op) {
			d.t.Errorf("%s of %s is in conflict: %s", c.op, c.member, c.why)
		}
	}
}

// everyText opens all that a member can read.
func (d *day) everyText(id string, lost map[string]note) {
	d.t.Helper()
	if id == "ben" {
		return
	}
	cases := map[string]bool{}
	for entry := range d.recorded {
		folder, _, _ := strings.Cut(entry, "/")
		cases[folder] = true
	}
	for _, folder := range slices.Sorted(maps.Keys(cases)) {
		out, errs, code := d.try(id, "", "casefile", "report", "chronology", folder, "--all",
			"--format", "csv")
		if code == 12 || code == 22 || code == 24 { // no reader, or a case in conflict
			continue
		}
		if code != 0 {
			d.t.Errorf("%s: chronology %s: exit code %d: %s", id, folder, code, errs)
		}
		for entry, n := range d.recorded {
			if _, gone := lost[entry]; gone || !strings.HasPrefix(entry, folder+"/") {
				continue
			}
			// a hold's words are not in a chronology
			if !strings.Contains(out, n.mark) && !strings.HasPrefix(n.mark, "Hold") {
				d.t.Errorf("%s does not read %q in %s", id, n.mark, entry)
			}
		}
	}
}

// draftsOf wants one draft of each text in conflict, and none of what is
// recorded.
func (d *day) draftsOf(id string, lost map[string]note) {
	d.t.Helper()
	var said struct{ Drafts []struct{ ID string } }
	if err := json.Unmarshal([]byte(d.must(id, "", "casefile", "draft", "--json")),
		&said); err != nil {
		d.t.Fatal(err)
	}
	var texts strings.Builder
	for _, draft := range said.Drafts {
		texts.WriteString(d.must(id, "", "casefile", "draft", "show", draft.ID))
	}
	for entry, n := range d.recorded {
		want := 0
		if _, gone := lost[entry]; gone {
			want = 1
		}
		if got := strings.Count(texts.String(), n.mark); n.member == id && n.mark != "" &&
			got != want {
			d.t.Errorf("%s has %d drafts of %s (%s), want %d", id, got, entry, n.mark, want)
		}
	}
}

// nothingWaits wants no ref and no outbox of what is still to be sent.
func (d *branches) nothingWaits(id string) {
	d.t.Helper()
	if refs := d.git(id, "for-each-ref", "refs/casefile/unsent"); refs != "" {
		d.t.Errorf("%s: unsent\n%s", id, refs)
	}
	left, err := filepath.Glob(filepath.Join(d.copy(id), ".git", "casefile", "outbox", "*", "*"))
	if err != nil || len(left) > 0 {
		d.t.Errorf("%s: the outbox has %v, %v", id, left, err)
	}
	if out := d.must(id, "", "casefile"); regexp.MustCompile(`(?m)^UNSENT`).MatchString(out) {
		d.t.Errorf("%s: casefile said\n%s", id, out)
	}
	for _, lock := range d.gitLocks(d.copy(id)) {
		d.t.Errorf("a lock is left: %s", lock)
	}
}

// gitLocks finds the lock files of git in a repository. Those of casefile's own
// stay where they are, and are free once their process has ended.
func (d *branches) gitLocks(dir string) []string {
	d.t.Helper()
	own := string(filepath.Separator) + filepath.Join(".git", "casefile") +
		string(filepath.Separator)
	var found []string
	err := filepath.WalkDir(dir, func(path string, _ os.DirEntry, err error) error {
		if strings.HasSuffix(path, ".lock") && !strings.Contains(path, own) &&
			filepath.Dir(path) != filepath.Join(d.server, "casefile") {
			found = append(found, path)
		}
		if errors.Is(err, fs.ErrNotExist) { // git tidies up
			err = nil
		}
		return err
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return found
}
