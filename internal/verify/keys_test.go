package verify

import (
	"testing"

	"casefile/internal/record"
	"casefile/internal/team"
)

func TestGrant(t *testing.T) {
	grants := func(t testing.TB) *draft { return grantBy(opened(t), "asha") }
	vary(t, grants, []variation{
		{"two people", func(d *draft) {
			set(func(k *record.Docket) { k.Keys[0]["vera"] = d.key() })(d)
		}, ""},
		{"nobody", set(func(k *record.Docket) { delete(k.Keys[0], "carl") }), "trailers"},
		{"an auditor", func(d *draft) {
			set(func(k *record.Docket) { k.Keys[0]["orla"] = d.key() })(d)
		}, "keys"},
		{"a contributor", func(d *draft) {
			set(func(k *record.Docket) { k.Keys[0]["ben"] = d.key() })(d)
		}, "keys"},
		{"a script", func(d *draft) {
			set(func(k *record.Docket) { k.Keys[0]["rob"] = d.key() })(d)
		}, "keys"},
		{"a stranger", func(d *draft) {
			set(func(k *record.Docket) { k.Keys[0]["nobody"] = d.key() })(d)
		}, "keys"},
		{"somebody removed", set(func(k *record.Docket) { delete(k.Keys[0], "ruth") }), "keys"},
		{"a new epoch", func(d *draft) {
			set(func(k *record.Docket) {
				k.Keys = append(k.Keys, d.keys("asha", "mina"))
			})(d.epoch(theCase, 2))
		}, "keys old-key-only"},
		{"the key of another", set(func(k *record.Docket) {
			k.Keys[0]["carl"] = k.Keys[0]["mina"]
		}), "keys"},
		{"a key that is fine replaced", func(d *draft) {
			set(func(k *record.Docket) { k.Keys[0]["mina"] = d.key() })(d)
		}, "keys"},
		{"an entry with it", func(d *draft) { d.entry(theCase, letter) }, "entries"},
		{"in two cases", func(d *draft) {
			d.on(theCase, nil)
			d.on(another, func(k *record.Docket) {
				*k = AfterOpen(another, k.Opened, "asha", d.keys(readers...))
			})
		}, "epoch role status"},
	})
	two := func(t testing.TB) *draft {
		s := opened(t)
		secondCase(s)
		return grantBy(s, "mina").on(another, func(k *record.Docket) {
			k.Keys[0]["carl"] = s.key()
		})
	}
	vary(t, two, []variation{
		{"by one who reads the first only", func(d *draft) { d.by("carl") }, "role"},
		{"one case not named", func(d *draft) { d.msg.Cases = d.msg.Cases[:1] }, "trailers"},
	})
}

func TestGrantSomebodyWhoLeft(t *testing.T) {
	s := opened(t)
	d := s.next("team", "judith")
	d.member("carl", func(m *team.Member) { m.Left = s.now })
	s.land(d)
	if got := rules(s.faults(grantBy(s, "asha"))); got != "keys" {
		t.Errorf("got rules %q", got)
	}
}

func TestRevoke(t *testing.T) {
	revokes := func(t testing.TB) *draft { return revokeBy(grantedCarl(t), "asha") }
	vary(t, revokes, []variation{
		{"the old key kept", func(d *draft) {
			set(func(k *record.Docket) {
				k.Keys[0]["carl"] = d.dockets(theCase).Keys[0]["carl"]
			})(d)
		}, "old-key-only"},
		{"nobody leaves", func(d *draft) {
			set(func(k *record.Docket) {
				k.Keys[0], k.Keys[1]["carl"] = d.dockets(theCase).Keys[0], d.key()
			})(d)
		}, "keys"},
		{"two leave", set(func(k *record.Docket) {
			delete(k.Keys[0], "ruth")
			delete(k.Keys[1], "ruth")
		}), "keys"},
		{"another loses an old key", set(func(k *record.Docket) {
			delete(k.Keys[0], "ruth")
		}), "keys"},
		{"another's old key replaced", func(d *draft) {
			set(func(k *record.Docket) { k.Keys[0]["ruth"] = d.key() })(d)
		}, "keys"},
		{"somebody let in", func(d *draft) {
			set(func(k *record.Docket) { k.Keys[1]["vera"] = d.key() })(d)
		}, "keys"},
		{"an old key handed on", func(d *draft) {
			set(func(k *record.Docket) { k.Keys[0]["vera"] = d.key() })(d)
		}, "keys old-key-only"},
		{"an old wrapped key in the new epoch", set(func(k *record.Docket) {
			k.Keys[1]["ruth"] = k.Keys[0]["ruth"]
		}), "keys"},
		{"no new epoch", func(d *draft) {
			set(func(k *record.Docket) { k.Keys = k.Keys[:1] })(d)
			d.remove(record.EpochPath(theCase, 2))
		}, "keys"},
		{"two new epochs", func(d *draft) {
			set(func(k *record.Docket) {
				k.Keys = append(k.Keys, d.keys(readers...))
			})(d.epoch(theCase, 3))
		}, "keys"},
		{"no recipient", func(d *draft) { d.remove(record.EpochPath(theCase, 2)) }, "epoch"},
		{"the old recipient changed", func(d *draft) {
			d.put(record.EpochPath(theCase, 1), recipient(9)+"\n")
		}, "paths"},
		{"recovery leaves", func(d *draft) {
			set(func(k *record.Docket) {
				k.Keys[0]["carl"], k.Keys[1]["carl"] = d.dockets(theCase).Keys[0]["carl"], d.key()
				delete(k.Keys[0], "recovery-1")
				delete(k.Keys[1], "recovery-1")
			})(d)
		}, "keys"},
		{"the key worker leaves", func(d *draft) {
			d.by("mina")
			set(func(k *record.Docket) {
				k.Keys[0]["carl"], k.Keys[1]["carl"] = d.dockets(theCase).Keys[0]["carl"], d.key()
				delete(k.Keys[0], "asha")
				delete(k.Keys[1], "asha")
			})(d)
		}, "key-worker"},
	})
}

