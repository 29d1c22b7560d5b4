package ledger

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"casefile/internal/record"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// indexLine is one fact of the index.
type indexLine struct {
	place int // of its commit in history
	// sort is E, Q, S, K, R, X, L or D: an entry, a request for endorsement, an endorsement, a
	// wrapped key, an entry that was sealed again, an erased entry, a release, a date of disposal.
	sort  string
	id    record.ID
	words []string // the rest; the last is the commit, in full
	when  time.Time
	epoch int // of a wrapped key
	until record.Date
}

// parseLine reads one line. Half a line, left by a crash, is invalid. Its entry is then found
// missing, and the index is made again.
func parseLine(text string) (indexLine, bool) {
	w := strings.Fields(text)
	if len(w) < 3 || len(w[len(w)-1]) != 40 {
		return indexLine{}, false
	}
	place, err := strconv.Atoi(w[0])
	l := indexLine{place: place, sort: w[1], id: record.ID(w[2]), words: w[3:]}
	if want := map[string]int{"E": 10, "Q": 3, "S": 8, "K": 4, "R": 3, "X": 5, "L": 4,
		"D": 2}[l.sort]; err != nil || want == 0 || len(l.words) != want {
		return l, false
	}
	switch l.sort {
	case "K":
		l.epoch, err = strconv.Atoi(l.words[2])
		return l, err == nil
	case "R", "L", "Q":
		return l, true
	case "D":
		l.until, err = record.ParseDate(l.words[0])
		return l, err == nil
	}
	seconds, err := strconv.ParseInt(w[len(w)-2], 10, 64)
	l.when = time.Unix(seconds, 0).UTC()
	return l, err == nil
}

// teach adds the fact to out. A known fact changes nothing.
func (l indexLine) teach(out map[record.ID]*verify.CaseFacts) {
	facts := out[l.id]
	if facts == nil {
		facts = verify.NewCaseFacts()
		out[l.id] = facts
	}
	w := l.words
	switch l.sort {
	case "E":
		e := verify.EntryFact{ID: record.ID(w[0]), File: w[1], Blob: w[2], SHA256: w[3],
			Author: w[4], Signer: w[5], Op: w[7], Commit: w[9], Committed: l.when, Arrived: l.when}
		e.Adds, e.Triage = parseAuthority(w[6])
		facts.Add(verify.Learned{Entries: []verify.EntryFact{e}})
	case "Q":
		facts.Asked(record.ID(w[0]), requestOf(w[1]))
	case "S":
		e := verify.EndorseFact{Entry: record.ID(w[0]), Target: record.ID(w[1]), SHA256: w[2],
			Level: w[3], Verdict: w[4], Member: w[5], Commit: w[7], Committed: l.when,
			Arrived: l.when}
		if !slices.Contains(facts.Endorsements, e) {
			facts.Endorsements = append(facts.Endorsements, e)
		}
	case "R":
		facts.Add(verify.Learned{
			Resealed: []verify.ResealedFact{{Entry: record.ID(w[0]), Blob: w[1], Commit: w[2]}}})
	case "L":
		r := verify.ReleaseFact{Entry: record.ID(w[0]), Hold: record.ID(w[1]),
			Senior: w[2] == "true",
			Commit: w[3]}
		if !slices.Contains(facts.Releases, r) {
			facts.Releases = append(facts.Releases, r)
		}
	case "D":
		facts.Add(verify.Learned{Dated: []verify.DateFact{{Until: l.until, Commit: w[1]}}})
	case "X":
		facts.Add(verify.Learned{
			Erased: []verify.ErasedFact{{Entry: record.ID(w[0]), Request: record.ID(w[1]), By: w[2],
				Commit: w[4], When: l.when}}})
	case "K":
		k := verify.KeyFact{Blob: w[0], Recipient: w[1], Epoch: l.epoch, Commit: w[3]}
		if !slices.Contains(facts.Keys, k) {
			facts.Keys = append(facts.Keys, k)
		}
	}
}

// authorityWord returns a signer's rights as one word of the index: whether they could add, their
// role in triage, and the other triagers: add/lead/mina,omar/ruth.
func authorityWord(e verify.EntryFact) string {
	adds := ""
	if e.Adds {
		adds = "add"
	}
	return strings.Join([]string{adds, e.Triage.As, strings.Join(e.Triage.Leads, ","),
		strings.Join(e.Triage.Seniors, ",")}, "/")
}

// parseAuthority reads the word. A damaged word gives no right.
func parseAuthority(word string) (adds bool, triage team.Triagers) {
	parts := strings.Split(word, "/")
	if len(parts) != 4 {
		return false, team.Triagers{}
	}
	return parts[0] == "add",
		team.Triagers{As: parts[1], Leads: words(parts[2]), Seniors: words(parts[3])}
}
