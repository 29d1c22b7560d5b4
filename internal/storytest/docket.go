package storytest

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"casefile/internal/cases"
	"casefile/internal/record"
	"casefile/internal/team"
)

func (s *Story) turn(at time.Time, do func(*record.Docket)) {
	s.on.turns = append(s.on.turns, turn{at, do})
}

// effect makes the changes of an act in the docket, apart from its entry.
func (s *Story) effect(verb string, at time.Time, w []string) {
	told, id := s.on, s.ids[w[0]]
	switch verb {
	case "handover":
		s.turn(at, func(d *record.Docket) { d.KeyWorker, d.Keys[0][w[3]] = w[3], "" })
	case "closure":
		ended := told.Items[len(told.Items)-1].Date("service_ended")
		s.turn(at, func(d *record.Docket) {
			until := cases.Retain(s.input(told, d, at), ended).Until
			d.Status, d.Pending, d.ServiceEnded, d.RetainUntil, d.Policy = record.Closing, id,
				ended, until, s.Policy.Version
		})
	case "transfer":
		s.turn(at, func(d *record.Docket) { d.Blocks = append(d.Blocks, record.BlockTransfer) })
	case "receipt":
		s.turn(at, func(d *record.Docket) { d.Status, d.Blocks = record.Transferred, nil })
	}
}

// endorse MEMBER TIME NAME LEVEL VERDICT [COMMENT]
func (s *Story) endorse(at time.Time, w []string) error {
	target := s.ids[w[2]]
	i := slices.IndexFunc(s.on.Items, func(it cases.Item) bool { return it.ID == target })
	if i < 0 {
		return fmt.Errorf("%s is no entry of this case", w[2])
	}
	text := fmt.Sprintf("---\nkind: endorsement\ntarget: %s\ntarget_sha256: %s\nlevel: %s\n"+
		"verdict: %s\n", target, s.on.Items[i].SHA256, w[3], w[4])
	if len(w) > 5 {
		comment, err := s.text(w[5])
		if err != nil {
			return err
		}
		text += fmt.Sprintf("comment: %q\n", strings.TrimSpace(comment))
	}
	if s.on.Items[i].Kind == record.KindClosure {
		s.signed(at, target, w[3])
	}
	return s.record(team.OpEndorse, w[2]+"_"+w[3], w[0], at, text+"---\n")
}

// signed closes the case with the last level that the policy asks for.
func (s *Story) signed(at time.Time, closure record.ID, level string) {
	levels := s.Policy.Levels(record.KindClosure)
	if levels[len(levels)-1] != level {
		return
	}
	s.turn(at, func(d *record.Docket) {
		if d.Pending == closure {
			d.Status, d.Pending = record.Closed, ""
		}
	})
}

// Docket as it stood at an instant, nil where the case had not begun.
func (t *Told) Docket(at time.Time) *record.Docket {
	if t.turns[0].at.After(at) {
		return nil
	}
	d := &record.Docket{Case: t.ID}
	for _, turn := range t.turns {
		if !turn.at.After(at) {
			turn.do(d)
		}
	}
	return d
}

// Input returns the input for the fold of a case, as at an instant. It also holds later entries:
// the fold itself promises to leave them out.
func (s *Story) Input(t *Told, at time.Time) cases.Input { return s.input(t, t.Docket(at), at) }

func (s *Story) input(t *Told, d *record.Docket, at time.Time) cases.Input {
	in := cases.Input{Docket: d, Items: slices.Clone(t.Items), Policy: s.Policy, Kinds: s.Kinds,
		Names: s.Names(), Now: at, AsAt: at,
		Active: map[string]bool{}}
	for _, p := range s.People {
		in.Active[p.ID] = true
	}
	for _, id := range s.Has("manager", "senior") {
		if d.Reads(id) {
			in.Endorsers = append(in.Endorsers, id)
		}
	}
	return in
}
