package verify

import (
	"bytes"
	"errors"
	"slices"
	"strings"

	"casefile/internal/pattern"
	"casefile/internal/policy"
	"casefile/internal/record"
	"casefile/internal/team"
)

// The files at the root of a records repository.
const (
	TeamPath       = "team.yaml"
	SignersPath    = "allowed_signers"
	PolicyPath     = "casefile.yaml"
	AttributesPath = ".gitattributes"
	SchemaFolder   = "schema/"
)

// Attributes is the content of .gitattributes. git must never alter bytes.
const Attributes = "* -text\n*.age diff=casefile -merge\n"

// judgeInit judges the introduction: only root files, versions 1, no case, signed by an active
// senior of its own roster.
func (t *commitJudge) judgeInit() error {
	if t.msg.Op != team.OpInit {
		t.fault(RuleInit, "", "the first commit must be the operation init, by whoever signs it")
		return nil
	}
	if len(t.msg.Cases) > 0 {
		t.fault(RuleTrailers, "", "an init names no case")
	}
	if err := t.judgeSchemas(); err != nil {
		return err
	}
	for _, c := range t.changes {
		if !slices.Contains([]string{TeamPath, SignersPath, PolicyPath, AttributesPath}, c.Path) &&
			!isSchema(c.Path) {
			t.fault(RulePaths, c.Path, "an init may not add this file")
		}
		t.judgeMode(c)
	}
	next, ok, err := t.rosterIn(t.c.ID)
	if err != nil || !ok {
		return err
	}
	for _, e := range next.CheckFirst(t.c.Committer.When, t.signer.ID) {
		t.fault(RuleTeam, TeamPath, "%v", e)
	}
	if err := t.judgeClaims(next); err != nil {
		return err
	}
	if p, err := t.policyIn(t.c.ID); err != nil {
		return err
	} else if p != nil && (p.Version != 1 || p.RetentionVersion != 1) {
		t.fault(RulePolicy, PolicyPath, "a new policy has version 1 and retention_version 1, "+
			"not %d and %d", p.Version, p.RetentionVersion)
	}
	return t.judgeAttributes()
}

func (t *commitJudge) judgeAttributes() error {
	data, _, err := t.j.h.File(t.c.ID, AttributesPath)
	if err == nil && string(data) != Attributes {
		t.fault(RuleAttributes, AttributesPath, "it must hold exactly the two lines of format 1")
	}
	return err
}

// judgeRoot judges the operations team, policy and rejoin, which touch no case.
func (t *commitJudge) judgeRoot(r *opRow) error {
	if len(t.msg.Cases) > 0 {
		t.fault(RuleTrailers, "", "the operation %s names no case", t.op)
	}
	for _, c := range t.changes {
		if !r.root(c.Path) {
			t.fault(RulePaths, c.Path, "the operation %s may not touch this file", t.op)
		}
		t.judgeMode(c)
	}
	t.may(t.op, "", team.Stance{})
	switch t.op {
	case team.OpTeam:
		return t.judgeTeam()
	case team.OpRejoin:
		t.lost = t.msg.Lost
		return nil
	}
	return t.judgePolicy()
}

func (t *commitJudge) judgeTeam() error {
	next, ok, err := t.rosterIn(t.c.ID)
	if err != nil || !ok {
		return err
	}
	for _, e := range t.j.team.CheckNext(next, t.c.Committer.When, t.signer.ID) {
		// a denial was reported above
		if denied := (*team.Denied)(nil); !errors.As(e, &denied) {
			t.fault(RuleTeam, TeamPath, "%v", e)
		}
	}
	if err := t.judgeConfirmed(next); err != nil {
		return err
	}
	if err := t.learnGiven(next); err != nil {
		return err
	}
	return t.judgeClaims(next)
}

// judgeClaims checks that an email, key or recipient that once named a member names nobody else,
// even after the member gave it up.
func (t *commitJudge) judgeClaims(next team.Team) error {
	l := t.learn("")
	for _, m := range next.Members {
		if err := t.judgeNoEpoch(m); err != nil {
			return err
		}
		for _, text := range m.Claims() {
			c := Claim{What: Fingerprint(text), Member: m.ID}
			first, err := t.j.claimedBefore(c)
			if err != nil {
				return err
			}
			what, _, _ := strings.Cut(text, " ")
			switch first {
			case "":
				l.Claims = append(l.Claims, c)
			case m.ID:
			default:
				t.fault(RuleTeam, TeamPath, "the %s of %s was %s's before", what, m.ID, first)
			}
		}
	}
	return nil
}

