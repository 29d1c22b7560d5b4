package casebook

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"casefile/internal/ledger"
	"casefile/internal/plain"
	"casefile/internal/record"
	"casefile/internal/seal"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// forge records an entry whose commit is correct, while its text is not what the commit says.
// Without the key nobody can tell.
func (o *office) forge(b *Book, op string, id record.ID, p *Prepared) {
	o.Helper()
	_, err := b.perform(o.ctx, func(p2 *parent) (*Change, error) {
		d, err := b.Docket(o.ctx, id)
		if err != nil {
			return nil, err
		}
		c := CaseChange{Docket: *d, Entries: []*Prepared{p}}
		if op == "endorse" {
			c.Endorses = []verify.EndorseTrailer{
				{Target: record.ID(p.Entry.Str("target")), SHA256: p.Entry.Str("target_sha256"),
					Level: "line", Verdict: "endorsed"}}
		}
		return &Change{Op: op, Cases: []CaseChange{c}}, nil
	})
	o.must(err)
}

// rewritten returns an entry whose text differs from what its commit will say.
func rewritten(p *Prepared, old, by string) *Prepared {
	text, err := seal.Pad(bytes.Replace(p.Text, []byte(old), []byte(by), 1))
	if err != nil {
		panic(err)
	}
	return &Prepared{Entry: p.Entry, Text: text, SHA256: seal.Commitment(text)}
}

func TestForgedEntries(t *testing.T) {
	o := newOffice(t)
	id := o.newCase()
	target := o.note(o.as("asha"), id, "Visit")
	facts, err := o.as("asha").Facts(id)
	o.must(err)
	sum := facts.Entries[target].SHA256
	note := func(b *Book) *Prepared { return b.prepared(t, id, "note", noteText("Forged")) }
	tests := []struct {
		name, who, op, fault string
		make                 func(*Book) *Prepared
	}{
		{"another ID", "asha", "add", "it is the entry 9ZZZ-9ZZZ", func(b *Book) *Prepared {
			p := note(b)
			return rewritten(p, "id: "+string(p.Entry.ID), "id: 9ZZZ9ZZZ")
		}},
		{"another case", "asha", "add", "belongs to the case 9ZZZ-9ZZZ", func(b *Book) *Prepared {
			return rewritten(note(b), "case: "+string(id), "case: 9ZZZ9ZZZ")
		}},
		{"another author", "asha", "add", "by mina, but asha recorded it", func(b *Book) *Prepared {
			return rewritten(note(b), "by: asha", "by: mina")
		}},
		{"another time", "asha", "add", "time of recording", func(b *Book) *Prepared {
			return rewritten(note(b), "recorded: 2026-03-06T", "recorded: 2026-03-05T")
		}},
		{"another text", "asha", "add", "SHA-256 differs", func(b *Book) *Prepared {
			p := note(b)
			return &Prepared{Entry: p.Entry,
				Text:   bytes.Replace(p.Text, []byte("Robin came"), []byte("Robin went"), 1),
				SHA256: p.SHA256}
		}},
		{"no entry at all", "asha", "add", "front matter", func(b *Book) *Prepared {
			p := note(b)
			text, err := seal.Pad([]byte("hello\n"))
			o.must(err)
			return &Prepared{Entry: p.Entry, Text: text, SHA256: seal.Commitment(text)}
		}},
		{"a hold that holds nothing", "asha", "add", "a hold does not come with the operation add",
			func(b *Book) *Prepared {
				return b.prepared(t, id, "hold",
					"---\nkind: hold\nheadline: Forged\nbasis: inquiry\n"+
						"authority: Court\nreason: Asked for\n---\n")
			}},
		{"an endorsement that endorses nothing", "mina", "add",
			"a endorsement does not come with the operation add", func(b *Book) *Prepared {
				return b.prepared(t, id, "endorsement",
					endorsementText(string(target), sum, "line", "endorsed"))
			}},
		{"a note as endorsement", "mina", "endorse", "a note does not come with the operation " +
			"endorse", func(b *Book) *Prepared {
			p, n := b.prepared(t, id, "endorsement",
				endorsementText(string(target), sum, "line", "endorsed")), note(b)
			n = rewritten(n, string(n.Entry.ID), string(p.Entry.ID))
			return &Prepared{Entry: p.Entry, Text: n.Text, SHA256: n.SHA256}
		}},
	}
	for _, tt := range tests {
		b := o.as(tt.who)
		p := tt.make(b)
		o.forge(b, tt.op, id, p)
		o.wantFault(t, id, p.Entry.ID, tt.name, tt.fault)
	}
	c, err := o.as("asha").Case(o.ctx, id)
	if err != nil || len(c.Faults) != len(tests) || c.LastEntry.ID != target {
		t.Errorf("%d faults, last entry %s, %v", len(c.Faults), c.LastEntry.ID, err)
	}
}

