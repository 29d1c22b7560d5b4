package casebook

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"casefile/internal/cases"
	"casefile/internal/record"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// lives are two cases, of one child or not, and what people do to them in the course of years,
// in whatever order.
type lives struct {
	*office
	rand      *rand.Rand
	all       []record.ID
	was       map[record.ID]record.Date // the last date of each docket
	log       []string
	destroyed int
	stopped   int // disposals that were refused
}

func (l *lives) one(of ...string) string { return of[l.rand.IntN(len(of))] }

func (l *lives) any() record.ID { return l.all[l.rand.IntN(len(l.all))] }

// deed is one thing that somebody does, which may be refused.
type deed struct {
	name string
	do   func(record.ID) error
}

// act does one thing: mostly what leads on to the end of a case, otherwise what gets in its
// way.
func (l *lives) act() {
	l.Helper()
	id := l.any()
	d := l.docket(id)
	deeds := []deed{{"reopen", l.opensAgain}, {"retain", l.retains}, {"hold", l.holds},
		{"release", l.releases}, {"policy", l.policies}, {"add", l.adds}, {"link", l.links},
		{"profile", l.tells}, {"wait", l.waits}, {"dispose", l.disposes}, {"request", l.requests},
		{"date by hand", l.dates}, {"date by hand", l.dates}, {"category", l.harms},
		{"death", l.dies}}
	does := deeds[l.rand.IntN(len(deeds))]
	if l.rand.IntN(4) > 0 {
		does = l.next(d)
	}
	err := does.do(id)
	l.log = append(l.log,
		fmt.Sprintf("%s %s %s (%s): %v", l.now.Format("2006-01-02"), does.name, id, d.Status, err))
	if err != nil && !skippable(err) {
		l.Fatalf("%s", strings.Join(l.log, "\n"))
	}
}

// next returns the deed that leads on to the end of a case.
func (l *lives) next(d *record.Docket) deed {
	today := record.DateOf(l.now)
	switch {
	case d.Status == record.Open:
		return deed{"close", l.closes}
	case d.Status == record.Closing:
		return deed{"endorse", l.endorses}
	case d.OnHold() && d.Status == record.Closed:
		return deed{"release", l.releases}
	case d.Status == record.Closed && (d.Blocked(record.BlockRecheck) || d.RetainUntil.IsZero()):
		return deed{"retain", l.retains}
	case d.Status == record.Closed && !today.After(d.RetainUntil):
		return deed{"wait for it", func(record.ID) error {
			l.now = d.RetainUntil.AddDays(5).At(time.UTC)
			return nil
		}}
	case d.Status == record.Closed:
		return deed{"request", l.requests}
	case d.Status == record.Disposing && l.rand.IntN(2) == 0:
		return deed{"endorse", l.endorses}
	}
	return deed{"dispose", l.disposes}
}

func (l *lives) closes(id record.ID) error {
	b := l.as("asha")
	ended := record.DateOf(l.now).AddDays(-l.rand.IntN(400))
	text := strings.Replace(closureText, "service_ended: 2026-03-06",
		"service_ended: "+ended.String()+
			"\nservice_ended_reason: so it was agreed\nno_rule_reason: the Board decided it", 1)
	p, _, err := b.Prepare(l.ctx,
		EntryText{Case: id, Kind: "closure", File: "-", Text: []byte(text)})
	if err == nil && p != nil {
		_, err = b.Close(l.ctx, id, p)
	}
	return err
}

// endorses gives the waiting entry the endorsements that it lacks, or sends it back.
func (l *lives) endorses(id record.ID) error {
	d := l.docket(id)
	if d.Pending == "" {
		return nil
	}
	verdict := l.one(record.VerdictEndorsed, record.VerdictEndorsed, record.VerdictEndorsed,
		record.VerdictReturned)
	for _, by := range [][2]string{{"mina", record.LevelLine}, {"judith", record.LevelSenior}} {
		level, b := by[1], l.as(by[0])
		facts, err := b.Facts(id)
		l.must(err)
		p := b.prepared(l, id, "endorsement",
			endorsementText(string(d.Pending), facts.Entries[d.Pending].SHA256, level, verdict))
		if _, err = b.Endorse(l.ctx, id, []*Prepared{p}); err != nil ||
			verdict == record.VerdictReturned {
			return err
		}
	}
	return nil
}

