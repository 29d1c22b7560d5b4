package main

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// gitThatFails is put before git on PATH. The file at has the number of a call. This call does
// nothing except fail, and so may all calls after it. Or it does its work, and says then that it
// failed.
const gitThatFails = `#!/bin/sh
echo "$*" >>"$FAULT/calls"
n=$(wc -l <"$FAULT/calls")
case "$(cat "$FAULT/at")" in
"before $((n))") echo 'fatal: unable to read: Input/output error' >&2; exit 128 ;;
"from "*)
	if [ $((n)) -ge "$(sed 's/from //' "$FAULT/at")" ]; then
		echo 'fatal: unable to read: Input/output error' >&2
		exit 128
	fi ;;
"after $((n))")
	"$FAULT/git" "$@"
	echo 'fatal: unable to write: No space left on device' >&2
	exit 128 ;;
esac
exec "$FAULT/git" "$@"
`

// What is recorded is told as recorded, and nothing else is, whichever call of git fails,
// and whether it has done its work before. Who repeats what failed then doubles nothing.
func TestToldAsRecorded(t *testing.T) {
	t.Parallel()
	f := newFaulty(newKiller(t, rand.New(rand.NewPCG(seedFrom(t, "CASEFILE_SEED"), 3))))
	f.write(filepath.Join("path", "git"), gitThatFails)
	_, calls := f.calls("", "asha", noteOf(0), "casefile", "note", f.folder, "-F", "-")
	moments := f.moments(calls, 10)
	if last := fmt.Sprintf("after %d", calls); os.Getenv("CASEFILE_KILLS") == "" {
		moments = append(moments, last)     // the work tree, when all else is done
		moments = append(moments, "from 2") // refs never move, however often that is tried
	}
	recorded := 0
	for i, at := range moments {
		before, tip := len(f.entryIDs("asha")), f.git("asha", "rev-parse", "main")
		out, _ := f.calls(at, "asha", noteOf(i+1), "casefile", "note", f.folder, "-F", "-")
		there, told := len(f.entryIDs("asha"))-before, len(savedIn(out))
		commits := f.git("asha", "rev-list", "--count", tip+"..main")
		if there != told || commits != fmt.Sprint(there) {
			f.t.Errorf("git failing %s of %d calls: %d entries are there, by %s commits, and %d "+
				"are told of",
				at, calls, there, commits, told)
		}
		recorded += there
		f.must("asha", noteOf(1000+i), "casefile", "note", f.folder, "-F", "-")
	}
	if recorded == 0 || recorded == len(moments) {
		t.Errorf("%d of %d were recorded: nothing failed before the act, or nothing after it",
			recorded, len(moments))
	}
	f.sound("asha")
}

func noteOf(n int) string {
	return fmt.Sprintf("---\nheadline: Telephone call %d\n"+
		"sources: [{who: mother, how: telephone}]\n---\n", n)
}

// Killed when main has moved, nobody was told; so the same text is asked about, and refused
// where nobody can be asked.
func TestToldAfterAKill(t *testing.T) {
	t.Parallel()
	f := newFaulty(newKiller(t, rand.New(rand.NewPCG(1, 2))))
	for j, moment := range []string{"before", "after"} {
		f.calls(moment+" update-ref", "asha", noteOf(j+1), "casefile", "note", f.folder, "-F", "-")
		_, errs, code := f.try("asha", noteOf(j+1), "env", "CASEFILE_AGAIN=",
			"casefile", "note", f.folder, "-F", "-")
		already := strings.Contains(errs, "casefile: recorded already as ")
		if recorded := moment == "after"; recorded != (code == 23) || recorded != already {
			t.Errorf("killed %s main moved: exit code %d\n%s", moment, code, errs)
		}
	}
	if f.tally["killed"] != 2 {
		t.Error("main has not moved")
	}
}