// wantFault reads a case and requires one entry to be shown with its fault and not folded.
func (o *office) wantFault(t *testing.T, id, entry record.ID, name, fault string) {
	t.Helper()
	c, err := o.as("judith").Case(o.ctx, id)
	o.must(err)
	for _, it := range c.Faults {
		named := it.ID == entry || it.ID == "9ZZZ9ZZZ"
		if named && strings.Contains(it.Fault, fault) && c.Thread(entry) == nil {
			return
		}
	}
	t.Errorf("%s: want %q, got %v", name, fault, c.Faults)
}

// An endorsement counts only as its commit declared it.
func TestForgedEndorsements(t *testing.T) {
	for name, change := range map[string][2]string{
		"another verdict": {"verdict: endorsed", "verdict: declined"},
		"another level":   {"level: line", "level: senior"},
	} {
		o := newOffice(t)
		id := o.newCase()
		target := o.note(o.as("asha"), id, "Visit")
		b := o.as("mina")
		facts, err := b.Facts(id)
		o.must(err)
		p := b.prepared(t, id, "endorsement",
			endorsementText(string(target), facts.Entries[target].SHA256, "line", "endorsed"))
		o.forge(b, "endorse", id, rewritten(p, change[0], change[1]))
		o.wantFault(t, id, p.Entry.ID, name, "not what its commit declared")
		c, err := o.as("asha").Case(o.ctx, id)
		o.must(err)
		if got := c.Thread(target).Endorsement; len(c.Faults) != 1 {
			t.Errorf("%s: endorsement %+v, faults %v", name, got, c.Faults)
		}
	}
}

// A wrapped key that is not the key of its epoch is a fault of the history.
func TestWrappedKeyOfAnotherEpoch(t *testing.T) {
	o := newOffice(t)
	id := o.newCase()
	b := o.as("asha")
	other, err := b.NewCaseID(o.ctx)
	o.must(err)
	given, err := seal.NewIdentity()
	o.must(err)
	shown, err := seal.NewIdentity()
	o.must(err)
	_, err = b.perform(o.ctx, func(p *parent) (*Change, error) {
		epoch, err := p.wrap(given, []string{"asha", "judith", "mina"})
		if err != nil {
			return nil, err
		}
		return &Change{Op: "open", Cases: []CaseChange{{
			Docket:   verify.AfterOpen(other, b.Policy().Today(o.now), "asha", epoch),
			NewEpoch: shown.Recipient(),
			Entries:  []*Prepared{b.prepared(t, other, "profile", profileText)},
		}}}, nil
	})
	o.must(err)
	var fault *ledger.FaultError
	if _, err := o.as("mina").Case(o.ctx, other); !errors.As(err, &fault) ||
		fault.Faults[0].Rule != "wrapped-key" ||
		fault.Faults[0].Path != record.EpochPath(other, 1) {
		t.Errorf("got %v", err)
	}
	if _, err := o.as("mina").Case(o.ctx, id); err != nil {
		t.Errorf("the other case: %v", err)
	}
}

