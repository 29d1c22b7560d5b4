package main

import (
	"bufio"
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// strace writes down what a command and all that it starts hand to the system: what they
// write and send, the names of files, and the arguments and environments of programs. Without
// strace the command is not run, and ok is false.
func strace(t *testing.T, cmd *exec.Cmd) (folder string, ok bool) {
	t.Helper()
	program, err := exec.LookPath("strace")
	if err != nil {
		return "", false
	}
	folder = t.TempDir()
	const calls = "write,pwrite64,writev,pwritev,sendto,sendmsg,execve,clone,clone3,fork,vfork," +
		"openat,open,creat,mkdir,mkdirat,rename,renameat,renameat2,link,linkat,symlink,symlinkat,chdir"
	cmd.Args = append([]string{program, "-ff", "--seccomp-bpf", "-qq", "-v", "-y", "-s", "9999999",
		"-o", filepath.Join(folder, "t"), "-e", "signal=none", "-e", "trace=" + calls}, cmd.Args...)
	cmd.Args = append(countedApart(), cmd.Args...)
	if cmd.Path, err = exec.LookPath(cmd.Args[0]); err != nil {
		t.Fatal(err)
	}
	return folder, true
}

// countedApart has processes counted from one, where the system lets us: a busy machine gives
// the number of an ended process to another within minutes, and a trace goes by numbers.
func countedApart() []string {
	apart := []string{"unshare", "--pid", "--fork", "--mount-proc", "--kill-child"}
	if exec.Command(apart[0], append(apart[1:], "true")...).Run() != nil {
		return nil
	}
	return apart
}

// traced is a call of the system by casefile, or by a program that it started.
type traced struct {
	program []string // the arguments of casefile, or of the child
	child   bool
	name    string   // of the call
	file    string   // that an open descriptor leads to: a path, or what the system calls it
	fd      string   // its number
	texts   []string // all that stood in quotes
}

// readTrace returns the calls of casefile and its children, from the files of strace -ff: one for
// each process and each of its threads, named by its number.
func readTrace(t *testing.T, folder string) (out []traced) {
	t.Helper()
	lines := map[string][]string{}
	paths, err := filepath.Glob(filepath.Join(folder, "t.*"))
	if err != nil {
		t.Fatal(err)
	}
	parent := map[string]string{}
	for _, path := range paths {
		id := strings.TrimPrefix(filepath.Ext(path), ".")
		lines[id] = linesOf(t, path)
		for _, line := range lines[id] {
			if name, rest, _ := strings.Cut(line, "("); strings.Contains("clone3 vfork", name) {
				child := rest[strings.LastIndex(rest, " = ")+3:]
				parent[strings.Fields(child + " ?")[0]] = id
			}
		}
	}
	w := &tracing{lines, parent, map[string]*running{}}
	for id := range lines {
		out = append(out, w.of(id).calls...)
	}
	return out
}

func linesOf(t *testing.T, path string) (out []string) {
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	scan := bufio.NewScanner(f)
	scan.Buffer(nil, 1<<30)
	for scan.Scan() {
		out = append(out, scan.Text())
	}
	if scan.Err() != nil {
		t.Fatal(scan.Err())
	}
	return out
}

type tracing struct {
	lines  map[string][]string
	parent map[string]string
	done   map[string]*running
}

// running is a process or thread at the end of its trace. It was the same when it started another:
// a program that has started one runs no other in its own place here.
type running struct {
	program []string // nil for what is neither casefile nor started by it
	child   bool
	calls   []traced
}

func (w *tracing) of(id string) *running {
	if r := w.done[id]; r != nil {
		return r
	}
	r := &running{}
	w.done[id] = r
	if up, known := w.parent[id]; known {
		r.program, r.child = w.of(up).program, w.of(up).child
	}
	for _, line := range w.lines[id] {
		r.takes(callOf(line))
	}
	return r
}

// takes adds a call. One that starts a program says what the process is from then on.
func (r *running) takes(c traced) {
	ours := r.program != nil
	if c.name == "execve" && len(c.texts) > 1 {
		if r.child = ours; ours || filepath.Base(c.texts[0]) == "casefile" {
			r.program = c.texts[1:]
		}
	}
	if r.program != nil {
		c.program, c.child = r.program, r.child
		r.calls = append(r.calls, c)
	}
}

// callOf takes a line of strace apart: name(fd<file>, "text", …) = result.
func callOf(line string) (c traced) {
	name, rest, ok := strings.Cut(line, "(")
	if !ok {
		return c
	}
	c.name = name
	if number, after, ok := strings.Cut(rest, "<"); ok && strings.Trim(number, "0123456789") == "" {
		c.fd = number
		c.file, _, _ = strings.Cut(after, ">")
	}
	for {
		_, after, ok := strings.Cut(rest, `"`)
		if !ok {
			return c
		}
		var text string
		text, rest = unquoted(after)
		c.texts = append(c.texts, text)
	}
}

// unquoted reads a text up to its closing quote, with strace's escapes: those of C.
func unquoted(s string) (text, rest string) {
	var out bytes.Buffer
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '"':
			return out.String(), s[i+1:]
		case s[i] != '\\' || i+1 == len(s):
			out.WriteByte(s[i])
		case s[i+1] >= '0' && s[i+1] <= '7':
			n := 0
			for j := 0; j < 3 && i+1 < len(s) && s[i+1] >= '0' && s[i+1] <= '7'; j++ {
				n, i = n*8+int(s[i+1]-'0'), i+1
			}
			out.WriteByte(byte(n))
		default:
			i++
			at := strings.IndexByte(`ntrvf`, s[i])
			if at < 0 {
				out.WriteByte(s[i])
			} else {
				out.WriteByte("\n\t\r\v\f"[at])
			}
		}
	}
	return out.String(), ""
}