// The answer has nowhere to go, while the act is recorded: the exit code is that of success, and
// stderr has the answer. Where nothing was recorded, it is a failure.
func TestToldWhereNobodyReads(t *testing.T) {
	t.Parallel()
	f := newFaulty(newKiller(t, rand.New(rand.NewPCG(1, 1))))
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("there is no /dev/full")
	}
	t.Cleanup(func() { full.Close() })
	for i, json := range []string{"--json=false", "--json=true"} {
		reader, writer, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		reader.Close()
		for j, to := range []*os.File{full, writer} {
			before := len(f.entryIDs("asha"))
			cmd := f.command("asha", noteOf(2*i+j), "casefile", "note", f.folder, "-F", "-", json)
			var said strings.Builder
			cmd.Stdout, cmd.Stderr = to, &said
			if err := cmd.Run(); err != nil || len(f.entryIDs("asha")) != before+1 {
				t.Errorf("%s to %s: %v\n%s", json, to.Name(), err, &said)
			}
			if !strings.Contains(said.String(), "the answer could not be written (") ||
				!strings.Contains(said.String(), strings.Split(f.folder, "-")[0]) {
				t.Errorf("%s to %s: stderr does not have the answer:\n%s", json, to.Name(), &said)
			}
		}
		writer.Close()
	}
	cmd := f.command("asha", "", "casefile", "list")
	var said strings.Builder
	cmd.Stdout, cmd.Stderr = full, &said
	if cmd.Run() == nil || !strings.Contains(said.String(),
		"casefile: the answer could not be written whole: no space left on device\n") {
		t.Errorf("list to a full disk: %s", &said)
	}
}

// A named pipe whose writer falls silent is ended by Ctrl-C, by SIGTERM and by the end of the
// connection. The part of the text that came is a draft.
func TestSilentPipeIsEnded(t *testing.T) {
	t.Parallel()
	f := newFaulty(newKiller(t, rand.New(rand.NewPCG(1, 3))))
	fifo := filepath.Join(f.dir, "fifo")
	if err := mkfifo(fifo); err != nil {
		t.Skip(err)
	}
	ends := []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP}
	if signal.Ignored(syscall.SIGHUP) { // the tests run below nohup
		ends = ends[:2]
	}
	for _, by := range ends {
		cmd := f.command("asha", "", "casefile", "note", f.folder, "-F", fifo)
		var said strings.Builder
		cmd.Stderr = &said
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		writer, err := os.OpenFile(fifo, os.O_WRONLY, 0) // waits for the reader
		if err != nil {
			t.Fatal(err)
		}
		// More than the pipe holds: when it is written, some of it has been read.
		_, err = writer.WriteString(strings.Repeat("He said that he is well.\n", 3000))
		if err := errors.Join(err, cmd.Process.Signal(by)); err != nil {
			t.Fatal(err)
		}
		_ = cmd.Wait()
		writer.Close()
		if code := cmd.ProcessState.ExitCode(); code != 130 ||
			!strings.Contains(said.String(), "the text is kept, encrypted, as the draft ") {
			t.Errorf("%v: exit code %d\n%s", by, code, &said)
		}
	}
}

// A large table comes in several commits. Killed between two, the same import goes on with
// the rows that are missing, and no row is there twice.
func TestImportGoesOn(t *testing.T) {
	t.Parallel()
	f := newFaulty(newKiller(t, rand.New(rand.NewPCG(1, 4))))
	const rows = 503
	table := filepath.Join(f.dir, "table.csv")
	var text strings.Builder
	text.WriteString("Date,Event\n")
	for i := range rows {
		fmt.Fprintf(&text, "1/3/2026,Call %d\n", i+1)
	}
	if err := os.WriteFile(table, []byte(text.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	before := len(f.entryIDs("asha"))
	f.write(filepath.Join("path", "git"),
		strings.Replace(gitThatKills, "n=$(wc -l <\"$FAULT/calls\")",
			"n=$(grep -c ' update-ref ' \"$FAULT/calls\"); case \"$*\" in *' update-ref '*) ;; *) "+
				"n=0 ;; esac", 1))
	f.calls("before 2", "asha", "", "casefile", "import", "csv", f.folder, table)
	if n := len(f.entryIDs("asha")) - before; n != 500 {
		t.Fatalf("%d rows are there when it is killed", n)
	}
	if out := f.must("asha", "", "casefile", "import", "csv", f.folder,
		table); !strings.Contains(out,
		"3 entries taken in from "+table+", lines 502 to 504") {
		t.Errorf("it went on with:\n%s", out)
	}
	if n := len(f.entryIDs("asha")) - before; n != rows {
		t.Errorf("%d rows are there in the end", n)
	}
	if _, errs, code := f.try("asha", "", "casefile", "import", "csv", f.folder,
		table); code != 1 ||
		!strings.Contains(errs, "was taken into") {
		t.Errorf("once more: exit code %d\n%s", code, errs)
	}
}
