package verify

import (
	"slices"
	"strings"
	"testing"
	"time"

	"casefile/internal/policy"
	"casefile/internal/record"
)

func TestClose(t *testing.T) {
	closes := func(t testing.TB) *draft { return closeBy(opened(t), "asha", "line", "senior") }
	vary(t, closes, []variation{
		{"a fact is missing", set(func(k *record.Docket) { k.RetainUntil = record.Date{} }), ""},
		{"closed without endorsements", set(toClosed), "close"},
		{"closing with nothing pending", set(func(k *record.Docket) {
			k.Pending = ""
		}), "close pending"},
		{"another entry pending", set(func(k *record.Docket) {
			k.Pending = profile
		}), "close pending"},
		{"still open", set(func(k *record.Docket) {
			k.Status = record.Open
		}), "close pending status"},
		{"transferred", set(func(k *record.Docket) {
			k.Status = record.Transferred
		}), "close pending status"},
		{"no end of service", set(func(k *record.Docket) {
			k.ServiceEnded = record.Date{}
		}), "close"},
		{"service ends tomorrow", set(func(k *record.Docket) {
			k.ServiceEnded = day(2026, 1, 6)
		}), "close"},
		{"an older policy", set(func(k *record.Docket) { k.Policy = 0 }), "close"},
		{"a newer policy", set(func(k *record.Docket) { k.Policy = 2 }), "close"},
		{"not the end of a year", set(func(k *record.Docket) {
			k.RetainUntil = day(2032, 6, 30)
		}), "retention"},
		{"below the floor", set(func(k *record.Docket) {
			k.RetainUntil = day(2026, 12, 31)
		}), "retention"},
		{"exactly the floor", set(func(k *record.Docket) {
			k.RetainUntil = day(2027, 12, 31)
		}), ""},
	})
	small := func(t testing.TB) *draft {
		return closeBy(openedUnder(t, policy.Small), "asha", "line")
	}
	vary(t, small, []variation{{"closed without the one endorsement", set(toClosed), "close"}})
}

// Where the policy asks for no endorsement, a case is closed at once.
func TestCloseAtOnce(t *testing.T) {
	direct := func(t testing.TB) *draft {
		s := opened(t)
		d := policyBy(s, "judith")
		d.policy("closure: [line, senior]", "closure: []")
		s.land(d)
		return closeBy(s, "asha").on(theCase, func(k *record.Docket) { k.Policy = 2 })
	}
	vary(t, direct, []variation{
		{"something pending", set(func(k *record.Docket) { k.Pending = closure }), "close pending"},
		{"closing", set(func(k *record.Docket) {
			k.Status, k.Pending = record.Closing, closure
		}), "close"},
	})
	fromIntake := func(t testing.TB) *draft { return closeBy(intaken(t), "lena", "line", "senior") }
	vary(t, fromIntake, []variation{
		{"an intake can't be closing", set(func(k *record.Docket) {
			k.Status, k.Pending = record.Closing, closure
		}), "close status"},
	})
}

func TestReopen(t *testing.T) {
	for name, state := range map[string]func(testing.TB) *story{"closing": closing,
		"closed": closed} {
		reopens := func(t testing.TB) *draft { return reopenBy(state(t), "asha") }
		vary(t, reopens, []variation{
			{name + ", still closed", set(func(k *record.Docket) {
				k.Status = record.Closed
			}), "status"},
			{name + ", date kept", set(func(k *record.Docket) {
				k.RetainUntil = day(2032, 12, 31)
			}), "reopen"},
			{name + ", end kept", set(func(k *record.Docket) {
				k.ServiceEnded = day(2026, 1, 5)
			}), "reopen"},
			{name + ", policy kept", set(func(k *record.Docket) { k.Policy = 1 }), "reopen"},
			{name + ", closure pending", set(func(k *record.Docket) {
				k.Pending = closure
			}), "pending reopen"},
		})
	}
	s := opened(t)
	if got := rules(s.faults(reopenBy(s, "asha"))); got != "status" {
		t.Errorf("reopening an open case: got rules %q", got)
	}
	s = disposing(t)
	if got := rules(s.faults(reopenBy(s, "asha"))); got != "status" {
		t.Errorf("reopening a case that is being disposed of: got rules %q", got)
	}
}

