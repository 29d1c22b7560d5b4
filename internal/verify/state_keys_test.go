package verify

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"casefile/internal/policy"
	"casefile/internal/record"
	"casefile/internal/team"
)

// onCases returns the operations on existing cases.
func onCases() []operation {
	return slices.DeleteFunc(append(operations(), rekeyOps()...), func(o operation) bool {
		return slices.Contains([]string{"open", "intake", "team", "policy"}, o.op)
	})
}

// rekeyOps returns the two ways to rekey.
func rekeyOps() []operation {
	return []operation{
		{"rekey", minaRenewed, func(s *story, who string) *draft {
			return s.next("rekey", who).on(theCase, func(k *record.Docket) {
				k.Keys[0]["mina"] = s.key()
			})
		}, "mina", "keys"},
		{"rekey", opened, withdrawBy, "mina", "keys"},
	}
}

// minaRenewed returns an open case in which one reader has a new recipient.
func minaRenewed(t testing.TB) *story {
	s := opened(t)
	d := s.next("team", "judith")
	d.member("mina", func(m *team.Member) { m.Recipient = recipient(28) })
	s.land(d)
	return s
}

// withdrawBy removes a member's own keys.
func withdrawBy(s *story, who string) *draft {
	return s.next("rekey", who).on(theCase, func(k *record.Docket) {
		for _, e := range k.Keys {
			delete(e, who)
		}
	})
}

func except(ops ...string) func(string) bool {
	return func(op string) bool { return !slices.Contains(ops, op) }
}

// Each invariant of the keys is checked after every operation.
func TestKeysStateAfterEveryOperation(t *testing.T) {
	newest := func(k *record.Docket) record.Epoch { return k.Keys[k.Newest()-1] }
	for _, c := range []struct {
		name, want string
		of         func(op string) bool
		spoil      func(*draft, *record.Docket)
	}{
		{"nobody has a key of an epoch", "epoch-emptied", except("dispose", "revoke", "reseal"),
			func(_ *draft, k *record.Docket) {
				clear(k.Keys[0])
			}},
		{"nobody has a key of an older epoch", "epoch-emptied", func(op string) bool {
			return op == "revoke"
		}, func(_ *draft, k *record.Docket) {
			clear(k.Keys[0])
		}},
		{"none who is active reads", "epoch-unread", except("dispose"),
			func(d *draft, k *record.Docket) {
				clear(newest(k))
				newest(k)["orla"] = d.key()
			}},
		{"one loses the newest key alone", "old-key-only", except("dispose", "reseal"),
			func(d *draft, k *record.Docket) {
				if k.Newest() == 1 {
					k.Keys = append(k.Keys, d.keys(k.Readers()...))
					d.epoch(theCase, 2)
				}
				gone := "judith"
				if k.Status == record.Intake ||
					k.Status == record.Open && k.Keys[0]["judith"] == "" {
					gone = "lena"
				}
				delete(newest(k), gone)
			}},
		{"the key worker loses every key", "key-worker", except("dispose", "accept", "rekey"),
			func(d *draft, k *record.Docket) {
				for _, e := range k.Keys {
					delete(e, k.KeyWorker)
				}
			}},
		{"one is left", "readers", except("dispose", "accept", "rekey"),
			func(d *draft, k *record.Docket) {
				for _, e := range k.Keys {
					maps.DeleteFunc(e, func(m, _ string) bool {
						return m != k.KeyWorker && m != "recovery-1"
					})
				}
			}},
		{"recovery lacks a new epoch", "keys", except("dispose", "reseal"),
			func(d *draft, k *record.Docket) {
				if k.Newest() == 1 {
					k.Keys = append(k.Keys, d.keys(k.Readers()...))
					d.epoch(theCase, 2)
				}
				delete(newest(k), "recovery-1")
			}},
	} {
		for _, o := range onCases() {
			if !c.of(o.op) {
				continue
			}
			s := o.state(t)
			d := o.build(s, strings.Fields(o.who)[0])
			d.on(theCase, func(k *record.Docket) { c.spoil(d, k) })
			if got := rules(s.faults(d)); !slices.Contains(strings.Fields(got), c.want) {
				t.Errorf("%s, %s: got rules %q, want %s", o.op, c.name, got, c.want)
			}
		}
	}
}

