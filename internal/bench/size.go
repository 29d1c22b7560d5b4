package bench

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"time"

	"casefile/internal/policy"
	"casefile/schema"
)

// Size says how much an agency has written.
type Size struct {
	Weeks   int // of work; each opens fifty cases
	Entries int // of each case; 1 is the profile alone
	Long    int // entries of the first case; no fewer than Entries
}

// Cases returns the number of cases.
func (s Size) Cases() int { return s.Weeks * casesAWeek }

// generation changes when Generate changes anything except the drawing of texts.
const generation = 2

// Key names the records of a size: other texts, schemas or policies have another key. Keys
// and IDs are random, and so not asked for.
func (s Size) Key() string {
	sum := sha256.New()
	fmt.Fprintf(sum, "%d %+v %v %v\n%s\n", generation, s, s.pace(), roles, wordLists)
	words := parseLexicon(wordLists)
	for n := range 2 * len(plot) {
		_, text := drawnText(words, n, 1+n, founded(), "K3F927QM")
		io.WriteString(sum, text+profileText(words, n, founded())+closureText(founded()))
	}
	rules, err := policy.Default(policy.Small)
	sum.Write(append(rules, fmt.Sprint(err)...))
	schemas, _ := fs.Glob(schema.Files, "*.json") // they are in the program
	for _, name := range schemas {
		text, _ := schema.Files.ReadFile(name)
		sum.Write(text)
	}
	digest := hex.EncodeToString(sum.Sum(nil))[:12]
	return fmt.Sprintf("%d-cases-of-%d-%s", s.Cases(), s.Entries, digest)
}

// The times of a size. A case gets another entry in each week after the one in which it was opened.
// So the work goes on for some weeks after the last case was opened.

func (s Size) allWeeks() int { return s.Weeks + s.Entries - 1 }

// slots returns the number of commits for which a week has room. They are all openings, the second
// entries and so on, closings, one endorsing, and the additions to the long case.
func (s Size) slots() int { return casesAWeek*s.Entries + closesAWeek + 1 + s.longAWeek() }

// longAWeek returns the most additions that the long case gets in a week.
func (s Size) longAWeek() int { return (s.Long - s.Entries + s.allWeeks() - 1) / s.allWeeks() }

// pace returns the time between two commits. A week of so much work would take more than its seven
// days: it has eighteen, or fewer where all of them would take more than ten years.
func (s Size) pace() time.Duration {
	const years, week = 87_000 * time.Hour, 435 * time.Hour
	whole := min(years, time.Duration(s.allWeeks())*week)
	return (whole / time.Duration(s.allWeeks()*s.slots())).Truncate(time.Second)
}

// at returns the time of a week's n-th commit.
func (s Size) at(week, n int) time.Time {
	return founded().Add(time.Duration(1+week*s.slots()+n) * s.pace())
}

// atEntry returns the time of the n-th entry of a case, from 0, by the week of its opening and its
// place there.
func (s Size) atEntry(opened, place, n int) time.Time { return s.at(opened+n, casesAWeek*n+place) }

// after returns the time of a week's n-th commit that adds no entry to a case's first ones.
func (s Size) after(week, n int) time.Time { return s.at(week, casesAWeek*s.Entries+n) }

func (s Size) atClosing(week, place int) time.Time { return s.after(week, place/eachCloses) }
func (s Size) atEndorsing(week int) time.Time      { return s.after(week, closesAWeek) }
func (s Size) atLong(week, n int) time.Time        { return s.after(week, closesAWeek+1+n) }

// A case that closes has its closure and the endorsement of it for the last two of its
// entries. Both come in the week of the opening where it has no more than one.

func (s Size) closeAfter() int   { return max(s.Entries-2, 0) }
func (s Size) endorseAfter() int { return max(s.Entries-1, 0) }

func founded() time.Time { return time.Date(2016, time.January, 4, 8, 0, 0, 0, time.UTC) }