func (l *lives) opensAgain(id record.ID) error {
	b := l.as(l.one("asha", "mina"))
	text := "---\nkind: reopening\nheadline: They came back\nreason: The school rang\n" +
		"decided_by: Mina Hall\n---\n"
	_, err := b.Append(l.ctx, team.OpReopen, id, b.prepared(l, id, "reopening", text))
	return err
}

func (l *lives) retains(id record.ID) error {
	ids := []record.ID{id}
	if l.rand.IntN(2) == 0 {
		ids = slices.Clone(l.all)
	}
	r, err := l.as(l.one("mina", "judith", "vera")).RecomputeRetention(l.ctx, ids, false, func(int) {})
	if err == nil && len(r.Skipped) > 0 {
		err = r.Skipped[0].Why
	}
	return err
}

// dates writes the earliest date that the judge takes, by hand, and lets it pass.
func (l *lives) dates(id record.ID) error {
	d := l.docket(id)
	if !cases.Ended(d) {
		return nil
	}
	until := d.ServiceEnded.AddYears(1).YearEnd()
	_, err := l.as("judith").setDate(l.ctx, id, until)
	if after := until.AddDays(5).At(time.UTC); after.After(l.now) {
		l.now = after
	}
	return err
}

func (l *lives) holds(id record.ID) error { return holdCase(l.office, l.as("mina"), id) }

func (l *lives) releases(id record.ID) error {
	d, b := l.docket(id), l.as("judith")
	if !d.OnHold() {
		return nil
	}
	hold := d.Holds[l.rand.IntN(len(d.Holds))]
	_, err := b.Release(l.ctx, record.Ref{Case: id, Entry: hold},
		b.prepared(l, id, "release", releaseText(hold)))
	return err
}

var (
	floorYears  = regexp.MustCompile(`\{id: floor, years: \d+,`)
	neededYears = regexp.MustCompile(`\{id: child_in_need, years: \d+,`)
)

// policies changes how long cases are kept, or something else.
func (l *lives) policies(record.ID) error {
	b := l.as("judith")
	text, err := b.PolicyText(l.ctx)
	l.must(err)
	switch l.rand.IntN(3) {
	case 0:
		text = floorYears.ReplaceAll(text,
			fmt.Appendf(nil, "{id: floor, years: %d,", 1+l.rand.IntN(6)))
	case 1:
		text = neededYears.ReplaceAll(text,
			fmt.Appendf(nil, "{id: child_in_need, years: %d,", 10+l.rand.IntN(20)))
	default:
		weeks := bytes.Replace(text, []byte("max_weeks: 4"), []byte("max_weeks: 3"), 1)
		if text = weeks; l.rand.IntN(2) == 0 {
			text = bytes.Replace(text, []byte("max_weeks: 3"), []byte("max_weeks: 4"), 1)
		}
	}
	_, err = b.SetPolicy(l.ctx, PolicyChange{Text: text})
	if err != nil && strings.Contains(err.Error(), "nothing") { // it says so already
		return nil
	}
	return err
}

func (l *lives) adds(id record.ID) error {
	b := l.as("asha")
	_, err := b.Add(l.ctx, id, []*Prepared{b.prepared(l, id, "note", noteText("They rang"))}, nil)
	return err
}

// harms tells of a kind of harm that was, which only its category makes known.
func (l *lives) harms(id record.ID) error {
	b := l.as("asha")
	text := "---\nkind: risk\nheadline: It is over\noccurred: 2026-03-01\nnature: identified\n" +
		"state: resolved\n" +
		"harm: what was\nsource_of_harm: elsewhere\nthose_at_risk: [the child]\n" +
		"resolution: It ended\n" +
		"category: " + l.one("neglect", "sexual_abuse", "none_of_these", "none_of_these") +
		"\n---\n"
	_, err := b.Add(l.ctx, id, []*Prepared{b.prepared(l, id, "risk", text)}, nil)
	return err
}

