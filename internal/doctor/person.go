package doctor

import (
	"fmt"
	"time"
)

// Identity describes the age identity with which a person reads.
type Identity struct {
	File      string // "" if it is named in another way
	Folder    string // the folder in which it is looked for
	OpensWith string // what opens it, in words
	Bare      bool   // nothing protects it
	Readable  bool   // other accounts of this machine may read the file
	Missing   bool
	Err       string // another reason why it does not open
	Unasked   bool   // not opened, since nobody could be asked
	Skipped   bool   // not opened, at the user's wish
}

// CheckIdentity checks that the identity opens, and that nobody else can read it.
func CheckIdentity(i Identity) Line {
	const check = "identity"
	switch {
	case i.Missing:
		return fault(check, "you have no age identity here").
			by("a backup of yours goes to " + i.Folder + "; where you never had one, " +
				"casefile identity new makes one")
	case i.Readable:
		return fault(check, "others on this machine can read your identity: "+i.File).
			by("chmod 600 " + i.File + "; then casefile identity rotate, as somebody may have it")
	case i.Unasked:
		return Line{Check: check, State: Unknown, Says: "was not opened: " + i.Err,
			Mend: "run casefile doctor at a terminal, or casefile unlock before it"}
	case i.Err != "":
		return fault(check, i.Err).by("casefile identity shows what is set up")
	case i.Skipped:
		return note(check, "was not opened, as --no-key says")
	case i.Bare:
		return note(check, "opens; nothing protects it, and anybody who has the file can read: "+
			i.File).
			by("casefile identity passwd gives it a passphrase")
	}
	return well(check, "opens with "+i.OpensWith)
}

// CheckMark reports an invalid mark. By its mark an account recognises what it judged and pinned.
func CheckMark(wrong string) []Line {
	if wrong == "" {
		return nil
	}
	return []Line{fault("mark", wrong).by("casefile doctor --fix puts it aside and makes a new " +
		"one; then pin each copy again: --trust INTRO@TIP")}
}

// CheckServerMark reports an invalid mark of a server's hooks. It lies in the repository if their
// account has no home.
func CheckServerMark(wrong string) []Line {
	if wrong == "" {
		return nil
	}
	return []Line{fault("mark", wrong).by("casefile hook install --trust INTRO@TIP draws " +
		"another; " +
		"until then all is judged again at each push")}
}

// Signing describes a test of the key with which a person signs.
type Signing struct {
	Key      string // public half, shortened
	Hardware bool   // not tested, since it needs a touch for each signature
	Missing  bool
	Err      string
	Wrong    bool // it signed, and the signature does not verify
	Unasked  bool // not tested, since nobody could be asked
	Skipped  bool // not tested, at the user's wish
}

// CheckSigning checks that the key signs, and that its signature verifies.
func CheckSigning(s Signing) Line {
	const check = "signing"
	switch {
	case s.Missing:
		return fault(check, "you have no signing key here").by("casefile identity new makes one")
	case s.Unasked:
		return Line{Check: check, State: Unknown, Says: "was not tried: " + s.Err,
			Mend: "run casefile doctor at a terminal, or ssh-add your key before it"}
	case s.Wrong:
		return fault(check, "what "+s.Key+" signs does not verify").
			by("the public half beside the key is another's: ssh-keygen -y -f KEY gives its own")
	case s.Err != "":
		return fault(check, s.Err).
			by("casefile identity shows what is set up; ssh-add -l what the agent has")
	case s.Skipped:
		return note(check, s.Key+" was not tried, as --no-key says")
	case s.Hardware:
		return note(check, s.Key+" wants a touch for each signature, and was not tried")
	}
	return well(check, "signs, and what it signs verifies")
}

// Agent describes casefile's own agent.
type Agent struct {
	Until   time.Time // zero if nothing is unlocked
	Foreign string    // why the listening process is not trusted
}

// CheckAgent checks that no other process listens in the agent's place.
func CheckAgent(a Agent) Line {
	const check = "agent"
	switch {
	case a.Foreign != "":
		return fault(check, a.Foreign).
			by("find out who made it, and remove it; until then casefile asks as without it")
	case a.Until.IsZero():
		return well(check, "nothing is unlocked")
	}
	return well(check, "unlocked until "+a.Until.Format("15:04 MST"))
}

// Plugin is the age plugin that protects an identity.
type Plugin struct {
	Program string // age-plugin-yubikey; "" if none is used
	Found   bool   // it is on PATH
}

// CheckPlugin checks that the plugin of an identity is installed.
func CheckPlugin(p Plugin) []Line {
	const check = "plugin"
	switch {
	case p.Program == "":
		return nil
	case !p.Found:
		return []Line{fault(check, p.Program+" is not on PATH").
			by("install it, or put back the PATH by which it was found")}
	}
	return []Line{well(check, p.Program+" is there")}
}

// Backup is the person's note about the backup of their keys.
type Backup struct {
	Has   bool      // there are keys to back up
	At    time.Time // zero if none was noted
	Other bool      // it has other keys than the present ones
	Now   time.Time
	Err   string // why it is unknown
}

// oldBackup is the time after which a person should check that the backup still exists.
const oldBackup = 366 * 24 * time.Hour

// CheckBackup checks that a backup of the present keys exists, and that somebody has looked at it
// within a year. The program can't see it, and believes the person.
func CheckBackup(b Backup) []Line {
	const check, mend = "backup", "copy the folder that casefile identity names to a safe " +
		"place; then casefile doctor --backed-up"
	day := b.At.Format(time.DateOnly)
	switch {
	case !b.Has:
		return nil
	case b.Err != "":
		return []Line{unseen(check, b.Err)}
	case b.At.IsZero():
		return []Line{fault(check, "no backup of your identity is noted: without it, what only "+
			"you can read is lost with this machine").by(mend)}
	case b.Other:
		return []Line{fault(check, "the backup noted on "+day+" is of other keys").by(mend)}
	case b.Now.Sub(b.At) > oldBackup:
		return []Line{fault(check, "the backup was noted on "+day+", over a year ago").
			by("see that it is still there and opens; then casefile doctor --backed-up")}
	}
	return []Line{well(check, "of your identity, noted on "+day)}
}

// Member describes the person as the records know them.
type Member struct {
	ID             string // "" if the records don't know the signing key
	Left           time.Time
	OtherRecipient bool // the records wrap to another identity than the present one
	KeyEnded       bool // the present signing key does not count any more
	NoKey          bool // there is no signing key, which CheckSigning reports
}

// CheckMember checks that the records know the present keys.
func CheckMember(m Member) Line {
	const check = "member"
	switch {
	case m.NoKey:
		return unseen(check, "there is no signing key to know you by").
			by("mend what is said of signing; then look again")
	case m.ID == "":
		return fault(check, "nobody in team.yaml has your signing key").
			by("send a senior manager your card: casefile identity card")
	case !m.Left.IsZero():
		return fault(check, fmt.Sprintf("%s left on %s", m.ID, m.Left.Format(time.DateOnly))).
			by("casefile team shows who is there")
	case m.KeyEnded:
		return fault(check, "your signing key counts no more in team.yaml").
			by("sign with the newer one, or send a senior manager your card: " +
				"casefile identity card")
	case m.OtherRecipient:
		return fault(check, "cases are sealed to another identity of yours than the one here").
			by("put back that identity, or send a senior manager your card; " +
				"then casefile rekey")
	}
	return well(check, m.ID)
}