func TestHold(t *testing.T) {
	holds := func(t testing.TB) *draft { return holdBy(closed(t), "vera") }
	vary(t, holds, []variation{
		{"no hold set", set(func(k *record.Docket) { k.Holds = nil }), "holds"},
		{"held by another entry", set(func(k *record.Docket) {
			k.Holds = []record.ID{erasure}
		}), "holds"},
		{"held by two", set(func(k *record.Docket) { *k = AfterHold(*k, erasure) }), "holds"},
		{"a release beside it", func(d *draft) {
			d.trailers(theCase).Releases = erasure
		}, "trailers"},
		{"recheck too", set(func(k *record.Docket) {
			*k = k.WithBlock(record.BlockRecheck)
		}), "blocks"},
	})
	releases := func(t testing.TB) *draft { return releaseBy(held(t), "ruth") }
	vary(t, releases, []variation{
		{"hold not lifted", set(func(k *record.Docket) { *k = AfterHold(*k, erasure) }), "holds"},
		{"no hold named", func(d *draft) { d.trailers(theCase).Releases = "" }, "holds trailers"},
		{"another hold named", func(d *draft) { d.trailers(theCase).Releases = letter }, "holds"},
	})
	// A release ends the named one of two holds, and nothing else ends one.
	two := func(t testing.TB) *story {
		s := held(t)
		s.land(holdBy(s, "asha"))
		return s
	}
	of := func(hold record.ID) func(testing.TB) *draft {
		return func(t testing.TB) *draft {
			d := two(t).next("release", "ruth").entry(theCase, third)
			d.trailers(theCase).Releases = hold
			return d.on(theCase, func(k *record.Docket) { *k = AfterRelease(*k, hold) })
		}
	}
	vary(t, of(letter), []variation{
		{"both end", set(func(k *record.Docket) { k.Holds = nil }), "holds"},
		{"the other one ends", set(func(k *record.Docket) {
			k.Holds = []record.ID{letter}
		}), "holds"},
	})
	vary(t, of(erasure), []variation{
		{"the other one named", func(d *draft) { d.trailers(theCase).Releases = letter }, "holds"},
	})
}

func TestRetain(t *testing.T) {
	until := func(d record.Date) func(*draft) {
		return set(func(k *record.Docket) { k.RetainUntil = d })
	}
	rechecked := func(t testing.TB) *story {
		s := closed(t)
		s.land(plain("add")(s, "asha").on(theCase, func(k *record.Docket) { *k = AfterAdd(*k) }))
		return s
	}
	byMina := func(t testing.TB) *draft {
		return retainBy(rechecked(t), "mina").on(theCase, func(k *record.Docket) {
			*k = k.WithoutBlock(record.BlockRecheck)
		})
	}
	vary(t, byMina, []variation{
		{"brought forward by a manager", until(day(2031, 12, 31)), "role"},
		{"no date any more", until(record.Date{}), ""},
		{"the same date", until(day(2032, 12, 31)), ""},
		{"not the end of a year", until(day(2040, 12, 30)), "retention"},
		{"below the floor", until(day(2026, 12, 31)), "retention role"},
		{"recheck left", set(func(k *record.Docket) {
			*k = k.WithBlock(record.BlockRecheck)
		}), "blocks"},
		{"another policy", set(func(k *record.Docket) { k.Policy = 3 }), "retain"},
	})
	byRuth := func(t testing.TB) *draft {
		return retainBy(closed(t), "ruth").on(theCase, func(k *record.Docket) {
			k.RetainUntil = day(2027, 12, 31)
		})
	}
	vary(t, byRuth, []variation{{"below the floor", until(day(2026, 12, 31)), "retention"}})
	first := func(t testing.TB) *draft {
		s := opened(t)
		s.land(closeBy(s, "asha", "line", "senior").on(theCase, func(k *record.Docket) {
			k.RetainUntil = record.Date{}
		}))
		return retainBy(s, "ruth")
	}
	vary(t, first, []variation{{"the first date, by a manager", func(d *draft) {
		d.by("mina")
	}, "role"}})
	s := opened(t)
	if got := rules(s.faults(retainBy(s, "ruth"))); got != "retain status" {
		t.Errorf("in an open case: got rules %q", got)
	}
}

