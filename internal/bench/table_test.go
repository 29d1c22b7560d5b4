package bench

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

func took(ms int) spent { d := time.Duration(ms) * time.Millisecond; return spent{wall: d, cpu: d} }

func TestReach(t *testing.T) {
	for _, c := range []struct {
		name       string
		reach      Goal
		ours, peer spent
		misses     string
		sure       bool
	}{
		{"nothing asked", Goal{}, took(5), took(1), "", false},
		{"in time", Goal{Under: 60 * time.Millisecond}, took(60), spent{}, "", false},
		{"late", Goal{Under: 60 * time.Millisecond}, took(61), spent{}, missed, true},
		{"late by other work", Goal{Under: 60 * time.Millisecond},
			spent{wall: time.Second, cpu: time.Millisecond}, spent{}, missedByClock, false},
		{"in time by two cores", Goal{Under: 60 * time.Millisecond},
			spent{wall: 50 * time.Millisecond, cpu: 90 * time.Millisecond}, spent{}, "", false},
		{"fast enough", Goal{Most: 0.5}, took(10), took(20), "", false},
		{"too slow", Goal{Most: 0.5}, took(11), took(20), missed, true},
		{"slow by other work", Goal{Most: 0.5},
			spent{wall: time.Second, cpu: time.Millisecond}, took(20), missedByClock, false},
		{"fast by a stalled peer", Goal{Most: 0.5}, took(20),
			spent{wall: time.Second, cpu: 20 * time.Millisecond}, missedByCPU, false},
		{"too fast to be true", Goal{Least: 0.7, Most: 1.5}, took(6), took(10), missed, true},
	} {
		f := figures{ours: c.ours, peer: c.peer, paired: c.peer != spent{}}
		if got := c.reach.misses(f); got != c.misses {
			t.Errorf("%s: %q, want %q", c.name, got, c.misses)
		}
		if got := c.reach.missesSurely(f); got != c.sure {
			t.Errorf("%s: surely missed %v, want %v", c.name, got, c.sure)
		}
	}
}

// TestFirstOfTheAnswer wants the clock of such a row to stop long before the command ends, and
// that of another at its end.
func TestFirstOfTheAnswer(t *testing.T) {
	t.Parallel()
	line := "sh " + script(t, "echo one; sleep 1; echo two")
	begin := time.Now()
	s, err := once(run{line: line, first: true})
	if rest := time.Since(begin) - s.wall; err != nil || rest < 200*time.Millisecond {
		t.Errorf("the first was there %v before the end, %v", rest, err)
	}
	if s, err = once(run{line: line}); err != nil || s.wall < time.Second {
		t.Errorf("all was there after %v, %v", s.wall, err)
	}
}

// TestTableGoesOn wants a row that fails, or asks for what is not there, to be said, and the
// rows after it to run.
func TestTableGoesOn(t *testing.T) {
	unknown := "sh " + script(t, `echo 'casefile: there is no command "seek"' >&2; exit 2`)
	due := "sh " + script(t, "exit 25")
	var out strings.Builder
	table := Table{Out: &out, Rounds: 1, Budget: time.Second}
	err := table.Run([]Row{
		{Work: "broken", Ours: "git no-such-command"},
		{Work: "unbegun", Before: "git no-such-command", Ours: "git version"},
		{Work: "coming", Ours: unknown},
		{Work: "peerless", Ours: "git version", Peer: "no-such-program-here"},
		{Work: "elsewhere", Needs: "CASEFILE_NOWHERE", Ours: "git version"},
		{Work: "due", Ours: due},
		{Work: "slow", Ours: "git version", Peer: "git version", Goal: Goal{Most: 0.001}},
	})
	for _, want := range []string{"broken  ", "coming ", "not there yet", "left out", "elsewhere ",
		"2 rows did not run: broken; unbegun", "1 rows are not there yet: coming",
		"1 of 1 figures missed: slow"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the table does not say %q:\n%s", want, out.String())
		}
	}
	if err == nil {
		t.Error("rows did not run, and no error says so")
	}
}

// TestTableFails wants a miss to fail where what was asked surely holds, and there alone.
func TestTableFails(t *testing.T) {
	slow := Row{Work: "slow", Ours: "git version", Peer: "git version",
		Goal: Goal{Most: 0.001}, Small: Goal{Most: 0.001}}
	for _, few := range []bool{false, true} {
		table := Table{Out: &strings.Builder{}, Rounds: 1, Budget: time.Second, Small: few}
		if err := table.Run([]Row{slow}); (err != nil) != few {
			t.Errorf("few cases: %v; a miss gives the error %v", few, err)
		}
	}
}

func script(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "script")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestRowsOf(t *testing.T) {
	if all := RowsOf(""); len(all) != len(Rows()) {
		t.Errorf("%d of %d rows", len(all), len(Rows()))
	}
	var got []string
	for _, r := range RowsOf("verify again|sync one") {
		got = append(got, r.Work)
	}
	if want := []string{"verify again", "sync one commit: git push"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestMedian(t *testing.T) {
	all := []spent{took(9), took(1), took(5)}
	got := median(all, func(s spent) time.Duration { return s.wall })
	if got != 5*time.Millisecond {
		t.Errorf("the median of 9, 1 and 5 ms is %v", got)
	}
}

// TestPeers does on records what the peers of the table do.
func TestPeers(t *testing.T) {
	dir := t.TempDir()
	_, err := Generate(t.Context(), dir, Size{Weeks: 1, Entries: 3, Long: 3})
	if err != nil {
		t.Fatal(err)
	}
	repo := filepath.Join(dir, "records.git")
	if n, err := Signatures(t.Context(), repo); n != 1+50+40*2+10+1 || err != nil {
		t.Errorf("%d signatures, %v", n, err)
	}
	list := filepath.Join(dir, "sealed")
	person := filepath.Join(dir, "people", "judith")
	var names strings.Builder
	if err := Sealed(t.Context(), repo, "judith", &names); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(list, []byte(names.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	if n, err := OpenAll(t.Context(), repo, person, list); n != 50*3 || err != nil {
		t.Errorf("%d entries opened, %v", n, err)
	}
	person = filepath.Join(dir, "people", "owen") // those keys are for somebody else
	if _, err := OpenAll(t.Context(), repo, person, list); err == nil {
		t.Error("a stranger's key opens the entries")
	}
}

// TestSQL counts the rows of the table in clear.
func TestSQL(t *testing.T) {
	var statements strings.Builder
	if err := WriteSQL(&statements, 20); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(statements.String(), "\ninsert into cases values ("); n != 20 {
		t.Errorf("%d rows are put in, want 20", n)
	}
}