// all returns the pieces that stand in any call.
func (s *pieces) all(calls []traced) (out []string) {
	for _, c := range calls {
		for _, text := range c.texts {
			for piece := s.in([]byte(text)); piece != ""; piece = s.in([]byte(text)) {
				if !slices.Contains(out, piece) {
					out = append(out, piece)
				}
				_, text, _ = strings.Cut(text, piece)
			}
		}
	}
	return out
}

// told is why a call is a leak of a word, or "" where it is none: a word of the record may go
// to where the person has standard output go, and to a file that was asked for by name.
func (c traced) told(word string) string {
	if !slices.ContainsFunc(c.texts, func(s string) bool { return contains([]byte(s), word) }) {
		return ""
	}
	named := func(path string) bool {
		return slices.ContainsFunc(c.program, func(arg string) bool {
			return len(arg) > 1 &&
				(path == arg || strings.HasPrefix(path, strings.TrimSuffix(arg, "/")+"/"))
		})
	}
	switch {
	case c.name == "execve" && !c.child:
		return "" // what the person typed
	case c.name == "execve":
		return "an argument or the environment of a program"
	case c.child:
		return "a program that casefile started handles it"
	case strings.HasPrefix(c.name, "write") && c.fd == "1":
		return ""
	case c.fd == "2":
		return "a message"
	case c.fd != "" && (named(c.file) || beside(c, named)):
		return ""
	case c.fd == "" && slices.ContainsFunc(c.texts, named):
		return ""
	}
	return "it goes to " + c.file
}

// beside reports whether a file is a temporary one beside a requested file. It may have no name
// yet: the kernel then calls it by its number.
func beside(c traced, named func(string) bool) bool {
	base := filepath.Base(c.file)
	if !strings.HasPrefix(base, ".casefile-") && !strings.HasPrefix(base, "#") {
		return false
	}
	return slices.ContainsFunc(c.program, func(arg string) bool {
		return filepath.IsAbs(arg) && filepath.Dir(arg) == filepath.Dir(c.file)
	}) || named(c.file)
}

// lifeTraced is the shortest life of a case, with words that stand nowhere else: a name, a
// protected address, a text, the name and content of an attached file, and a text that is refused
// and kept.
const lifeTraced = `
export XDG_CONFIG_HOME="$HOME/.config" XDG_STATE_HOME="$HOME/.state" CASEFILE_DIR="$HOME/records"
export GIT_COMMITTER_DATE=2026-03-06T17:40:12Z
casefile identity new --id asha --name 'Asha Rao' --email asha@agency.example --no-passphrase
casefile init "$CASEFILE_DIR" --policy small --no-recovery --roles senior,caseworker
git init -q --bare "$HOME/server.git"
casefile -C "$HOME/server.git" --trust "$(casefile version | sed -n 's/^to pin a copy: --trust //p')" hook install
git -C "$CASEFILE_DIR" remote add origin "$HOME/server.git"
case=$(casefile open -F - <<-'TEXT' | sed -n 's|  opened.*||p'
---
subject_type: child
name: Quillon Vexley
date_of_birth: 2016-04-17
people: [{name: Dana Vexley, relation: mother, parental_responsibility: yes, address: 9 Zephyrine Row, address_protected: yes}]
---
TEXT
)
casefile note "$case" -F - <<-'TEXT'
---
headline: Umbrellary of the aunt
sources: [{who: Asha Rao, how: telephone}]
---
He told of the xylograph.
TEXT
printf 'plumbago in every line\n' >"$HOME/gamboge.txt"
file=$(casefile attach "$case" "$HOME/gamboge.txt" | sed -n 's|  attachment recorded.*||p')
casefile show "$file" --save "$HOME/saved"
printf -- '---\nno_such_field: 1\n---\nThe tamarack is refused.\n' | casefile note "$case" -F - && exit 1
casefile list; casefile show "$case"; casefile chronology "$case"; casefile draft; casefile inbox
casefile report summary "$case" --format html -o "$HOME/page.html"
cat "$HOME/saved"
git -C "$CASEFILE_DIR" log -p --all -- cases
casefile sync; casefile verify; casefile doctor || true
`

