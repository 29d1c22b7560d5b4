package storytest

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"casefile/internal/cases"
	"casefile/internal/pattern"
	"casefile/internal/record"
	"casefile/internal/team"
)

// written takes the acts that record an entry, and accept.
func (s *Story) written(verb string, w []string) error {
	if s.on == nil {
		return errors.New("no case is open yet")
	}
	when := 2
	if verb == "endorse" {
		when = 1
	}
	at, err := s.commit(w[when])
	if err != nil {
		return err
	}
	switch verb {
	case "accept":
		s.turn(at, func(d *record.Docket) {
			d.Status, d.KeyWorker, d.Keys[0][w[3]] = record.Open, w[3], ""
		})
		return nil
	case "endorse":
		return s.endorse(at, w)
	}
	op := map[string]string{"concern": "concern", "closure": "close", "handover": "handover",
		"transfer": "transfer", "receipt": "transfer"}[verb]
	if op == "" {
		op = team.OpAdd
	}
	text, err := s.text(w[len(w)-1])
	if err != nil {
		return err
	}
	if verb == "amend" {
		text = amending(text, s.ids[w[3]])
	}
	if err := s.record(op, w[0], w[1], at, text); err != nil {
		return err
	}
	s.effect(verb, at, w)
	return nil
}

// commit returns the time of an act; the clock of a story never goes back.
func (s *Story) commit(text string) (time.Time, error) {
	at, err := time.Parse(time.RFC3339, text)
	if err == nil && at.Before(s.last) {
		err = fmt.Errorf("%s is before the act above it", text)
	}
	s.last = at
	return at, err
}

var (
	mark   = pattern.Of(`@([A-Z0-9_]+)@`)
	kindOf = pattern.Of(`(?m)^kind: (\S+)$`)
)

// add records the text of a file.
func (s *Story) add(op, name, member string, at time.Time, file string) error {
	text, err := s.text(file)
	if err != nil {
		return err
	}
	return s.record(op, name, member, at, text)
}

func (s *Story) text(file string) (string, error) {
	text, err := os.ReadFile(filepath.Join(s.dir, "entries", file))
	return string(text), err
}

// amending writes the link that `casefile amend` writes.
func amending(text string, to record.ID) string {
	if out := strings.Replace(text, "\nlinks: {", "\nlinks: {amends: "+string(to)+", ",
		1); out != text {
		return out
	}
	return strings.Replace(text, "---\n", "---\nlinks: {amends: "+string(to)+"}\n", 1)
}

// record stamps a text as the program would, and takes it in.
func (s *Story) record(op, name, member string, at time.Time, text string) error {
	missing := ""
	text = mark().ReplaceAllStringFunc(text, func(m string) string {
		id, ok := s.ids[strings.Trim(m, "@")]
		if !ok {
			missing = m
		}
		return string(id)
	})
	kind := kindOf().FindStringSubmatch(text)
	if missing != "" || kind == nil {
		return fmt.Errorf("%s links to %q, which is not told yet, or has no kind", name, missing)
	}
	stamp := record.Stamp{ID: s.id(name), Case: s.on.ID, Kind: kind[1], Recorded: at, By: member,
		Nonce: strings.Repeat("0", 26)}
	bytes, findings := record.Splice([]byte(text), stamp)
	if findings.Failed() {
		return fmt.Errorf("%s: %v", name, findings)
	}
	e, err := s.Kinds.Decode(bytes)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	s.seq++
	s.on.Items = append(s.on.Items,
		cases.Item{Entry: e, SHA256: fmt.Sprintf("%x", sha256.Sum256(bytes)), Commit: Tip, Op: op,
			Author: member, MayAdd: s.team().May(team.OpAdd, member,
				team.Stance{Reader: true}) == nil,
			Triagers: s.triagers(member, at), Committed: at, Seq: s.seq})
	return nil
}

// triagers returns the members who could triage at an instant: in a story everybody with a role for
// it reads the case.
func (s *Story) triagers(member string, at time.Time) cases.Triagers {
	reads := func(string) bool { return true }
	return cases.Triagers(s.team().Triagers(s.Policy.Today(at).String(), member, reads))
}

// id makes a name into an ID, always the same one, that no other name of the
// story shares four symbols with.
func (s *Story) id(name string) record.ID {
	for n := 0; ; n++ {
		id := drawn(fmt.Sprintf("%s/%s/%d", s.Name, name, n))
		if !id.Valid() || s.taken(id) {
			continue
		}
		s.ids[name] = id
		return id
	}
}

func (s *Story) taken(id record.ID) bool {
	for _, other := range s.ids {
		if other[:4] == id[:4] {
			return true
		}
	}
	return false
}

func drawn(seed string) record.ID {
	const symbols = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	sum := sha256.Sum256([]byte(seed))
	var out [8]byte
	for i := range out {
		out[i] = symbols[sum[i]%32]
	}
	return record.ID(out[:])
}
