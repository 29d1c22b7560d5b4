package doctor

import (
	"fmt"
	"strings"
	"time"
)

// Git is the git program as it was found.
type Git struct {
	Version string // 2.39.5; "" where it could not be asked
	Needed  string // the oldest that will do
	Missing bool
	Old     bool
	Err     string // why it could not be asked
}

// CheckGit wants a git program that is new enough.
func CheckGit(g Git) Line {
	const check, mend = "git", "install git %s or newer, and see that it is on PATH"
	switch {
	case g.Missing:
		return fault(check, "there is no git program").by(fmt.Sprintf(mend, g.Needed))
	case g.Old:
		return fault(check, g.Version+" is too old").by(fmt.Sprintf(mend, g.Needed))
	case g.Err != "":
		return unseen(check, g.Err).by("git version says more")
	}
	return well(check, g.Version)
}

// Disk is a folder that is written to.
type Disk struct {
	What, Dir string // what is stored there: the records
	Free      uint64 // bytes
	Known     bool   // false where this system does not tell
	ReadOnly  bool   // it may be read and not written
}

// lowDisk is the least free space that a folder should have. A repack of a large repository takes
// as much again as the repository, and a full disk stops a recording in the middle.
const lowDisk = 256 << 20

// CheckDisk checks that there is room for new files.
func CheckDisk(all []Disk) []Line {
	var out []Line
	for _, d := range all {
		switch {
		case d.ReadOnly:
			out = append(out, note("disk", d.What+" can be read here and not written: "+d.Dir))
		case d.Known && d.Free < lowDisk:
			out = append(out, fault("disk", fmt.Sprintf("%s have %s left: %s", d.What,
				size(d.Free), d.Dir)).by("make room there before anything is recorded"))
		}
	}
	if len(out) == 0 && len(all) > 0 {
		out = append(out, well("disk", "there is room"))
	}
	return out
}

// size shows bytes as people say them.
func size(n uint64) string {
	if n < 1<<20 {
		return fmt.Sprintf("%d KB", n>>10)
	}
	return fmt.Sprintf("%d MB", n>>20)
}

// Clock is the machine's clock against what is known of the time.
type Clock struct {
	Fault  string        // why it can't be right; "" where nothing shows that
	Behind time.Duration // how much later the newest commit is, if that is too much
	Server bool          // there is one, whose clock sync compares with this one
	Words  string        // the same in words: "2 hours behind the newest commit (…, by asha)"
}

// CheckClock compares the clock with the newest commit, the program's own date, and the
// server's clock as the last sync was told it.
func CheckClock(c Clock) Line {
	const check = "clock"
	switch {
	case c.Fault != "":
		return fault(check, c.Fault).
			by("set the clock right (date shows it); until then nothing is signed by it")
	case c.Behind > 0:
		return fault(check, c.Words).
			by("set the right one of the two clocks: deadlines go by this machine's")
	}
	if c.Server {
		return well(check, "agrees with the newest commit, and the server has refused "+
			"no time of it")
	}
	return well(check, "agrees with the newest commit")
}

// Editor holds the known facts of the editor in which texts are written.
type Editor struct {
	Command string
	Says    []string // what it keeps on disk, or why that is not known
	Err     string   // none can be used
}

// CheckEditor tells of an editor that leaves what is typed on the disk.
func CheckEditor(e Editor) []Line {
	const check = "editor"
	if e.Err != "" {
		return []Line{fault(check, e.Err).
			by("set CASEFILE_EDITOR to an editor, or give texts with -F FILE")}
	}
	var out []Line
	for _, says := range e.Says {
		says = strings.TrimPrefix(says, "warning: ")
		out = append(out, fault(check, e.Command+": "+says).
			by("follow that, or name another: CASEFILE_EDITOR=nano"))
	}
	if len(out) == 0 {
		return []Line{well(check, e.Command+" leaves nothing behind that is known of")}
	}
	return out
}

// Setting is a key of the repository's own configuration that could start a program.
type Setting struct{ Key, Why string }

// CheckSettings lists what the repository's own configuration says and is not listened to.
func CheckSettings(all []Setting) []Line {
	var out []Line
	for i, s := range all {
		if i == mostLines {
			more := some(len(all)-i, "more is not used", "more are not used")
			return append(out, note("settings", more).by("--json lists them all"))
		}
		out = append(out, note("settings", s.Key+" of this repository is not used: "+s.Why).
			by("git config --show-origin --get-all "+quoted(s.Key)+" shows where it stands"))
	}
	return out
}

// quoted returns a word for a shell.
func quoted(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }
