package casebook

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"casefile/internal/cases"
	"casefile/internal/ledger"
	"casefile/internal/record"
)

var errUnreachable = errors.New("the server can't be reached")

// post is a remote that answers as a test wants it to.
type post struct {
	asked   int
	answers []error // in their order; the last for ever
	between func()  // what others do before the first answer; may be nil
}

func (p *post) send(context.Context) (*Erasure, error) {
	answer := p.answers[min(p.asked, len(p.answers)-1)]
	if p.asked++; p.asked == 1 && p.between != nil {
		p.between()
	}
	return &Erasure{}, answer
}

// Nothing is destroyed before the remote has it: where it can't be reached nothing is even
// recorded, and where it refuses what was recorded, every key stays.
func TestErasureNeedsTheRemote(t *testing.T) {
	for _, tt := range []struct {
		name     string
		answers  []error
		halt     Halt
		says     string
		recorded bool
	}{
		{"out of reach", []error{errUnreachable}, NotBegun, "nothing was erased: ", false},
		{"lost on the way", []error{nil, errUnreachable}, Unpushed,
			"the erasure is recorded here, not sent, and no key is destroyed yet: ", true},
		{"in conflict", []error{nil, ErrConflict}, Unpushed,
			"the erasure is recorded here, not sent, and no key is destroyed yet: ", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := newOffice(t)
			id, _, _ := o.erasable()
			request := o.pending(id)
			o.git("remote", "add", ledger.RemoteName, "/nowhere")
			b := o.as("asha")
			ids, p := listedKeys(o, b, id), &post{answers: tt.answers}
			_, err := b.CarryOutErasure(o.ctx, request, p.send)
			halted, _ := errors.AsType[*HaltError](err)
			if halted == nil || halted.Halt != tt.halt || !errors.Is(err,
				tt.answers[len(tt.answers)-1]) || !strings.HasPrefix(err.Error(), tt.says) {
				t.Fatalf("stopped with %v", err)
			}
			if recorded := o.docket(id).Pending == ""; recorded != tt.recorded {
				t.Errorf("recorded: %v", recorded)
			}
			o.keepsKeys(ids)
		})
	}
}

// keepsKeys wants wrapped keys to be in the repository still.
func (o *office) keepsKeys(ids []string) {
	o.Helper()
	for _, key := range ids {
		if got := o.git("cat-file", "-t", key); got != "blob" {
			o.Errorf("the key %s is %q", key, got)
		}
	}
}

// A copy that has no remote asks nobody, and erases at once.
func TestErasureWithoutARemote(t *testing.T) {
	o := newOffice(t)
	id, stays, goes := o.erasable()
	p := &post{answers: []error{errUnreachable}}
	erased, err := o.as("asha").CarryOutErasure(o.ctx, o.pending(id), p.send)
	o.must(err)
	if p.asked > 0 || len(erased.IDs) == 0 || !slices.Equal(erased.Cases, []record.ID{id}) {
		t.Errorf("asked %d times, erased %+v", p.asked, erased)
	}
	_, err = o.as("asha").EraseRest(o.ctx, id, p.send)
	if !errors.Is(err, ErrNoKeysLeft) || !errors.Is(err, ErrState) {
		t.Errorf("what is left of it: %v", err)
	}
	c := o.folded("asha", id)
	if c.Thread(stays) == nil || c.Thread(goes) != nil {
		t.Error("what stays is gone, or what goes is there")
	}
}

// What others sent is looked at before a disposal is recorded: it may keep the case.
func TestDisposalLooksAgain(t *testing.T) {
	for _, tt := range []struct {
		name string
		held func(err error) bool
		do   func(o *office, id record.ID)
	}{
		{"a hold came in", func(err error) bool {
			held, ok := errors.AsType[*HeldError](err)
			return ok && held.Hindrances[0].Sort == cases.OnHold && errors.Is(err, ErrState)
		}, func(o *office, id record.ID) {
			b := o.as("judith")
			text := "---\nkind: hold\nreason: an inquiry asks for it\n" +
				"basis: the inquiry's letter\nauthority: Judith Pryce\n---\n"
			_, err := b.Append(o.ctx, "hold", id, b.prepared(o, id, "hold", text))
			o.must(err)
		}},
		{"the request was returned", func(err error) bool {
			return errors.Is(err, ErrWithdrawn) &&
				errors.Is(err, ErrState)
		},
			func(o *office, id record.ID) {
				b, request := o.as("judith"), o.docket(id).Pending
				facts, err := b.Facts(id)
				o.must(err)
				text := endorsementText(string(request), facts.Entries[request].SHA256, "senior",
					"returned")
				_, err = b.Endorse(o.ctx, id, []*Prepared{b.prepared(o, id, "endorsement", text)})
				o.must(err)
			}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := newOffice(t)
			id := o.disposable()
			o.git("remote", "add", ledger.RemoteName, "/nowhere")
			b := o.as("vera")
			p := &post{answers: []error{nil}, between: func() {
				tt.do(o, id)
				o.must(b.JudgeMain(o.ctx))
			}}
			if _, err := b.CarryOutDisposal(o.ctx, id, p.send); !tt.held(err) {
				t.Errorf("stopped with %v", err)
			}
			if o.docket(id).Status == record.Destroyed || p.asked != 1 {
				t.Errorf("the case is %s, after %d asks", o.docket(id).Status, p.asked)
			}
		})
	}
}