// An epoch that an erasure emptied stays empty, whatever happens to the case afterwards.
func TestEmptiedEpochStaysEmpty(t *testing.T) {
	erased := func(t testing.TB) *story {
		s := erasable(t)
		s.land(resealBy(s, "asha"))
		return s
	}
	of := []record.ID{"7K2M9AAA", "7K2M9BBB", "7K2M9CCC"}
	entry := func(op string) *operation {
		return &operation{op, erased, func(s *story, who string) *draft {
			return s.next(op, who).entry(theCase, of[0])
		}, "asha", ""}
	}
	ops := []*operation{entry("add"), entry("concern"),
		{"grant", erased, func(s *story, who string) *draft {
			return s.next("grant", who).on(theCase, func(k *record.Docket) {
				k.Keys[1]["carl"] = s.key()
			})
		}, "asha", ""},
		{"rekey", erased, withdrawBy, "ruth", ""},
		{"revoke", erased, func(s *story, who string) *draft {
			return s.next("revoke", who).on(theCase, func(k *record.Docket) {
				*k = AfterRevoke(*k, s.keys("asha", "judith", "mina", "recovery-1"))
			}).epoch(theCase, 3)
		}, "asha", ""},
		{"hold", erased, func(s *story, who string) *draft {
			return s.next("hold", who).entry(theCase, of[1]).on(theCase, func(k *record.Docket) {
				*k = AfterHold(*k, of[1])
			})
		}, "asha", ""},
	}
	for _, o := range ops {
		s := o.state(t)
		if faults := s.faults(o.build(s, o.who)); len(faults) > 0 {
			t.Errorf("%s: %s", o.op, means(faults))
		}
		for _, who := range []string{"asha", "carl", "recovery-1"} {
			s := o.state(t)
			d := o.build(s, o.who)
			d.on(theCase, func(k *record.Docket) { k.Keys[0] = record.Epoch{who: d.key()} })
			if got := rules(s.faults(d)); !slices.Contains(strings.Fields(got), "epoch-emptied") {
				t.Errorf("%s, a key of %s in the dead epoch: got rules %q", o.op, who, got)
			}
		}
	}
}

// A revoke leaves in each epoch somebody who can read it. The last holder of a key stays until
// another member has it too.
func TestRevokeOfTheLastHolder(t *testing.T) {
	alone := func(t testing.TB, withRecovery bool) *story {
		s := grantedCarl(t)
		s.land(revokeBy(s, "asha")) // carl: epoch 2 begins
		d := s.next("grant", "asha").on(theCase, func(k *record.Docket) {
			k.Keys[0]["carl"], k.Keys[1]["carl"] = s.key(), s.key()
		})
		s.land(d)
		for n, who := range []string{"asha", "judith", "mina", "ruth", "recovery-1"} {
			if who == "recovery-1" && withRecovery {
				continue
			}
			// Each takes their own keys away and is let in again to the newest epoch alone.
			if who == "recovery-1" {
				s.land(withdrawBy(s, who))
			} else {
				s.land(withdrawBy(s, who))
				helper := []string{"mina", "mina", "asha", "asha"}[n]
				s.land(s.next("grant", helper).on(theCase, func(k *record.Docket) {
					k.Keys[1][who] = s.key()
				}))
			}
		}
		return s
	}
	revoke := func(s *story, stay ...string) *draft {
		return s.next("revoke", "asha").on(theCase, func(k *record.Docket) {
			*k = AfterRevoke(*k, s.keys(append(stay, readers...)...))
		}).epoch(theCase, 3)
	}
	s := alone(t, false)
	if got := rules(s.faults(revoke(s))); got != "epoch-emptied" {
		t.Errorf("the last who holds epoch 1: got rules %q", got)
	}
	s = alone(t, false)
	s.land(teamBy(s, "judith")) // carl leaves, and nobody can read epoch 1 any more
	if got := rules(s.faults(revoke(s))); got != "epoch-emptied" {
		t.Errorf("the same once he left: got rules %q", got)
	}
	s = alone(t, true)
	if faults := s.faults(revoke(s)); len(faults) > 0 {
		t.Errorf("recovery has it too:%s", means(faults))
	}
}

// Nobody can come to hold a key of an older epoch only: such a member would be no reader to remove.
func TestGrantOfAnOldEpochAlone(t *testing.T) {
	granted := func(t testing.TB) *draft {
		s := grantedCarl(t)
		s.land(revokeBy(s, "asha"))
		return s.next("grant", "asha").on(theCase, func(k *record.Docket) {
			k.Keys[0]["carl"], k.Keys[1]["carl"] = s.key(), s.key()
		})
	}
	vary(t, granted, []variation{
		{"of the old one alone", set(func(k *record.Docket) {
			delete(k.Keys[1], "carl")
		}), "old-key-only"},
		{"of the newest alone", set(func(k *record.Docket) { delete(k.Keys[0], "carl") }), ""},
		{"of another's too", func(d *draft) {
			set(func(k *record.Docket) { k.Keys[0]["vera"] = d.key() })(d)
		}, "old-key-only"},
	})
	s := granted(t)
	s.land(s)
	s.story.land(s.story.next("revoke", "asha").on(theCase, func(k *record.Docket) {
		*k = AfterRevoke(*k, s.keys(readers...))
	}).epoch(theCase, 3))
}

