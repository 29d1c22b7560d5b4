package verify

import (
	"bytes"
	"fmt"
	"slices"

	"casefile/internal/record"
	"casefile/internal/team"
)

// Proof holds the facts of a package that proves one entry without a repository: the text, the
// commit that is said to have recorded it, the roster by which that commit was judged, and the ids
// that connect them.
type Proof struct {
	Entry   *record.Entry // what the text says of itself
	SHA256  string        // of the text
	Ops     []string      // the operations that may record its kind
	Commit  Commit        // said to have recorded it
	Parent  Commit        // the commit before
	Root    string        // id of the root tree, as Parent has it
	Tree    string        // id of the tree in the package
	Listed  string        // id of team.yaml in that tree; "" for none
	Roster  string        // id of the team.yaml in the package
	Team    team.Team     // its content
	Signers []byte        // the allowed_signers in the package

	Unread []ProofFault // files that can't be read: then nothing is proved
	Newer  bool         // the roster has a form that this program does not know
}

// Proved is the result of a valid proof.
type Proved struct {
	Author, Signer team.Member // the same person, except in an adoption
	Message        Message
}

// Op returns the operation that recorded the entry; for an adoption, the adopted operation.
func (p Proved) Op() string {
	if p.Message.Adopts != "" {
		return p.Message.Adopts
	}
	return p.Message.Op
}

// ProofFault says what fails in a proof, and in which of its files.
type ProofFault struct {
	File  string `json:"file"`
	Means string `json:"means"`
}

// The files that only a proof has. A proof has TeamPath and SignersPath too.
const (
	ProofText   = "entry.md"
	ProofCommit = "commit"
	ProofParent = "parent"
	ProofTree   = "tree"
	ProofReadme = "README.md" // for people; its content follows from the others
)

// ProofFiles returns the names of a proof's files, the page for people last.
func ProofFiles() []string {
	return []string{ProofText, ProofCommit, ProofParent, ProofTree, TeamPath, SignersPath,
		ProofReadme}
}

// proofCheck checks one proof in stages. It ends with the first stage that has faults, because
// later stages depend on earlier ones.
type proofCheck struct {
	Proof
	turn   *commitJudge
	faults []ProofFault
}

// Check returns the result of the proof, or the reasons why it fails. It cannot show that the
// parent commit is the agency's: the person who checks must compare its id with a copy of the
// records.
func (p Proof) Check() (Proved, []ProofFault) {
	if len(p.Unread) > 0 {
		return Proved{}, p.Unread
	}
	c := &proofCheck{Proof: p,
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

func (c *proofCheck) fault(file, format string, args ...any) {
	c.faults = append(c.faults, ProofFault{file, fmt.Sprintf(format, args...)})
}

// signed requires a good signature of anybody. The stage act checks whose it is.
func (c *proofCheck) signed() error {
	if c.Commit.Signer == "" {
		c.fault(ProofCommit, "it has no good signature: %s", c.Commit.SignFault)
	}
	return nil
}

// chain follows the ids from the commit to the roster.
func (c *proofCheck) chain() error {
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

// act judges the commit by the rules that need only the commit, its parent and the roster. It uses
// the judge itself, so that nobody can prove what verify refuses.
func (c *proofCheck) act() error {
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

// text compares the entry's own fields with what the commit says of the entry.
func (c *proofCheck) text() error {
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

// brings reports whether the file that an attachment names came with the attachment.
func brings(e *record.Entry, s CaseTrailers) bool {
	return slices.ContainsFunc(s.Entries, func(d EntryTrailer) bool {
		return d.ID != e.ID && string(d.ID) == e.Str("file")
	})
}

// releases reports whether a release names the hold that its commit ends. The release does not show
// whether the hold was for a death, which only a senior manager may release.
func releases(e *record.Entry, s CaseTrailers) bool {
	return slices.ContainsFunc(e.Links["hold"], func(r record.Ref) bool {
		return s.Releases != "" && r.Entry == s.Releases
	})
}

// endorses reports whether an endorsement equals its trailer. Entries and trailers are in the same
// order.
func endorses(e *record.Entry, s CaseTrailers, n int) bool {
	if n >= len(s.Endorses) {
		return false
	}
	d := s.Endorses[n]
	return e.Str("target") == string(d.Target) && e.Str("target_sha256") == d.SHA256 &&
		e.Str("level") == d.Level && e.Str("verdict") == d.Verdict
}
