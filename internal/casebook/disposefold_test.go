package casebook

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"casefile/internal/cases"
	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/seal"
	"casefile/internal/team"
)

// floorOf changes the policy's floor to so many years.
func (o *office) floorOf(years string) {
	o.Helper()
	b := o.as("judith")
	text, err := b.PolicyText(o.ctx)
	o.must(err)
	was := []byte("{id: floor, years: 1,")
	if !bytes.Contains(text, was) {
		o.Fatal("the policy's floor is written differently")
	}
	_, err = b.SetPolicy(o.ctx, PolicyChange{Text: bytes.Replace(text, was,
		[]byte("{id: floor, years: "+years+","), 1)})
	o.must(err)
}

// wantHeld wants a refusal for exactly these reasons.
func wantHeld(t *testing.T, step string, err error, sorts ...cases.HindranceSort) {
	t.Helper()
	held, ok := errors.AsType[*HeldError](err)
	if !ok || !errors.Is(err, ErrRetained) || !errors.Is(err, ErrState) {
		t.Fatalf("%s: %v", step, err)
	}
	var got []cases.HindranceSort
	for _, h := range held.Hindrances {
		got = append(got, h.Sort)
	}
	if !slices.Equal(got, sorts) {
		t.Errorf("%s: refused for %v, wanted %v: %v", step, got, sorts, err)
	}
}

// twoOfOneChild returns two closed cases of one child, both read by vera.
func (o *office) twoOfOneChild() (one, other record.ID) {
	o.Helper()
	one, other = o.newCase(), o.newCase()
	o.grant("asha", one, "vera")
	o.grant("asha", other, "vera")
	o.sameChild(one, other)
	return one, other
}

func (o *office) sameChild(one, other record.ID) {
	o.Helper()
	_, err := o.as("asha").Link(o.ctx, o.folded("asha", one), o.folded("asha", other),
		record.SameChild)
	o.must(err)
}

func (o *office) closed(ids ...record.ID) {
	o.Helper()
	for _, id := range ids {
		o.close("asha", id)
		o.endorsedAs("mina", "line", id)
		o.endorsedAs("judith", "senior", id)
	}
}

// A disposal whose date was computed under another policy: it stops at the request and at the
// destruction, also where the policy comes in between, until the date is computed anew.
func TestDisposalUnderAnotherPolicy(t *testing.T) {
	o := newOffice(t)
	id := o.disposable()
	slow := o.as("vera")
	o.floorOf("10")
	_, err := slow.dispose(o.ctx, id) // its book is of before, and the commit is built on what is
	wantHeld(t, "the destruction, raced", err, cases.OlderPolicy, cases.RetainedLonger)
	if !strings.Contains(err.Error(), "the rule floor keeps it until 2036-12-31") ||
		!strings.Contains(err.Error(), "version 2 changed how long cases are kept") {
		t.Errorf("%v", err)
	}
	_, err = o.as("vera").dispose(o.ctx, id)
	wantHeld(t, "the destruction", err, cases.OlderPolicy, cases.RetainedLonger)
	if got := cases.DisposalStateOf(o.docket(id), day("2028-01-05"),
		o.as("vera").Policy()); got.State != cases.DisposalRecompute {
		t.Errorf("without a key it is %s", got.State)
	}
	r, err := o.as("vera").anew(o.ctx, id, false)
	o.must(err)
	if d := o.docket(id); d.Status != record.Closed || d.Pending != "" ||
		d.RetainUntil != day("2036-12-31") {
		t.Errorf("computed again (%+v) it is %s until %s", r, d.Status, d.RetainUntil)
	}
	wantHeld(t, "the request", o.request("vera", id), cases.NotYet)
}

// A policy that keeps cases as long as the one before stops nothing.
func TestDisposalUnderAPolicyThatKeepsAsLong(t *testing.T) {
	o := newOffice(t)
	id := o.disposable()
	_, err := o.as("judith").SetPolicy(o.ctx, tighter(o))
	o.must(err)
	_, err = o.as("vera").dispose(o.ctx, id)
	o.must(err)
}

