package doctor

import (
	"cmp"
	"fmt"
	"strings"
)

// Place is a folder where records were looked for.
type Place struct {
	Dir    string
	Named  bool   // by -C or CASEFILE_DIR
	None   bool   // there is no repository
	Err    string // git's own reason why the repository does not open
	Mend   string // the hint for that error
	Server bool   // a bare repository
	Backup bool   // a bare repository that follows a server
	Empty  bool   // a repository without records
}

// mendBackup is the remedy for a backup that can't be followed: nobody worked in it.
const mendBackup = "casefile backup NEWFOLDER, in a copy, makes a new one; then delete this one"

// mendServer is the remedy for a damaged server: the copies have its data.
const mendServer = "casefile restore server NEWFOLDER, in a sound copy or a backup"

// CheckPlace checks that there are records, and that git opens them.
func CheckPlace(p Place) Line {
	const check = "records"
	switch {
	case p.None && !p.Named:
		return note(check, "there are none in this folder: only the machine and your keys "+
			"were looked at").by("go to the records' folder, or name it with -C DIR")
	case p.None:
		return fault(check, "there are none in "+p.Dir).by("name their folder with -C DIR")
	case p.Err != "" && p.Mend == "":
		return fault(check, p.Err).by("git status in that folder says more")
	case p.Err != "":
		return fault(check, p.Err).by(p.Mend)
	case p.Empty && p.Backup:
		return fault(check, p.Dir+" is a backup that was begun, and holds no records yet").by(
			mendBackup)
	case p.Empty && p.Server:
		return note(check, p.Dir+" is a server's, and waits for the records").
			by("casefile sync sends them, in a copy whose remote this is: " +
				"git remote add origin URL")
	case p.Empty:
		return fault(check, p.Dir+" is a repository, and holds no records").
			by("casefile init begins some; casefile clone brings the agency's")
	case p.Backup:
		return well(check, p.Dir+", a backup, which nobody records in")
	case p.Server:
		return well(check, p.Dir+", a server's")
	}
	return well(check, p.Dir)
}

// CheckKeptDamaged names the damaged copies that were kept when this copy replaced them.
func CheckKeptDamaged(folders []string) (out []Line) {
	for _, f := range folders {
		out = append(out, note("damaged copy", f+" is kept, with keys and what was not sent; "+
			"what is destroyed here is not destroyed there").
			by("when nothing is missing: rm -r '"+f+"'"))
	}
	return out
}

// CheckRevived names what was destroyed and came back with a server restored from an older backup.
func CheckRevived(says []string, mend string) (out []Line) {
	for _, s := range says {
		out = append(out, fault("revived", s).by(mend))
	}
	return out
}

// History says how far main was judged, and the result.
type History struct {
	Tip      string
	Empty    bool // there are no records; CheckPlace says so
	Unpinned bool
	Accident string // what stands only on this copy's main and breaks a rule, in words
	Faults   []string
	Err      string // why main could not be judged
	Mend     string // the hint for that
}

// CheckHistory checks that the history follows the rules, judged from an introduction that this
// copy was given.
func CheckHistory(h History) []Line {
	const check = "history"
	switch {
	case h.Empty:
		return nil
	case h.Err != "" && h.Mend != "":
		return []Line{unseen(check, h.Err).by(h.Mend)}
	case h.Err != "":
		return []Line{unseen(check, h.Err).
			by("casefile verify says more; git fsck what is damaged")}
	case h.Accident != "":
		return []Line{fault(check, "main here is not as casefile left it: "+h.Accident).
			by("casefile doctor --fix")}
	case len(h.Faults) > 0:
		return []Line{fault(check, fmt.Sprintf("breaks a rule: %s", h.Faults[0])).
			by(cmp.Or(h.Mend, "change nothing here; "+
				"casefile verify lists it all for the agency's senior manager"))}
	}
	out := []Line{well(check, "judged to "+shortID(h.Tip))}
	if h.Unpinned {
		out = []Line{fault(check, "this copy has no pinned introduction: its history is judged "+
			"by itself alone").by("ask a colleague for the introduction " +
			"(casefile version shows it): --trust INTRO@TIP")}
	}
	return out
}

// CheckMoves reports a damaged file of the refs that must move together with main.
func CheckMoves(damaged string) []Line {
	if damaged == "" {
		return nil
	}
	return []Line{fault("refs", damaged).by("casefile doctor --fix")}
}

// Parts holds the content of the newest commit, all of it read once.
type Parts struct {
	Damaged []string // by path, with the fault
	Err     string
	Backup  bool // the records are a backup's
	Server  bool // the records are a server's
}

// CheckParts checks that all parts of the records are intact. Pages leave out damaged parts, and
// only another copy has these.
func CheckParts(p Parts) Line {
	const check = "parts"
	anew := "casefile restore copy replaces this copy"
	switch {
	case p.Backup:
		anew = mendBackup
	case p.Server:
		anew = mendServer
	}
	switch {
	case p.Err != "":
		return unseen(check, p.Err).by("casefile verify says more")
	case len(p.Damaged) == 1:
		return fault(check, p.Damaged[0]).by(anew)
	case len(p.Damaged) > 1:
		return fault(check, fmt.Sprintf("%s; and %d more", p.Damaged[0], len(p.Damaged)-1)).
			by(anew + "; casefile verify names each part")
	}
	return well(check, "all that main holds can be read")
}

// shortID returns the part of a commit's ID that people compare.
func shortID(id string) string { return id[:min(12, len(id))] }