// withRecovery2 returns a case that carl reads, in a team that recovery-2 joined later.
func withRecovery2(t testing.TB, confirmed bool) *story {
	s := grantedCarl(t)
	s.land(joinBy(s, "judith"))
	if confirmed {
		s.land(confirmBy(s, "vera"))
	}
	return s
}

func joinBy(s *story, who string) *draft {
	d := s.next("team", who)
	m := team.RecoveryKey(2, recipient(27), s.now)
	m.Confirmed = m.Left
	tm := d.team()
	tm.Version++
	tm.Members = append(tm.Members, m)
	d.roster(tm)
	return d
}

func confirmBy(s *story, who string) *draft {
	d := s.next("team", who)
	d.member("recovery-2", func(m *team.Member) { m.Confirmed = s.now })
	return d
}

// A recovery key that joined later gets the next epoch, may get older ones at every occasion, and
// nobody has to wait for that.
func TestRecoveryThatJoinsLater(t *testing.T) {
	s := withRecovery2(t, true)
	if faults := s.faults(plain("add")(s, "asha")); len(faults) > 0 {
		t.Errorf("an entry in a case that lacks it:%s", means(faults))
	}
	given := func(t testing.TB) *draft {
		s := withRecovery2(t, true)
		d := revokeBy(s, "asha")
		return d.on(theCase, func(k *record.Docket) { k.Keys[1]["recovery-2"] = s.key() })
	}
	vary(t, given, []variation{
		{"the older epoch too", func(d *draft) {
			set(func(k *record.Docket) { k.Keys[0]["recovery-2"] = d.key() })(d)
		}, ""},
		{"not given the new epoch", set(func(k *record.Docket) {
			delete(k.Keys[1], "recovery-2")
		}), "keys"},
		{"given the older one alone", func(d *draft) {
			set(func(k *record.Docket) {
				k.Keys[0]["recovery-2"] = k.Keys[1]["recovery-2"]
				delete(k.Keys[1], "recovery-2")
			})(d)
		}, "keys old-key-only"},
		{"and somebody else let in", func(d *draft) {
			set(func(k *record.Docket) { k.Keys[1]["vera"] = d.key() })(d)
		}, "keys"},
	})
	for op, build := range map[string]func(*story) *draft{
		"grant":  func(s *story) *draft { return s.next("grant", "asha").on(theCase, nil) },
		"rekey":  func(s *story) *draft { return withdrawBy(s, "ruth") },
		"reseal": nil,
	} {
		s := withRecovery2(t, true)
		var d *draft
		if op == "reseal" {
			s = erasable(t)
			s.land(joinBy(s, "judith"))
			s.land(confirmBy(s, "vera"))
			d = resealBy(s, "asha")
		} else {
			d = build(s)
		}
		d.on(theCase, func(k *record.Docket) { k.Keys[k.Newest()-1]["recovery-2"] = d.key() })
		if faults := s.faults(d); len(faults) > 0 {
			t.Errorf("%s gives it a key:%s", op, means(faults))
		}
	}
}

// A recovery key that no second senior has confirmed gets no keys, and signs nothing.
func TestRecoveryThatIsNotConfirmed(t *testing.T) {
	s := withRecovery2(t, false)
	if faults := s.faults(revokeBy(s, "asha")); len(faults) > 0 {
		t.Errorf("a revoke without it:%s", means(faults))
	}
	for name, build := range map[string]func(*story) *draft{
		"a grant": func(s *story) *draft {
			return s.next("grant", "asha").on(theCase, func(k *record.Docket) {
				k.Keys[0]["recovery-2"] = s.key()
			})
		},
		"a revoke": func(s *story) *draft {
			return revokeBy(s, "asha").on(theCase, func(k *record.Docket) {
				k.Keys[1]["recovery-2"] = s.key()
			})
		},
		"an open": func(s *story) *draft {
			d := s.next("open", "asha")
			return d.on(another, func(k *record.Docket) {
				*k = AfterOpen(another, k.Opened, "asha",
					s.keys(append([]string{"recovery-2"}, readers...)...))
			}).epoch(another, 1).entry(another, letter)
		},
	} {
		s := withRecovery2(t, false)
		if got := rules(s.faults(build(s))); got != "keys" {
			t.Errorf("%s gives it a key: got rules %q", name, got)
		}
	}
}