func TestTransfer(t *testing.T) {
	transfers := func(t testing.TB) *draft { return transferBy(closed(t), "asha") }
	vary(t, transfers, []variation{
		{"no block", set(func(k *record.Docket) { k.Blocks = nil }), "blocks"},
		{"hold too", set(func(k *record.Docket) { *k = AfterHold(*k, letter) }), "holds"},
		{"transferred at once", set(func(k *record.Docket) {
			k.Status, k.Blocks = record.Transferred, nil
		}), "blocks"},
	})
	receipts := func(t testing.TB) *draft { return receiptBy(sent(t), "asha") }
	vary(t, receipts, []variation{
		{"block kept", set(func(k *record.Docket) {
			*k = k.WithBlock(record.BlockTransfer)
		}), "blocks"},
		{"sent again", set(func(k *record.Docket) {
			k.Status, k.Blocks = record.Closed, []string{"transfer"}
		}), "blocks"},
		{"still closed", set(func(k *record.Docket) { k.Status = record.Closed }), "blocks"},
		{"open", set(func(k *record.Docket) { k.Status = record.Open }), "blocks status"},
	})
	s := opened(t)
	if got := rules(s.faults(transferBy(s, "asha"))); got != "blocks status" {
		t.Errorf("of an open case: got rules %q", got)
	}
}

func TestDisposeRequest(t *testing.T) {
	requests := func(t testing.TB) *draft { return requestBy(overdue(t), "ruth") }
	vary(t, requests, []variation{
		{"nothing pending", set(func(k *record.Docket) { k.Pending = "" }), "dispose pending"},
		{"another entry pending", set(func(k *record.Docket) {
			k.Pending = closure
		}), "dispose pending"},
		{"destroyed at once", set(func(k *record.Docket) {
			k.Status = record.Destroyed
		}), "pending status"},
		{"keys removed at once", set(func(k *record.Docket) {
			k.Keys[0] = record.Epoch{}
		}), "epoch-emptied key-worker keys readers"},
	})
	on := func(year int, month time.Month, d int) func(testing.TB) *draft {
		return func(t testing.TB) *draft {
			s := closed(t)
			s.now = time.Date(year, month, d, 9, 0, 0, 0, time.UTC)
			return requestBy(s, "ruth")
		}
	}
	for name, early := range map[string]func(testing.TB) *draft{"the last day": on(2032, 12, 31),
		"years before": on(2027, 1, 1)} {
		d := early(t)
		if got := rules(d.story.faults(d)); got != "dispose" {
			t.Errorf("%s: got rules %q", name, got)
		}
	}
	s := overdue(t)
	s.land(holdBy(s, "ruth"))
	if got := rules(
		s.faults(s.next("dispose-request", "ruth").entry(theCase, disposal).on(theCase,
			func(k *record.Docket) {
				k.Status, k.Pending = record.Disposing, disposal
			}))); got != "dispose" {
		t.Errorf("on hold: got rules %q", got)
	}
	s = opened(t)
	s.land(closeBy(s, "asha", "line", "senior").on(theCase, func(k *record.Docket) {
		k.RetainUntil = record.Date{}
	}))
	s.endorsed("7K2M1AAA", closure, "mina", "line", nil)
	s.endorsed("7K2M1BBB", closure, "judith", "senior", toClosed)
	s.now = time.Date(2090, 1, 1, 9, 0, 0, 0, time.UTC)
	if got := rules(s.faults(requestBy(s, "ruth"))); got != "dispose" {
		t.Errorf("with no date it is never due: got rules %q", got)
	}
}