// judgeNoEpoch refuses a new recipient of a member that is the recipient of a case. Readers of the
// case could open what is wrapped to the member.
func (t *commitJudge) judgeNoEpoch(m team.Member) error {
	if old, _ := t.j.team.Member(m.ID); m.Recipient == "" ||
		t.parent != "" && old.Recipient == m.Recipient {
		return nil
	}
	known, err := t.j.seenBefore(EpochBlob(m.Recipient))
	if err == nil && known {
		t.fault(RuleEpochReused, TeamPath, "the recipient of %s is that of a case", m.ID)
	}
	return err
}

func (t *commitJudge) judgePolicy() error {
	if err := t.judgeSchemas(); err != nil {
		return err
	}
	p, err := t.policyIn(t.c.ID)
	if err != nil || p == nil {
		return err
	}
	before := t.j.policy
	if p.Version != before.Version+1 {
		t.fault(RulePolicy, PolicyPath, "the policy's version must be %d, one more than before; "+
			"it is %d",
			before.Version+1, p.Version)
	}
	if want := p.NextRetentionVersion(before); p.RetentionVersion != want {
		t.fault(RulePolicy, PolicyPath, "retention_version must be %d, the last version that "+
			"changed how long cases are kept; it is %d", want, p.RetentionVersion)
	}
	return nil
}

// judgeSchemas requires JSON within the bounds of the format. Readers of entries judge what it
// means as a schema: programs of different versions must not differ here.
func (t *commitJudge) judgeSchemas() error {
	for _, c := range t.changes {
		if !isSchema(c.Path) || c.NewID == "" {
			continue
		}
		if bad := badKindName(c.Path); bad != "" {
			t.fault(RulePolicy, c.Path, "%s", bad)
			continue
		}
		data, err := t.j.h.Blob(c.NewID)
		if err != nil {
			return err
		}
		if err := record.SchemaBounds(strings.TrimPrefix(c.Path, "schema/"), data); err != nil {
			t.fault(RulePolicy, c.Path, "%v", err)
		}
	}
	return nil
}

// rosterIn reads a commit's roster, and checks the roster and allowed_signers.
func (t *commitJudge) rosterIn(commit string) (team.Team, bool, error) {
	data, _, err := t.j.h.File(commit, TeamPath)
	if err != nil {
		return team.Team{}, false, err
	}
	next, parseErr := team.Parse(data)
	if parseErr == nil {
		parseErr = next.Check()
	}
	if parseErr != nil {
		if err := t.newerTeam(parseErr); err != nil {
			return team.Team{}, false, err
		}
		t.fault(RuleTeam, TeamPath, "%v", parseErr)
		return team.Team{}, false, nil
	}
	signers, _, err := t.j.h.File(commit, SignersPath)
	if err == nil && !bytes.Equal(signers, next.AllowedSigners()) {
		t.fault(RuleAllowedSigners, SignersPath, "it differs from what %s gives", TeamPath)
	}
	return next, true, err
}

func (t *commitJudge) policyIn(commit string) (*policy.Policy, error) {
	data, _, err := t.j.h.File(commit, PolicyPath)
	if err != nil {
		return nil, err
	}
	p, findings := policy.Parse(data, PolicyPath)
	if p == nil {
		t.fault(RulePolicy, PolicyPath, "%s", firstFound(findings))
	}
	return p, nil
}

// schemaForm matches the path of a kind's schema. The kind's name is also that of a command.
var schemaForm = pattern.Of(`^schema/[a-z][a-z0-9]*(-[a-z0-9]+)*\.json$`)

func isSchema(path string) bool { return schemaForm().MatchString(path) }

// ReservedKinds returns the names that an agency may not give to its own kinds: the name of the
// common schema, and the words that people type as commands.
func ReservedKinds() []string { return strings.Fields(reservedWords) }

const reservedWords = `entry
accept add adopt amend assign attach chronology clone close completion concern confirm cover dispose doctor draft due endorse
erase export handover help hold hook identity import inbox init intake kinds link list lock move open plan policy readers receive
rekey release reopen reply report retain retention rules sar search show sync team textconv transfer triage unlock validate verify version`

// builtinNamed lists the reserved names that are kinds of the format. An agency may make these
// stricter.
var builtinNamed = []string{record.KindConcern, record.KindHandover, record.KindHold,
	record.KindRelease, record.KindTransfer, record.KindTriage}

// badKindName says why a schema may not have its name; "" where it may.
func badKindName(path string) string {
	name := strings.TrimSuffix(strings.TrimPrefix(path, SchemaFolder), ".json")
	switch {
	case slices.Contains(ReservedKinds(), name) && !slices.Contains(builtinNamed, name):
		return "the name is not free for a kind"
	case record.LooksLikeID(name):
		return "the name has the form of an ID"
	}
	return ""
}

// judgeMode allows plain files only: no symlink, no submodule, no executable.
func (t *commitJudge) judgeMode(c Change) {
	if c.NewMode != "" && c.NewMode != "100644" {
		t.fault(RuleMode, c.Path, "the mode is %s; only plain files (100644) are kept", c.NewMode)
	}
}