func (l *lives) dies(id record.ID) error {
	b := l.as("asha")
	who := l.one("subject", "parent", "parent")
	_, err := b.Add(l.ctx, id, []*Prepared{b.prepared(l, id, "death", deathText(who))}, nil)
	return err
}

func (l *lives) links(record.ID) error {
	b := l.as("asha")
	one, err := b.Case(l.ctx, l.all[0])
	if err != nil {
		return err
	}
	other, err := b.Case(l.ctx, l.all[1])
	if err != nil {
		return err
	}
	_, err = b.Link(l.ctx, one, other, record.SameChild)
	if errors.Is(err, ErrLinked) {
		return nil
	}
	return err
}

var (
	bornOn = regexp.MustCompile(`(?m)^date_of_birth: .*$`)
	flagOf = regexp.MustCompile(`(?m)^flags: .*\n`)
)

// tells writes another date of birth, or a status, into the profile.
func (l *lives) tells(id record.ID) error {
	b := l.as("asha")
	c, err := b.Case(l.ctx, id)
	if err != nil {
		return err
	}
	p := c.Subject.Profile
	text := string(record.WithoutOrigin(record.AuthorText(p.Text)))
	born := "date_of_birth: " + l.one("unknown", "2010-02-28", "2016-04-17")
	if l.rand.IntN(2) == 0 {
		flag := l.one("child_protection", "child_in_need", "adopted", "early_help")
		born += "\nflags: [{flag: " + flag + ", from: 2025-01-01, to: 2025-06-01}]"
		text = flagOf.ReplaceAllString(text, "")
	}
	text = bornOn.ReplaceAllString(text, born)
	amended := record.Amended([]byte(text), p.ID, p.ID, "error")
	made, found, err := b.Prepare(l.ctx,
		EntryText{Case: id, Kind: "profile", File: "-", Text: amended})
	if err != nil || made == nil {
		l.Fatalf("%v, %v\n%s", err, found, amended)
	}
	_, err = b.Add(l.ctx, id, []*Prepared{made}, nil)
	return err
}

// requests asks for the disposal with a day of the past, as the text must have one.
func (l *lives) requests(id record.ID) error {
	b := l.as("vera")
	text := strings.Replace(disposalText, "2027-12-31", "2025-12-31", 1)
	_, err := b.RequestDisposal(l.ctx, id, b.prepared(l, id, "disposal", text))
	return err
}

func (l *lives) waits(record.ID) error {
	l.now = l.now.AddDate(l.rand.IntN(8), l.rand.IntN(12), 0)
	return nil
}

// disposes destroys a case, or does not. What its fold says is asked beforehand, of somebody
// who reads all of it.
func (l *lives) disposes(id record.ID) error {
	kept := l.kept(id)
	_, err := l.as("vera").dispose(l.ctx, id)
	if err != nil {
		l.stopped++
		return err
	}
	l.destroyed++
	if kept != "" {
		l.Fatalf("%s was destroyed, although %s\n%s", id, kept, strings.Join(l.log, "\n"))
	}
	return nil
}

// kept says why a case is kept by what its fold says now, "" where nothing does.
func (l *lives) kept(id record.ID) string {
	b := l.as("judith")
	d, err := b.Docket(l.ctx, id)
	l.must(err)
	if d.Status == record.Destroyed {
		return ""
	}
	c, err := b.Case(l.ctx, id)
	l.must(err)
	switch r := c.Retention; {
	case r.Held:
		return "it is held"
	case r.Until.IsZero():
		return "it has no date: " + r.Why
	case !b.Policy().Today(b.Now()).After(r.Until):
		return "it is kept until " + r.Until.String() + ": " + r.Why
	}
	return ""
}

