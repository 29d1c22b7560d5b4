package verify

import (
	"testing"
	"time"

	"casefile/internal/policy"
	"casefile/internal/record"
	"casefile/internal/team"
)

// set changes the docket of the case.
func set(change func(*record.Docket)) func(*draft) {
	return func(d *draft) { d.on(theCase, change) }
}

func TestOpen(t *testing.T) {
	opens := func(t testing.TB) *draft { return openBy(founded(t, policy.Casework), "asha") }
	vary(t, opens, []variation{
		{"a referral with it", func(d *draft) { d.entry(theCase, letter) }, ""},
		{"by somebody who won't read it", func(d *draft) { d.by("carl") }, ""},
		{"as an intake", set(func(k *record.Docket) { k.Status = record.Intake }), "status"},
		{"closed", set(func(k *record.Docket) { k.Status = record.Closed }), "status"},
		{"no key worker", set(func(k *record.Docket) { k.KeyWorker = "" }), "key-worker"},
		{"a key worker who can't read", set(func(k *record.Docket) {
			k.KeyWorker = "carl"
		}), "key-worker"},
		{"a key worker who is not a member", set(func(k *record.Docket) {
			k.KeyWorker = "nobody"
		}), "key-worker"},
		{"a key worker who has no such role", set(func(k *record.Docket) {
			k.KeyWorker = "recovery-1"
		}), "key-worker"},
		{"tomorrow", set(func(k *record.Docket) { k.Opened = day(2026, 1, 6) }), "docket"},
		{"on hold", set(func(k *record.Docket) { *k = AfterHold(*k, profile) }), "docket"},
		{"something pending", set(func(k *record.Docket) {
			k.Pending = profile
		}), "docket pending"},
		{"with an end", set(func(k *record.Docket) { k.ServiceEnded = k.Opened }), "docket"},
		{"with a date of disposal", set(func(k *record.Docket) {
			k.RetainUntil = day(2040, 12, 31)
		}), "docket"},
		{"with a policy", set(func(k *record.Docket) { k.Policy = 1 }), "docket"},
		{"too few readers", set(func(k *record.Docket) {
			k.Keys[0] = record.Epoch{"asha": k.Keys[0]["asha"],
				"recovery-1": k.Keys[0]["recovery-1"]}
		}), "readers"},
		{"without recovery", set(func(k *record.Docket) {
			delete(k.Keys[0], "recovery-1")
		}), "keys"},
		{"an auditor reads", set(func(k *record.Docket) {
			k.Keys[0]["orla"] = k.Keys[0]["ruth"]
			delete(k.Keys[0], "ruth")
		}), "keys"},
		{"a script reads", func(d *draft) {
			set(func(k *record.Docket) { k.Keys[0]["rob"] = d.key() })(d)
		}, "keys"},
		{"a contributor reads", func(d *draft) {
			set(func(k *record.Docket) { k.Keys[0]["ben"] = d.key() })(d)
		}, "keys"},
		{"a stranger reads", func(d *draft) {
			set(func(k *record.Docket) { k.Keys[0]["nobody"] = d.key() })(d)
		}, "keys"},
		{"one wrapped key for two", set(func(k *record.Docket) {
			k.Keys[0]["ruth"] = k.Keys[0]["mina"]
		}), "keys"},
		{"a key in plain text", func(d *draft) {
			set(func(k *record.Docket) { k.Keys[0]["ruth"] = d.mem.blob("AGE-SECRET-KEY-PQ-1") })(d)
		}, "keys"},
		{"a key of 9 KiB", func(d *draft) {
			set(func(k *record.Docket) { d.mem.sizes[k.Keys[0]["ruth"]] = 9 << 10 })(d)
		}, "keys"},
		{"a key destroyed since", func(d *draft) {
			set(func(k *record.Docket) { delete(d.mem.blobs, k.Keys[0]["ruth"]) })(d)
		}, ""},
		{"no recipient", func(d *draft) { d.remove(record.EpochPath(theCase, 1)) }, "epoch"},
		{"half a recipient", func(d *draft) {
			d.put(record.EpochPath(theCase, 1), "age1pq1q\n")
		}, "epoch"},
		{"two recipients", func(d *draft) {
			d.put(record.EpochPath(theCase, 1), recipient(1)+"\n"+recipient(2)+"\n")
		}, "epoch"},
		{"two epochs", func(d *draft) {
			set(func(k *record.Docket) {
				k.Keys = append(k.Keys, d.keys("asha", "mina", "recovery-1"))
			})(d.epoch(theCase, 2))
		}, "docket old-key-only"},
		{"a second case", func(d *draft) {
			d.on(another, func(k *record.Docket) {
				*k = AfterOpen(another, k.Opened, "asha", d.keys(readers...))
			}).
				epoch(another, 1).entry(another, letter)
		}, "trailers"},
	})
	s := opened(t)
	d := s.next("open", "asha").entry(theCase, letter).on(theCase, nil)
	if got := rules(s.faults(d)); got != "status" {
		t.Errorf("open again: got rules %q", got)
	}
}

