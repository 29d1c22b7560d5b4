package cases

import (
	"slices"
	"testing"

	"casefile/internal/policy"
	"casefile/internal/record"
)

func TestSteps(t *testing.T) {
	all := []record.Status{record.Intake, record.Open, record.Closing, record.Closed,
		record.Transferred,
		record.Disposing, record.Destroyed}
	for _, tt := range []struct {
		name  string
		cant  func(*record.Docket) string
		may   []record.Status
		words string // of a case that is being disposed of
	}{
		{"close", CantClose, []record.Status{record.Intake, record.Open},
			"is disposing and can't be closed again"},
		{"reopen", CantReopen, slices.DeleteFunc(slices.Clone(all),
			func(s record.Status) bool { return s == record.Open }), ""},
		{"retain", CantRetain,
			[]record.Status{record.Closing, record.Closed, record.Transferred, record.Disposing},
			""},
		{"accept", CantAccept, []record.Status{record.Intake},
			"is disposing already, with key worker asha"},
		{"file", CantFile, []record.Status{record.Intake}, "is disposing, and not an intake"},
		{"send", CantSend, []record.Status{record.Closed},
			"K3F9-27QM is disposing; the records of a closed case are sent"},
		{"receipt", CantReceipt, nil, "no transfer of K3F9-27QM waits for a receipt"},
	} {
		for _, s := range all {
			got := tt.cant(&record.Docket{Case: caseID, Status: s, KeyWorker: "asha"})
			if may := slices.Contains(tt.may, s); (got == "") != may {
				t.Errorf("%s of a case that is %s: %q", tt.name, s, got)
			}
			if s == record.Disposing && got != tt.words {
				t.Errorf("%s: %q, want %q", tt.name, got, tt.words)
			}
		}
	}
}

// A case has a key worker from the day on which it was accepted; a closed intake never
// had one.
func TestCantHandOver(t *testing.T) {
	const none = "is an intake, and has no key worker yet"
	for _, tt := range []struct {
		d    record.Docket
		want string
	}{
		{record.Docket{Status: record.Intake}, none},
		{record.Docket{Status: record.Closed}, none},
		{record.Docket{Status: record.Open, KeyWorker: "asha"}, ""},
		{record.Docket{Status: record.Closed, KeyWorker: "asha"}, ""},
	} {
		if got := CantHandOver(&tt.d); got != tt.want {
			t.Errorf("%s, key worker %q: %q", tt.d.Status, tt.d.KeyWorker, got)
		}
	}
}

func TestToRelease(t *testing.T) {
	const one, two = record.ID("9QXH7K2M"), record.ID("7K2M9QXH")
	free := &record.Docket{Status: record.Closed, Blocks: []string{record.BlockRecheck}}
	held := &record.Docket{Status: record.Open, Holds: []record.ID{one}}
	both := &record.Docket{Status: record.Closed, Holds: []record.ID{two, one}}
	for _, tt := range []struct {
		what  string
		d     *record.Docket
		named record.ID
		want  record.ID
		why   string
	}{
		{"nothing to release", free, "", "", "is not on hold"},
		{"nothing, by name", free, one, "", "is not on hold"},
		{"the only one", held, "", one, ""},
		{"the only one, by name", held, one, one, ""},
		{"another", held, two, "", "is not held by 7K2M-9QXH; it is held by 9QXH-7K2M"},
		{"one of two, unnamed", both, "", "", "is held by 7K2M-9QXH and 9QXH-7K2M; name one"},
		{"one of two", both, one, one, ""},
	} {
		if got, why := ToRelease(tt.d, tt.named); got != tt.want || why != tt.why {
			t.Errorf("%s: %q, %q; want %q, %q", tt.what, got, why, tt.want, tt.why)
		}
	}
}