// agree compares, after each act, what dockets say with what the cases add up to.
func (l *lives) agree() {
	l.Helper()
	b, vera := l.as("judith"), l.as("vera")
	for _, id := range l.all {
		d := l.docket(id)
		if last := l.was[id]; !d.RetainUntil.IsZero() && d.RetainUntil.Before(last) &&
			!l.shortened(b, id) {
			l.Fatalf("the date of %s fell from %s to %s\n%s", id, last, d.RetainUntil,
				strings.Join(l.log, "\n"))
		}
		if !d.RetainUntil.IsZero() {
			l.was[id] = d.RetainUntil
		}
		if d.Status != record.Closed && d.Status != record.Disposing {
			continue
		}
		kept := l.kept(id)
		goes := vera.Disposable(l.ctx, d, nil) == nil
		if kept != "" && goes {
			due := cases.DisposalStateOf(d, b.Policy().Today(b.Now()), b.Policy())
			l.Fatalf("%s may go (%s without a key), although %s\n%s", id, due.State, kept,
				strings.Join(l.log, "\n"))
		}
	}
}

// shortened reports whether the newest commit is a retain by records or a senior.
func (l *lives) shortened(b *Book, id record.ID) bool {
	c, err := b.repo.Commit(l.ctx, b.Tip())
	l.must(err)
	m, err := verify.ParseMessage(c.Message)
	l.must(err)
	return m.Op == team.OpRetain &&
		slices.Contains([]string{"judith@agency.example", "vera@agency.example"}, c.Author.Email)
}

// People do any deeds in any order. No case is destroyed that, by its fold at that moment, is kept
// or held. The check without a key calls none due that would then go in spite of it. A date falls
// only by those who may bring it forward. The history stays sound.
func TestLives(t *testing.T) {
	rounds, acts := uint64(3), 40 // make soak plays more
	if testing.Short() {
		rounds, acts = 1, 25
	}
	if n, err := strconv.ParseUint(os.Getenv("CASEFILE_LIVES"), 10, 64); err == nil {
		rounds = n
	}
	destroyed, stopped := 0, 0
	base := newOffice(t)
	base.join("vera", "Vera Lund", team.Records)
	ids := []record.ID{base.newCase(), base.newCase()}
	for _, id := range ids {
		base.grant("asha", id, "vera")
	}
	for seed := range rounds {
		t.Run(fmt.Sprint("round ", seed), func(t *testing.T) { // which closes what it opened
			l := &lives{office: base.afresh(t), rand: rand.New(rand.NewPCG(seed, 8)), all: ids,
				was: map[record.ID]record.Date{}}
			if l.rand.IntN(3) > 0 {
				l.must(l.links(""))
			}
			l.floorOf(fmt.Sprint(2 + l.rand.IntN(4)))
			for range acts {
				l.act()
				l.agree()
			}
			l.sound()
			t.Logf("%s", strings.Join(l.log, "\n"))
			destroyed, stopped = destroyed+l.destroyed, stopped+l.stopped
		})
	}
	t.Logf("%d destroyed, %d refused", destroyed, stopped)
	if !testing.Short() && (stopped == 0 || destroyed == 0) {
		t.Errorf("%d cases were destroyed, %d disposals refused: the rounds try too little",
			destroyed, stopped)
	}
}

// What is kept for no reason goes: a case whose acts were all done in order, years later.
func TestLivesEnd(t *testing.T) {
	o := newOffice(t)
	o.join("vera", "Vera Lund", team.Records)
	one, other := o.twoOfOneChild()
	o.closed(one, other)
	o.now = time.Date(2028, 1, 5, 9, 0, 0, 0, time.UTC)
	must(o.as("vera").RecomputeRetention(o.ctx, []record.ID{one, other}, false, func(int) {}))
	for _, id := range []record.ID{one, other} {
		o.must(o.request("vera", id))
		o.endorsedAs("mina", "line", id)
		o.endorsedAs("judith", "senior", id)
		must(o.as("vera").dispose(o.ctx, id))
	}
}
