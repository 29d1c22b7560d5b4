package verify

import (
	"maps"
	"slices"
	"testing"

	"casefile/internal/record"
)

func twoEpochs() record.Docket {
	return record.Docket{Case: theCase, Status: record.Open, KeyWorker: "asha",
		Keys: []record.Epoch{
			{"asha": "a1", "carl": "c1"}, {"asha": "a2", "carl": "c2", "mina": "m2"}}}
}

func TestEffectsOnKeys(t *testing.T) {
	for _, c := range []struct {
		name  string
		after record.Docket
		want  []record.Epoch
	}{
		{"granted in both", AfterGrant(twoEpochs(), []record.Epoch{{"vera": "v1"}, {"vera": "v2"}}),
			[]record.Epoch{{"asha": "a1", "carl": "c1", "vera": "v1"},
				{"asha": "a2", "carl": "c2", "mina": "m2", "vera": "v2"}}},
		{"granted in the newest", AfterGrant(twoEpochs(), []record.Epoch{nil, {"vera": "v2"}}),
			[]record.Epoch{{"asha": "a1", "carl": "c1"},
				{"asha": "a2", "carl": "c2", "mina": "m2", "vera": "v2"}}},
		{"granted in the oldest", AfterGrant(twoEpochs(), []record.Epoch{{"mina": "m1"}}),
			[]record.Epoch{{"asha": "a1", "carl": "c1", "mina": "m1"},
				{"asha": "a2", "carl": "c2", "mina": "m2"}}},
		{"replaced", AfterGrant(twoEpochs(), []record.Epoch{{"carl": "c3"}}),
			[]record.Epoch{{"asha": "a1", "carl": "c3"},
				{"asha": "a2", "carl": "c2", "mina": "m2"}}},
		{"of an epoch that is not there",
			AfterGrant(twoEpochs(), []record.Epoch{nil, nil, {"vera": "v3"}}), twoEpochs().Keys},
		{"in an emptied epoch", AfterGrant(record.Docket{Keys: []record.Epoch{nil, {"asha": "a2"}}},
			[]record.Epoch{{"asha": "a1"}}),
			[]record.Epoch{{"asha": "a1"}, {"asha": "a2"}}},
		{"revoked", AfterRevoke(twoEpochs(), record.Epoch{"asha": "a3", "mina": "m3"}),
			[]record.Epoch{{"asha": "a1"}, {"asha": "a2", "mina": "m2"},
				{"asha": "a3", "mina": "m3"}}},
		{"revoked from the newest alone",
			AfterRevoke(twoEpochs(), record.Epoch{"asha": "a3", "carl": "c3"}),
			[]record.Epoch{{"asha": "a1", "carl": "c1"}, {"asha": "a2", "carl": "c2"},
				{"asha": "a3", "carl": "c3"}}},
	} {
		if !slices.EqualFunc(c.after.Keys, c.want, maps.Equal[record.Epoch]) {
			t.Errorf("%s: got %v, want %v", c.name, c.after.Keys, c.want)
		}
	}
}

// After a lost race the effect is computed again, so the docket that it read must not change.
func TestEffectsOnKeysLeaveTheParent(t *testing.T) {
	parent := twoEpochs()
	grant := AfterGrant(parent, []record.Epoch{{"vera": "v1"}})
	revoke := AfterRevoke(parent, record.Epoch{"asha": "a3"})
	for _, d := range []record.Docket{grant, revoke} {
		d.Keys[1]["asha"] = "x"
		if d.Status != record.Open || d.KeyWorker != "asha" || d.Case != theCase {
			t.Errorf("more than keys has changed: %+v", d)
		}
	}
	if !slices.EqualFunc(parent.Keys, twoEpochs().Keys, maps.Equal[record.Epoch]) {
		t.Errorf("the parent has become %v", parent.Keys)
	}
}

// The judge accepts what the effects make.
func TestJudgeTakesTheEffects(t *testing.T) {
	s := opened(t)
	s.land(s.next("grant", "asha").on(theCase, func(k *record.Docket) {
		*k = AfterGrant(*k, []record.Epoch{s.keys("carl")})
	}))
	s.land(s.next("revoke", "asha").epoch(theCase, 2).on(theCase, func(k *record.Docket) {
		*k = AfterRevoke(*k, s.keys(readers...))
	}))
	s.land(s.next("grant", "mina").on(theCase, func(k *record.Docket) {
		*k = AfterGrant(*k, []record.Epoch{s.keys("carl"), s.keys("carl", "vera")})
	}))
}

func TestOutdated(t *testing.T) {
	f := &CaseFacts{Keys: []KeyFact{{Blob: "a1", Recipient: Fingerprint(recipient(1))}}}
	for _, c := range []struct {
		facts           *CaseFacts
		blob, recipient string
		want            bool
	}{
		{f, "a1", recipient(1), false}, {f, "a1", recipient(2), true},
		{f, "a2", recipient(2), false}, {nil, "a1", recipient(2), false},
	} {
		if got := c.facts.Outdated(c.blob, c.recipient); got != c.want {
			t.Errorf("%s to %.20s: %v", c.blob, c.recipient, got)
		}
	}
}
