package verify

import (
	"bytes"
	"fmt"
	"slices"

	"casefile/internal/record"
	"casefile/internal/team"
)

// Proof holds the facts of a package that proves one entry with no repository
// at hand: the text, the commit that is said to have recorded it, the roster by
// which that commit was judged, and the ids by which these hang together.
type Proof struct {
	Entry   *record.Entry // what the text says of itself
	SHA256  string        // of the text
	Ops     []string      // under which its kind counts
	Commit  Commit        // said to have recorded it
	Parent  Commit        // the commit before
	Root    string        // id of the root tree that Parent names
	Tree    string        // id of the tree at hand
	Listed  string        // id that this tree gives team.yaml; "" for none
	Roster  string        // id of the team.yaml at hand
	Team    team.Team     // what it says
	Signers []byte        // the allowed_signers at hand

	Unread []ProofFault // the files that can't be read: nothing is shown then
	Newer  bool         // the roster is of a form that this program does not know
}

// Proved is what a proof shows that holds.
type Proved struct {
	Author, Signer team.Member // the same person, but under adopt
	Message        Message
}

// Op is the operation under which the entry was recorded: under adopt, the one
// adopted.
func (p Proved) Op() string {
	if p.Message.Adopts != "" {
		return p.Message.Adopts
	}
	return p.Message.Op
}

// ProofFault says what of a proof fails, and in which of its files.
type ProofFault struct {
	File  string `json:"file"`
	Means string `json:"means"`
}

// The files of a proof that are no files of a records repository; the others are TeamPath
// and SignersPath.
const (
	ProofText   = "entry.md"
	ProofCommit = "commit"
	ProofParent = "parent"
	ProofTree   = "tree"
	ProofReadme = "README.md" // for people; it follows from the others
)

// ProofFiles names the files of a proof, the page for people last.
func ProofFiles() []string {
	return []string{ProofText, ProofCommit, ProofParent, ProofTree, TeamPath, SignersPath,
		ProofReadme}
}

// proving is the checking of one proof. It goes by stages, and ends with the
// first that has faults: what comes later rests on it.
type proving struct {
	Proof
	turn   *commitJudge
	faults []ProofFault
}

// Check says what the proof shows, or why it fails. What it cannot show is
// that the parent commit is the agency's: whoever looks compares its id with a
// copy of the records.
func (p Proof) Check() (Proved, []ProofFault) {
	if len(p.Unread) > 0 {
		return Proved{}, p.Unread
	}
	c := &proving{Proof: p,
		turn: &commitJudge{j: &Judge{tip: &p.Parent, team: p.Team}, c: p.Commit,
			parent: p.Parent.ID}}
	for _, stage := range []func() error{c.signed, c.chain, c.act, c.text} {
		if err := stage(); err != nil {
			c.fault(ProofCommit, "%v", err)
		}
		if len(c.faults) > 0 {
			return Proved{}, c.faults
		}
	}
	return Proved{Author: c.turn.author, Signer: c.turn.signer, Message: c.turn.msg}, nil
}

func (c *proving) fault(file, format string, args ...any) {
	c.faults = append(c.faults, ProofFault{file, fmt.Sprintf(format, args...)})
}

// signed wants some good signature; whose it is, act asks.
func (c *proving) signed() error {
	if c.Commit.Signer == "" {
		c.fault(ProofCommit, "it has no good signature: %s", c.Commit.SignFault)
	}
	return nil
}

// chain follows the ids from the commit to the roster.
func (c *proving) chain() error {
	switch {
	case !slices.Equal(c.Commit.Parents, []string{c.Parent.ID}):
		c.fault(ProofParent, "it is the commit %s, which is not the one parent that commit names",
			c.Parent.ID)
	case c.Root != c.Tree:
		c.fault(ProofTree, "it is the tree %s, and parent names %s", c.Tree, c.Root)
	case c.Listed != c.Roster:
		c.fault(TeamPath, "it is not the one that tree names")
	}
	if len(c.faults) > 0 {
		return nil
	}
	if err := c.Team.Check(); err != nil {
		c.fault(TeamPath, "%v", err)
	}
	if !bytes.Equal(c.Signers, c.Team.AllowedSigners()) {
		c.fault(SignersPath, "it differs from what %s gives", TeamPath)
	}
	return nil
}

