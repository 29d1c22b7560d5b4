package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// weather is a state of the disk on which an index lies.
type weather struct {
	name  string
	there bool   // an index lies there before
	mount string // shell, in a mount namespace of its own; $LISTS is the folder of indexes
	said  string // on stderr; "" where the command has its index
}

// Commands over many cases write the same bytes and end with the same code on a disk that is
// full or fills, has no room for one more file, or can't be written to. They say so in one line.
func TestCommandsInBadWeather(t *testing.T) {
	t.Parallel()
	if exec.Command("unshare", "-m", "true").Run() != nil {
		t.Skip("only who may mount a small disk can fill one")
	}
	o := newOffice(t)
	text := func(file string) string {
		data, err := os.ReadFile(filepath.Join("..", "..", "testdata", "script", "texts", file))
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	first, _ := o.record("asha", text("profile.md"), "open")
	o.record("asha", text("contact.md"), "contact", first)
	const (
		full    = "this went without the index of your cases: the disk is full"
		sealed  = "this went without the index of your cases: nothing can be written there"
		filled  = "the index of your cases was not written: the disk is full"
		tmpfs   = "mount -t tmpfs -o mode=700,size=%s tmpfs $LISTS\n"
		bound   = "mount --bind $LISTS $LISTS; mount -o remount,bind,ro $LISTS\n"
		filling = "dd if=/dev/zero of=$LISTS/large bs=4k 2>&-\n"
		again   = "casefile --no-input list >&- 2>&-; "
	)
	for i, w := range []weather{
		{"full", false, fmt.Sprintf(tmpfs, "64k") + filling, full},
		{"full with the key alone", false, fmt.Sprintf(tmpfs, "8k"), full},
		{"fills while the tables are made", false, fmt.Sprintf(tmpfs, "64k"), full},
		{"fills while rows are written", false, fmt.Sprintf(tmpfs, "100k"), filled},
		{"no file more", false, fmt.Sprintf(tmpfs, "4m,nr_inodes=1"), full},
		{"no file for the log", false, fmt.Sprintf(tmpfs, "4m,nr_inodes=4"), full},
		{"full, and then no more", false, fmt.Sprintf(tmpfs, "64k") + again +
			"mount -o remount,size=4m $LISTS\n", ""},
		{"read-only", false, bound, sealed},
		{"read-only with an index", true, bound, sealed},
	} {
		t.Run(w.name, func(t *testing.T) { o.sameInWeather(t, w, i) })
	}
}

// sameInWeather runs one command or the other, in turns.
func (o *office) sameInWeather(t *testing.T, w weather, turn int) {
	lists := filepath.Join(o.repo, ".git", "casefile", "lists")
	for i, args := range [][]string{{"search", "-"}, {"due", "--all"}} {
		if (i+turn)%2 == 1 {
			continue
		}
		run := func(words ...string) string {
			out, said, code := o.try("asha", "kitchen", words...)
			return fmt.Sprintf("exit code %d\n%s%s", code, out, said)
		}
		if err := os.RemoveAll(lists); err != nil {
			t.Fatal(err)
		}
		if err := os.Mkdir(lists, 0o700); err != nil {
			t.Fatal(err)
		}
		if w.there {
			run(append([]string{"casefile", "--no-input"}, args...)...)
		}
		want := run(append([]string{"casefile", "--no-input", "--no-index"}, args...)...)
		if w.said != "" {
			want += "note: " + w.said + "\n"
		}
		script := "LISTS=" + lists + "\n" + w.mount + `exec "$@"`
		got := run(append([]string{"unshare", "-m", "sh", "-c", script, "sh", "casefile",
			"--no-input"}, args...)...)
		if got != want || !strings.Contains(want, "exit code") {
			t.Errorf("%v:\n%s\nwant\n%s", args, got, want)
		}
	}
}
