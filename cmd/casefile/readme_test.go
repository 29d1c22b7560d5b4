package main

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"casefile/internal/manual"
	"casefile/internal/pattern"
	"casefile/internal/record"
)

var update = flag.Bool("update-readme", false,
	"write what the commands really print into README.md and the manual")

// document is the README or a page of the manual.
type document struct {
	path   string
	text   string
	blocks []blockOfCode
}

// blockOfCode is the text between two fences: its info string, and its bytes from and to.
type blockOfCode struct {
	info     string
	from, to int
}

var fenced = pattern.Of("(?ms)^```([^\n]*)\n(.*?)^```$")

// documents returns the README and the pages of the manual, in the order in which they are played.
func documents(t *testing.T) (out []*document) {
	t.Helper()
	paths := []string{filepath.Join("..", "..", "README.md")}
	for _, p := range manual.Pages() {
		paths = append(paths, filepath.Join("..", "..", "internal", "manual", p.Topic+".md"))
	}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		d := &document{path: path, text: string(text)}
		for _, m := range fenced().FindAllStringSubmatchIndex(d.text, -1) {
			d.blocks = append(d.blocks, blockOfCode{d.text[m[2]:m[3]], m[4], m[5]})
		}
		out = append(out, d)
	}
	return out
}

// TestReadme runs every command of the console blocks of the README and of the manual, in
// order, and compares what they print; the block that sets up goes first. A prompt names who
// types: `asha$ casefile …`. IDs and hashes differ in each run: the first that stands where a
// page has one takes its place from then on. Identities get no passphrase, as there is nobody
// to ask.
func TestReadme(t *testing.T) {
	r := newReader(t)
	all := documents(t)
	played := map[*document]map[int]string{}
	for _, setup := range []bool{true, false} {
		for _, d := range all {
			if played[d] == nil {
				played[d] = map[int]string{}
			}
			r.page = filepath.Base(d.path)
			if !setup {
				r.prepare()
			}
			for i, b := range d.blocks {
				if b.info == "console" && !setup || b.info == "console setup" && setup {
					played[d][i] = r.play(d.text[b.from:b.to])
				}
			}
		}
	}
	for _, d := range all {
		if len(played[d]) == 0 {
			t.Errorf("%s has no console block", d.path)
		}
		if *update {
			if err := os.WriteFile(d.path, []byte(d.with(played[d])), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// with returns the document with what was really printed in its blocks.
func (d *document) with(printed map[int]string) string {
	var out strings.Builder
	end := 0
	for i, b := range d.blocks {
		if text, ok := printed[i]; ok {
			out.WriteString(d.text[end:b.from] + text)
			end = b.to
		}
	}
	return out.String() + d.text[end:]
}

// TestReadmeIsAFirstScreen keeps the README to what somebody reads first.
func TestReadmeIsAFirstScreen(t *testing.T) {
	if size := len(documents(t)[0].text); size > 9_000 {
		t.Errorf("the README has %d bytes: move what is more into the manual", size)
	}
}

// unplayed says of each other block of code why no test can play it. A block is known by its
// page and its info string.
func unplayed() map[string]string {
	return map[string]string{
		"README.md: sh install": "fetches the program from wherever it is kept",
		// testdata/script/concern-resume.txtar types at these questions.
		"caseworker.md: text concern": "somebody types at a terminal",
		// testdata/script/sar-decide-sorts.txtar types at these questions.
		"records-officer.md: text decide": "somebody types at a terminal",
		"caseworker.md: sh agent":         "asks for a passphrase, and begins a process that stays",
		"server.md: sh account":           "makes an account of the machine",
		// testdata/script/hook-notify.txtar puts the same script to work.
		"server.md: sh tell-leads": "sends mail",
	}
}

// TestBlocksThatAreNotPlayed wants each block of code to be played, or to be listed with its
// reason. Whatever is listed is well formed at least: a shell reads it, and each command and
// flag of casefile in it exists.
func TestBlocksThatAreNotPlayed(t *testing.T) {
	used := map[string]bool{}
	for _, d := range documents(t) {
		for _, b := range d.blocks {
			if b.info == "console" || b.info == "console setup" {
				continue
			}
			name := filepath.Base(d.path) + ": " + b.info
			used[name] = true
			if unplayed()[name] == "" {
				t.Errorf("%s: no test plays the block %q:\n%s", d.path, b.info, d.text[b.from:b.to])
			}
			if strings.HasPrefix(b.info, "sh ") {
				wellFormed(t, name, d.text[b.from:b.to])
			}
		}
	}
	for name := range unplayed() {
		if !used[name] {
			t.Errorf("%s is listed, and is not there", name)
		}
	}
}

var (
	ofCasefile = pattern.Of(`(?m)\bcasefile((?: -C \S+)?(?: [a-z][a-z-]+)+)((?: +[^#|;\n]*)?)`)
	longFlag   = pattern.Of(`--([a-z-]+)`)
)

// wellFormed has a shell read a script without running it, and looks for the commands and
// flags of casefile in it.
func wellFormed(t *testing.T, name, script string) {
	t.Helper()
	sh := exec.Command("sh", "-n")
	sh.Stdin = strings.NewReader(script)
	if out, err := sh.CombinedOutput(); err != nil {
		t.Errorf("%s: %v: %s", name, err, out)
	}
	for _, m := range ofCasefile().FindAllStringSubmatch(script, -1) {
		words := strings.Fields(m[1])
		if words[0] == "-C" {
			words = words[2:]
		}
		help, err := exec.Command("casefile", append(words, "--help")...).CombinedOutput()
		if err != nil {
			t.Errorf("%s: casefile %s: %v: %s", name, strings.Join(words, " "), err, help)
		}
		for _, f := range longFlag().FindAllString(m[2], -1) {
			if !strings.Contains(string(help), f+" ") {
				t.Errorf("%s: casefile %s has no flag %s", name, strings.Join(words, " "), f)
			}
		}
	}
}

// reader is somebody who types what the README and the manual say.
type reader struct {
	t    *testing.T
	page string // the name of its file
	dir  string
	env  []string
	here map[string]string // IDs of the README to those of this run
	sums map[string]string // hashes of this run to those of the README
}

func newReader(t *testing.T) *reader {
	dir := t.TempDir()
	files, err := filepath.Glob(filepath.Join("..", "..", "testdata", "readme", "*"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no texts for the README: %v", err)
	}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, filepath.Base(f)), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	env := append(os.Environ(), "HOME="+dir, "COLUMNS=80",
		"GIT_COMMITTER_DATE=2026-03-06T17:40:12Z", "CASEFILE_DIR="+filepath.Join(dir, "records"))
	return &reader{t: t, dir: dir, env: env, here: map[string]string{},
		sums: map[string]string{}}
}

// prepare runs the script that makes what a page presumes besides the pages before it, if the
// page has one.
func (r *reader) prepare() {
	r.t.Helper()
	script := strings.TrimSuffix(r.page, ".md") + ".sh"
	if _, err := os.Stat(filepath.Join(r.dir, script)); err != nil {
		return
	}
	cmd := exec.Command("sh", script)
	cmd.Dir, cmd.Env = r.dir, r.env
	if out, err := cmd.CombinedOutput(); err != nil {
		r.t.Fatalf("%s: %v\n%s", script, err, out)
	}
}

var prompt = pattern.Of(`^([a-z]*)\$ (.*)$`)

// play runs a block and gives it back with what was really printed.
func (r *reader) play(block string) string {
	var out, want strings.Builder
	actor, command := "", ""
	flush := func() {
		if command != "" {
			out.WriteString(r.compare(command, want.String(), r.run(actor, command)))
		}
		want.Reset()
	}
	for _, line := range strings.SplitAfter(block, "\n") {
		m := prompt().FindStringSubmatch(strings.TrimSuffix(line, "\n"))
		if m == nil {
			want.WriteString(line)
			continue
		}
		flush()
		actor, command = m[1], m[2]
		out.WriteString(line)
	}
	flush()
	return out.String()
}

// run runs one command in a shell, as its actor.
func (r *reader) run(actor, command string) string {
	r.t.Helper()
	command = idForm().ReplaceAllStringFunc(command, func(id string) string {
		for readme, actual := range r.here {
			if id == readme || strings.HasPrefix(readme, id) && len(id) == 4 {
				return actual[:len(id)]
			}
		}
		return id
	})
	if strings.HasPrefix(command, "casefile identity new") {
		command += " --no-passphrase"
	}
	if where, ok := strings.CutPrefix(command, "export CASEFILE_DIR="); ok {
		r.env = append(r.env,
			"CASEFILE_DIR="+filepath.Join(r.dir, strings.TrimPrefix(where, "$PWD/")))
		return ""
	}
	cmd := exec.Command("sh", "-c", command)
	cmd.Dir = r.dir
	cmd.Env = append(r.env, "XDG_CONFIG_HOME="+filepath.Join(r.dir, "people", actor))
	out, err := cmd.CombinedOutput()
	if _, exited := err.(*exec.ExitError); err != nil && !exited {
		r.t.Fatalf("%s: %v", command, err)
	}
	text := strings.ReplaceAll(string(out), filepath.Join(r.dir, "people", actor),
		"/home/"+actor+"/.config")
	text = strings.ReplaceAll(text, r.dir, "/home/"+actor)
	text = program().ReplaceAllString(text, "$1/usr/local/bin/casefile")
	text = setAside().ReplaceAllString(text, "${1}20260306T174012Z")
	return reminder().ReplaceAllString(unprotected().ReplaceAllString(text, ""), "")
}

// reminder stands below every command while something is unsent. The manual says so once.
var reminder = pattern.Of(`(?m)^note: \d+ commits? that no other copy has yet: casefile sync\n`)

// setAside is the time of the machine in the name of a damaged copy.
var setAside = pattern.Of(`(\.damaged-)\d{8}T\d{6}Z`)

// program matches the path of casefile in this run.
var program = pattern.Of(`(?m)^(hooks call +).*/casefile$`)

// unprotected is the line that only an identity with no passphrase brings.
var unprotected = pattern.Of(`(?m)^note: it is not protected.*\n`)

var (
	idForm   = pattern.Of(`\b[0-9A-HJKMNP-TV-Z]{4}(-?[0-9A-HJKMNP-TV-Z]{4})?\b`)
	keyForm  = pattern.Of(`SHA256:[A-Za-z0-9+/]{43}`) // a key's fingerprint
	hashForm = pattern.Of(`\b[0-9a-f]{7,64}\b`)
)

// compare matches real output with the README's, learns the IDs, and gives the
// real output.
func (r *reader) compare(command, want, got string) string {
	r.t.Helper()
	wantIDs, gotIDs := ids(want), ids(got)
	for i := range wantIDs {
		if i < len(gotIDs) && len(wantIDs[i]) == 9 && r.here[wantIDs[i]] == "" {
			r.here[wantIDs[i]] = gotIDs[i]
		}
	}
	same := strip(want) == strip(got)
	if same {
		r.learn(want, got)
	}
	if !same && !*update {
		r.t.Errorf("%s: %s prints:\n%s\nthe page says:\n%s", r.page, command, got, want)
	}
	return r.asInReadme(got)
}

var sumForm = pattern.Of(keyForm().String() + "|" + hashForm().String())

// learn notes which hashes and fingerprints of the page stand for those of this run. So an update
// changes only the new parts of a page.
func (r *reader) learn(want, got string) {
	theirs, ours := sumForm().FindAllString(want, -1), sumForm().FindAllString(got, -1)
	for i, sum := range ours {
		if i < len(theirs) && len(theirs[i]) == len(sum) && len(r.sums[sum]) < len(sum) {
			r.sums[sum] = theirs[i]
		}
	}
}

// sumOf returns the page's hash or fingerprint for one of this run.
func (r *reader) sumOf(sum string) string {
	for actual, page := range r.sums {
		if strings.HasPrefix(actual, sum) {
			return page[:len(sum)]
		}
	}
	return sum
}

// asInReadme puts the IDs and hashes that the page has in the place of this run's.
func (r *reader) asInReadme(got string) string {
	got = sumForm().ReplaceAllStringFunc(got, r.sumOf)
	return idForm().ReplaceAllStringFunc(got, func(id string) string {
		for readme, actual := range r.here {
			switch {
			case strings.HasPrefix(actual, id):
				return readme[:len(id)]
			case strings.ReplaceAll(actual, "-", "") == id: // as JSON has it
				return strings.ReplaceAll(readme, "-", "")
			}
		}
		return id
	})
}

func ids(s string) []string {
	var out []string
	for _, id := range idForm().FindAllString(s, -1) {
		if record.LooksLikeID(id) {
			out = append(out, id)
		}
	}
	return out
}

// strip takes out what differs from run to run.
func strip(s string) string {
	s = hashForm().ReplaceAllString(keyForm().ReplaceAllString(s, "KEY"), "HASH")
	return idForm().ReplaceAllStringFunc(s, func(id string) string {
		if record.LooksLikeID(id) {
			return strings.Repeat("I", len(id))
		}
		return id
	})
}
