package casebook

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"casefile/internal/cases"
	"casefile/internal/store"
	"casefile/internal/verify"
)

// Clock says what time a commit bears. AuthorAt is zero unless the author's date was set
// apart (GIT_AUTHOR_DATE); Now is the machine's own time unless it was set apart too
// (GIT_COMMITTER_DATE).
type Clock struct {
	Now      time.Time
	AuthorAt time.Time
	Machine  time.Time // the machine's own; zero where Now is
	// when the program was built, which a right clock is after; zero for unknown
	Built time.Time
	Again func() time.Time // looks at the clock anew; nil where Now is all there is
}

// machine returns what the machine's own clock showed.
func (c Clock) machine() time.Time {
	if c.Machine.IsZero() {
		return c.Now
	}
	return c.Machine
}

// says returns what the clock says, or what was set apart instead.
func (c Clock) says() string {
	words := "this machine's says "
	if !c.Now.Equal(c.machine()) {
		words = "GIT_COMMITTER_DATE says "
	}
	return words + c.Now.UTC().Format(time.RFC3339)
}

// ahead is by how much the later of the dates set apart lies after the machine's clock.
func (c Clock) ahead() time.Duration {
	return max(c.Now.Sub(c.machine()), c.AuthorAt.Sub(c.machine()))
}

// own returns the clock with no dates set apart; told says so to whoever set them.
func (c Clock) own() (own Clock, told string) {
	told = "the dates set apart lie after this machine's clock; " +
		"what is recorded bears the clock's time, " + c.machine().UTC().Format(time.RFC3339)
	c.Now, c.AuthorAt, c.Again = c.machine(), time.Time{}, nil
	return c, told
}

// Founding returns the clock by which new records may begin, where nobody was asked. Dates set
// apart ahead of the machine's clock give way to it, and told says so; ErrClock where the clock is
// earlier than the program.
func (c Clock) Founding() (founding Clock, told string, err error) {
	if c.ahead() > verify.ClockSkew {
		c, told = c.own()
	}
	if why := c.fault(time.Time{}); why != "" {
		err = fmt.Errorf("%w: %s, and %s", ErrClock, c.says(), why)
	}
	return c, told, err
}

// latest returns the clock as it stands by now, which is later than when the command began.
func (c Clock) latest() time.Time {
	if c.Again == nil {
		return c.Now
	}
	if again := c.Again(); again.After(c.Now) {
		return again
	}
	return c.Now
}

// ByNow returns the instant that it is by the clock which the book signs by: later than Now, which
// is when the command began.
func (b *Book) ByNow() time.Time { return b.clock.latest() }

// ErrClock says that this machine's clock can't be right, so that nothing is signed by it.
var ErrClock = errors.New("the clock can't be right")

// slowClock is by how much a clock may be behind the newest commit without a word: two
// machines seldom agree to the second, and no promise hangs on a minute.
const slowClock = time.Minute

// ClockBehind says that the clock is behind the newest commit. One of the two clocks is
// wrong, and nobody here can know which.
type ClockBehind struct {
	By     time.Duration
	Tip    time.Time // of the newest commit
	Member string    // who signed it
	Back   bool      // the book looks back, and leaves out what is dated ahead and came after it
}

// Far reports whether the clocks differ by more than those of machines that nobody looks
// after.
func (c *ClockBehind) Far() bool { return c.By > verify.ClockSkew }

// ClockBehind compares the clock with the newest commit; nil where it is no more than a
// minute behind, or no more than ten while the book looks back.
func (b *Book) ClockBehind(ctx context.Context) (*ClockBehind, error) {
	newest, allowed := b.Tip(), slowClock
	if b.LooksBack() {
		newest, allowed = b.Present(), verify.ClockSkew
	}
	c, err := b.repo.Commit(ctx, newest)
	by := c.Committer.When.Sub(b.Asked())
	if err != nil || by <= allowed {
		return nil, err
	}
	m, _ := b.TeamNow().ByEmail(c.Committer.Email)
	return &ClockBehind{By: by, Tip: c.Committer.When, Member: m.ID, Back: b.LooksBack()}, nil
}

// DatesAhead is by how much the dates set apart lie after the machine's clock, where that
// is more than ten minutes and nobody has agreed to them; else 0.
func (b *Book) DatesAhead() time.Duration {
	if by := b.clock.ahead(); by > verify.ClockSkew && !b.agreed {
		return by
	}
	return 0
}

// AgreeToClock signs by the dates and the clock as they are: a person has looked at them.
func (b *Book) AgreeToClock() { b.agreed = true }

