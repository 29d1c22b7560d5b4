package index

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"casefile/internal/seal"
)

// Variables of a process that a test starts to be killed.
const (
	victimDir = "CASEFILE_INDEX_VICTIM"
	victimKey = "CASEFILE_INDEX_KEY"
)

// victimIdentity returns the process's identity, by the line in its environment.
func victimIdentity(t testing.TB, secret string) *seal.Identity {
	id, err := seal.ParseIdentity(secret)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// TestVictim tests nothing: it builds an index until it is killed.
func TestVictim(t *testing.T) {
	dir := os.Getenv(victimDir)
	if dir == "" {
		t.Skip("no process to be killed")
	}
	ctx := context.Background()
	o := Options{Dir: dir, Member: "asha", Identity: victimIdentity(t, os.Getenv(victimKey)),
		Fold: asRead, Mark: testMark}
	for round := 0; ; round++ {
		db, err := Open(ctx, o)
		if err != nil {
			t.Fatal(err)
		}
		for n := range 8 {
			to := State{Place: int64(round)}
			if err := db.Write(ctx, to, victimChanges(round, n)); err != nil {
				t.Fatal(err)
			}
		}
		if round%3 == 2 {
			if err := db.Renew(ctx); err != nil {
				t.Fatal(err)
			}
		}
		db.Close()
	}
}

// victimChanges returns ten cases that are changed together in each round.
func victimChanges(round, n int) (changes []Change) {
	for i := range 10 {
		id := idOf(int64(n*10+i)<<20 + 1<<39)
		changes = append(changes, change(id, fmt.Sprint("round ", round),
			fmt.Sprintf("kettle round%d part%d", round, n), strings.Repeat("a door ", 200)))
	}
	return changes
}

// kills returns the number of processes that TestKilled kills. CASEFILE_KILLS asks for more.
func kills() int {
	if n, err := strconv.Atoi(os.Getenv("CASEFILE_KILLS")); err == nil && n > 0 {
		return n
	}
	return 5
}

// TestKilled kills a process at a random moment of writing, many times. A transaction is then
// stored completely, or not at all.
func TestKilled(t *testing.T) {
	o := Options{Dir: t.TempDir(), Member: "asha", Identity: asha(t), Mark: testMark}
	seen := 0
	for range kills() {
		killed(t, o, time.Duration(20+rand.IntN(400))*time.Millisecond)
		db := opened(t, o)
		if why, ok := db.Remade(); ok {
			t.Errorf("made anew: %v", why)
		}
		seen += consistent(t, db)
		db.Close()
	}
	if seen == 0 {
		t.Error("no process came to write anything")
	}
}

// killed runs a writing process, and kills it.
func killed(t *testing.T, o Options, after time.Duration) {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestVictim$")
	cmd.Env = append(os.Environ(), victimDir+"="+o.Dir, victimKey+"="+o.Identity.Secret())
	var said strings.Builder
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(after)
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	if strings.Contains(said.String(), "FAIL") {
		t.Errorf("it failed before it was killed: %s", &said)
	}
}

// consistent compares what was written together, and returns the number of cases.
func consistent(t *testing.T, db *DB) int {
	t.Helper()
	rounds := map[int64]map[string]int{} // by transaction, what its rows say
	texts := map[string]string{}
	ctx, cases := context.Background(), 0
	err := db.Rows(ctx, func(r Row) error {
		n, _ := numberOf(r.Case)
		part := (n - 1<<39) >> 20 / 10
		if rounds[part] == nil {
			rounds[part] = map[string]int{}
		}
		rounds[part][string(r.Data)]++
		texts[string(r.Case)] = string(r.Data)
		cases++
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for part, said := range rounds {
		if len(said) != 1 {
			t.Errorf("transaction %d is half there: %v", part, said)
		}
	}
	found := map[string]string{}
	err = matching(ctx, db, "kettle", func(e Entry) error {
		found[string(e.Case)] = "round " + strings.TrimPrefix(strings.Fields(e.Text)[1], "round")
		return nil
	})
	if err != nil || !reflect.DeepEqual(found, texts) {
		t.Errorf("rows and entries are of different rounds: %v", err)
	}
	return cases
}

// Two processes that have the index open see each other's changes. Neither overwrites changes that
// it has not seen.
func TestTwo(t *testing.T) {
	ctx := context.Background()
	o := Options{Dir: t.TempDir(), Member: "asha", Identity: asha(t), Mark: testMark}
	one, other := opened(t, o), opened(t, o)
	written(t, one, change("K3F927QM", "one", "kettle"))
	if got := found(t, other, "kettle"); len(got) != 1 {
		t.Errorf("%q", got)
	}
	err := other.Write(ctx, State{Tip: "old"}, []Change{change("K3F927QM", "two", "door")})
	if whyIs(err) != Moved {
		t.Errorf("%v", err)
	}
	if got := found(t, one, "door"); got != nil {
		t.Errorf("%q", got)
	}
	if s, err := other.State(ctx); err != nil || s.Tip != "abc" {
		t.Errorf("%+v, %v", s, err)
	}
	if err := other.Write(ctx, State{Tip: "new"}, nil); err != nil {
		t.Error(err)
	}
}

// A slow reader, as with a pager, keeps nobody from writing, and goes on reading the same state.
func TestReaderHoldsNobody(t *testing.T) {
	o := Options{Dir: t.TempDir(), Member: "asha", Identity: asha(t), Mark: testMark}
	one, other := opened(t, o), opened(t, o)
	written(t, one, change("K3F927QM", "one", "kettle", "kettle", "kettle"))
	n := 0
	err := matching(context.Background(), other, "kettle", func(Entry) error {
		if n++; n == 1 {
			written(t, one, Change{Row: Row{Case: "K3F927QM"}, Gone: true})
		}
		return nil
	})
	if err != nil || n != 3 {
		t.Errorf("%d, %v", n, err)
	}
	if got := found(t, other, "kettle"); got != nil {
		t.Errorf("%q", got)
	}
}

// An index that another process locks is given up after two seconds.
func TestLocked(t *testing.T) {
	t.Parallel()
	o := Options{Dir: t.TempDir(), Member: "asha", Identity: asha(t), Mark: testMark}
	one, other := opened(t, o), opened(t, o)
	written(t, one, change("K3F927QM", "one", "kettle"))
	tx, err := one.conn.BeginImmediate()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := other.State(context.Background()); err != nil {
		t.Errorf("reading: %v", err)
	}
	begun := time.Now()
	err = other.Write(context.Background(), State{}, nil)
	if took := time.Since(begun); whyIs(err) != Locked || took < wait || took > 5*wait {
		t.Errorf("%v after %v", err, took)
	}
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
}

// Many processes at once make one index.
func TestMadeTogether(t *testing.T) {
	o := Options{Dir: t.TempDir(), Member: "asha", Identity: asha(t), Fold: asRead, Mark: testMark}
	done := make(chan error)
	for n := range 6 {
		go func() {
			db, err := Open(context.Background(), o)
			if err == nil {
				err = db.Write(context.Background(), State{},
					[]Change{change(idOf(int64(n)<<20+1<<39), "x", "kettle")})
				db.Close()
			}
			done <- err
		}()
	}
	for range 6 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	if got := found(t, opened(t, o), "kettle"); len(got) != 6 {
		t.Errorf("%d of 6 are there", len(got))
	}
}