func TestWaitsForDate(t *testing.T) {
	for _, tt := range []struct {
		name string
		d    record.Docket
		want bool
	}{
		{"computed under this policy", record.Docket{Status: record.Closed, Policy: 4}, false},
		{"under the one before", record.Docket{Status: record.Closed, Policy: 3}, true},
		{"something was added", record.Docket{Status: record.Transferred, Policy: 4,
			Blocks: []string{record.BlockRecheck}}, true},
		{"a hold alone", record.Docket{Status: record.Closed, Policy: 4,
			Holds: []record.ID{"9QXH7K2M"}}, false},
		{"closing", record.Docket{Status: record.Closing, Policy: 3}, true},
		{"an open case has no date", record.Docket{Status: record.Open, Policy: 3,
			Blocks: []string{record.BlockRecheck}}, false},
		{"what waits for its disposal", record.Docket{Status: record.Disposing, Policy: 3}, true},
		{"the same, and something was added", record.Docket{Status: record.Disposing, Policy: 4,
			Blocks: []string{record.BlockRecheck}}, true},
	} {
		if got := WaitsForDate(&tt.d,
			&policy.Policy{Version: 6, RetentionVersion: 4}); got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
}

// The records go once, and are acknowledged once, whatever became of the case since.
func TestSendAndReceipt(t *testing.T) {
	sent := record.Docket{Case: caseID, Status: record.Closed,
		Holds: []record.ID{"9QXH7K2M"}, Blocks: []string{record.BlockTransfer}}
	reopened := sent
	reopened.Status = record.Open
	held := record.Docket{Case: caseID, Status: record.Closed, Holds: []record.ID{"9QXH7K2M"}}
	const twice = "the records of K3F9-27QM went already, and wait for their receipt"
	for _, tt := range []struct {
		name          string
		d             record.Docket
		send, receipt string
	}{
		{"sent", sent, twice, ""},
		{"sent, and reopened", reopened, twice, ""},
		{"a hold alone", held, "", "no transfer of K3F9-27QM waits for a receipt"},
	} {
		if got := CantSend(&tt.d); got != tt.send {
			t.Errorf("%s: to send, %q", tt.name, got)
		}
		if got := CantReceipt(&tt.d); got != tt.receipt {
			t.Errorf("%s: its receipt, %q", tt.name, got)
		}
		if got := WaitsForReceipt(&tt.d); got != (tt.receipt == "") {
			t.Errorf("%s: waits %t", tt.name, got)
		}
	}
}

// Only what can still be accepted is sent to be accepted first, and never handed on.
func TestUnacceptedIntake(t *testing.T) {
	for _, tt := range []struct {
		d    record.Docket
		want bool
	}{
		{record.Docket{Status: record.Intake}, true},
		{record.Docket{Status: record.Closed}, false}, // an intake that was closed
		{record.Docket{Status: record.Open, KeyWorker: "asha"}, false},
	} {
		got := CantHandOver(&tt.d)
		if accepts := CantAccept(&tt.d) == ""; accepts != tt.want || accepts && got == "" {
			t.Errorf("%s, key worker %q: accepts %t, %q", tt.d.Status, tt.d.KeyWorker, accepts, got)
		}
	}
}

func TestServiceGoesOnAndKeysInUse(t *testing.T) {
	for _, tt := range []struct {
		status       record.Status
		gone         int
		serves, used bool
	}{
		{record.Intake, 0, true, true},
		{record.Open, 0, true, true},
		{record.Open, 2, true, false}, // after an erasure
		{record.Closing, 0, false, true},
		{record.Disposing, 0, false, true},
		{record.Destroyed, 3, false, false},
		{record.Destroyed, 0, false, false},
	} {
		d := &record.Docket{Status: tt.status}
		if got := ServiceGoesOn(d); got != tt.serves {
			t.Errorf("%s: service goes on %t", tt.status, got)
		}
		if got := KeysInUse(d, tt.gone); got != tt.used {
			t.Errorf("%s, %d keys gone: in use %t", tt.status, tt.gone, got)
		}
	}
}

func TestPendingEntry(t *testing.T) {
	if ref, waits := PendingEntry(&record.Docket{Case: caseID}); waits {
		t.Errorf("%s waits", ref)
	}
	want := record.Ref{Case: caseID, Entry: "7K2M9QXH"}
	ref, waits := PendingEntry(&record.Docket{Case: caseID, Pending: want.Entry})
	if !waits || ref != want {
		t.Errorf("%s waits %t", ref, waits)
	}
}