// act holds the commit to the rules that need no more than itself, its parent
// and the roster: the judge's own, so that nobody can prove what verify refuses.
func (c *proving) act() error {
	t := c.turn
	known, err := t.judgeSigner()
	if err != nil {
		return err
	}
	t.judgeForm()
	understood := t.judgeMessage()
	t.judgeOrder()
	if known && understood {
		t.judgeAuthor()
		if t.msg.Adopts != "" {
			t.judgeAdoption()
		}
		if r, ok := table[t.op]; !ok || r.root != nil {
			t.fault(RuleUnknownOperation, "", "the operation %q records no entry", t.op)
		}
	}
	for _, f := range t.faults {
		c.fault(ProofCommit, "%s [%s]", f.Means, f.Rule)
	}
	return nil
}

// text compares what the entry says of itself with what the commit says of it.
func (c *proving) text() error {
	e, t := c.Entry, c.turn
	at := slices.IndexFunc(t.msg.Cases, func(s CaseTrailers) bool { return s.Case == e.Case })
	if at < 0 {
		c.fault(ProofText, "it is of the case %s, which commit does not touch", e.Case)
		return nil
	}
	trailers := t.msg.Cases[at]
	n := slices.IndexFunc(trailers.Entries, func(d EntryTrailer) bool { return d.ID == e.ID })
	switch {
	case n < 0:
		c.fault(ProofText, "it is the entry %s, which commit does not name", e.Ref())
	case trailers.Entries[n].SHA256 != c.SHA256:
		c.fault(ProofText, "its SHA-256 is %s, and commit declares %s", c.SHA256,
			trailers.Entries[n].SHA256)
	case !e.Recorded.Equal(t.c.Author.When):
		c.fault(ProofText, "recorded is not the author's time of commit")
	case e.By != t.author.ID:
		c.fault(ProofText, "it says it is by %s, but %s recorded it", e.By, t.author.ID)
	case !slices.Contains(c.Ops, t.op):
		c.fault(ProofText, "a %s does not come with the operation %s", e.Kind, t.op)
	case e.Kind == record.KindEndorsement && !endorses(e, trailers, n):
		c.fault(ProofText, "the endorsement is not what commit declares")
	case e.Kind == record.KindRelease && !releases(e, trailers):
		c.fault(ProofText, "the release does not name the hold that commit ends")
	case e.Kind == record.KindAttachment && !brings(e, trailers):
		c.fault(ProofText, "commit does not bring the file %s that it names", e.Str("file"))
	}
	return nil
}

// brings says that the file which an attachment names came with it.
func brings(e *record.Entry, s CaseTrailers) bool {
	return slices.ContainsFunc(s.Entries, func(d EntryTrailer) bool {
		return d.ID != e.ID && string(d.ID) == e.Str("file")
	})
}

// releases says that a release names the hold that its commit ends. Whether that was a death,
// which a senior manager alone may release, its own page does not show.
func releases(e *record.Entry, s CaseTrailers) bool {
	return slices.ContainsFunc(e.Links["hold"], func(r record.Ref) bool {
		return s.Releases != "" && r.Entry == s.Releases
	})
}

// endorses says that an endorsement equals its trailer, which has the same
// place among its like as the entry has.
func endorses(e *record.Entry, s CaseTrailers, n int) bool {
	if n >= len(s.Endorses) {
		return false
	}
	d := s.Endorses[n]
	return e.Str("target") == string(d.Target) && e.Str("target_sha256") == d.SHA256 &&
		e.Str("level") == d.Level && e.Str("verdict") == d.Verdict
}