// wordsTraced returns the words of lifeTraced that nobody may be told.
func wordsTraced() []string {
	return []string{"Quillon", "Vexley", "Zephyrine", "Umbrellary", "xylograph", "plumbago",
		"gamboge", "tamarack"}
}

// No word of a record goes to git, to a file, to an argument, into an environment or into a
// message. The whole demo is held to that in make soak (TestNothingReadableLeaks).
func TestNoWordIsTold(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	surroundings, err := filepath.Abs(filepath.Join("..", "..", "testdata", "surroundings.sh"))
	if err != nil {
		t.Fatal(err)
	}
	play := exec.Command("sh", "-euc", ". '"+surroundings+"'"+lifeTraced)
	play.Env = append(os.Environ(), "HOME="+home)
	play.Dir = home
	folder, ok := strace(t, play)
	if !ok {
		t.Skip("there is no strace here")
	}
	said, err := play.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	calls := readTrace(t, folder)
	noneTold(t, calls, wordsTraced(), 5)
	if !slices.ContainsFunc(calls, func(c traced) bool {
		return c.name == "pwrite64" && strings.Contains(c.file, "/casefile/lists/asha/db-")
	}) {
		t.Error("no index was written: its leak could not be seen")
	}
	for _, w := range wordsTraced()[:7] {
		if !bytes.Contains(said, []byte(w)) {
			t.Errorf("%s was never shown: its leak could not be seen\n%s", w, said)
		}
	}
}

// What a line of a trace is, and whether it leaks the name Imogen.
func TestTold(t *testing.T) {
	note := []string{"casefile", "report", "-o", "/home/x/page.html"}
	for line, want := range map[string]struct {
		child bool
		told  string
	}{
		`write(1<pipe:[12]>, "Imogen", 6) = 6`:    {},
		`write(1</home/x/out>, "Imogen", 6) = 6`:  {},
		`write(2<pipe:[12]>, "of Imogen", 9) = 9`: {told: "a message"},
		`write(7</home/x/.git/y>, "a\nI\155ogen", 6) = 6`: {
			told: "it goes to /home/x/.git/y"},
		`write(7</home/x/page.html>, "Imogen", 6) = 6`:    {},
		`write(7</home/x/.casefile-12>, "Imogen", 6) = 6`: {},
		`write(7</home/x/#12>(deleted), "Imogen", 6) = 6`: {},
		`write(7</tmp/#12>(deleted), "Imogen", 6) = 6`: {
			told: "it goes to /tmp/#12"},
		`write(7</tmp/.casefile-12>, "Imogen", 6) = 6`: {
			told: "it goes to /tmp/.casefile-12"},
		`writev(9<socket:[5]>, [{iov_base="IMOGEN", iov_len=6}], 1) = 6`: {
			told: "it goes to socket:[5]"},
		`openat(AT_FDCWD</home/x>, "/home/x/Imogen", O_RDONLY) = 3`:    {told: "it goes to "},
		`openat(AT_FDCWD</home/x>, "/home/x/page.html", O_RDONLY) = 3`: {},
		`execve("/usr/bin/git", ["git", "Imogen"], ["HOME=/x"]) = 0`: {true,
			"an argument or the environment of a program"},
		`execve("/usr/bin/git", ["git"], ["TITLE=Imogen"]) = 0`: {true,
			"an argument or the environment of a program"},
		`execve("/bin/casefile", ["casefile", "Imogen"], ["HOME=/"]) = 0`: {},
		`write(1<pipe:[3]>, "Imogen", 6) = 6`: {true,
			"a program that casefile started handles it"},
		`write(7</home/x/.git/y>, "\"nothing\" \\Im", 6) = 6`: {},
	} {
		c := callOf(line)
		c.program, c.child = note, want.child
		if got := c.told("Imogen"); got != want.told {
			t.Errorf("%s: %q, want %q", line, got, want.told)
		}
	}
}