// A small agency may have one reader.
func TestOpenAlone(t *testing.T) {
	s := founded(t, policy.Small)
	d := openBy(s, "asha").on(theCase, func(k *record.Docket) {
		k.Keys[0] = s.keys("asha", "recovery-1")
	})
	if faults := s.faults(d); len(faults) > 0 {
		t.Error(means(faults))
	}
}

func TestIntake(t *testing.T) {
	intakes := func(t testing.TB) *draft { return intakeBy(founded(t, policy.Casework), "ben") }
	vary(t, intakes, []variation{
		{"open at once", set(func(k *record.Docket) { k.Status = record.Open }), "status"},
		{"a key worker", func(d *draft) {
			set(func(k *record.Docket) { k.KeyWorker, k.Keys[0]["asha"] = "asha", d.key() })(d)
		}, "docket"},
		{"the lead can't read", func(d *draft) {
			set(func(k *record.Docket) { k.Keys[0] = d.keys("recovery-1", "mina") })(d)
		}, "keys"},
		{"without recovery", set(func(k *record.Docket) {
			delete(k.Keys[0], "recovery-1")
		}), "keys"},
		{"ben lets himself in", func(d *draft) {
			set(func(k *record.Docket) { k.Keys[0]["ben"] = d.key() })(d)
		}, "keys"},
	})
	noLead := func(t testing.TB) *draft {
		s := founded(t, policy.Casework)
		d := s.next("team", "judith")
		d.member("lena", func(m *team.Member) { m.Left = s.now })
		s.land(d)
		return intakeBy(s, "ben").on(theCase, func(k *record.Docket) {
			k.Keys[0] = s.keys("judith", "vera", "recovery-1")
		})
	}
	vary(t, noLead, []variation{
		{"one senior can't read", set(func(k *record.Docket) {
			delete(k.Keys[0], "vera")
		}), "keys"},
		{"the lead who left", func(d *draft) {
			set(func(k *record.Docket) { k.Keys[0]["lena"] = d.key() })(d)
		}, "keys"},
	})
}

func TestAccept(t *testing.T) {
	accepts := func(t testing.TB) *draft { return acceptBy(intaken(t), "lena") }
	vary(t, accepts, []variation{
		{"still an intake", set(func(k *record.Docket) { k.Status = record.Intake }), "status"},
		{"no key worker", set(func(k *record.Docket) { k.KeyWorker = "" }), "key-worker"},
		{"a key worker who can't read", set(func(k *record.Docket) {
			k.KeyWorker = "carl"
		}), "key-worker"},
		{"somebody removed", set(func(k *record.Docket) {
			delete(k.Keys[0], "recovery-1")
		}), "keys"},
		{"somebody's key replaced", func(d *draft) {
			set(func(k *record.Docket) { k.Keys[0]["lena"] = d.key() })(d)
		}, "keys"},
		{"a new epoch", func(d *draft) {
			set(func(k *record.Docket) {
				k.Keys = append(k.Keys, d.keys("asha", "lena"))
			})(d.epoch(theCase, 2))
		}, "keys old-key-only"},
		{"an auditor let in", func(d *draft) {
			set(func(k *record.Docket) { k.Keys[0]["orla"] = d.key() })(d)
		}, "keys"},
	})
}