func TestDispose(t *testing.T) {
	disposes := func(t testing.TB) *draft { return disposeBy(agreed(t), "ruth") }
	vary(t, disposes, []variation{
		{"a key kept", func(d *draft) {
			set(func(k *record.Docket) { k.Keys[0] = d.dockets(theCase).Keys[0] })(d)
		}, "keys"},
		{"a new epoch", func(d *draft) {
			set(func(k *record.Docket) {
				k.Keys = append(k.Keys, record.Epoch{})
			})(d.epoch(theCase, 2))
		}, "keys"},
		{"an epoch forgotten", func(d *draft) {
			text := d.mem.blobs[d.files[record.DocketPath(theCase)].id]
			d.put(record.DocketPath(theCase), text[:len(text)-len("keys.1: ~\n")])
		}, "docket"},
		{"still pending", set(func(k *record.Docket) { k.Pending = disposal }), "pending"},
		{"still disposing", set(func(k *record.Docket) {
			k.Status = record.Disposing
		}), "pending status"},
		{"no word of the rule", func(d *draft) {
			d.remove(record.DisposalRecordPath(theCase))
		}, "dispose"},
		{"the rule for everybody to read", register("rule: concern"), "envelope"},
		{"sealed to one too few", register("age to 3: the rule"), "envelope"},
		{"sealed to one too many", register("age to 5: the rule"), "envelope"},
		{"not padded", register("age bare to 4"), "size"},
		{"sealed as an entry was", register("age entry K3F927QM7K2M0000"),
			"entry-replayed envelope"},
		{"of another name", func(d *draft) {
			at := record.DisposalRecordPath(theCase)
			d.files[record.CaseFolder(theCase)+"/rule.age"] = d.files[at]
			d.remove(at)
		}, "dispose paths"},
		{"a link", func(d *draft) {
			at := record.DisposalRecordPath(theCase)
			d.files[at] = file{"120000", d.files[at].id}
		}, "mode"},
		{"in another case", func(d *draft) {
			d.put("cases/K3/K3G9ZZZZ/"+record.DisposalRecordName, "age to 4: another")
		}, "trailers"},
		{"entries removed", func(d *draft) {
			for path := range d.files {
				if len(path) > 40 && path[len(path)-7:] == ".md.age" {
					delete(d.files, path)
				}
			}
		}, "entry-changed"},
	})
	asked := func(t testing.TB) *draft { return disposeBy(disposing(t), "ruth") }
	d := asked(t)
	if got := rules(d.story.faults(d)); got != "endorsements" {
		t.Errorf("not endorsed: got rules %q", got)
	}
	s := disposing(t)
	s.endorsed("7K2M2AAA", disposal, "mina", "line", nil)
	if got := rules(s.faults(disposeBy(s, "ruth"))); got != "endorsements" {
		t.Errorf("endorsed by one: got rules %q", got)
	}
	s = agreed(t)
	s.land(plain("concern")(s, "ben").on(theCase, func(k *record.Docket) { *k = AfterAdd(*k) }))
	if got := rules(s.faults(disposeBy(s, "ruth"))); got != "dispose" {
		t.Errorf("a concern came in between: got rules %q", got)
	}
	s = overdue(t)
	if got := rules(s.faults(disposeBy(s, "ruth"))); got != "endorsements status" {
		t.Errorf("nobody asked for it: got rules %q", got)
	}
}

// register replaces the disposal record by other content.
func register(content string) func(*draft) {
	return func(d *draft) { d.put(record.DisposalRecordPath(theCase), content) }
}

// No other operation may make, change or remove that file.
func TestRegisterFileUnderOthers(t *testing.T) {
	for _, o := range operations() {
		if o.op == "dispose" {
			continue
		}
		s := o.state(t)
		d := o.build(s, strings.Fields(o.who)[0])
		d.put(record.DisposalRecordPath(theCase), "age to 4: the rule")
		if got := rules(s.faults(d)); !slices.Contains(strings.Fields(got), "paths") {
			t.Errorf("under %s: got rules %q", o.op, got)
		}
	}
	for name, spoil := range map[string]func(*draft){
		"changed": register("age to 4: another rule"),
		"removed": func(d *draft) { d.remove(record.DisposalRecordPath(theCase)) },
	} {
		s := agreed(t)
		s.land(disposeBy(s, "ruth"))
		d := s.next("policy", "judith")
		spoil(d)
		if got := rules(s.faults(d)); !slices.Contains(strings.Fields(got), "paths") {
			t.Errorf("%s: got rules %q", name, got)
		}
	}
}

// dockets reads a docket as the tip has it.
func (d *draft) dockets(id record.ID) *record.Docket {
	k, err := record.ParseDocket(
		[]byte(d.mem.blobs[d.mem.commits[d.tip].files[record.DocketPath(id)].id]))
	if err != nil {
		d.Fatal(err)
	}
	return k
}

func TestEraseRequest(t *testing.T) {
	erases := func(t testing.TB) *draft { return eraseBy(opened(t), "asha") }
	vary(t, erases, []variation{
		{"nothing pending", set(func(k *record.Docket) { k.Pending = "" }), "erase"},
		{"another entry pending", set(func(k *record.Docket) {
			k.Pending = profile
		}), "erase pending"},
	})
	s := opened(t)
	s.land(eraseBy(s, "asha"))
	d := s.next("erase-request", "asha").entry(theCase, letter).on(theCase, func(k *record.Docket) {
		k.Pending = letter
	})
	if got := rules(s.faults(d)); got != "pending" {
		t.Errorf("a second one: got rules %q", got)
	}
	s = closing(t)
	if got := rules(s.faults(eraseBy(s, "asha"))); got != "pending" {
		t.Errorf("while a closure is pending: got rules %q", got)
	}
}
