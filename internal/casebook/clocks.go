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

// Clock gives the times of commits. The environment may set two of them: GIT_AUTHOR_DATE sets
// AuthorAt, which is zero otherwise. GIT_COMMITTER_DATE sets Now, which is the machine's own time
// otherwise.
type Clock struct {
	Now      time.Time
	AuthorAt time.Time
	Machine  time.Time // the machine's own time; zero where it equals Now
	// when the program was built; a right clock is later. Zero where unknown.
	Built time.Time
	Again func() time.Time // reads the clock again; nil where Now is fixed
}

// machine returns the machine's own time.
func (c Clock) machine() time.Time {
	if c.Machine.IsZero() {
		return c.Now
	}
	return c.Machine
}

// says returns, in words, what the clock or the environment says.
func (c Clock) says() string {
	words := "this machine's says "
	if !c.Now.Equal(c.machine()) {
		words = "GIT_COMMITTER_DATE says "
	}
	return words + c.Now.UTC().Format(time.RFC3339)
}

// ahead returns by how much the later of the two dates from the environment is after the machine's
// time.
func (c Clock) ahead() time.Duration {
	return max(c.Now.Sub(c.machine()), c.AuthorAt.Sub(c.machine()))
}

// own returns the clock without dates from the environment. told says so to the person who set
// them.
func (c Clock) own() (own Clock, told string) {
	told = "the dates set apart lie after this machine's clock; " +
		"what is recorded bears the clock's time, " + c.machine().UTC().Format(time.RFC3339)
	c.Now, c.AuthorAt, c.Again = c.machine(), time.Time{}, nil
	return c, told
}

// Founding returns the clock by which new records may begin, where nobody was asked. Dates from the
// environment that lie ahead are replaced by the machine's own time, and told says so. It returns
// ErrClock where the clock is earlier than the program.
func (c Clock) Founding() (founding Clock, told string, err error) {
	if c.ahead() > verify.ClockSkew {
		c, told = c.own()
	}
	if why := c.fault(time.Time{}); why != "" {
		err = fmt.Errorf("%w: %s, and %s", ErrClock, c.says(), why)
	}
	return c, told, err
}

// latest reads the clock again, as the command may have begun some time ago.
func (c Clock) latest() time.Time {
	if c.Again == nil {
		return c.Now
	}
	if again := c.Again(); again.After(c.Now) {
		return again
	}
	return c.Now
}

// ByNow returns the present time by the clock that signs. Now is when the command began.
func (b *Book) ByNow() time.Time { return b.clock.latest() }

// ErrClock says that this machine's clock can't be right, so nothing is signed by it.
var ErrClock = errors.New("the clock can't be right")

// slowClock is the time by which a clock may be behind the newest commit without a warning. Two
// machines seldom agree to the second, and no promise depends on a minute.
const slowClock = time.Minute

// ClockBehind says that the clock is behind the newest commit. One of the two clocks is wrong, and
// this copy can't know which.
type ClockBehind struct {
	By     time.Duration
	Tip    time.Time // of the newest commit
	Member string    // who signed it
	Back   bool      // the book looks back, and leaves out later commits that are dated ahead
}

// Far reports whether the clocks differ by more than is usual between machines.
func (c *ClockBehind) Far() bool { return c.By > verify.ClockSkew }

// ClockBehind compares the clock with the newest commit. It returns nil where the clock is at most
// a minute behind, or at most ten minutes while the book looks back.
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

// DatesAhead returns by how much the dates from the environment are after the machine's time. It
// returns 0 up to ten minutes, or where a person has agreed to them.
func (b *Book) DatesAhead() time.Duration {
	if by := b.clock.ahead(); by > verify.ClockSkew && !b.agreed {
		return by
	}
	return 0
}

// AgreeToClock accepts the clock and the dates as they are, since a person has looked at them.
func (b *Book) AgreeToClock() { b.agreed = true }

// trustClock checks, before anything is stamped, that the time can be right. Dates from the
// environment that lie ahead and that nobody agreed to are replaced by the machine's own time, and
// that is said. It returns ErrClock where the clock can't be right.
func (b *Book) trustClock(ctx context.Context) error {
	if b.DatesAhead() > 0 {
		own, told := b.clock.own()
		b.tell("%s", told)
		b.clock = own
	}
	return b.ClockFault(ctx)
}

// ClockFault returns ErrClock with the reason why the clock can't be right, or nil. A copy can't
// know by itself that its clock is ahead. Only the clock of a server shows that.
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

// ServerClockFault says why a server's clock can't be right, or "". A server that started with the
// date of 1970 then holds up no machine.
func (b *Book) ServerClockFault(ctx context.Context, server time.Time) (why string, err error) {
	begin, err := b.begun(ctx)
	return Clock{Now: server, Built: b.clock.Built}.fault(begin), err
}

// begun returns the date of the introduction, with which the records begin. It is zero where there
// is none.
func (b *Book) begun(ctx context.Context) (time.Time, error) {
	if b.Intro() == "" {
		return time.Time{}, nil
	}
	c, err := b.repo.Commit(ctx, b.Intro())
	return c.Committer.When, err
}

// fault says why a clock is too early for records that began at an instant, or "". A day is
// allowed, since the clock of the introduction may have been a little fast. The build time is
// allowed a month, since it is the commit time of the source, by yet another clock.
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

// TakeTipTime uses the time of the newest commit from now on, where the clock can't be right, and
// tells the person why. A concern is recorded whatever the clock says. Where the clock may be right
// it stays. Any other error is returned.
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

// fastFile is the note that this machine's clock was more than ten minutes ahead of the server's.
// It has the server's time and the machine's time then, in Unix seconds.
const fastFile = "clock"

func (b *Book) fastPath() string { return filepath.Join(b.repo.CommonDir(), "casefile", fastFile) }

// fast returns by how much this clock was ahead of the server's, or 0. A clock that now shows less
// than in the note was put back, and counts as right until the next sync.
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

// NoteServerClock compares this clock with a server's, which was just asked. It notes and reports
// whether this clock is more than ten minutes ahead.
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

// ServerTook removes the note of a fast clock, since a server took what this clock dated.
func (b *Book) ServerTook() { _ = os.Remove(b.fastPath()) }
