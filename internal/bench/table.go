package bench

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"
)

// Row is a command of ours, and another that does the same work.
type Row struct {
	Work   string
	As     string // the folder of the person who runs it
	Needs  string // a variable of the environment; where it is empty, the row is left out
	Before string // runs before each round, untimed
	Ours   string
	Peer   string // "" where nothing compares
	Goal   Goal   // for 10,000 cases
	Small  Goal   // what holds for any number, on any machine
	First  bool   // the time is until the first of the answer is there
	Rounds int    // 0 for as many as the table has; of few cases, always the table's
}

// Table runs rows and prints them.
type Table struct {
	Out    io.Writer
	Small  bool          // few cases: Small is asked of each row
	Rounds int           // of each row
	Budget time.Duration // no further round of a row begins after so long

	most     int64 // memory, in KiB
	mostIn   string
	judged   int
	missed   []string
	unrun    []string
	notThere []string
}

// mostMemory is the greatest memory that a command may ever hold.
const mostMemory = 300 << 10

// errFailed says that a row of the table did not run, or missed what surely holds.
var errFailed = errors.New("not all of the table is as it should be")

// Run runs all rows to the end, whatever becomes of any.
func (t *Table) Run(rows []Row) error {
	begin := time.Now()
	fmt.Fprintf(t.Out, "%-46s %10s %10s %7s %7s %6s  %s\n",
		"work", "casefile", "peer", "ratio", "by CPU", "MiB", "to reach")
	for _, r := range rows {
		f, err := t.measure(r)
		t.print(r, f, err)
	}
	return t.sum(time.Since(begin))
}

// errLeftOut says that data of another size was not asked for.
var errLeftOut = errors.New("left out, as was asked")

// measure runs both commands in turn, so that both meet the same machine, after one round
// that does not count. A round that takes most of the budget alone counts.
func (t *Table) measure(r Row) (f figures, err error) {
	if r.Needs != "" && os.Getenv(r.Needs) == "" {
		return f, errLeftOut
	}
	var ours, peer []spent
	begin, first := time.Now(), spent{}
	for n := range 1 + t.rounds(r) {
		o, p, err := round(r, n == 0)
		if err != nil {
			return figures{}, err
		}
		if n == 0 {
			first = o
			if time.Since(begin) < t.Budget/2 {
				continue
			}
		}
		ours, peer = append(ours, o), append(peer, p)
		if time.Since(begin) > t.Budget {
			break
		}
	}
	f = figures{ours: middle(ours), peer: middle(peer), paired: r.Peer != ""}
	f.ours.kib = first.kib
	return f, nil
}

func (t *Table) rounds(r Row) int {
	if t.Small {
		return t.Rounds
	}
	return cmp.Or(r.Rounds, t.Rounds)
}

// round runs what comes before, ours and the peer once.
func round(r Row, look bool) (ours, peer spent, err error) {
	if r.Before != "" {
		if _, err = once(run{line: r.Before, person: r.As}); err != nil {
			return ours, peer, fmt.Errorf("before it, %w", err)
		}
	}
	ours, err = once(run{line: r.Ours, person: r.As, look: look, first: r.First})
	if err == nil && r.Peer != "" {
		peer, err = once(run{line: r.Peer, person: r.As})
	}
	return ours, peer, err
}

// middle has the median of each figure.
func middle(all []spent) spent {
	return spent{wall: median(all, func(s spent) time.Duration { return s.wall }),
		cpu: median(all, func(s spent) time.Duration { return s.cpu })}
}

func median(all []spent, of func(spent) time.Duration) time.Duration {
	var times []time.Duration
	for _, s := range all {
		times = append(times, of(s))
	}
	slices.Sort(times)
	return times[len(times)/2]
}

// print prints a row, and keeps what the end says of it.
func (t *Table) print(r Row, f figures, err error) {
	switch {
	case errors.Is(err, errNotThere):
		t.notThere = append(t.notThere, r.Work)
		fmt.Fprintf(t.Out, "%-46s %s\n", r.Work, err)
	case errors.Is(err, errLeftOut):
		fmt.Fprintf(t.Out, "%-46s %s\n", r.Work, err)
	case errors.Is(err, exec.ErrNotFound):
		fmt.Fprintf(t.Out, "%-46s left out: %v\n", r.Work, err)
	case err != nil:
		t.unrun = append(t.unrun, r.Work)
		fmt.Fprintf(t.Out, "%-46s DID NOT RUN: %v\n", r.Work, err)
	default:
		fmt.Fprintln(t.Out, t.line(r, f))
	}
}

// line returns a row with its figures.
func (t *Table) line(r Row, f figures) string {
	reach, misses := t.judge(r, f)
	t.count(r, f, reach, misses)
	peer, wall, cpu := "", "", ""
	if f.paired {
		w, c := f.ratio()
		peer, wall, cpu = ms(f.peer.wall), fmt.Sprintf("%.3g", w), fmt.Sprintf("%.3g", c)
	}
	said := strings.Join(append([]string{reach.String()}, misses...), " ")
	text := fmt.Sprintf("%-46s %10s %10s %7s %7s %6d  %s", r.Work, ms(f.ours.wall), peer, wall, cpu,
		f.ours.kib>>10, strings.TrimSpace(said))
	return strings.TrimRight(text, " ")
}

// judge returns the goal of a row, and the part of it that the figures miss.
func (t *Table) judge(r Row, f figures) (reach Goal, misses []string) {
	reach = r.Goal
	verdict := reach.misses(f)
	if t.Small {
		reach, verdict = r.Small, ""
		if reach.missesSurely(f) {
			verdict = missed
		}
	}
	if verdict != "" {
		misses = append(misses, verdict)
	}
	if f.ours.kib > mostMemory {
		misses = append(misses, missedMemory)
	}
	return reach, misses
}

// count keeps of a row what the end says.
func (t *Table) count(r Row, f figures, reach Goal, misses []string) {
	if f.ours.kib > t.most {
		t.most, t.mostIn = f.ours.kib, strings.TrimSpace(r.Work)
	}
	if reach != (Goal{}) || len(misses) > 0 {
		t.judged++
	}
	if len(misses) > 0 {
		t.missed = append(t.missed, strings.TrimSpace(r.Work))
	}
}

// ms writes a time in milliseconds, with a decimal where it is short.
func ms(d time.Duration) string {
	if d < 100*time.Millisecond {
		return fmt.Sprintf("%.1f", d.Seconds()*1000)
	}
	return fmt.Sprintf("%.0f", d.Seconds()*1000)
}

// sum says at the end what of the table is not as it should be. Of many cases, a figure out
// of reach is marked and no more; of few cases it fails.
func (t *Table) sum(took time.Duration) error {
	fmt.Fprintf(t.Out, "\ntimes in ms, medians, measured in %.0f s; most memory: %d MiB (%s)\n",
		took.Seconds(), t.most>>10, t.mostIn)
	fmt.Fprintf(t.Out, "%d of %d figures missed%s\n", len(t.missed), t.judged, listed(t.missed))
	if len(t.notThere) > 0 {
		fmt.Fprintf(t.Out, "%d rows are not there yet%s\n", len(t.notThere), listed(t.notThere))
	}
	if len(t.unrun) > 0 {
		fmt.Fprintf(t.Out, "%d rows did not run%s\n", len(t.unrun), listed(t.unrun))
	}
	if len(t.unrun) > 0 || t.Small && len(t.missed) > 0 {
		return errFailed
	}
	return nil
}

func listed(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return ": " + strings.Join(names, "; ")
}