// A disposal that was interrupted before the remote had it goes on when it is asked for again.
// Until then nothing says that the keys are gone.
func TestInterruptedDisposalGoesOn(t *testing.T) {
	o := newOffice(t)
	id := o.disposable()
	o.git("remote", "add", ledger.RemoteName, "/nowhere")
	b := o.as("vera")
	ids := listedKeys(o, b, id)
	_, err := b.CarryOutDisposal(o.ctx, id, (&post{answers: []error{nil, errUnreachable}}).send)
	if halted, _ := errors.AsType[*HaltError](err); halted == nil || halted.Halt != Unpushed {
		t.Fatalf("stopped with %v", err)
	}
	_, err = o.as("vera").Case(o.ctx, id)
	if want := "the disposal of " + id.String() + " is recorded here, and the remote has not " +
		"accepted it: its keys are in this copy until casefile sync"; !errors.Is(err,
		ErrDestructionUnpushed) ||
		err.Error() != want {
		t.Errorf("the case is said to be so: %v", err)
	}
	_, err = o.as("vera").EraseRest(o.ctx, id, (&post{answers: []error{errUnreachable}}).send)
	if halted, _ := errors.AsType[*HaltError](err); halted == nil || halted.Halt != Unpushed {
		t.Errorf("asked again without a remote: %v", err)
	}
	o.keepsKeys(ids)
	again := o.as("vera")
	erased, err := again.EraseRest(o.ctx, id, func(context.Context) (*Erasure, error) {
		o.setRef(ledger.LastRef, again.Tip()) // the remote accepts it
		return nil, nil
	})
	o.must(err)
	if !slices.Equal(erased.Cases, []record.ID{id}) || len(must(again.LeftOf(o.ctx, id, ids))) > 0 {
		t.Errorf("asked again, it erased %+v", erased)
	}
	_, err = o.as("vera").Case(o.ctx, id)
	if !errors.Is(err, ErrKeyDestroyed) || errors.Is(err, ErrDestructionUnpushed) {
		t.Errorf("a case that is destroyed is said to be so: %v", err)
	}
}

// A disposal that was recorded, and then could not be sent, destroys nothing here. Where
// others were faster it is taken back, and says so.
func TestDisposalNeedsTheRemote(t *testing.T) {
	for _, tt := range []struct {
		name    string
		answers []error
		halt    Halt
		says    string
	}{
		{"out of reach", []error{errUnreachable}, NotBegun, "nothing was destroyed: "},
		{"lost on the way", []error{nil, errUnreachable}, Unpushed,
			"the disposal is recorded here, not sent, and no key is destroyed yet: "},
		{"in conflict, and still recorded", []error{nil, ErrConflict}, Unpushed,
			"the disposal is recorded here, not sent"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := newOffice(t)
			id := o.disposable()
			o.git("remote", "add", ledger.RemoteName, "/nowhere")
			b := o.as("vera")
			ids := listedKeys(o, b, id)
			_, err := b.CarryOutDisposal(o.ctx, id, (&post{answers: tt.answers}).send)
			halted, _ := errors.AsType[*HaltError](err)
			if halted == nil || halted.Halt != tt.halt || !strings.HasPrefix(err.Error(), tt.says) {
				t.Fatalf("stopped with %v", err)
			}
			if destroyed := o.docket(
				id).Status == record.Destroyed; destroyed != (tt.halt == Unpushed) {
				t.Errorf("destroyed in the record: %v", destroyed)
			}
			o.keepsKeys(ids)
		})
	}
	t.Run("others were faster", func(t *testing.T) {
		o := newOffice(t)
		id := o.disposable()
		o.git("remote", "add", ledger.RemoteName, "/nowhere")
		b := o.as("vera")
		before, ids := b.Tip(), listedKeys(o, b, id)
		asked := 0
		_, err := b.CarryOutDisposal(o.ctx, id, func(context.Context) (*Erasure, error) {
			if asked++; asked == 1 {
				return nil, nil
			}
			o.setRef(ledger.MainRef, before) // a join takes back what is in conflict
			o.setRef(ledger.VerifiedRef, before)
			o.setIndex("tip", nil)
			fresh := o.as("vera")
			*b = *fresh
			return nil, ErrConflict
		})
		if halted, _ := errors.AsType[*HaltError](err); halted == nil || halted.Halt != Outrun {
			t.Fatalf("stopped with %v", err)
		}
		if want := "nothing was destroyed, as others recorded first and the case may have " +
			"changed: " +
			ErrConflict.Error(); err.Error() != want {
			t.Errorf("says %q", err)
		}
		o.keepsKeys(ids)
	})
}
