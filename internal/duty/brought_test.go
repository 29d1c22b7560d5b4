package duty

import (
	"fmt"
	"strings"
	"testing"

	"casefile/internal/record"
)

// brought are duties in a line: whose, told, mark for the first of them, command.
func brought(list []Duty) string {
	var out []string
	for _, d := range list {
		whose := strings.Join(sorted(d.Whose), " ")
		if d.Nobody() {
			whose = "nobody"
		}
		first := append(append([]string{}, d.Whose...), d.Told...)[0]
		out = append(out, fmt.Sprintf("%s > %s, %s: %s", whose, strings.Join(sorted(d.Told), " "),
			d.MarkFor(first), d.Command))
	}
	return strings.Join(out, "; ")
}

// A concern was just recorded. Nobody knows yet whether a child is in danger, and so it has
// an hour.
func TestRaised(t *testing.T) {
	at := instant(t, "2026-03-10T11:30:00Z")
	for line, want := range map[string]string{
		"big | referral":           "lena > asha mina, NOW: casefile triage " + refText,
		"big lena<owen | referral": "owen > asha mina, NOW: casefile triage " + refText,
		"big -lena | referral":     "judith tom > asha mina, NOW: casefile triage " + refText,
		"big | closed":             "lena > asha mina, NOW: casefile triage " + refText,
		"big | intake":             "lena > , NOW: casefile accept " + caseText,
		// no senior reads it
		"big lena<ben | intake +ben": "nobody > judith lena tom, NOW: casefile accept " + caseText,
		"big lena<nia | intake +nia": "nia > , NOW: casefile triage " + refText,
		"big -lena seniors-away | open": "nobody > asha judith mina tom, NOW: casefile triage " +
			refText,
		"big | destroyed": "",
	} {
		r := parseRow(t, line+" | - | | -/-")
		list := raised(r.all[0].Docket, []record.ID{theEntry}, "ben", at, r.world)
		equal(t, line, brought(list), want)
		for _, d := range list {
			equal(t, line+": danger", d.Danger, "unknown")
			equal(t, line+": about", d.About, "ben")
			equal(t, line+": due", d.Due, instant(t, "2026-03-10T12:30:00Z"))
			equal(t, line+": since", d.Since, at)
		}
	}
	r := parseRow(t, "big | open | - | | -/-")
	if list := raised(r.all[0].Docket, []record.ID{theEntry, "9T2MX4P9"}, "ben", at,
		r.world); len(list) != 2 {
		t.Errorf("%d duties of two concerns", len(list))
	}
	if list := raised(r.all[0].Docket, nil, "ben", at, r.world); len(list) != 0 {
		t.Errorf("%d duties of none", len(list))
	}
}

// What the docket waits for, as far as no key is needed.
func TestAwaited(t *testing.T) {
	for line, want := range map[string]string{
		"big | closure unread": "mina > asha, SIGN: casefile endorse " +
			refText,
		"big mina<judith | closure unread": "judith > asha mina, SIGN: casefile " +
			"endorse " + refText + " --level line",
		"big | closure unread signed=mina": "judith tom > asha mina, SIGN: casefile " +
			"endorse " + refText,
		"four | disposal unread by=judith signed=mina": "nobody > asha judith mina, NOW: " +
			"casefile endorse " + refText,
		"small four | erasure unread": "judith > asha mina, SIGN: casefile endorse " + refText,
		"big | open":                  "",
	} {
		r := parseRow(t, line+" | - | | -/-")
		equal(t, line, brought(awaited(r.all[0].Docket, r.all[0].Pending, r.world)), want)
	}
}

// A case that somebody else has just given is news for its key worker.
func TestGivenIsNews(t *testing.T) {
	for line, want := range map[string]string{
		"big mina | open":          "asha > mina, NEW: casefile " + caseText,
		"big asha | open":          "",
		"big mina | closed":        "",
		"big mina | intake":        "",
		"big mina | kw=nia":        "nia > mina, NEW: casefile " + caseText,
		"small pair judith | open": "asha > judith, NEW: casefile " + caseText,
	} {
		head, facts, _ := strings.Cut(line, "|")
		words := strings.Fields(head)
		by := words[len(words)-1]
		r := parseRow(t, strings.Join(words[:len(words)-1], " ")+" | "+facts+" | - | | -/-")
		list := given(r.all[0].Docket, by, r.world.Now, r.world)
		equal(t, line, brought(list), want)
		for _, d := range list {
			equal(t, line, d.About, by)
		}
	}
}
