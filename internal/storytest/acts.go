package storytest

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"casefile/internal/policy"
	"casefile/internal/record"
	"casefile/internal/team"
)

var errWords = errors.New("the act has too few words, or is none that a story knows")

// act takes one line: testdata/stories/play has a function of the same name.
func (s *Story) act(verb string, w []string) error {
	for least, verbs := range map[int]string{1: "policy weare on look", 2: "end",
		4: "entry concern accept closure transfer receipt",
		5: "member founder amend handover endorse intake", 8: "open"} {
		if strings.Contains(" "+verbs+" ", " "+verb+" ") {
			if len(w) < least {
				return errWords
			}
			return s.known(verb, w)
		}
	}
	return errWords
}

func (s *Story) known(verb string, w []string) error {
	switch verb {
	case "policy":
		return s.policy(w[0])
	case "weare":
		s.Policy.WeAre = append(s.Policy.WeAre, w[0])
		s.Policy.Version++
	case "founder":
		s.People = append(s.People,
			Person{ID: w[0], Name: strings.Join(w[3:], " "), Roles: strings.Split(w[2], ",")})
	case "member":
		s.People = append(s.People,
			Person{ID: w[0], Name: strings.Join(w[3:], " "), Roles: strings.Split(w[1], ","),
				LineManager: w[2]})
	case "open":
		return s.open(w)
	case "intake":
		return s.intake(w)
	case "on":
		return s.turnTo(w[0])
	case "look", "end":
		return s.mark(verb, w)
	default:
		return s.written(verb, w)
	}
	return nil
}

func (s *Story) policy(profile string) error {
	text, err := policy.Default(profile)
	if err != nil {
		return err
	}
	p, findings := policy.Parse(text, "casefile.yaml")
	if findings.Failed() {
		return fmt.Errorf("the policy %s has faults: %v", profile, findings)
	}
	s.Policy = p
	return nil
}

func (s *Story) mark(verb string, w []string) error {
	at, err := time.Parse(time.RFC3339, w[len(w)-1])
	if err != nil {
		return err
	}
	if verb == "look" {
		s.Look = at
		return nil
	}
	s.End, s.Reader = at, w[0]
	return nil
}

func (s *Story) begin(name string) {
	s.on = &Told{Name: name, ID: s.id(name)}
	s.Cases = append(s.Cases, s.on)
}

func (s *Story) turnTo(name string) error {
	for _, t := range s.Cases {
		if t.Name == name {
			s.on = t
			return nil
		}
	}
	return fmt.Errorf("no case is called %s yet", name)
}

// open CASE MEMBER TIME KEY-WORKER NAME PROFILE NAME REFERRAL
func (s *Story) open(w []string) error {
	s.begin(w[0])
	at, err := s.commit(w[2])
	if err != nil {
		return err
	}
	s.turn(at, func(d *record.Docket) {
		d.Status, d.KeyWorker, d.Opened = record.Open, w[3], s.Policy.Today(at)
		d.Keys = []record.Epoch{s.readers(w[3])}
	})
	if err := s.add(team.OpOpen, w[4], w[1], at, w[5]); err != nil {
		return err
	}
	return s.add(team.OpOpen, w[6], w[1], at, w[7])
}

// intake CASE MEMBER TIME NAME FILE
func (s *Story) intake(w []string) error {
	s.begin(w[0])
	at, err := s.commit(w[2])
	if err != nil {
		return err
	}
	s.turn(at, func(d *record.Docket) {
		d.Status, d.Opened, d.Keys = record.Intake, s.Policy.Today(at),
			[]record.Epoch{s.readers("")}
	})
	return s.add(team.OpIntake, w[3], w[1], at, w[4])
}

// readers returns the members whom policy lets read a case.
func (s *Story) readers(keyWorker string) record.Epoch {
	out := record.Epoch{}
	for _, id := range append(s.Has("senior", "lead", "manager"), keyWorker) {
		if id != "" {
			out[id] = ""
		}
	}
	return out
}
