package doctor

import (
	"fmt"
	"strings"
	"time"
)

// Git describes the git program of this machine.
type Git struct {
	Version string // 2.39.5; "" if it could not be asked
	Needed  string // the oldest sufficient version
	Missing bool
	Old     bool
	Err     string // why it could not be asked
}

// CheckGit checks that there is a git program, and that it is new enough.
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

// Disk is a folder that the program writes to.
type Disk struct {
	What, Dir string // what is stored there: the records
	Free      uint64 // bytes
	Known     bool   // false if this system does not say
	ReadOnly  bool   // it can't be written
}

// lowDisk is the least free space of a folder, in bytes. A repack of a large repository takes as
// much again as the repository, and a full disk stops a recording in the middle.
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

// size returns a number of bytes in words.
func size(n uint64) string {
	if n < 1<<20 {
		return fmt.Sprintf("%d KB", n>>10)
	}
	return fmt.Sprintf("%d MB", n>>20)
}

// Clock compares the machine's clock with what is known of the time.
type Clock struct {
	Fault  string        // why it can't be right; "" if nothing shows that
	Behind time.Duration // how much later the newest commit is, if that is too much
	Server bool          // there is a server, with whose clock sync compares it
	Words  string        // the same in words: "2 hours behind the newest commit (…, by asha)"
}

// CheckClock compares the clock with the newest commit, the program's own date, and the server's
// time at the last sync.
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
	Says    []string // what it leaves on the disk, or why that is unknown
	Err     string   // why no editor can be used
}

// CheckEditor warns of an editor that leaves the typed text on the disk.
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

// CheckSettings lists the ignored settings of the repository's own configuration.
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

// quoted returns a word in quotes for a shell.
func quoted(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }
