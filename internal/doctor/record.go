package doctor

// Cases are what a drill found: one entry was opened of each case that the person reads.
type Cases struct {
	All     int // that are not destroyed
	Mine    int // that the person reads
	Opened  int
	Failed  []Failed
	NoKeys  bool   // the copy has no wrapped keys, as after a plain git clone
	Skipped string // why no drill was held; "" where one was
	Unasked bool   // that was nobody's wish
	Empty   int    // that have no entry to open
}

// Failed is a case that the person should be able to open, and can't.
type Failed struct {
	Case, Why string
}

// CheckCases wants each of a person's cases to open.
func CheckCases(c Cases) []Line {
	const check = "cases"
	switch {
	case c.NoKeys:
		return []Line{fault(check, "this copy has no wrapped keys, as after a plain git clone").
			by("casefile sync brings them")}
	case c.Skipped != "" && c.Unasked:
		return []Line{unseen(check, c.Skipped)}
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
		out = append(out, fault(check, f.Case+" does not open: "+f.Why).
			by("casefile sync, then casefile verify; else whoever reads it: casefile readers "+
				f.Case+" grant"))
	}
	if len(out) == 0 {
		out = append(out, well(check, openedWords(c)))
	}
	return out
}

// mostLines is how many lines one check takes of a screen.
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

// Readers are who can open the cases, by their dockets.
type Readers struct {
	All      int      // cases that are not destroyed
	Alone    []string // cases that one person alone can open
	Nobody   []string // that nobody can open
	Recovery int      // recovery members that count
	NoWay    bool     // the agency has chosen to have none, or has none yet
	Lacking  []string // cases that are not wrapped to a recovery member
	Waiting  []string // recovery members whom no second senior has confirmed
}

// CheckReaders wants two people for each case, so that one who is ill, gone or has lost a
// key does not take a child's record along.
func CheckReaders(r Readers) []Line {
	const check = "two people"
	var out []Line
	if n := len(r.Nobody); n > 0 {
		out = append(out, fault(check, some(n, "case has", "cases have")+
			" no active reader: "+few(r.Nobody)).
			by("whoever has a recovery key lets somebody in: casefile readers CASE grant MEMBER"))
	}
	if n := len(r.Alone); n > 0 {
		out = append(out, fault(check, some(n, "case opens", "cases open")+
			" for one person alone: "+few(r.Alone)).
			by("casefile readers CASE grant MEMBER"))
	}
	if len(out) == 0 && r.All > 0 {
		out = append(out, well(check, "can open each case"))
	}
	return append(out, checkRecovery(r)...)
}

// checkRecovery wants a recovery member for each case where the agency has any.
func checkRecovery(r Readers) []Line {
	const check = "recovery"
	var out []Line
	for _, id := range r.Waiting {
		out = append(out, fault(check, id+" is not confirmed by a second senior manager").
			by("casefile team confirm "+id))
	}
	if n := len(r.Lacking); n > 0 {
		out = append(out, fault(check, some(n, "case is", "cases are")+
			" not wrapped to a recovery key: "+few(r.Lacking)).
			by("casefile readers CASE grant RECOVERY-MEMBER"))
	}
	switch {
	case r.NoWay:
		out = append(out, note(check,
			"the agency has no recovery key: what its readers lose is lost").
			by("casefile identity new on a stick; casefile team add CARD --roles recovery"))
	case len(out) == 0 && r.All > 0:
		out = append(out, well(check, "each case is wrapped to a recovery key"))
	}
	return out
}

// Left is what lies in this copy and waits for somebody.
type Left struct {
	Unsent    int // commits that no other copy has
	Conflicts int // operations that sync kept aside
	Waiting   int // commits that wait for their author to sync
	Stray     int // commits that --fix kept aside
	Drafts    int
	Undo      int // keys on a server that wait for their day to be struck
	UndoLate  int // whose day is past
	Unlooked  int // cases of which an erasure took keys away that nobody has looked at
	Outbox    int // texts of mine in the outbox that are not on main
	Spoiled   int // lines of the notes of replays that say nothing
	Erasures  int // erasures that this copy has not finished
}

// CheckLeft lists what waits in this copy.
func CheckLeft(l Left) []Line {
	var out []Line
	add := func(n int, one, many, mend string) {
		if n > 0 {
			out = append(out, note("left", some(n, one, many)).by(mend))
		}
	}
	add(l.Unsent, "commit that no other copy has", "commits that no other copy has",
		"casefile sync")
	add(l.Conflicts, "operation in conflict is kept below refs/casefile/conflicts",
		"operations in conflict are kept below refs/casefile/conflicts",
		"casefile draft lists the texts")
	add(l.Waiting, "commit waits for its author", "commits wait for their author",
		"each runs casefile sync here")
	add(l.Stray, "stray commit is kept below refs/casefile/stray",
		"stray commits are kept below refs/casefile/stray",
		"git log REF shows one; git update-ref -d REF drops it")
	add(l.Drafts, "draft", "drafts", "casefile draft")
	add(l.Undo, "key that an erasure took away waits for its day",
		"keys that an erasure took away wait for their day", "nothing: they go by themselves")
	if l.Unlooked > 0 {
		out = append(out, fault("left", some(l.Unlooked,
			"case has keys that an erasure took away, and nobody has looked at what it left",
			"cases have keys that an erasure took away, and nobody has looked at what it left")).
			by("casefile sync in a terminal, by whoever reads them"))
	}
	if l.UndoLate > 0 {
		out = append(out, fault("left", some(l.UndoLate,
			"key that an erasure took away is past its day",
			"keys that an erasure took away are past their day")).by("casefile doctor --fix"))
	}
	if l.Outbox > 0 {
		out = append(out, fault("left", some(l.Outbox,
			"text of yours is not on main, and only in your outbox",
			"texts of yours are not on main, and only in your outbox")).
			by("casefile doctor --fix"))
	}
	if l.Spoiled > 0 {
		out = append(out, note("left", some(l.Spoiled, "line of the notes of replays says nothing",
			"lines of the notes of replays say nothing")).by("casefile verify --from-scratch"))
	}
	return out
}