// An accept gives nobody a key of an older epoch.
func TestAcceptNewestEpochOnly(t *testing.T) {
	s := founded(t, policy.Casework)
	s.land(intakeBy(s, "ben").on(theCase, func(k *record.Docket) {
		k.Keys[0] = s.keys("carl", "lena", "mina", "recovery-1")
	}))
	s.land(s.next("revoke", "mina").on(theCase, func(k *record.Docket) {
		delete(k.Keys[0], "carl")
		k.Keys = append(k.Keys, s.keys("lena", "mina", "recovery-1"))
	}).epoch(theCase, 2))
	d := acceptBy(s, "lena").on(theCase, func(k *record.Docket) { k.Keys[0]["asha"] = s.key() })
	if got := rules(s.faults(d)); got != "keys" {
		t.Errorf("got rules %q", got)
	}
}

func TestHandover(t *testing.T) {
	handsOver := func(t testing.TB) *draft { return handoverBy(opened(t), "asha") }
	vary(t, handsOver, []variation{
		{"cover: the key worker stays", set(func(k *record.Docket) { k.KeyWorker = "asha" }), ""},
		{"to somebody who can't read", set(func(k *record.Docket) {
			k.KeyWorker = "carl"
		}), "key-worker"},
		{"to nobody", set(func(k *record.Docket) { k.KeyWorker = "" }), "key-worker"},
		{"to recovery", set(func(k *record.Docket) { k.KeyWorker = "recovery-1" }), "key-worker"},
		{"and let in by the way", func(d *draft) {
			set(func(k *record.Docket) { k.KeyWorker, k.Keys[0]["carl"] = "carl", d.key() })(d)
		}, "keys"},
	})
	s := opened(t)
	d := s.next("team", "judith")
	d.member("mina", func(m *team.Member) { m.Left = s.now })
	s.land(d)
	if got := rules(s.faults(handoverBy(s, "asha"))); got != "key-worker" {
		t.Errorf("to a reader who left: got rules %q", got)
	}
}

// A new entry in a case on its way out asks for a recheck of its date.
func TestRecheck(t *testing.T) {
	for name, state := range map[string]func(testing.TB) *story{"closing": closing,
		"closed": closed, "disposing": disposing} {
		for _, op := range []string{"add", "concern"} {
			honest := func(t testing.TB) *draft {
				d := plain(op)(state(t), "ruth")
				return d.on(theCase, func(k *record.Docket) { *k = AfterAdd(*k) })
			}
			vary(t, honest, []variation{
				{name + ": " + op + " without recheck", set(func(k *record.Docket) {
					*k = k.WithoutBlock(record.BlockRecheck)
				}), "blocks"},
				{name + ": " + op + " with hold", set(func(k *record.Docket) {
					*k = AfterHold(*k, letter)
				}), "holds"},
			})
		}
	}
}

func TestAddPutsOffDisposal(t *testing.T) {
	until := func(d record.Date) func(*draft) {
		return set(func(k *record.Docket) { k.RetainUntil = d })
	}
	later := func(t testing.TB) *draft {
		d := plain("add")(closed(t), "asha")
		return d.on(theCase, func(k *record.Docket) {
			*k = AfterAdd(*k)
			k.RetainUntil = day(2040, 12, 31)
		})
	}
	vary(t, later, []variation{
		{"earlier", until(day(2031, 12, 31)), "retention"},
		{"a day that gives a birthday away", until(day(2040, 5, 1)), "retention"},
		{"no day", until(record.Date{}), "retention"},
	})
	vary(t, adding, []variation{
		{"a day where there was none", until(day(2040, 12, 31)), "retention"}})
}

// In one second, several commits may follow each other.
func TestSameSecond(t *testing.T) {
	s := opened(t)
	s.now = s.now.Add(-time.Hour)
	if faults := s.faults(plain("add")(s, "asha")); len(faults) > 0 {
		t.Error(means(faults))
	}
}