// A revoke keeps the epochs, and the readers that the policy asks for.
func TestRevokeToTheEnd(t *testing.T) {
	s := grantedCarl(t)
	s.land(revokeBy(s, "asha"))
	d := s.next("revoke", "asha").on(theCase, func(k *record.Docket) { k.Keys = k.Keys[:1] })
	if got := rules(s.faults(d)); got != "keys" {
		t.Errorf("an epoch forgotten: got rules %q", got)
	}
	s = grantedCarl(t)
	s.land(revokeBy(s, "asha"))
	left := readers
	for epoch := 3; len(left) > 2; epoch++ {
		gone := left[len(left)-1]
		if gone == "recovery-1" {
			gone = left[len(left)-2]
		}
		left = without(left, gone)
		d := s.next("revoke", "asha").on(theCase, func(k *record.Docket) {
			for _, e := range k.Keys {
				delete(e, gone)
			}
			k.Keys = append(k.Keys, s.keys(left...))
		}).epoch(theCase, epoch)
		if len(left) > 2 {
			s.land(d)
		} else if got := rules(s.faults(d)); got != "readers" {
			t.Errorf("asha alone: got rules %q", got)
		}
	}
}

func without(list []string, gone string) []string {
	var out []string
	for _, m := range list {
		if m != gone {
			out = append(out, m)
		}
	}
	return out
}

// More people may remove the keys of a member who left.
func TestRevokeSomebodyWhoLeft(t *testing.T) {
	for who, want := range map[string]string{"ruth": "", "vera": "", "mina": "", "lena": "role",
		"ben": "role", "orla": "role"} {
		s := grantedCarl(t)
		if d := revokeBy(s, who); who == "ruth" || who == "vera" {
			if got := rules(s.faults(d)); got != "role" {
				t.Errorf("%s, while carl is there: got rules %q", who, got)
			}
			s = grantedCarl(t)
		}
		s.land(teamBy(s, "judith")) // carl leaves
		if got := rules(s.faults(revokeBy(s, who))); got != want {
			t.Errorf("%s: got rules %q, want %q", who, got, want)
		}
	}
}

// A wrapped key that was listed once never comes back, not even in another
// epoch or for another member.
func TestKeysAreNotReplayed(t *testing.T) {
	s := grantedCarl(t)
	old := s.next("add", "asha").dockets(theCase).Keys[0]["carl"]
	s.land(revokeBy(s, "asha"))
	for _, who := range []string{"carl", "vera"} {
		for epoch := range 2 {
			d := s.next("grant", "asha").on(theCase, func(k *record.Docket) {
				k.Keys[1][who], k.Keys[epoch][who] = s.key(), old
			})
			j, err := Resume(s.mem, s.tip)
			if err != nil {
				t.Fatal(err)
			}
			d.finish()
			v, err := j.Commit(d.c.ID)
			if err != nil || rules(v.Faults) != "keys" {
				t.Errorf("%s in epoch %d: got %v%s", who, epoch+1, err, means(v.Faults))
			}
		}
	}
}

// A member's keys are wrapped again only after their recipient changed.
func TestRekey(t *testing.T) {
	renewed := func(t testing.TB) *story {
		s := opened(t)
		secondCase(s)
		d := s.next("team", "judith")
		d.member("mina", func(m *team.Member) { m.Recipient = recipient(28) })
		s.land(d)
		return s
	}
	rekeys := func(t testing.TB) *draft {
		s := renewed(t)
		again := func(k *record.Docket) { k.Keys[0]["mina"] = s.key() }
		return s.next("rekey", "mina").on(theCase, again).on(another, again)
	}
	vary(t, rekeys, []variation{
		{"another's too", func(d *draft) {
			set(func(k *record.Docket) { k.Keys[0]["asha"] = d.key() })(d)
		}, "keys"},
		{"by another", func(d *draft) { d.by("asha") }, "keys"},
		{"a key removed", set(func(k *record.Docket) { delete(k.Keys[0], "mina") }), ""},
		{"another's key removed", set(func(k *record.Docket) {
			delete(k.Keys[0], "ruth")
		}), "keys"},
		{"a key added", func(d *draft) {
			set(func(k *record.Docket) { k.Keys[0]["carl"] = d.key() })(d)
		}, "keys"},
		{"a new epoch", func(d *draft) {
			set(func(k *record.Docket) {
				k.Keys = append(k.Keys, d.keys(readers...))
			})(d.epoch(theCase, 2))
		}, "keys"},
		{"not changed", func(d *draft) {
			set(func(k *record.Docket) { k.Keys[0] = d.dockets(theCase).Keys[0] })(d)
			d.msg.Cases = d.msg.Cases[1:]
		}, ""},
	})
	s := opened(t)
	d := s.next("rekey", "mina").on(theCase, func(k *record.Docket) { k.Keys[0]["mina"] = s.key() })
	if got := rules(s.faults(d)); got != "keys" {
		t.Errorf("with the same recipient: got rules %q", got)
	}
	s = renewed(t)
	granted := func(k *record.Docket) { k.Keys[0]["mina"] = s.key() }
	s.land(s.next("grant", "asha").on(theCase, granted))
	if got := rules(s.faults(s.next("grant", "asha").on(theCase, granted))); got != "keys" {
		t.Errorf("replaced again by a grant: got rules %q", got)
	}
}