// trustClock makes sure before anything is stamped that its time can be right. Dates set
// apart that nobody agreed to give way to the machine's own time, and that is said. A
// clock that can't be right is ErrClock.
func (b *Book) trustClock(ctx context.Context) error {
	if b.DatesAhead() > 0 {
		own, told := b.clock.own()
		b.tell("%s", told)
		b.clock = own
	}
	return b.ClockFault(ctx)
}

// ClockFault is ErrClock with the reason why the clock can't be right; nil where nothing
// shows that. A clock that is merely ahead can't be known by itself: only a server's tells.
func (b *Book) ClockFault(ctx context.Context) error {
	if b.agreed {
		return nil
	}
	begin, err := b.begun(ctx)
	if err != nil {
		return err
	}
	if why := b.clock.fault(begin); why != "" {
		return fmt.Errorf("%w: %s, and %s", ErrClock, b.clock.says(), why)
	}
	if by := b.fast(); by > 0 {
		return fmt.Errorf("%w: it was %s ahead of the server's when sync last asked",
			ErrClock, cases.Length(by))
	}
	return nil
}

// ServerClockFault says why a server's clock can't be right, "" where nothing shows that: no
// machine is held up by a server that woke up in 1970.
func (b *Book) ServerClockFault(ctx context.Context, server time.Time) (why string, err error) {
	begin, err := b.begun(ctx)
	return Clock{Now: server, Built: b.clock.Built}.fault(begin), err
}

// begun returns when the records begin, as their introduction is dated; zero where none is known.
func (b *Book) begun(ctx context.Context) (time.Time, error) {
	if b.Intro() == "" {
		return time.Time{}, nil
	}
	c, err := b.repo.Commit(ctx, b.Intro())
	return c.Committer.When, err
}

// fault says why a clock is too early for records that began at an instant, "" where it is
// not. A day is allowed: the introduction's own clock may have been a little fast. The build
// is allowed a month: it tells when its source was committed, by yet another clock.
func (c Clock) fault(begin time.Time) string {
	const slack, month = verify.BeginSlack, 30 * 24 * time.Hour
	switch {
	case c.Now.Before(begin.Add(-slack)):
		return "these records begin on " + begin.UTC().Format(time.DateOnly)
	case c.Now.Equal(c.machine()) && !c.Built.IsZero() && c.Now.Before(c.Built.Add(-month)):
		return "this program was built on " + c.Built.UTC().Format(time.DateOnly)
	}
	return ""
}

// TakeTipTime has what follows bear the time of the newest commit, where the clock can't be
// right: a concern is recorded whatever the clock says. It tells why. Where the clock may be
// right it stays, and any other error is given back.
func (b *Book) TakeTipTime(ctx context.Context) error {
	why := b.trustClock(ctx)
	if !errors.Is(why, ErrClock) {
		return why
	}
	b.clock = Clock{Now: b.Judge().Reached()}
	b.agreed = true
	b.tell("%v; the concern bears the time of the newest commit, %s",
		why, b.clock.Now.UTC().Format(time.RFC3339))
	return nil
}

// fastFile notes, in seconds, what a server's clock said and what this machine's said then,
// where that was ahead by more than ten minutes.
const fastFile = "clock"

func (b *Book) fastPath() string { return filepath.Join(b.repo.CommonDir(), "casefile", fastFile) }

// fast is by how much this clock was ahead of the server's, as long as it has run on since; else 0.
// A clock that was put back counts as right until the next sync.
func (b *Book) fast() time.Duration {
	data, err := readOwn(b.fastPath(), mostNote)
	if err != nil {
		return 0
	}
	var server, here int64
	if n, _ := fmt.Sscan(string(data), &server, &here); n != 2 || b.clock.Now.Unix() < here {
		return 0
	}
	return time.Duration(max(here-server, 0)) * time.Second
}

// NoteServerClock notes how this clock compares with a server's that was just asked, and
// reports whether it is ahead of that by more than ten minutes.
func (b *Book) NoteServerClock(server time.Time) bool {
	if b.clock.machine().Sub(server) <= verify.ClockSkew {
		b.ServerTook()
		return false
	}
	note := fmt.Appendf(nil, "%d %d\n", server.Unix(), b.clock.machine().Unix())
	_ = os.MkdirAll(filepath.Dir(b.fastPath()), 0o700)
	_ = store.WriteFile(b.fastPath(), 0o600, store.Content(note))
	return true
}

// ServerTook forgets that this clock was ahead: a server took what it dated.
func (b *Book) ServerTook() { _ = os.Remove(b.fastPath()) }