// Tree describes the work tree beside main.
type Tree struct {
	None     bool     // a server has no work tree
	Head     string   // the branch that is checked out, or ""
	Detached bool     // no branch is checked out
	NoHead   bool     // git does not understand HEAD
	Changed  []string // files of the records that somebody changed
	Missing  []string // files of the records that are missing
	Behind   bool     // it has an older commit than main
	Locked   string   // a leftover lock of git
	Fresh    bool     // a running git may hold that lock
	Midway   string   // a git command that was begun and not finished
	Err      string
}

// CheckTree checks that main is checked out unchanged. The program reads git's objects, and not
// these files: a fault here misleads only people and their editors.
func CheckTree(t Tree) []Line {
	const check, mend = "work tree", "casefile doctor --fix"
	var out []Line
	add := func(says string) { out = append(out, fault(check, says).by(mend)) }
	switch {
	case t.None:
		return nil
	case t.Err != "":
		return []Line{unseen(check, t.Err).by(mend)}
	case t.NoHead:
		add("HEAD is damaged")
	case t.Detached:
		add("no branch is checked out: what an editor commits goes astray")
	case t.Head != "main":
		add("the branch " + t.Head + " is checked out, and records are on main")
	}
	if t.Midway != "" {
		out = append(out, fault(check, "git is in the middle of git "+t.Midway+": what an editor "+
			"commits would go on with it").by("git "+t.Midway+" --quit, then "+mend))
	}
	switch {
	case t.Locked != "" && t.Fresh:
		out = append(out, fault(check, "a git is at work, or was killed just now: "+t.Locked).
			by("wait for it; where none is at work, "+mend+" in half a minute"))
	case t.Locked != "":
		add("a git that ended left its lock: " + t.Locked)
	}
	if t.Behind {
		add("stands on an older commit than main")
	}
	if n := len(t.Changed); n > 0 {
		add(some(n, "file differs", "files differ") + " from main: " + few(t.Changed))
	}
	if n := len(t.Missing); n > 0 {
		add(some(n, "file is", "files are") + " missing: " + few(t.Missing))
	}
	if len(out) == 0 {
		out = append(out, well(check, "shows main as it is"))
	}
	return out
}

func some(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// few names the first of a list, and the number of the others.
func few(list []string) string {
	const most = 3
	if len(list) <= most {
		return strings.Join(list, ", ")
	}
	return strings.Join(list[:most], ", ") + fmt.Sprintf(" and %d more", len(list)-most)
}

// Caches are files beside the records that make a copy fast.
type Caches struct {
	Unwritable bool // everything is computed in memory each time
	Behind     bool // the index is not at the commit to which main was judged
}

// CheckCaches names caches that can't be written. Their contents are always verified, so that a bad
// cache makes a copy slow and never wrong.
func CheckCaches(c Caches) Line {
	switch {
	case c.Unwritable:
		return note("caches", "can't be written here: each command works them out again")
	case c.Behind:
		return note("caches", "stand on an older commit: the next command writes them again")
	}
	return well("caches", "stand where main was judged to")
}

// Remote describes the server's answer of this moment.
type Remote struct {
	URL      string // "" if there is none
	NotAsked bool   // the user did not want it asked
	Err      string // why it did not answer
	Mend     string // the hint for that
	News     bool   // it has commits that this copy lacks
	SetBack  string // the hint, if it lacks commits that it had at the last sync
	Empty    bool
	Unpushed int // number of commits that it lacks
	Bare     bool
	Backup   bool // it is a backup, which takes no push
}

// CheckRemote checks that the server answers and has the history that this copy knows.
func CheckRemote(r Remote) []Line {
	const check = "remote"
	switch {
	case r.Bare && r.URL == "":
		return nil
	case r.URL == "":
		return []Line{note(check, "there is none: no other copy has what is recorded here").
			by("git remote add origin URL, then casefile sync")}
	case r.NotAsked:
		return []Line{note(check, r.URL+" was not asked")}
	case r.Err != "":
		return []Line{fault(check, r.URL+" does not answer: "+r.Err).
			by(cmp.Or(r.Mend, "git ls-remote origin says more"))}
	case r.Backup:
		return []Line{fault(check, r.URL+" is a backup, not the server").by(r.Mend)}
	case r.SetBack != "":
		return []Line{fault(check, r.URL+" lacks commits that it had when it was last asked").
			by(r.SetBack)}
	case r.Empty:
		return []Line{note(check, r.URL+" is empty").by("casefile sync sends the records there")}
	case r.News:
		return []Line{note(check, r.URL+" has what this copy lacks").by("casefile sync")}
	}
	return []Line{well(check, r.URL+" answers")}
}

// Hook is one of the git hooks by which a server judges pushes.
type Hook struct {
	Name    string
	Missing bool
	Other   bool   // another program's hook
	Program string // the program that it calls
	Gone    bool   // that program is missing
}

// CheckHooks checks that a server has its hooks and the program that they call.
func CheckHooks(all []Hook, unset []string) []Line {
	const check, mend = "hook", "casefile hook install"
	var out []Line
	for _, h := range all {
		switch {
		case h.Missing:
			out = append(out, fault(check,
				"there is no "+h.Name+": nothing that is pushed is judged").by(mend))
		case h.Other:
			out = append(out, fault(check,
				h.Name+" is not casefile's").by(mend+" --force"))
		case h.Gone:
			out = append(out, fault(check,
				h.Name+" calls "+h.Program+", which is not there").by(mend))
		}
	}
	for _, key := range unset {
		out = append(out, fault(check,
			"git's setting "+key+" is not as hook install made it").by(mend))
	}
	if len(out) == 0 && len(all) > 0 {
		out = append(out, well(check, "what is pushed is judged"))
	}
	return out
}