// Another case of the same child that goes on, or is kept longer, keeps the case.
func TestDisposalBesideAnotherCase(t *testing.T) {
	o := newOffice(t)
	o.join("vera", "Vera Lund", team.Records)
	one, other := o.twoOfOneChild()
	o.closed(one, other)
	if d := o.docket(one); !d.RetainUntil.IsZero() {
		t.Fatalf("closed while the other is open, it is kept until %s", d.RetainUntil)
	}
	for _, id := range []record.ID{one, other} {
		_, err := o.as("vera").anew(o.ctx, id, false)
		o.must(err)
	}
	o.now = time.Date(2028, 1, 5, 9, 0, 0, 0, time.UTC)
	o.must(o.request("vera", one))
	o.endorsedAs("mina", "line", one)
	o.endorsedAs("judith", "senior", one)
	o.reopens("asha", other)
	err := o.as("vera").Disposable(o.ctx, o.docket(one), nil)
	held, ok := errors.AsType[*HeldError](err)
	if !ok || !slices.ContainsFunc(held.Hindrances, func(h cases.Hindrance) bool {
		return h.Sort == cases.LinkedCase && h.About == other
	}) {
		t.Errorf("beside an open case of the same child: %v", err)
	}
	if why := o.folded("vera", one).RetainEarly(); !strings.Contains(why, other.String()) {
		t.Errorf("the reader is told %q", why)
	}
	if _, err := o.as("vera").dispose(o.ctx, one); !errors.Is(err, ErrRetained) {
		t.Errorf("destroyed: %v", err)
	}
}

// What nobody can read has to be named by the request, and a senior manager stands for it.
func TestDisposalOfWhatNobodyReads(t *testing.T) {
	o := newOffice(t)
	o.join("tom", "Tom Vale", team.Records)
	id := o.dueCase()
	b := o.as("asha")
	b.clock.Now = time.Date(2026, 3, 7, 9, 0, 0, 0, time.UTC)
	p := b.prepared(o, id, "note", noteText("Robin came"))
	p.Text = bytes.Replace(p.Text, []byte("Robin came"), []byte("Robin rang"), 1)
	_, err := b.Add(o.ctx, id, []*Prepared{p}, nil)
	o.must(err)
	o.grant("asha", id, "tom")
	_, err = o.as("judith").anew(o.ctx, id, false)
	o.must(err)
	wantHeld(t, "a request that names nothing", o.request("tom", id), cases.LeftOut)

	ask := func(unread string) error {
		b := o.as("tom")
		text := strings.Replace(disposalText, "copies_elsewhere",
			"unread: ["+unread+"]\ncopies_elsewhere", 1)
		_, err := b.RequestDisposal(o.ctx, id, b.prepared(o, id, "disposal", text))
		return err
	}
	wantHeld(t, "a request that names another", ask("7K2M9QXH"), cases.LeftOut)
	o.must(ask(string(p.Entry.ID)))
	err = o.as("tom").Disposable(o.ctx, o.docket(id), nil)
	wantHeld(t, "before a senior", err, cases.NoSenior)
	o.endorsedAs("mina", "line", id)
	err = o.as("tom").Disposable(o.ctx, o.docket(id), nil)
	wantHeld(t, "with a line manager", err, cases.NoSenior)
	o.endorsedAs("judith", "senior", id)
	_, err = o.as("tom").dispose(o.ctx, id)
	o.must(err)
}

// Who can't read the case can't dispose of it, and is told what its docket says besides.
func TestDisposalByOneWhoCantRead(t *testing.T) {
	o := newOffice(t)
	o.join("tom", "Tom Vale", team.Records)
	id := o.disposable()
	if _, err := o.as("tom").dispose(o.ctx, id); err == nil ||
		o.docket(id).Status != record.Disposing {
		t.Errorf("destroyed unread: %v", err)
	}
	if err := o.as("tom").Disposable(o.ctx, o.docket(id), nil); !errors.Is(err, ErrNoKey) {
		t.Errorf("unread: %v", err)
	}
}

// The end of a case whose docket lets it go too early is not endorsed; sent back it can be.
func TestEndorsingWhatLetsGoTooEarly(t *testing.T) {
	o := newOffice(t)
	id := o.newCase()
	o.close("asha", id)
	o.floorOf("10")
	verdict := func(is string) error {
		b := o.as("mina")
		d := o.docket(id)
		facts, err := b.Facts(id)
		o.must(err)
		p := b.prepared(o, id, "endorsement", endorsementText(string(d.Pending),
			facts.Entries[d.Pending].SHA256, "line", is))
		_, err = b.Endorse(o.ctx, id, []*Prepared{p})
		return err
	}
	err := verdict("endorsed")
	early, ok := errors.AsType[*EarlyError](err)
	if !ok || early.Case != id || !errors.Is(err, ErrRetained) ||
		!strings.Contains(early.Why, "the rule floor keeps it until 2036-12-31") {
		t.Fatalf("endorsed: %v", err)
	}
	o.must(verdict("returned"))
	if d := o.docket(id); d.Status != record.Open {
		t.Errorf("sent back, it is %s", d.Status)
	}
	o.close("asha", id)
	if until := o.docket(id).RetainUntil; until != day("2036-12-31") {
		t.Errorf("closed again it is kept until %s", until)
	}
	o.must(verdict("endorsed"))
}

