package doctor

import "strings"

// Cases is the result of a drill: one entry was opened of each case that the person reads.
type Cases struct {
	All     int // number of cases that are not destroyed
	Mine    int // number of these that the person reads
	Opened  int
	Failed  []Failed
	NoKeys  bool   // the copy has no wrapped keys, as after a plain git clone
	Skipped string // why no drill was held, or ""
	Unasked bool   // no drill, since nobody could be asked
	Empty   int    // number of cases without an entry to open
}

// Failed is a case that the person should be able to open and can't.
type Failed struct {
	Case, Why string
	Bad       bool // the person's wrapped key opens nothing
}

// CheckCases checks that all of a person's cases open.
func CheckCases(c Cases) []Line {
	const check = "cases"
	switch {
	case c.NoKeys:
		return []Line{fault(check, "this copy has no wrapped keys, as after a plain git clone").
			by("casefile sync brings them")}
	case c.Skipped != "" && c.Unasked:
		return []Line{unseen(check, c.Skipped).
			by("mend what is said of your identity; then look again")}
	case c.Skipped != "":
		return []Line{note(check, "none was opened: "+c.Skipped)}
	}
	var out []Line
	for i, f := range c.Failed {
		if i == mostLines {
			out = append(out, fault(check, some(len(c.Failed)-i, "more case does not open",
				"more cases do not open")).by("--json lists them all"))
			break
		}
		out = append(out, fault(check, f.Case+" does not open: "+f.Why).by(f.mend()))
	}
	if len(out) == 0 {
		out = append(out, well(check, openedWords(c)))
	}
	if c.Mine > 0 {
		out = append(out, note("keys", "yours were opened just now; whether those of others open, "+
			"and those in a safe, nobody else can see").
			by("each runs casefile doctor; a recovery key with CASEFILE_IDENTITY_FILE=FILE"))
	}
	return out
}

// mend returns the hint for the person whose case it is.
func (f Failed) mend() string {
	if f.Bad {
		return "casefile rekey --old-identity FILE, where you changed your identity; else " +
			"casefile " +
			"rekey --withdraw " + f.Case + ", and a reader lets you in again: casefile readers " +
			f.Case + " grant"
	}
	return "casefile sync, then casefile verify; else whoever reads it: casefile readers " +
		f.Case + " grant"
}

// mostLines is the greatest number of lines of one check.
const mostLines = 10

func openedWords(c Cases) string {
	switch {
	case c.All == 0:
		return "there are none yet"
	case c.Mine == 0:
		return "you read none of " + some(c.All, "case", "cases")
	}
	return "an entry was opened of " + some(c.Opened, "case", "cases") + " of yours"
}

// Readers says who can open the cases, by their dockets.
type Readers struct {
	All   int      // number of cases that are not destroyed
	Amiss []Amiss  // what the rules find wrong
	One   []string // second signers who had their role or key from the first one, in words
	Alone []string // cases that only one person can open, although the rules ask for no more
	NoWay bool     // the agency has no recovery member, by choice or not yet
}

// Amiss is a fault in who reads a case, or in a recovery member.
type Amiss struct {
	Case       string // "" if it is about the team
	Says, Mend string
	Recovery   bool
}

// CheckReaders checks that each case has two readers. If one is ill, has left or has lost a key,
// the child's record must still be readable. It also checks for a recovery member, if the team has
// any.
func CheckReaders(r Readers) []Line {
	var readers, recovery []Line
	for _, a := range r.Amiss {
		if says := strings.TrimPrefix(a.Case+": "+a.Says, ": "); a.Recovery {
			recovery = append(recovery, fault("recovery", says).by(a.Mend))
		} else {
			readers = append(readers, fault("readers", says).by(a.Mend))
		}
	}
	if n := len(r.Alone); n > 0 {
		readers = append(readers, fault("readers", some(n, "case opens", "cases open")+
			" for one person alone: "+few(r.Alone)).
			by("casefile readers "+r.Alone[0]+" grant MEMBER"))
	}
	for _, says := range r.One {
		readers = append(readers, note("readers", "two by one hand: "+says).
			by("ask both, and the other senior managers; casefile verify has the commits"))
	}
	switch {
	case r.NoWay:
		recovery = append(recovery, note("recovery",
			"the agency has no recovery key: what its readers lose is lost").
			by("casefile identity new --help says how one is made on a stick; then "+
				"casefile team add CARD --roles recovery"))
	case len(recovery) == 0 && r.All > 0:
		recovery = append(recovery, well("recovery", "each case is wrapped to a recovery key"))
	}
	if len(readers) == 0 && r.All > 0 {
		readers = append(readers, well("readers", "two people can open each case"))
	}
	return append(shortened(readers), shortened(recovery)...)
}

