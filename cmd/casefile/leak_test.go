package main

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"casefile/internal/seal"
)

// TestNothingReadableLeaks plays the demo, and looks in everything that git and
// casefile keep of it for the names and words of the case.
func TestNothingReadableLeaks(t *testing.T) {
	t.Parallel()
	demo := filepath.Join("..", "..", "testdata", "demo")
	list, err := os.ReadFile(filepath.Join(demo, "words"))
	if err != nil {
		t.Fatal(err)
	}
	words := strings.Split(strings.TrimSpace(string(list)), "\n")
	if len(words) < 60 {
		t.Fatalf("only %d words to look for", len(words))
	}
	out := t.TempDir()
	play := exec.Command("sh", filepath.Join(demo, "play"), out)
	play.Env = append(os.Environ(), "HOME="+out)
	trace, isTraced := "", false
	if os.Getenv("CASEFILE_TRACE") != "" { // it takes its time
		trace, isTraced = strace(t, play)
	}
	if said, err := play.CombinedOutput(); err != nil {
		t.Fatalf("the demo: %v\n%s", err, said)
	}
	if isTraced {
		noneTold(t, readTrace(t, trace), words, 100)
	}
	repo := filepath.Join(out, "records")
	leaveDraft(t, out, strings.Join(words, " "))

	kept := everythingKept(t, repo)
	// Words of commits, a file's name and the roster show that the search sees
	// what is in compressed objects, trees and files.
	for _, seen := range []string{"Casefile-Endorses: ", ".md.age", "Asha Rao",
		"refs/casefile/keys/", "drafts/", "key_worker: asha"} {
		if !bytes.Contains(kept, []byte(seen)) {
			t.Errorf("the search does not even find %q", seen)
		}
	}
	texts := everythingRead(t, repo,
		filepath.Join(out, "people", "mina", "casefile", "identity.txt"))
	for _, w := range words {
		if !contains(texts, w) {
			t.Errorf("%q is in no text of the case: the search could not fail", w)
		}
		if contains(kept, w) {
			t.Errorf("%q can be read without a key", w)
		}
	}
}

// noneTold checks that no word went to the system from casefile or a program that it started,
// except words that a person asked to see. It also checks that some words and some programs are in
// the trace: otherwise the trace was read wrongly, and no leak could be seen.
func noneTold(t *testing.T, calls []traced, words []string, least int) {
	t.Helper()
	children, shown := 0, 0
	for _, c := range calls {
		if c.child && c.name == "execve" {
			children++
		}
		for _, w := range words {
			if why := c.told(w); why != "" {
				t.Errorf("%q: %s, in %s of %.200q", w, why, c.name, c.program)
			} else if c.fd == "1" && !c.child && contains([]byte(strings.Join(c.texts, "")), w) {
				shown++
			}
		}
	}
	if children < least || shown < least {
		t.Errorf("only %d programs were started, and %d words shown", children, shown)
	}
}

// contains looks for a word in three spellings. Any mixture of capitals would
// be found by chance in base64 sooner or later.
func contains(data []byte, word string) bool {
	return bytes.Contains(data, []byte(word)) ||
		bytes.Contains(data, []byte(strings.ToLower(word))) ||
		bytes.Contains(data, []byte(strings.ToUpper(word)))
}

// leaveDraft has a text refused, which is then kept as a draft.
func leaveDraft(t *testing.T, out, text string) {
	t.Helper()
	cmd := exec.Command("casefile", "open", "-F", "-") // a profile; a concern would get in
	cmd.Stdin = strings.NewReader("---\nno_such_field: 1\n---\n" + text + "\n")
	cmd.Env = append(os.Environ(), "HOME="+out, "XDG_CONFIG_HOME="+
		filepath.Join(out, "people", "asha"), "CASEFILE_DIR="+filepath.Join(out, "records"),
		"GIT_COMMITTER_DATE=2026-11-30T09:00:00Z")
	if said, err := cmd.CombinedOutput(); err == nil || cmd.ProcessState.ExitCode() != 20 {
		t.Fatalf("the text was not refused: %v\n%s", err, said)
	}
}

// everythingKept returns the content of all objects, and the path and content of all other files in
// the git directory.
func everythingKept(t *testing.T, repo string) []byte {
	t.Helper()
	var kept bytes.Buffer
	kept.Write(git(t, repo, "cat-file", "--batch-all-objects", "--batch", "--unordered"))
	kept.Write(git(t, repo, "for-each-ref"))
	err := filepath.WalkDir(repo, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		kept.WriteString(path + "\n")
		if strings.Contains(path, filepath.Join(".git", "objects")) {
			return nil
		}
		data, err := os.ReadFile(path)
		kept.Write(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return kept.Bytes()
}

// everythingRead returns the text of all entries that an identity opens.
func everythingRead(t *testing.T, repo, identity string) []byte {
	t.Helper()
	file, err := os.ReadFile(identity)
	if err != nil {
		t.Fatal(err)
	}
	me, err := seal.LoadIdentity(file, seal.Keys{})
	if err != nil {
		t.Fatal(err)
	}
	entries, err := filepath.Glob(filepath.Join(repo, "cases", "*", "*", "*.md.age"))
	if err != nil || len(entries) < 44 {
		t.Fatalf("%d entries, %v", len(entries), err)
	}
	var texts []byte
	for _, path := range entries {
		id := filepath.Base(filepath.Dir(path))
		wrapped := git(t, repo, "cat-file", "blob", "refs/casefile/keys/"+id[:2]+":"+id+
			"/1/mina.age")
		key, err := seal.Unwrap(me, wrapped)
		if err != nil {
			t.Fatal(err)
		}
		sealed, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		text, err := seal.Open(key, sealed)
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, text...)
	}
	return texts
}

func git(t *testing.T, repo string, args ...string) []byte {
	t.Helper()
	out, err := exec.Command("git", append([]string{"-C", repo}, args...)...).Output()
	if err != nil {
		t.Fatalf("git %v: %v", args, err)
	}
	return out
}
