package casebook

import (
	"os/exec"
	"slices"
	"strings"
	"testing"

	"casefile/internal/record"
	"casefile/internal/store"
	"casefile/internal/verify"
)

// in runs stock git with an input.
func (o *office) in(input string, args ...string) string {
	o.Helper()
	cmd := exec.Command("git", append([]string{"--git-dir", o.dir}, args...)...)
	cmd.Stdin = strings.NewReader(input)
	out, err := cmd.Output()
	o.must(err)
	return strings.TrimSpace(string(out))
}

// with returns a tree in which lines replace those of one path. The lines are as in git ls-tree,
// without the name. A + adds to the lines that are there.
func (o *office) with(tree, path string, lines ...string) string {
	o.Helper()
	name, below, deep := strings.Cut(path, "/")
	var list []string
	was := ""
	if tree != "" {
		for line := range strings.Lines(o.git("ls-tree", tree) + "\n") {
			entry, at, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
			switch {
			case at != name:
				list = append(list, entry+"\t"+at)
			case deep && strings.Contains(entry, " tree "):
				was = entry[len(entry)-40:]
			case slices.Contains(lines, "+"):
				list = append(list, entry+"\t"+at)
			}
		}
	}
	if deep {
		list = append(list, "040000 tree "+o.with(was, below, lines...)+"\t"+name)
		lines = nil
	}
	for _, l := range lines {
		if l != "+" {
			list = append(list, l+"\t"+name)
		}
	}
	return o.in(strings.Join(slices.DeleteFunc(list, func(l string) bool {
		return strings.HasPrefix(l, "\t")
	}), "\n")+"\n", "mktree", "--missing")
}

// signed commits a tree as asha with a message.
func (o *office) signed(parent, tree, message string) string {
	o.Helper()
	repo, err := store.Open(o.ctx, o.dir)
	o.must(err)
	defer repo.Close()
	asha := store.Ident{Name: "Asha Rao", Email: "asha@agency.example", When: o.now}
	batch := repo.NewBatch()
	c, err := batch.Commit(store.NewCommit{Tree: tree, Parents: []string{parent}, Author: asha,
		Committer: asha, Message: message}, o.signer["asha"])
	o.must(err)
	o.must(batch.Write(o.ctx))
	return c.ID
}

// A forged commit is found with the same words, and so are the faults after it on the same line.
func TestChunksOfForgedHistory(t *testing.T) {
	o, id := eventful(t)
	honest := slices.Clip(o.line("main"))
	tip := honest[len(honest)-1]
	docket, folder := record.DocketPath(id), record.CaseFolder(id)
	entry := folder + "/" + o.now.UTC().Format("20060102T150405Z") + "-4T7Z9MQZ.md.age"
	blob := func(text string) string {
		return "100644 blob " + o.in(text, "hash-object", "-w", "--stdin")
	}
	touch := verify.Message{Op: "add", Cases: []verify.CaseTrailers{{Case: id}}}.Encode()
	note := verify.Message{Op: "add",
		Cases: []verify.CaseTrailers{
			{Case: id, Entries: []verify.EntryTrailer{
				{ID: "4T7Z9MQZ", SHA256: strings.Repeat("ab", 32)}}}}}.Encode()
	text := o.git("cat-file", "blob", tip+":"+docket) + "\n"
	_, keys, _ := strings.Cut(text, "asha=")
	asha, old := keys[:40], "100644 blob "+o.git("rev-parse", tip+":"+docket)
	nothing := "040000 tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904"
	root := o.git("rev-parse", tip+"^{tree}")
	seal := blob("no age file")
	for _, f := range []struct {
		about, rules, message string
		tree                  string
	}{
		{"a docket by hand", "docket entries", touch,
			o.with(root, docket, blob(strings.Replace(text, "opened: 2026", "opened: 2025", 1)))},
		{"a docket in another spelling", "docket", touch, o.with(root, docket, blob(text+"\n"))},
		{"a huge docket", "docket", touch,
			o.with(root, docket, blob(text+strings.Repeat("#", 64<<10)))},
		{"a docket removed", "docket", touch, o.with(root, docket)},
		{"a docket that is a symlink", "mode docket", touch,
			o.with(root, docket, "120000"+blob(strings.Replace(text, "open", "closed", 1))[6:])},
		{"a docket that is a submodule", "", touch, o.with(root, docket, "160000 commit "+tip)},
		{"a folder in a docket's place", "", note,
			o.with(o.with(root, docket+"/x", blob("x")), entry, seal)},
		{"an empty folder in a docket's place", "", note,
			o.with(o.with(root, docket, nothing), entry, seal)},
		{"a docket that is there twice", "", note,
			o.with(o.with(root, docket, "+", blob(text+"x")), entry, seal)},
		{"a folder of cases that is there twice", "", note,
			o.with(o.with(root, entry, seal), "cases", "+",
				"040000 tree "+o.git("rev-parse", tip+":cases"))},
		{"no age file", "envelope", note, o.with(root, entry, seal)},
		{"a huge sealed file", "envelope size", note,
			o.with(root, entry, blob(strings.Repeat("x", 256<<10+1)))},
		{"a sealed file that is a submodule", "mode envelope", note,
			o.with(root, entry, "160000 commit "+tip)},
		{"a roster by hand", "paths", note,
			o.with(o.with(root, entry, seal), verify.TeamPath, blob("x"))},
		{"a policy that is a folder", "paths", note,
			o.with(o.with(root, entry, seal), verify.PolicyPath+"/x", blob("x"))},
		{"a tree for a wrapped key", "keys", touch,
			o.with(root, docket, blob(strings.Replace(text, asha, root, 1)))},
		{"all as it was", "trailers entries", touch, root},
	} {
		forged := o.signed(tip, f.tree, f.message)
		// The next commit is in the same chunk, or in the next.
		next := o.signed(forged, o.with(f.tree, folder+"/x", blob("x")), touch)
		last := o.signed(next, o.with(o.with(root, docket, old), entry, seal), note)
		s := o.alike(f.about, "", append(honest, forged, next, last), false)
		if s.err == nil && len(s.faults) == 0 {
			t.Errorf("%s is not found", f.about)
		}
		for _, rule := range strings.Fields(f.rules) {
			if !strings.Contains(" "+s.rules()+" ", " "+rule+" ") {
				t.Errorf("%s: %s (%v), want %s", f.about, s.rules(), s.err, f.rules)
			}
		}
		o.alike(f.about+", pushed", tip, []string{forged, next, last}, true)
	}
}
