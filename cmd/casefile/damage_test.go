package main

import (
	"bytes"
	"cmp"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"casefile/internal/pattern"
)

// TestDamage damages one object of the records after the other, in each way in which disks and
// people do. Every command that reads says the same as before, or names the damage and does not
// exit with 0. Of what the writing ones acknowledge, all is there once the object is put back,
// in a history without a fault. CASEFILE_DAMAGE=kinds takes each kind of object in each way, by
// all commands, and CASEFILE_DAMAGE=all each single object; without it, a fixed part is drawn.
func TestDamage(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	random := rand.New(rand.NewPCG(17, 0))
	for i, hurt := range w.injuries(os.Getenv("CASEFILE_DAMAGE")) {
		pages := w.pages
		if os.Getenv("CASEFILE_DAMAGE") == "" {
			pages = slices.Clone(pages)
			random.Shuffle(len(pages), func(i, j int) { pages[i], pages[j] = pages[j], pages[i] })
			pages = pages[:5]
		}
		t.Run(fmt.Sprintf("%s %s", hurt.object.name, hurt.way), func(t *testing.T) {
			w := w.in(t)
			w.hurt(hurt)
			w.reads(pages)
			if i%3 == 0 || os.Getenv("CASEFILE_DAMAGE") != "" {
				w.writes(hurt)
			}
		})
	}
}

// injury is one object, damaged in one way.
type injury struct {
	object object
	way    string
}

type object struct{ id, name string }

// ways in which the file of an object is damaged.
func ways() []string { return []string{"gone", "empty", "bit", "cut", "other", "folder", "loop"} }

// ward holds records that are whole, and the place where damaged copies of them stand.
type ward struct {
	*office
	whole    string // a copy that stays as it is
	one, two string // cases
	entry    string
	objects  []object
	pages    [][]string
	before   map[string]pageSaid
}

type pageSaid struct {
	said string
	code int
}

func (w ward) in(t *testing.T) *ward {
	w.office = w.office.in(t)
	return &w
}