// shortened cuts the lines of one check, and says how many more there are.
func shortened(list []Line) []Line {
	n := len(list) - mostLines
	if n <= 0 {
		return list
	}
	more := fault(list[0].Check, some(n, "more is like these", "more are like these")).
		by("casefile verify lists them all")
	return append(list[:mostLines:mostLines], more)
}

// Left lists files and commits in this copy that wait for somebody.
type Left struct {
	Unpushed  int // commits that no other copy has
	Conflicts int // operations in conflict that sync kept aside
	Waiting   int // commits that wait until their author syncs
	Stray     int // commits that --fix kept aside
	Drafts    int
	Undo      int // keys that a server keeps for repair until a certain day
	UndoLate  int // those whose day is past

	UndoStrays    []string // things among them without a day
	Unlooked      int      // cases with earlier keys of an erasure that nobody has looked at
	PendingPurges int      // cases with a pending purge
	Indexes       []string // members whose index may hold what was destroyed or erased
	Outbox        int      // the person's texts in the outbox that are not on main
	Spoiled       int      // lines in the notes of replays that can't be parsed
}

// CheckLeft lists the things that wait in this copy. Those that wait normally come before those
// that went wrong.
func CheckLeft(l Left) []Line { return append(leftWaiting(l), leftAmiss(l)...) }

// leftWaiting returns the lines about what is no fault.
func leftWaiting(l Left) (out []Line) {
	add := func(n int, one, many, mend string) {
		if n > 0 {
			out = append(out, note("left", some(n, one, many)).by(mend))
		}
	}
	add(l.Unpushed, "commit that no other copy has", "commits that no other copy has",
		"casefile sync")
	add(l.Conflicts, "operation in conflict is kept below refs/casefile/conflicts",
		"operations in conflict are kept below refs/casefile/conflicts",
		"casefile draft lists the texts, casefile doctor --fix adds those that open only by now; "+
			"git update-ref -d REF drops one that you need no more")
	add(l.Waiting, "commit waits for its author", "commits wait for their author",
		"each runs casefile sync here")
	add(l.Stray, "stray commit is kept below refs/casefile/stray",
		"stray commits are kept below refs/casefile/stray",
		"git log REF shows one; git update-ref -d REF drops it")
	add(l.Drafts, "draft", "drafts", "casefile draft")
	add(l.Undo, "key that an erasure took away waits for its day",
		"keys that an erasure took away wait for their day", "nothing: they go by themselves")
	return out
}

// leftAmiss returns the lines about what somebody must look at.
func leftAmiss(l Left) (out []Line) {
	add := func(n int, one, many, more, mend string) {
		if n > 0 {
			out = append(out, fault("left", some(n, one, many)+more).by(mend))
		}
	}
	add(l.Unlooked, "case has keys that an erasure took away, and nobody has looked at what it "+
		"left",
		"cases have keys that an erasure took away, and nobody has looked at what it left", "",
		"casefile sync at a terminal, by whoever reads them")
	add(l.PendingPurges, "case has keys that are to be gone, and copies of them remain",
		"cases have keys that are to be gone, and copies of them remain", "",
		"remove what the note names; casefile doctor looks again")
	if len(l.Indexes) > 0 {
		out = append(out, fault("left", "what was destroyed or erased may be in the index of "+
			strings.Join(l.Indexes, ", ")).by("casefile list, by each of them; or remove their "+
			"folders below casefile/lists in the git directory: an index is made again"))
	}
	add(len(l.UndoStrays),
		"thing lies among the keys that an erasure took away, and has no day: ",
		"things lie among the keys that an erasure took away, and have no day: ",
		strings.Join(l.UndoStrays, ", "), "look what it is, and remove it")
	add(l.UndoLate, "key that an erasure took away is past its day",
		"keys that an erasure took away are past their day", "", "casefile doctor --fix")
	add(l.Outbox, "text of yours is not on main, and only in your outbox",
		"texts of yours are not on main, and only in your outbox", "", "casefile doctor --fix")
	if l.Spoiled > 0 {
		out = append(out, note("left", some(l.Spoiled,
			"note of what was recorded again counts for nothing",
			"notes of what was recorded again count for nothing")).
			by("nothing: the next sync that writes such notes leaves them out"))
	}
	return out
}
