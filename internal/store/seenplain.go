package store

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// seenPlain remembers the folders of loose objects that held plain files and nothing else. A
// repository at work has 256 of them, and reading them all took most of the time of finding a
// repository.
//
// A folder is recognised by its number and by the time of its last change (ctime). Adding, removing
// or renaming a file sets that time, and no program can set it to another value. A file changes its
// kind only by being removed. A folder with a link in it is not remembered, since the target of the
// link can change elsewhere. Clocks of file systems are coarse, so two changes may have the same
// time. So a folder is recognised only if it last changed well before the remembering file was
// written, by the clock of the same file system.
//
// The file can be lost. A file that came with a folder from elsewhere has other numbers and times.
// Even if it fitted, the worst result is that git waits for a pipe.
type seenPlain struct {
	home  string           // the git directory
	known map[string]stamp // by the name of the folder: 4b
	now   map[string]stamp
	fresh int // folders that were looked through and could have been known
	begun time.Time
}

// stamp holds the facts by which a folder is recognised.
type stamp struct {
	dev, ino uint64
	changed  int64 // ctime in nanoseconds
}

const (
	// a folder that is remembered has stood still: some clocks tick every 2 s
	settled     = 3 * time.Second
	worthSeen   = 16          // from so many new ones on, the file is rewritten
	mostSeen    = 64 << 10    // bytes of the file
	longestLook = time.Second // what takes longer is not remembered
)

// newSeenPlain reads what is remembered of a git directory.
func newSeenPlain(home string) *seenPlain {
	s := &seenPlain{home: home, now: make(map[string]stamp), begun: time.Now()}
	file, ok := stampOf(s.file())
	text, err := ReadAtMost(s.file(), mostSeen)
	if !ok || err != nil {
		return s
	}
	s.known = parseSeen(text, file.changed-int64(settled))
	return s
}

func (s *seenPlain) file() string { return filepath.Join(s.home, "casefile", "plain") }

// parseSeen reads lines NAME DEVICE NUMBER CHANGED, of folders that changed before a time.
func parseSeen(text []byte, before int64) map[string]stamp {
	known := make(map[string]stamp, bytes.Count(text, []byte("\n")))
	for line := range strings.Lines(string(text)) {
		f := strings.Fields(line)
		if len(f) != 4 || !strings.HasSuffix(line, "\n") {
			continue
		}
		dev, wrongDev := strconv.ParseUint(f[1], 10, 64)
		ino, wrongIno := strconv.ParseUint(f[2], 10, 64)
		changed, wrongTime := strconv.ParseInt(f[3], 10, 64)
		if cmp.Or(wrongDev, wrongIno, wrongTime) == nil && changed < before {
			known[f[0]] = stamp{dev, ino, changed}
		}
	}
	return known
}

// endless looks through a folder of loose objects, as the function of that name does.
func (s *seenPlain) endless(path string) string {
	name := filepath.Base(path)
	at, ok := stampOf(path) // before the look: what changes meanwhile shows later
	if was, known := s.known[name]; ok && known && was == at {
		s.now[name] = at
		return ""
	}
	if !ok || !onlyFiles(path) {
		return endless(path, func(string) bool { return false }, nil)
	}
	s.now[name] = at
	if at.changed < s.begun.Add(-settled).UnixNano() {
		s.fresh++
	}
	return ""
}

// onlyFiles reports whether a folder can be read, and has plain files alone.
func onlyFiles(path string) bool {
	list, err := os.ReadDir(path)
	return err == nil && !slices.ContainsFunc(list, func(e os.DirEntry) bool {
		return !e.Type().IsRegular()
	})
}

// remember rewrites the file if that saves the next command much work, and only in a folder that
// this program keeps already. If it can't be written, the next command searches again.
func (s *seenPlain) remember() {
	if s == nil || s.fresh < worthSeen || time.Since(s.begun) > longestLook {
		return
	}
	if _, err := os.Stat(filepath.Dir(s.file())); err != nil {
		return
	}
	_ = WriteCache(s.file(), 0o600, func(w io.Writer) error {
		var b bytes.Buffer
		for _, name := range slices.Sorted(maps.Keys(s.now)) {
			at := s.now[name]
			fmt.Fprintf(&b, "%s %d %d %d\n", name, at.dev, at.ino, at.changed)
		}
		_, err := w.Write(b.Bytes())
		return err
	})
}
