package duty

import (
	"strings"
	"testing"
)

// For whom a member acts today: for key workers in live cases, as entries say, and for
// anybody as the roster does; up to the latest day of several.
func TestStandsIn(t *testing.T) {
	for line, want := range map[string]string{
		"big nia | referral":                       "",
		"big asha<nia nia | referral":              "asha to 2026-03-31",
		"big nia | cover=nia":                      "asha to 2026-03-31",
		"big nia | cover=nia closing":              "asha to 2026-03-31",
		"big nia | cover=nia closed":               "",
		"big nia | over=nia":                       "",
		"big nia | soon=nia":                       "",
		"big asha<<nia nia | referral":             "",
		"big nia | cover=nia cover=owen":           "",
		"big nia | cover=nia>owen":                 "",
		"big mina<owen owen | referral":            "mina to 2026-03-31",
		"big mina<owen tom<owen owen | referral":   "mina to 2026-03-31, tom to 2026-03-31",
		"big mina<owen:03-12 owen | cover=owen":    "asha to 2026-03-31, mina to 2026-03-12",
		"big asha<nia:03-12 nia | cover=nia:03-20": "asha to 2026-03-20",
		"big asha<nia:03-20 nia | cover=nia:03-12": "asha to 2026-03-20",
		"big nia | elsewhere=nia:03-15":            "asha to 2026-03-15",
		"big nia | cover=nia:03-12 elsewhere=nia":  "asha to 2026-03-31",
		"big asha<nia -asha nia | referral":        "",
		"big asha<nia:03-10 nia | referral":        "asha to 2026-03-10",
		"big asha<nia:03-10 nia | referral late":   "",
		"big asha<owen nia | referral":             "",
		"big asha<nia nia<owen nia | referral":     "", // away themselves
	} {
		head, facts, _ := strings.Cut(line, "|")
		words := strings.Fields(head)
		who := words[len(words)-1]
		r := parseRow(t, strings.Join(words[:len(words)-1], " ")+" | "+facts+" | - | | -/-")
		var got []string
		for _, s := range StandsIn(r.all, r.world, who) {
			got = append(got, s.String())
		}
		equal(t, line, strings.Join(got, ", "), want)
	}
}

// Whom to turn to in the place of somebody who is away: the cover, or who covers for that
// one. Whether they may do what is asked is another question.
func TestActsFor(t *testing.T) {
	for line, want := range map[string]string{
		"big":                             "",
		"big asha<nia":                    "nia, away",
		"big asha<<nia":                   "",
		"big asha<ben":                    "ben, away",
		"big asha<nia nia<owen":           "owen, away",
		"big asha<nia nia<owen owen<lena": "lena, away",
		"big asha<nia nia<asha":           "away",
		"big asha<nia -nia":               "away",
		"big asha<nia -nia nia<owen":      "owen, away",
		"big asha<nia nia<owen owen<nia":  "away",
		"big nia<owen":                    "",
		"big asha<zoe":                    "away",
	} {
		r := parseRow(t, line+" | open | - | | -/-")
		by, away := r.world.ActsFor("asha")
		got := by
		if away {
			got = strings.TrimPrefix(by+", away", ", ")
		}
		equal(t, line, got, want)
	}
	r := parseRow(t, "big | open | - | | -/-")
	if by, away := r.world.ActsFor("zoe"); by != "" || away {
		t.Errorf("somebody unknown: %q %v", by, away)
	}
}

// Who triages a concern that was just raised: as the table of concerns has it, and not
// whoever raised it where another is there.
func TestTriage(t *testing.T) {
	for line, want := range map[string]string{
		"big ben | referral":                     "lena",
		"big lena | referral":                    "judith tom",
		"big lena | referral !judith !tom":       "lena",
		"big nia=lead lena | referral":           "nia",
		"big nia=lead ben | referral":            "lena nia",
		"big lena<owen ben | referral":           "owen",
		"big lena<nia ben | referral":            "nia",
		"big -lena ben | referral":               "judith tom",
		"big -lena tom | referral":               "judith",
		"big -lena judith<tom tom | referral":    "tom",
		"big ben | intake":                       "lena",
		"big lena<owen ben | intake +owen":       "owen",
		"big lena<owen ben | intake":             "",
		"big lena<tom ben | intake +tom":         "tom",
		"big ben | closed":                       "lena",
		"big -lena -tom judith<ben ben | closed": "",
		"four asha | referral":                   "mina",
		"small pair judith | referral":           "judith",
	} {
		head, facts, _ := strings.Cut(line, "|")
		words := strings.Fields(head)
		by := words[len(words)-1]
		r := parseRow(t, strings.Join(words[:len(words)-1], " ")+" | "+facts+" | - | | -/-")
		equal(t, line, strings.Join(sorted(triage(r.all[0].Docket, r.world, by)), " "), want)
	}
}

// Something can be for each reader of a case that is not destroyed, and for nobody else.
func TestMayBeFor(t *testing.T) {
	for line, want := range map[string]string{
		"big | open":                 "asha judith lena mina nia owen recovery-1 rita tom",
		"big | closing !nia":         "asha judith lena mina owen recovery-1 rita tom",
		"big | closed !judith !owen": "asha lena mina nia recovery-1 rita tom",
		"big | transferred":          "asha judith lena mina nia owen recovery-1 rita tom",
		"big | destroyed":            "",
		"big | destroyed held":       "",
	} {
		r := parseRow(t, line+" | - | | -/-")
		var got []string
		for _, m := range r.world.Team.Members {
			if m.Active() && MayBeFor(r.all[0].Docket, m.ID) {
				got = append(got, m.ID)
			}
		}
		equal(t, line, strings.Join(got, " "), want)
	}
}
