package remote

import (
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"casefile/internal/ledger"
)

// A senior who never had the lost commits, and has nothing to send, signs a rejoin for a member who
// had them.
func TestRejoinWithNothingUnpushed(t *testing.T) {
	o := newOffice(t)
	id := o.first.newCase()
	o.first.sync()
	asha, late := o.clone("asha"), o.clone("asha")
	before := o.git(o.server, "rev-parse", ledger.MainRef)
	asha.note(id, "Sent and lost")
	asha.sync()
	lost := o.git(o.server, "rev-parse", ledger.MainRef)
	o.git(o.server, "update-ref", ledger.MainRef, before)
	late.note(id, "Went on")
	late.sync()
	o.first.sync()
	_, err := Sync(o.ctx, asha.book())
	if e, ok := errors.AsType[*SetBackError](err); !ok || e.Lost != lost ||
		e.State != RemoteDiverged || e.URL != o.server || !errors.Is(err, ledger.ErrFault) {
		t.Fatalf("who saw it: %v", err)
	}
	for how, given := range map[string]Rejoin{"nothing": {}, "what is there": {[]string{before}}} {
		if _, err := SyncLost(o.ctx, o.first.book(), given); !errors.Is(err, ErrNothingLost) {
			t.Errorf("a rejoin of %s: %v", how, err)
		}
	}
	for try, sent := range []int{1, 0} {
		out, err := SyncLost(o.ctx, o.first.book(), Rejoin{[]string{lost}})
		o.must(err)
		if out.Sent != sent || out.Received != 0 {
			t.Errorf("try %d: received %d, sent %d", try, out.Received, out.Sent)
		}
	}
	message := o.git(o.server, "log", "-1", "--format=%B", ledger.MainRef)
	if !strings.HasSuffix(message, "Casefile-Lost: "+lost) {
		t.Errorf("the server's newest commit says\n%s", message)
	}
	o.first.even()
	if out := asha.sync(); out.Lost != 1 || out.Received != 2 || out.Sent != 1 {
		t.Errorf("who saw it: %+v", out)
	}
	asha.even()
	want := []string{"Sent and lost", "Went on"}
	if got := asha.headlines(id); !slices.Equal(got, want) {
		t.Errorf("notes %q, want %q", got, want)
	}
}

// The state of a remote that was set back decides what helps.
func TestSetBack(t *testing.T) {
	for name, try := range map[string]struct {
		spoil func(o *office, before string, goOn func())
		state RemoteState
		none  bool // it is not seen without a fetch
	}{
		"older": {func(o *office, before string, _ func()) {
			o.git(o.server, "update-ref", ledger.MainRef, before)
		}, RemoteBehind, false},
		"emptied": {func(o *office, _ string, _ func()) {
			o.must(os.RemoveAll(o.server))
			o.initBare()
		}, RemoteEmpty, false},
		"gone on": {func(o *office, before string, goOn func()) {
			o.git(o.server, "update-ref", ledger.MainRef, before)
			goOn()
		}, RemoteDiverged, true},
		"other records": {func(o *office, _ string, _ func()) {
			other := newOffice(o.TB)
			o.git(o.server, "fetch", "-q", other.first.dir, "+"+ledger.MainRef+":"+ledger.MainRef)
		}, RemoteUnrelated, true},
	} {
		o := newOffice(t)
		id := o.first.newCase()
		o.first.sync()
		asha, late := o.clone("asha"), o.clone("asha")
		before := o.git(o.server, "rev-parse", ledger.MainRef)
		asha.note(id, "Sent")
		asha.sync()
		try.spoil(o, before, func() {
			late.note(id, "Went on")
			late.sync()
		})
		there := o.mainIn(o.server)
		if got := SetBack(o.ctx, asha.book(), o.server, there); (got == nil) != try.none {
			t.Errorf("%s, before a fetch: %v", name, got)
		}
		_, err := Sync(o.ctx, asha.book())
		e, ok := errors.AsType[*SetBackError](err)
		if !ok || e.State != try.state {
			t.Errorf("%s: sync says %v", name, err)
		}
		got := SetBack(o.ctx, asha.book(), o.server, there)
		if got == nil || got.State != try.state {
			t.Errorf("%s, after a fetch: %+v, want %v", name, got, try.state)
		}
	}
}
