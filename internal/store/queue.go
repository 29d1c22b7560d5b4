package store

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"casefile/internal/pattern"
)

// Those who push to a server take turns. Each has a ticket there: an empty file in casefile/queue,
// with a number and an owner in its name. A process that waits touches its ticket again and again.
// A process whose turn it is may leave to fetch first, and has ticketLife to come back. Nobody
// waits longer than queuePatience, whatever is in the folder.
const (
	ticketLife    = 5 * time.Second
	queuePatience = 10 * time.Second
	turnLook      = 20 * time.Millisecond // for each who comes before
	mostTurnLooks = 20
	// mostTickets is the greatest number of waiting processes. A later one does not wait.
	mostTickets = 200
)

// Queue is the line of those who push to a server.
type Queue struct {
	dir    string
	parent func() int // the process that waits for the answer
}

// Queue returns the queue of this repository.
func (r *Repo) Queue() Queue {
	return Queue{filepath.Join(r.common, "casefile", "queue"), os.Getppid}
}

// ticketName is NUMBER-WHOSE. An s after the number is a ticket that was let in before others.
var ticketName = pattern.Of(`^(\d{8})s?-[0-9a-f]{32}$`)

// ticket is one file of the queue.
type ticket struct {
	name string
	when time.Time // it was touched, by the clock of the folder
}

func (t ticket) whose() string { return t.name[strings.IndexByte(t.name, '-')+1:] }

// nextTicket returns the name of a new ticket: after all others, or after the first one alone.
func nextTicket(line []ticket, whose string, soon bool) string {
	number, mark := 1, ""
	for i, t := range line {
		n, _ := strconv.Atoi(t.name[:8])
		if i == 0 && soon {
			number, mark = n, "s"
			break
		}
		number = n + 1
	}
	return fmt.Sprintf("%08d%s-%s", number, mark, whose)
}

// Wait waits in the queue, and reports whether it is the turn of whose at the end. With soon, only
// the first ticket and other urgent ones come before it. If the folder can't be written there is no
// queue, and it is everybody's turn. A process that nobody listens to any more gives up its place.
func (q Queue) Wait(ctx context.Context, whose string, soon bool) (first bool, err error) {
	mine, err := q.enter(whose, soon)
	if err != nil {
		return true, nil
	}
	begin, parent := time.Now(), q.parent()
	for seen := (watch{}); ; {
		now, err := touch(filepath.Join(q.dir, mine))
		line, readErr := q.line()
		if err != nil || readErr != nil || len(line) > mostTickets {
			q.Done(whose)
			return true, nil
		}
		living := seen.living(line, now, time.Since(begin))
		q.drop(line, living)
		if len(living) == 0 || living[0].whose() == whose {
			return true, nil
		}
		if time.Since(begin) > queuePatience {
			return false, nil
		}
		if err := q.pause(ctx, parent, lookAfter(living, whose)); err != nil {
			q.Done(whose)
			return false, err
		}
	}
}

// lookAfter returns the time until the next look. A process far back in the line looks less often
// than the next one. Each look takes time from the process whose turn it is.
func lookAfter(line []ticket, whose string) time.Duration {
	before := slices.IndexFunc(line, func(t ticket) bool { return t.whose() == whose })
	return turnLook * time.Duration(min(max(before, 1), mostTurnLooks))
}

// pause waits; an error says that nobody waits for the answer.
func (q Queue) pause(ctx context.Context, parent int, long time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(long):
	}
	if q.parent() != parent {
		return fmt.Errorf("whoever pushed has gone")
	}
	return nil
}

// enter returns the ticket of whose, which may be there from before.
func (q Queue) enter(whose string, soon bool) (string, error) {
	if err := MakeFolder(q.dir, 0o700); err != nil {
		return "", err
	}
	line, err := q.line()
	if err != nil {
		return "", err
	}
	for _, t := range line {
		if t.whose() == whose && (!soon || t.name[8] == 's' || t.name == line[0].name) {
			return t.name, nil
		}
	}
	name := nextTicket(line, whose, soon)
	_, err = touch(filepath.Join(q.dir, name))
	return name, err
}

// Done ends the turn of whose, and gives their place up.
func (q Queue) Done(whose string) {
	line, _ := q.line()
	for _, t := range line {
		if t.whose() == whose {
			_ = os.Remove(filepath.Join(q.dir, t.name))
		}
	}
}

// line returns the tickets that lie there, in order.
func (q Queue) line() (out []ticket, err error) {
	list, err := os.ReadDir(q.dir)
	for _, e := range list {
		info, err := e.Info()
		if err == nil && info.Mode().IsRegular() && ticketName().MatchString(e.Name()) {
			out = append(out, ticket{e.Name(), info.ModTime()})
		}
	}
	slices.SortFunc(out, func(a, b ticket) int { return strings.Compare(a.name, b.name) })
	return out, err
}

// drop removes the tickets that ran out.
func (q Queue) drop(line, living []ticket) {
	for _, t := range line {
		if !slices.Contains(living, t) {
			_ = os.Remove(filepath.Join(q.dir, t.name))
		}
	}
}

// touch sets the time of a ticket to that of its folder, makes it where it is not there, and
// gives that time.
func touch(path string) (time.Time, error) {
	f, err := OpenPlain(path, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return time.Time{}, err
	}
	defer f.Close()
	shareOwn(path)
	if _, err := f.WriteAt([]byte("\n"), 0); err != nil {
		return time.Time{}, err
	}
	info, err := f.Stat()
	if err != nil {
		return time.Time{}, err
	}
	return info.ModTime(), nil
}

// watch remembers for each ticket its time, and since when the ticket has had it.
type watch map[string]seenTicket

type seenTicket struct {
	when  time.Time
	since time.Duration
}

// living returns the tickets that have not expired. A ticket has expired in two cases. Its time is
// long before or long after that of one's own ticket, as after a clock was set back. Or nobody
// touched it during the whole watch, whatever the clocks say.
func (w watch) living(line []ticket, now time.Time, elapsed time.Duration) (out []ticket) {
	for _, t := range line {
		before, ok := w[t.name]
		if !ok || !before.when.Equal(t.when) {
			before = seenTicket{t.when, elapsed}
			w[t.name] = before
		}
		if now.Sub(t.when).Abs() <= ticketLife && elapsed-before.since <= ticketLife {
			out = append(out, t)
		}
	}
	return out
}
