package verify

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"casefile/internal/policy"
	"casefile/internal/record"
	"casefile/internal/team"
	"casefile/internal/testenv"
)

const (
	theCase  record.ID = "K3F927QM"
	another  record.ID = "M4A0CD5E"
	noEntry  record.ID = "9ZZZ9ZZZ"
	profile  record.ID = "7K2M0000"
	closure  record.ID = "7K2M0CCC"
	disposal record.ID = "7K2M0DDD"
	erasure  record.ID = "7K2M0EEE"
	letter   record.ID = "7K2M0FFF" // a further entry of asha's
	third    record.ID = "7K2M0GGG" // and another
)

// story grows a history, commit by commit, and judges it as it grows.
type story struct {
	testing.TB
	mem    *memory
	judge  *Judge
	tip    string
	now    time.Time
	serial int
}

// founded returns an agency with its first commit. asha is the key worker of later cases; mina is
// her manager, and judith is mina's.
func founded(t testing.TB, profile string) *story {
	t.Helper()
	s := &story{TB: t, mem: newMemory(), now: time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)}
	s.judge = New(whole{s.mem})
	s.land(s.founding(profile))
	return s
}

func (s *story) founding(profile string) *draft {
	text, err := policy.Default(profile)
	if err != nil {
		s.Fatal(err)
	}
	d := &draft{story: s, msg: Message{Op: "init"}, files: map[string]file{}}
	d.c = Commit{ID: s.nextID(), Headers: slices.Clone(rootHeaders)}
	d.put(PolicyPath, string(text))
	d.put(AttributesPath, Attributes)
	d.roster(staff(s.now))
	d.dated(s.now)
	d.by("judith")
	return d
}

func staff(at time.Time) team.Team {
	t := team.Team{Format: 1, Version: 1}
	for i, line := range []string{
		"asha Asha_Rao mina caseworker", "ben Ben_Ito mina contributor",
		"carl Carl_Amadi mina caseworker",
		"judith Judith_Pryce - senior", "lena Lena_Okoye mina lead",
		"mina Mina_Hall judith manager",
		"orla Orla_Byrne - auditor", "recovery-1 Recovery_1 - recovery",
		"rob Night_Report - service",
		"ruth Ruth_Vale judith records", "vera Vera_Lund - senior",
	} {
		w := strings.Fields(line)
		t.Members = append(t.Members, team.Member{
			ID: w[0], Name: strings.ReplaceAll(w[1], "_", " "), Email: w[0] + "@agency.example",
			Roles:     []team.Role{team.Role(w[3])},
			Recipient: recipient(i), LineManager: strings.Trim(w[2], "-"), Since: at,
			Keys: []team.Key{{Key: signingKey(i), From: at}},
		})
		if m := &t.Members[i]; m.Has(team.Recovery) {
			m.Confirmed = at
		}
	}
	return t
}

func recipient(i int) string { return testenv.Recipient(i) }

func signingKey(i int) string {
	private := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{byte(i + 1)}, ed25519.SeedSize))
	key, err := ssh.NewPublicKey(private.Public())
	if err != nil {
		panic(err)
	}
	return strings.TrimSpace(string(ssh.MarshalAuthorizedKey(key)))
}

func (s *story) nextID() string {
	s.serial++
	return fmt.Sprintf("%040x", s.serial)
}

// key returns a fresh wrapped key.
func (s *story) key() string {
	s.serial++
	return s.mem.blob(fmt.Sprintf("age key %d", s.serial))
}

func (s *story) keys(members ...string) record.Epoch {
	e := record.Epoch{}
	for _, m := range members {
		e[m] = s.key()
	}
	return e
}

// next begins an honest commit an hour later.
func (s *story) next(op, signer string) *draft {
	s.now = s.now.Add(time.Hour)
	d := &draft{story: s, msg: Message{Op: op}, files: maps.Clone(s.mem.commits[s.tip].files)}
	d.c = Commit{ID: s.nextID(), Parents: []string{s.tip}, Headers: slices.Clone(childHeaders)}
	d.dated(s.now)
	d.by(signer)
	return d
}

// land judges a commit that must have no fault, and continues from it.
func (s *story) land(d *draft) {
	s.Helper()
	d.finish()
	v, err := s.judge.Commit(d.c.ID)
	if err != nil || len(v.Faults) > 0 {
		s.Fatalf("%s: %v%s", d.msg.Op, err, means(v.Faults))
	}
	for _, l := range v.Learned {
		for _, c := range l.Claims {
			s.mem.claims[c.What] = c.Member
		}
		if l.Case == "" {
			continue
		}
		if s.mem.facts[l.Case] == nil {
			s.mem.facts[l.Case] = NewCaseFacts()
		}
		s.mem.facts[l.Case].Add(l)
		s.mem.see(l)
	}
	s.tip = d.c.ID
}

// faults judges a commit twice: after all earlier commits, and like a judge that resumes on a later
// day. Both must agree.
func (s *story) faults(d *draft) []Fault {
	s.Helper()
	d.finish()
	full, err := s.judge.Commit(d.c.ID)
	if err != nil {
		s.Fatal(err)
	}
	if s.tip == "" {
		return full.Faults
	}
	j, err := Resume(s.mem, s.tip)
	if err != nil {
		s.Fatal(err)
	}
	later, err := j.Commit(d.c.ID)
	if err != nil || rules(later.Faults) != rules(full.Faults) {
		s.Errorf("resumed, the judge says %v%s\nfrom the beginning%s", err, means(later.Faults),
			means(full.Faults))
	}
	return full.Faults
}

func sum(text string) string {
	s := sha256.Sum256([]byte(text))
	return hex.EncodeToString(s[:])
}