// The member who added a recovery key, or changed it last, can't confirm it.
func TestConfirmed(t *testing.T) {
	for who, want := range map[string]string{"vera": "", "judith": "confirmed", "mina": "role team",
		"recovery-1": "team"} {
		s := withRecovery2(t, false)
		if got := rules(s.faults(confirmBy(s, who))); got != want {
			t.Errorf("%s: got rules %q, want %q", who, got, want)
		}
	}
	changed := func(t testing.TB, who string) *story {
		s := withRecovery2(t, true)
		d := s.next("team", who)
		d.member("recovery-2", func(m *team.Member) {
			m.Recipient, m.Confirmed = recipient(29), m.Left
		})
		s.land(d)
		return s
	}
	for _, c := range []struct{ changes, confirms, want string }{
		{"vera", "judith", ""}, {"vera", "vera", "confirmed"}, {"judith", "vera", ""},
		{"judith", "judith", "confirmed"},
	} {
		s := changed(t, c.changes)
		if got := rules(s.faults(confirmBy(s, c.confirms))); got != c.want {
			t.Errorf("changed by %s, confirmed by %s: got rules %q, want %q", c.changes, c.confirms,
				got, c.want)
		}
	}
	s := withRecovery2(t, true)
	d := s.next("team", "judith")
	d.member("recovery-2", func(m *team.Member) { m.Recipient = recipient(29) })
	if got := rules(s.faults(d)); got != "team" {
		t.Errorf("another recipient under the old confirmation: got rules %q", got)
	}
}

// A holder whose keys open nothing removes all of them, and nobody else's.
func TestWithdraw(t *testing.T) {
	two := func(t testing.TB) *story {
		s := grantedCarl(t)
		s.land(revokeBy(s, "asha"))
		return s
	}
	vary(t, func(t testing.TB) *draft { return withdrawBy(two(t), "mina") }, []variation{
		{"the newest alone", func(d *draft) {
			set(func(k *record.Docket) {
				k.Keys[0]["mina"] = d.dockets(theCase).Keys[0]["mina"]
			})(d)
		}, "keys old-key-only"},
		{"the older alone", func(d *draft) {
			set(func(k *record.Docket) {
				k.Keys[1]["mina"] = d.dockets(theCase).Keys[1]["mina"]
			})(d)
		}, "keys"},
		{"another's too", set(func(k *record.Docket) {
			delete(k.Keys[0], "ruth")
			delete(k.Keys[1], "ruth")
		}), "keys"},
		{"by another", func(d *draft) { d.by("asha") }, "keys"},
		{"with another let in", func(d *draft) {
			set(func(k *record.Docket) { k.Keys[1]["vera"] = d.key() })(d)
		}, "keys"},
		{"with an entry", func(d *draft) { d.entry(theCase, letter) }, "entries"},
	})
	// the key worker too, and recovery
	for _, who := range []string{"asha", "judith", "recovery-1"} {
		s := two(t)
		if faults := s.faults(withdrawBy(s, who)); len(faults) > 0 {
			t.Errorf("%s:%s", who, means(faults))
		}
	}
}

// Any reader who works with cases may let in again a key worker who withdrew. Only those who may
// grant let in others.
func TestLetInAgain(t *testing.T) {
	again := func(who string) func(*story, string) *draft {
		return func(s *story, by string) *draft {
			return s.next("grant", by).on(theCase, func(k *record.Docket) {
				k.Keys[0][who] = s.key()
			})
		}
	}
	for _, c := range []struct{ withdrew, by, want string }{
		{"asha", "ruth", ""}, {"asha", "mina", ""}, {"asha", "carl", ""}, {"asha", "vera", "role"},
		{"ruth", "carl", "role"}, {"ruth", "asha", ""}, {"asha", "asha", "role"},
	} {
		s := grantedCarl(t)
		s.land(withdrawBy(s, c.withdrew))
		if got := rules(s.faults(again(c.withdrew)(s, c.by))); got != c.want {
			t.Errorf("%s by %s: got rules %q, want %q", c.withdrew, c.by, got, c.want)
		}
	}
	s := grantedCarl(t)
	s.land(withdrawBy(s, "asha"))
	d := again("asha")(s, "ruth").on(theCase, func(k *record.Docket) {
		k.Keys[0]["vera"] = s.key()
	})
	if got := rules(s.faults(d)); got != "role" {
		t.Errorf("and vera with her: got rules %q", got)
	}
}