func newWard(t *testing.T) *ward {
	t.Helper()
	w := &ward{office: newOffice(t), before: map[string]pageSaid{}}
	text := func(name string) string {
		data, err := os.ReadFile(filepath.Join("..", "..", "testdata", "script", "texts", name))
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	w.one, _ = w.record("asha", text("profile.md"), "open")
	w.two, _ = w.record("asha", text("sibling.md"), "open")
	w.later()
	schema := filepath.Join(w.dir, "note.json")
	w.ok(os.WriteFile(schema, []byte(`{"$schema": "https://json-schema.org/draft/2020-12/schema",
"description": "A note, with where it was taken", "type": "object",
"properties": {"place": {"type": "string"}}}`), 0o600))
	w.as("judith", "casefile", "policy", "schema", schema)
	photo := filepath.Join(w.dir, "letter.txt")
	w.ok(os.WriteFile(photo, []byte(strings.Repeat("A letter of the school.\n", 200)), 0o600))
	w.as("asha", "casefile", "attach", w.one, photo)
	_, w.entry = w.record("asha", text("note.md"), "note", w.one)
	w.record("asha", text("contact.md"), "contact", w.one)
	w.record("asha", text("decision.md"), "decision", w.one)
	w.record("judith", text("hold.md"), "hold", w.one)
	w.record("asha", text("closure.md"), "close", w.two)
	w.later()
	w.unpack()
	w.whole = w.repo + ".whole"
	w.ok(os.CopyFS(w.whole, os.DirFS(w.repo)))
	home := filepath.Join(w.dir, "home")
	w.as("nobody", "cp", "-a", home, home+".whole")
	w.objects = w.named()
	w.pages = w.reading()
	for _, page := range w.pages {
		w.before[key(page)] = w.read(page)
	}
	return w
}

// later has the clock go on: what is recorded at one moment is sorted by chance.
func (w *ward) later() { w.now = "2026-03-0" + string(w.now[9]+1) + w.now[10:] }

// unpack has each object in a file of its own: git's maintenance may have some twice.
func (w *ward) unpack() {
	w.t.Helper()
	packs, err := filepath.Glob(filepath.Join(w.repo, ".git", "objects", "pack", "*"))
	w.ok(err)
	for _, path := range packs {
		data, err := os.ReadFile(path)
		w.ok(err)
		w.ok(os.Remove(path))
		if strings.HasSuffix(path, ".pack") {
			w.tell("nobody", string(data), "git", "-C", w.repo, "unpack-objects", "-q")
		}
	}
}

func key(page []string) string { return strings.Join(page, " ") }

// reading returns the reading commands, with their arguments.
func (w *ward) reading() (out [][]string) {
	for _, line := range []string{
		"", "list", "show " + w.one + "/" + w.entry, w.one, w.two, "chronology --all " + w.one,
		"chronology --all " + w.two, "plan " + w.one, "inbox", "due", "report caseload",
		"report register", "report summary " + w.one, "validate", "verify", "verify --no-key",
		"retention check", "retention explain " + w.two, "export " + w.one + " --format json",
		"readers " + w.one, "team", "policy", "kinds", "sar", "doctor --offline --no-key",
		"doctor --offline", "list --json", "chronology --all --json " + w.one,
	} {
		out = append(out, strings.Fields(line))
	}
	return out
}

// read returns the answer of a page, and the content of the file that it writes.
func (w *ward) read(page []string) pageSaid {
	w.t.Helper()
	args := append([]string{"casefile"}, page...)
	file := filepath.Join(w.dir, "export.json")
	export := len(page) > 0 && page[0] == "export"
	if export {
		os.Remove(file)
		args = append(args, "-o", file)
	}
	said, errs, code := w.try("asha", "", args...)
	if export {
		data, _ := os.ReadFile(file)
		said += string(data)
	}
	return pageSaid{said + "\n--\n" + errs, code}
}

// damageWords matches the words by which a command names damage in this copy.
var damageWords = pattern.Of(`(?i)damaged|missing in this copy|not read|can't be read`)

// nowhere is an id that nobody can make anything of, alone in a message.
var nowhere = pattern.Of(`(?m)^casefile: (there is no such object|damaged object): [0-9a-f]{40}`)

// reads tries pages in a damaged copy.
func (w *ward) reads(pages [][]string) {
	w.t.Helper()
	for _, page := range pages {
		before, now := w.before[key(page)], w.read(page)
		out := func(a pageSaid) string { said, _, _ := strings.Cut(a.said, "\n--\n"); return said }
		if now.code == before.code && out(now) == out(before) {
			continue
		}
		words := strings.Join(strings.Fields(now.said), " ") // which doctor breaks into lines
		if now.code == 0 || !damageWords().MatchString(words) || nowhere().MatchString(now.said) {
			w.t.Errorf("casefile %s: exit code %d (before: %d):\n%s", key(page), now.code,
				before.code,
				unlike(before.said, now.said))
		}
	}
}

// unlike returns the lines that only one of two pages has.
func unlike(before, now string) string {
	was, is := strings.Split(before, "\n"), strings.Split(now, "\n")
	var out []string
	for _, l := range is {
		if !slices.Contains(was, l) {
			out = append(out, "+ "+l)
		}
	}
	for _, l := range was {
		if !slices.Contains(is, l) {
			out = append(out, "- "+l)
		}
	}
	return strings.Join(out[:min(len(out), 12)], "\n")
}

// writes records as much as it can in a damaged copy, puts the object back, and looks for
// everything that was acknowledged.
func (w *ward) writes(hurt injury) {
	w.t.Helper()
	acknowledged := map[string]string{}
	for i, line := range []string{
		"note " + w.one + " -F -", "note " + w.two + " -F -", "concern " + w.one + " -F -",
		"readers " + w.one + " grant judith", "dispose " + w.two + " -F -",
		"hold " + w.two + " -F -",
	} {
		text := fmt.Sprintf("---\nheadline: Word %d after the damage\n"+
			"sources: [{who: mother, how: telephone}]\n---\n", i)
		main := w.tip()
		args := append([]string{"casefile"}, strings.Fields(line)...)
		out, errs, code := w.try("asha", text, append(args, "--no-input")...)
		moved := w.tip() != main
		if moved != (code == 0) && (moved || !strings.Contains(out, "granted already")) {
			w.t.Errorf("casefile %s: exit code %d, main moved: %v\n%s%s", line, code, moved, out,
				errs)
		}
		for _, saved := range savedIn(out) {
			acknowledged[saved] = fmt.Sprintf("Word %d after the damage", i)
		}
	}
	w.heal(hurt)
	if out, errs, code := w.try("asha", "", "casefile", "verify", "--from-scratch"); code != 0 {
		w.t.Errorf("the object is back, and verify says: exit code %d\n%s%s", code, out, errs)
	}
	for saved, words := range acknowledged {
		out, errs, code := w.try("asha", "", "casefile", "show", saved)
		if code != 0 || !strings.Contains(out, words) {
			w.t.Errorf("%s was acknowledged: exit code %d\n%s%s", saved, code, out, errs)
		}
	}
}

func (w *ward) tip() string {
	data, err := os.ReadFile(filepath.Join(w.repo, ".git", "refs", "heads", "main"))
	w.ok(err)
	return strings.TrimSpace(string(data))
}

func (w *ward) path(id string) string {
	return filepath.Join(w.repo, ".git", "objects", id[:2], id[2:])
}

// hurt puts a fresh copy in its place, and damages one object of it.
func (w *ward) hurt(i injury) {
	w.t.Helper()
	w.ok(os.RemoveAll(w.repo))
	w.ok(os.CopyFS(w.repo, os.DirFS(w.whole)))
	home := filepath.Join(w.dir, "home")
	w.ok(os.RemoveAll(home))                        // which has drafts of the damaged copy before
	w.as("nobody", "cp", "-a", home+".whole", home) // with the rights of its files
	path := w.path(i.object.id)
	data, err := os.ReadFile(path)
	w.ok(err)
	w.ok(os.Remove(path))
	switch i.way {
	case "gone":
		return
	case "folder":
		err = os.Mkdir(path, 0o700)
	case "loop":
		err = os.Symlink(filepath.Base(path), path)
	default:
		err = os.WriteFile(path, w.spoilt(i, data), 0o600)
	}
	w.ok(err)
}

// spoilt returns the damaged content for the file of an object.
func (w *ward) spoilt(i injury, data []byte) []byte {
	w.t.Helper()
	switch i.way {
	case "bit":
		data = bytes.Clone(data)
		data[len(data)/2] ^= 1
	case "cut":
		data = data[:len(data)/2]
	case "empty":
		data = nil
	case "other":
		other := slices.IndexFunc(w.objects, func(o object) bool { return o.id != i.object.id })
		path := strings.Replace(w.path(w.objects[other].id), w.repo, w.whole, 1)
		var err error
		data, err = os.ReadFile(path)
		w.ok(err)
	}
	return data
}

// heal puts back what the object was.
func (w *ward) heal(i injury) {
	w.t.Helper()
	path := w.path(i.object.id)
	w.ok(os.RemoveAll(path))
	data, err := os.ReadFile(strings.Replace(path, w.repo, w.whole, 1))
	w.ok(err)
	w.ok(os.MkdirAll(filepath.Dir(path), 0o700))
	w.ok(os.WriteFile(path, data, 0o600))
}

// named returns all objects with their kinds, one of each kind first.
func (w *ward) named() (out []object) {
	w.t.Helper()
	first := func(lines, like string) string {
		for _, l := range strings.Split(lines, "\n") {
			if strings.Contains(l, like) {
				return strings.Fields(l)[2]
			}
		}
		w.t.Fatalf("no %s in\n%s", like, lines)
		return ""
	}
	shard := w.one[:2]
	tree, keys := w.git("ls-tree", "-r", "main"),
		w.git("ls-tree", "-r", "refs/casefile/keys/"+shard)
	of := func(expression string) string { return w.git("rev-parse", expression) }
	folder := "cases/" + shard + "/" + w.one
	out = []object{
		{first(tree, w.entry+".md.age"), "entry"}, {first(tree, ".att.age"), "attached file"},
		{first(keys, w.one+"/1/asha.age"), "wrapped key"},
		{of("main:" + folder + ".yaml"), "docket"},
		{of("main:schema/note.json"), "schema"}, {of("main:team.yaml"), "team"},
		{of("main:casefile.yaml"), "policy"}, {of("main:" + folder + "/epoch-1.pub"), "recipient"},
		{of("main:" + folder), "folder of a case"}, {of("main:cases/" + shard), "folder of cases"},
		{of("main:cases"), "folder of all cases"}, {of("main:schema"), "folder of schemas"},
		{of("main^{tree}"), "root"}, {of("main"), "newest commit"},
		{of("main~3"), "earlier commit"},
		{of("main~3^{tree}"), "earlier root"}, {of("main~3:" + folder + ".yaml"), "earlier docket"},
		{of("refs/casefile/keys/" + shard), "keys commit"},
		{of("refs/casefile/keys/" + shard + "^{tree}"), "folder of keys"},
		{of("main:allowed_signers"), "signers"}, {of("main:.gitattributes"), "attributes"},
	}
	all := w.git("cat-file", "--batch-all-objects", "--batch-check=%(objectname) %(objecttype)")
	for _, l := range strings.Split(all, "\n") {
		id, kind, _ := strings.Cut(l, " ")
		if !slices.ContainsFunc(out, func(o object) bool { return o.id == id }) {
			out = append(out, object{id, kind + " " + id[:8]})
		}
	}
	return out
}

// injuries returns the injuries to try.
func (w *ward) injuries(want string) (out []injury) {
	kinds := slices.IndexFunc(w.objects, func(o object) bool {
		return strings.Contains(o.name, o.id[:8])
	})
	for i, o := range w.objects[:cmp.Or(map[string]int{"all": len(w.objects)}[want], kinds)] {
		all := ways()
		if want == "" {
			all = all[i%len(all):][:1]
		}
		for _, way := range all {
			out = append(out, injury{o, way})
		}
	}
	return out
}

func (w *ward) ok(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}
