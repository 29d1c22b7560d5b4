package main

import (
	"bufio"
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"casefile/internal/pattern"
	"casefile/internal/storytest"
)

// TestStoriesArePlayed plays each story of testdata/stories through the real
// command line, and compares every report with the page that the fold alone gave
// (internal/report/testdata/golden/stories), also as at an earlier instant and as at
// now; and takes each case out and in again. IDs and commits differ in each run:
// they must be all that differs.
func TestStoriesArePlayed(t *testing.T) {
	folder := filepath.Join("..", "..", "testdata", "stories")
	all, err := storytest.All(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range all {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			env := playEnv(t) // one account: the copy that it made is its own
			out := playStory(t, folder, s, env)
			for alike(t, filepath.Join(out, "records")) {
				out = playStory(t, folder, s, env)
			}
			names := playedNames(t, filepath.Join(out, "names"), s)
			for _, told := range s.Cases {
				reports, agreed := filepath.Join(out, "reports", told.Name),
					filepath.Join(s.Name, told.Name)
				comparePlayed(t, reports, agreed, names, 20)
				comparePlayed(t, filepath.Join(reports, "looks"), filepath.Join(agreed, "looks"),
					names, 4)
				comparePlayed(t, filepath.Join(reports, "now"), agreed, names, 4)
				roundTrip(t, s, env, out, told.Name)
			}
		})
	}
}

// playStory plays a story into a new folder, which it gives.
func playStory(t *testing.T, folder string, s *storytest.Story, env []string) string {
	t.Helper()
	out := filepath.Join(t.TempDir(), "played")
	play := exec.Command("sh", filepath.Join(folder, "play"), s.Name, out)
	play.Env = env
	trace, isTraced := "", false
	if os.Getenv("CASEFILE_TRACE") != "" { // it takes its time
		trace, isTraced = strace(t, play)
	}
	if said, err := play.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	if isTraced {
		storyIsNotTold(t, filepath.Join(folder, s.Name), readTrace(t, trace))
	}
	return out
}

// alike says that two entries of a case drew the same first four symbols: reports show more
// of such IDs, which the pages agreed do not. About one run in a thousand has that.
func alike(t *testing.T, records string) bool {
	t.Helper()
	list, err := exec.Command("git", "-C", records, "ls-tree", "-r", "--name-only", "main").Output()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	entry := regexp.MustCompile(`(?m)^(cases/\S+/)\S+-(\w{4})\w{4}\.md\.age$`)
	for _, m := range entry.FindAllStringSubmatch(string(list), -1) {
		if seen[m[1]+m[2]] {
			return true
		}
		seen[m[1]+m[2]] = true
	}
	if len(seen) == 0 {
		t.Fatal("no entry was found: none could be alike")
	}
	return false
}

// storyIsNotTold wants no piece of a story's texts in what casefile, or a program that it
// started, handed to the system, except for what somebody asked to see.
func storyIsNotTold(t *testing.T, story string, calls []traced) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(story, "entries", "*.md"))
	if err != nil || len(files) < 10 {
		t.Fatalf("%d texts of %s, %v", len(files), story, err)
	}
	var texts [][]byte
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, text)
	}
	people, err := os.ReadFile(filepath.Join(story, "story"))
	if err != nil {
		t.Fatal(err)
	}
	known := func(piece string) bool { return bytes.Contains(people, []byte(piece)) }
	noneTold(t, calls, secretPieces(known, texts...).all(calls), 100)
}

func playEnv(t *testing.T) []string {
	return append(os.Environ(), "HOME="+t.TempDir(), "TZ=Pacific/Auckland")
}

// roundTrip exports a case, makes a new case of that, and wants nothing lost.
func roundTrip(t *testing.T, s *storytest.Story, env []string, out, name string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(out, "names"))
	if err != nil {
		t.Fatal(err)
	}
	casefile := func(args ...string) string {
		t.Helper()
		now := s.End.Format(time.RFC3339)
		cmd := exec.Command("casefile", args...)
		cmd.Env = append(slices.Clone(env), "XDG_CONFIG_HOME="+
			filepath.Join(out, "people", s.Reader), "CASEFILE_DIR="+filepath.Join(out, "records"),
			"GIT_AUTHOR_DATE="+now, "GIT_COMMITTER_DATE="+now)
		said, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("casefile %s: %v\n%s", strings.Join(args, " "), err, said)
		}
		return string(said)
	}
	id := regexp.MustCompile(`(?m)^` + name + `=(\S+)$`).FindSubmatch(text)[1]
	first, second := filepath.Join(out, name+"-first"), filepath.Join(out, name+"-second")
	casefile("export", string(id), "-o", first)
	made := regexp.MustCompile(`(?m)^(\S+)  opened`).FindStringSubmatch(
		casefile("import", "export", first, "--agency", "Elsewhere"))
	casefile("export", made[1], "-o", second)
	if err := sameExports(first, second); err != nil {
		t.Errorf("%s/%s is not the same after export and import: %v", s.Name, name, err)
	}
}

// playedNames puts a story's own IDs in the place of those that were drawn, whole
// and with as many symbols as reports show.
func playedNames(t *testing.T, file string, s *storytest.Story) *strings.Replacer {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var whole, short []string
	for lines := bufio.NewScanner(f); lines.Scan(); {
		name, drawn, _ := strings.Cut(lines.Text(), "=")
		id, ok := s.IDs()[name]
		if !ok {
			t.Fatalf("the play names %s, and the story does not", name)
		}
		whole = append(whole, drawn, id.String(), strings.ReplaceAll(drawn, "-", ""), string(id))
		short = append(short, drawn[:4], string(id[:4]))
	}
	return strings.NewReplacer(append(whole, short...)...)
}

// A nonce is drawn too, so the hash of no text is the same twice.
var textHash = pattern.Of(`\b[0-9a-f]{64}\b`)

var commitName = pattern.Of(`\b([0-9a-f]{40}|[0-9a-f]{12})\b`)

// goldens has the reports that the fold alone gives.
var goldens = filepath.Join("..", "..", "internal", "report", "testdata", "golden", "stories")

// comparePlayed compares the reports in a folder, of which there are so many. A page must
// have the words of the same report in Markdown.
func comparePlayed(t *testing.T, played, agreed string, names *strings.Replacer, many int) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(played, "*.*"))
	if err != nil || len(files) != many {
		t.Fatalf("%d reports in %s, want %d: %v", len(files), played, many, err)
	}
	for _, file := range files {
		got, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Base(file)
		page, isPage := strings.CutSuffix(name, ".html")
		if isPage {
			name = page + ".md"
		}
		want, err := os.ReadFile(filepath.Join(goldens, agreed, name))
		if err != nil {
			t.Fatal(err)
		}
		text := commitName().ReplaceAllStringFunc(names.Replace(string(got)),
			func(hash string) string {
				return storytest.Tip[:len(hash)]
			})
		if isPage {
			if err := storytest.SameWords(text, string(want)); err != nil {
				t.Errorf("%s/%s: %v", agreed, filepath.Base(file), err)
			}
			continue
		}
		text = textHash().ReplaceAllString(text, "SHA")
		if wanted := textHash().ReplaceAllString(string(want), "SHA"); text != wanted {
			t.Errorf("%s/%s differs from what the fold alone gives:\n%s", agreed,
				filepath.Base(file), differs(text, wanted))
		}
	}
}

// differs shows the first line that is not the same.
func differs(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			return "got:  " + g[i] + "\nwant: " + w[i]
		}
	}
	return "one is longer"
}
