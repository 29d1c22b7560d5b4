package main

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"casefile/internal/pattern"
	"casefile/internal/record"
)

var update = flag.Bool("update-readme", false, "write what the commands really print into "+
	"README.md")

// TestReadme runs every command of the README's console blocks, in order, and
// compares what they print; the block that sets up goes first. A prompt names who types: `asha$
// casefile …`. IDs and hashes differ in each run: the first that stands where the README has
// one takes its place from then on. Identities get no passphrase, as there is
// nobody to ask.
func TestReadme(t *testing.T) {
	path := filepath.Join("..", "..", "README.md")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	r := newReader(t)
	blocks := regexp.MustCompile("(?s)```console( setup)?\n(.*?)```").FindAllSubmatchIndex(text, -1)
	if len(blocks) == 0 {
		t.Fatal("the README has no console block")
	}
	played := map[int]string{}
	for _, setup := range []bool{true, false} {
		for i, b := range blocks {
			if (b[2] >= 0) == setup {
				played[i] = r.play(string(text[b[4]:b[5]]))
			}
		}
	}
	var out strings.Builder
	end := 0
	for i, b := range blocks {
		out.Write(text[end:b[4]])
		out.WriteString(played[i])
		end = b[5]
	}
	out.Write(text[end:])
	if *update {
		if err := os.WriteFile(path, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// reader is somebody who types what the README says.
type reader struct {
	t    *testing.T
	dir  string
	env  []string
	here map[string]string // IDs of the README to those of this run
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
	return &reader{t: t, dir: dir, env: env, here: map[string]string{}}
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
	return reminder().ReplaceAllString(unprotected().ReplaceAllString(text, ""), "")
}

// reminder stands below every command while something is unsent. The README
// says so once.
var reminder = pattern.Of(`(?m)^note: \d+ commits? that no other copy has yet: casefile sync\n`)

// program is where this run has casefile.
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
	if *update {
		return r.asInReadme(got)
	}
	if strip(want) != strip(got) {
		r.t.Errorf("%s prints:\n%s\nthe README says:\n%s", command, got, want)
	}
	return got
}

// asInReadme puts the IDs that the README has in the place of this run's.
func (r *reader) asInReadme(got string) string {
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
