package store

import (
	"context"
	"os"
	"path/filepath"
	"time"
)

// A command that came for something else does some upkeep by itself: where there is much to
// do, not often, and not for long.
const (
	upkeepEvery  = time.Hour
	upkeepWithin = 3 * time.Second
)

// upkeepFile, in the folder casefile, is there to say when that was done or tried last.
const upkeepFile = "maintained"

// someUpkeep returns the bounds of that upkeep. Even a slow machine packs a thousand objects in a
// part of the time. In one go, many would be begun each hour and never come to an end.
func someUpkeep() Upkeep {
	return Upkeep{Loose: 2000, Packs: 20, Room: 64 << 20, Once: 1000, Nobody: true}
}

// MaintainSome keeps a repository in order after a command has done its work and said so, and
// says whether it was time for it. What fails here keeps nobody from anything: there is a next
// time.
func (r *Repo) MaintainSome(ctx context.Context, now time.Time) bool {
	if !upkeepDue(r.upkeepNote(), now) || !r.Untidy(someUpkeep()) {
		return false
	}
	r.noteUpkeep()
	soon, done := context.WithTimeout(ctx, upkeepWithin)
	defer done()
	_, _ = r.Maintain(soon, someUpkeep())
	return true
}

// upkeepDue reports whether the last upkeep is long ago, or has a time in the future.
func upkeepDue(note string, now time.Time) bool {
	info, err := os.Lstat(note)
	return err != nil || now.Sub(info.ModTime()).Abs() >= upkeepEvery
}

func (r *Repo) upkeepNote() string { return filepath.Join(r.common, "casefile", upkeepFile) }

func (r *Repo) noteUpkeep() { _ = WriteCache(r.upkeepNote(), 0o600, Content(nil)) }