// A member who leaves the team may leave cases without a key worker or enough readers. That stops
// nobody who works on these cases.
func TestWhatATeamCommitBreaksIsNoFault(t *testing.T) {
	for _, gone := range [][]string{{"asha"}, {"mina", "ruth"}, {"asha", "mina", "ruth"}} {
		s := grantedCarl(t)
		d := s.next("team", "judith")
		for _, id := range gone {
			d.member(id, func(m *team.Member) { m.Left = s.now })
		}
		tm := d.team()
		tm.Version = 2
		d.roster(tm)
		s.land(d)
		s.land(s.next("add", "judith").entry(theCase, letter))
		s.land(s.next("grant", "judith").on(theCase, func(k *record.Docket) {
			k.Keys[0]["lena"] = s.key()
		}))
	}
}

// A recipient belongs to one epoch of one case, or to one member.
func TestRecipientsAreNew(t *testing.T) {
	first := epochRecipient(theCase, 1) + "\n"
	put := func(n int, id record.ID, text string) func(*draft) {
		return func(d *draft) { d.put(record.EpochPath(id, n), text) }
	}
	vary(t, func(t testing.TB) *draft { return revokeBy(grantedCarl(t), "asha") }, []variation{
		{"of the epoch before", put(2, theCase, first), "epoch-reused"},
		{"of a member", put(2, theCase, recipient(0)+"\n"), "epoch-reused"},
		{"of a member who is no reader", put(2, theCase, recipient(2)+"\n"), "epoch-reused"},
	})
	vary(t, func(t testing.TB) *draft { return resealBy(erasable(t), "asha") }, []variation{
		{"of the epoch that was emptied", put(2, theCase, first), "epoch-reused"},
	})
	vary(t, func(t testing.TB) *draft {
		s := opened(t)
		d := s.next("open", "asha")
		return d.on(another, func(k *record.Docket) {
			*k = AfterOpen(another, k.Opened, "asha", s.keys(readers...))
		}).epoch(another, 1).entry(another, letter)
	}, []variation{{"of another case", put(1, another, first), "epoch-reused"}})
	vary(t, func(t testing.TB) *draft {
		s := intakenToo(t)
		return s.next("revoke", "mina").on(theCase, func(k *record.Docket) {
			*k = AfterRevoke(*k, s.keys(readers...))
		}).epoch(theCase, 2).on(another, func(k *record.Docket) {
			*k = AfterRevoke(*k, s.keys(readers...))
		}).epoch(another, 2)
	}, []variation{{"two in one commit", put(2, another, epochRecipient(theCase, 2)+"\n"),
		"epoch-reused"}})
	vary(t, func(t testing.TB) *draft {
		s := opened(t)
		d := s.next("team", "judith")
		d.member("mina", func(m *team.Member) { m.Recipient = recipient(28) })
		return d
	}, []variation{
		{"a member takes a case's", func(d *draft) {
			d.member("mina", func(m *team.Member) { m.Recipient = epochRecipient(theCase, 1) })
			t := d.team()
			t.Version--
			d.roster(t)
		}, "epoch-reused"},
		{"a mistyped one", func(d *draft) {
			d.member("mina", func(m *team.Member) {
				m.Recipient = m.Recipient[:1950] + reversed(m.Recipient[1950:])
			})
			t := d.team()
			t.Version--
			d.roster(t)
		}, "team"},
	})
	s := opened(t)
	d := joinBy(s, "judith")
	d.member("recovery-2", func(m *team.Member) { m.Recipient = epochRecipient(theCase, 1) })
	tm := d.team()
	tm.Version--
	d.roster(tm)
	if got := rules(s.faults(d)); got != "epoch-reused" {
		t.Errorf("a new member with a case's: got rules %q", got)
	}
}

// intakenToo returns two cases that carl reads.
func intakenToo(t testing.TB) *story {
	s := founded(t, policy.Casework)
	for _, id := range []record.ID{theCase, another} {
		d := s.next("open", "asha")
		s.land(d.on(id, func(k *record.Docket) {
			*k = AfterOpen(id, k.Opened, "asha", s.keys(append([]string{"carl"}, readers...)...))
		}).epoch(id, 1).entry(id, map[record.ID]record.ID{theCase: profile, another: letter}[id]))
	}
	return s
}