// A closing brings no date forward, whoever closes.
func TestClosingAgainKeepsTheDate(t *testing.T) {
	o := newOffice(t)
	id := o.newCase()
	o.close("asha", id)
	_, err := o.as("judith").setDate(o.ctx, id, day("2040-12-31"))
	o.must(err)
	o.reopens("asha", id)
	if until := o.close("judith", id).Dockets[0].RetainUntil; until != day("2040-12-31") {
		t.Errorf("closed again by a senior it is kept until %s", until)
	}
	_, err = o.as("judith").anew(o.ctx, id, false) // which a senior may bring forward
	o.must(err)
	o.reopens("asha", id)
	if until := o.close("asha", id).Dockets[0].RetainUntil; until != day("2027-12-31") {
		t.Errorf("after a senior brought it forward it is kept until %s", until)
	}
}

// The last hold of a case ends only with a date that is right: nothing else would keep the
// case from whoever has no key. One of two may end, as the other goes on.
func TestLastHoldOfAnEarlyDate(t *testing.T) {
	o := newOffice(t)
	id := o.newCase()
	o.close("asha", id)
	o.must(holdCase(o, o.as("mina"), id))
	o.must(holdCase(o, o.as("mina"), id))
	o.floorOf("10")
	one, two := o.docket(id).Holds[0], o.docket(id).Holds[1]
	release := func(hold record.ID) error {
		b := o.as("judith")
		ref := record.Ref{Case: id, Entry: hold}
		err := b.MayRelease(o.ctx, ref)
		text := "---\nkind: release\nreason: It is over\nauthority: Judith Pryce\nlinks: {hold: " +
			string(hold) + "}\n---\n"
		_, done := b.Release(o.ctx, ref, b.prepared(o, id, "release", text))
		if (err == nil) != (done == nil) {
			t.Errorf("asked before: %v; recorded: %v", err, done)
		}
		return done
	}
	o.must(release(one))
	err := release(two)
	early, ok := errors.AsType[*EarlyError](err)
	if !ok || early.Act != "released" || !errors.Is(err, ErrRetained) ||
		!strings.Contains(early.Why, "the rule floor keeps it until 2036-12-31") {
		t.Fatalf("the last one: %v", err)
	}
	_, err = o.as("judith").anew(o.ctx, id, false)
	o.must(err)
	o.must(release(two))
	if d := o.docket(id); d.OnHold() || d.RetainUntil != day("2036-12-31") {
		t.Errorf("held by %v, kept until %s", d.Holds, d.RetainUntil)
	}
}

// A disposal leaves under which rule the case was kept, sealed to those who answer for the
// register: to nobody else, and to none who came later.
func TestRegisterTellsTheRule(t *testing.T) {
	o := newOffice(t)
	id := o.disposable()
	request := o.docket(id).Pending
	_, err := o.as("vera").dispose(o.ctx, id)
	o.must(err)
	must(o.as("vera").PurgeDue(o.ctx))
	o.join("late", "Late Lowe", team.Records)
	for who, reads := range map[string]bool{"judith": true, "vera": true, "mina": false,
		"asha": false, "late": false} {
		list, err := o.as(who).DisposalRegister(o.ctx)
		o.must(err)
		if len(list) != 1 || list[0].Sealed == reads || (list[0].Rule == "floor") != reads ||
			(list[0].Source == "policy template") != reads {
			t.Errorf("%s: %+v", who, list)
		}
	}
	data, there, err := ledger.FileAt(o.ctx, o.as("vera").repo.Reader, o.as("vera").Tip(),
		record.DisposalRecordPath(id))
	if err != nil || !there {
		t.Fatal(err)
	}
	plain, err := seal.Open(o.keys["judith"], data)
	o.must(err)
	text, err := record.ParseDisposalRecord(plain)
	if want := (record.DisposalRecord{Case: id, Rule: "floor", Source: "policy template",
		KeptUntil: day("2027-12-31"), Disposal: request}); err != nil || text != want ||
		len(plain) != 1024 {
		t.Errorf("%+v, %v, %d bytes", text, err, len(plain))
	}
	o.sound()
}

// What came in after a request for disposal asks for a new date, which ends the request:
// nobody gives their word for it meanwhile.
func TestRequestThatIsOvertaken(t *testing.T) {
	o := newOffice(t)
	id := o.dueCase()
	o.must(o.request("vera", id))
	o.must(o.endorse("mina", id, o.docket(id).Pending))
	o.note(o.as("mina"), id, "They rang")
	err := o.endorse("judith", id, o.docket(id).Pending)
	if early, ok := errors.AsType[*EarlyError](err); !ok || early.Why != cases.Added {
		t.Errorf("endorsed after something was added: %v", err)
	}
}