// An identity in an agent opens what the identity itself opens. An agent that has ended is reported
// as that, and never as a fault of the history.
func TestIdentityInAnAgent(t *testing.T) {
	o := newOffice(t)
	id := o.newCase()
	near, gone := o.keys["mina"], errors.New("the agent has ended")
	for want, ask := range map[error]seal.FileKeys{
		nil: near.FileKeys, gone: func([][]byte) ([][]byte, error) { return nil, gone },
	} {
		away, err := seal.AgentIdentity(near.Recipient(), ask)
		o.must(err)
		o.keys["mina"] = away
		_, err = o.as("mina").Case(o.ctx, id)
		if !errors.Is(err, want) || errors.Is(err, ledger.ErrFault) {
			t.Errorf("got %v, want %v", err, want)
		}
	}
}

// A missing wrapped key, and one for somebody else, are reported as such.
func TestNoKey(t *testing.T) {
	o := newOffice(t)
	id := o.newCase()
	b := o.as("judith")
	at := o.now
	zoe := o.hire("zoe", "Zoe Lane", team.Caseworker)
	zoe.LineManager = "mina"
	_, err := b.setTeam(o.ctx, func(now team.Team, _ int64) (team.Team, error) {
		zoe.Since, zoe.Keys[0].From = at, at
		now.Version++
		now.Members = append(slices.Clone(now.Members), zoe)
		return now, nil
	})
	o.must(err)
	if _, err := o.as("zoe").Case(o.ctx, id); !errors.Is(err, ErrNoKey) {
		t.Errorf("got %v", err)
	}
	if _, err := o.as("zoe").Add(o.ctx, id, nil, nil); !errors.Is(err, ErrDenied) {
		t.Errorf("writing: %v", err)
	}
}

// An entry that can't be opened is still shown as existing.
func TestUnreadable(t *testing.T) {
	o := newOffice(t)
	b := o.as("asha")
	kinds, err := b.Kinds(o.ctx)
	o.must(err)
	key, err := seal.NewIdentity()
	o.must(err)
	other, err := seal.NewIdentity()
	o.must(err)
	id := record.NewID()
	p := b.prepared(t, id, "note", noteText("Visit"))
	sealed, err := seal.Seal(key.Recipient(), p.Text)
	o.must(err)
	broken := slices.Clone(sealed)
	broken[len(broken)-1] ^= 1
	f := sealedFile{name: record.FileName(p.Entry.Recorded, p.Entry.ID, false), id: p.Entry.ID,
		fact: verify.EntryFact{ID: p.Entry.ID,
			File: record.FileName(p.Entry.Recorded, p.Entry.ID, false), SHA256: p.SHA256,
			Author: "asha", Op: "add", Committed: o.now}}
	for name, tt := range map[string]struct {
		keys   []*seal.Identity
		sealed []byte
		fault  string
	}{
		"honest":         {[]*seal.Identity{key}, sealed, ""},
		"an older epoch": {[]*seal.Identity{other, key}, sealed, ""},
		"no key that fits": {[]*seal.Identity{other}, sealed,
			"a key of an epoch that you do not have"},
		"damaged":   {[]*seal.Identity{key}, broken, "damaged"},
		"cut short": {[]*seal.Identity{key}, sealed[:len(sealed)-40], "damaged"},
	} {
		facts := verify.NewCaseFacts()
		facts.Entries[f.id] = f.fact
		door := opener{plain.Case{ID: id, Keys: tt.keys, Kinds: kinds, Facts: facts}}
		it, text, err := door.item(f, tt.sealed, nil)
		o.must(err)
		if (text == nil) != (tt.fault != "") || tt.fault != "" && it.Text != nil {
			t.Errorf("%s: the text is %v", name, text)
		}
		if it.ID != f.id || it.Case != id || !it.Recorded.Equal(p.Entry.Recorded) ||
			it.By != "asha" {
			t.Errorf("%s: shown as %+v", name, it.Entry)
		}
		if (it.Fault == "") != (tt.fault == "") || !strings.Contains(it.Fault, tt.fault) {
			t.Errorf("%s: fault %q, want %q", name, it.Fault, tt.fault)
		}
	}
	if !p.Entry.Recorded.Equal(o.now.Truncate(time.Second)) {
		t.Errorf("recorded %s", p.Entry.Recorded)
	}
}
