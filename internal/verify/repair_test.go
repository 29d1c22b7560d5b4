package verify

import (
	"strings"
	"testing"

	"casefile/internal/record"
	"casefile/internal/team"
)

// resealed returns the story of an erasure that somebody carried out.
func resealed(t testing.TB, who string) *story {
	s := erasable(t)
	s.land(resealBy(s, who))
	return s
}

// repair seals everything again, and puts back erased entries.
func (d *draft) repair(back ...record.ID) *draft {
	for _, id := range back {
		facts, err := d.judge.CaseFacts(theCase)
		if err != nil {
			d.Fatal(err)
		}
		f := facts.Entries[id]
		d.put(record.CaseFolder(theCase)+"/"+f.File, d.mem.blobs[f.Blob])
	}
	return d.reseal()
}

func TestRepair(t *testing.T) {
	repairs := func(t testing.TB) *draft {
		return resealed(t, "asha").next("reseal", "judith").repair(letter)
	}
	vary(t, repairs, []variation{
		{"as it should be", func(*draft) {}, ""},
		{"of what stays alone", func(d *draft) {
			*d = *d.story.next("reseal", "judith").repair()
		}, ""},
		{"by a manager", func(d *draft) { d.by("mina") }, "role"},
		{"by a senior who does not read the case", func(d *draft) { d.by("vera") }, "role"},
		{"by whoever sealed it the last time", func(d *draft) { d.by("asha") }, "repair role"},
		{"a longer text put back", func(d *draft) {
			d.put(d.path(theCase, letter), "age entry, and more of it, which nobody wrote")
			for path := range d.files {
				if strings.Contains(path, string(letter)) && path != d.path(theCase, letter) {
					d.put(path, "age entry, and more of it, which nobody wrote")
					d.remove(d.path(theCase, letter))
				}
			}
		}, "reseal"},
		{"the file of before put back", func(d *draft) {
			facts, _ := d.judge.CaseFacts(theCase)
			f := facts.Entries[letter]
			d.put(record.CaseFolder(theCase)+"/"+f.File, d.mem.blobs[f.Blob])
		}, "entry-replayed"},
		{"an entry that never was", func(d *draft) {
			d.put(d.path(theCase, "7K2M9ZZZ"), "age entry 7K2M9ZZZ")
		}, "paths"},
		{"under another SHA-256", func(d *draft) {
			for i, e := range d.msg.Cases[0].Entries {
				if e.ID == letter {
					d.msg.Cases[0].Entries[i].SHA256 = sum("another text")
				}
			}
		}, "trailers"},
		{"a reader left out", set(func(k *record.Docket) { delete(k.Keys[2], "mina") }), "keys"},
		{"a key of before kept", set(func(k *record.Docket) {
			k.Keys[1] = record.Epoch{"mina": k.Keys[2]["mina"]}
		}), "keys"},
		{"something pending after it", set(func(k *record.Docket) {
			k.Pending = erasure
		}), "repair"},
		{"adopted", func(d *draft) { d.msg.Op, d.msg.Adopts = team.OpAdopt, "reseal" }, "adopt"},
	})
}

// Nobody repairs their own repair, and there must be something to repair.
func TestRepairTakesTwo(t *testing.T) {
	s := resealed(t, "judith")
	if got := rules(s.faults(s.next("reseal", "judith").repair(letter))); got != "repair" {
		t.Errorf("by the senior who erased: got rules %q", got)
	}
	s = resealed(t, "mina")
	s.land(s.next("reseal", "judith").repair(letter))
	if got := rules(s.faults(s.next("reseal", "judith").repair())); got != "repair" {
		t.Errorf("a second time: got rules %q", got)
	}
	s = opened(t)
	if got := rules(s.faults(s.next("reseal", "judith").repair())); got != "repair" {
		t.Errorf("of a case that was never sealed again: got rules %q", got)
	}
	s = erasable(t)
	if got := rules(s.faults(s.next("reseal", "judith").repair())); got != "erase" {
		t.Errorf("while an erasure waits: got rules %q", got)
	}
}

// A repair lifts an erasure, and nothing else does.
func TestLearnedFromRepair(t *testing.T) {
	s := resealed(t, "asha")
	s.land(s.next("reseal", "judith").repair(letter))
	facts, err := s.judge.CaseFacts(theCase)
	if err != nil {
		t.Fatal(err)
	}
	f := facts.Entries[letter]
	if f.Erased != nil || f.PutBack == nil || f.PutBack.Request != erasure ||
		f.Resealed != facts.LastReseal() {
		t.Errorf("of the entry that was put back: %+v", f)
	}
	if got := rules(
		s.faults(s.next("endorse", "mina").endorse(theCase, "7K2M2AAA", letter, "line",
			"endorsed"))); got != "" {
		t.Errorf("endorsed after it: got rules %q", got)
	}
}

func TestErasureFault(t *testing.T) {
	gone := &ErasedFact{Request: erasure, Commit: "0123"}
	for _, tt := range []struct {
		name    string
		erased  []record.ID
		back    []record.ID
		targets []record.ID
		ok      bool
	}{
		{"not carried out", nil, nil, []record.ID{letter}, true},
		{"what was asked for", []record.ID{letter}, nil, []record.ID{letter}, true},
		{"less", []record.ID{letter}, nil, []record.ID{profile, letter}, false},
		{"more", []record.ID{letter, profile}, nil, []record.ID{letter}, false},
		{"another", []record.ID{profile}, nil, []record.ID{letter}, false},
		{"more, and put back", []record.ID{letter}, []record.ID{profile}, []record.ID{letter},
			true},
		{"all put back", nil, []record.ID{letter}, []record.ID{letter}, true},
		{"one of two put back", []record.ID{letter}, []record.ID{profile},
			[]record.ID{profile, letter}, true},
		{"another, and put back", nil, []record.ID{profile}, []record.ID{letter}, true},
	} {
		f := NewCaseFacts()
		for _, id := range tt.erased {
			f.Entries[id] = EntryFact{ID: id, Erased: gone}
		}
		for _, id := range tt.back {
			f.Entries[id] = EntryFact{ID: id, PutBack: gone}
		}
		if means := ErasureFault(f, erasure, tt.targets); (means == "") != tt.ok {
			t.Errorf("%s: %q", tt.name, means)
		}
	}
}
