package verify

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"casefile/internal/record"
	"casefile/internal/team"
)

// model is the allowed state of a case, written from the format without the judge.
type model struct {
	status  record.Status
	pending record.ID
	brought map[record.ID]string // the operation of each entry
	latest  record.Date          // of disposal; only those who may can bring it forward
}

// wrong says how an accepted docket contradicts the model; "" for nothing.
func (m *model) wrong(d *record.Docket, op, signer string) string {
	from := m.brought[d.Pending]
	want := map[record.Status]string{record.Closing: team.OpClose,
		record.Disposing: team.OpDisposeRequest}[d.Status]
	free := want == "" && d.Status != record.Destroyed
	may := signer == "judith" || signer == "ruth" || signer == "vera"
	switch {
	case want != "" && from != want, free && d.Pending != "" && from != team.OpEraseRequest,
		d.Status == record.Destroyed && d.Pending != "":
		return fmt.Sprintf("%s with an entry of %q pending", d.Status, from)
	case m.pending != "" && d.Pending != "" && d.Pending != m.pending:
		return "a request was replaced"
	case m.brought[m.pending] == team.OpEraseRequest && d.Pending == "" && op != team.OpEndorse:
		return "an erasure was dropped by " + op
	case d.Blocked(record.BlockTransfer) && d.Status != record.Closed:
		return "sent, and " + string(d.Status)
	case d.Blocked(record.BlockRecheck) && (d.Status == record.Open || d.Status == record.Intake):
		return "a look is asked for at an open case"
	case !d.RetainUntil.IsZero() && d.RetainUntil.Before(m.latest) && !may:
		return "the date fell"
	}
	return ""
}

// Whatever is tried in any order, the judge accepts only states of the model.
func TestStatesInAnyOrder(t *testing.T) {
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 16))
		s := opened(t)
		m := model{status: record.Open, brought: map[record.ID]string{profile: team.OpOpen}}
		taken := 0
		for step := range 60 {
			d, op, signer := s.anything(r, m, step)
			d.finish()
			v, err := s.judge.Fork(s.judge.History()).Commit(d.c.ID)
			if err != nil {
				t.Fatal(err)
			}
			if len(v.Faults) > 0 {
				continue
			}
			s.land(d)
			taken++
			for _, e := range d.trailers(theCase).Entries {
				m.brought[e.ID] = op
			}
			k := d.dockets(theCase)
			if wrong := m.wrong(k, op, signer); wrong != "" {
				t.Fatalf("seed %d, step %d: %s by %s: %s", seed, step, op, signer, wrong)
			}
			m.status, m.pending = k.Status, k.Pending
			if !k.RetainUntil.IsZero() {
				m.latest = k.RetainUntil
			}
		}
		if taken == 0 {
			t.Errorf("seed %d: nothing was taken", seed)
		}
	}
}

// anything returns an operation by somebody, honest or with a spoilt docket.
func (s *story) anything(r *rand.Rand, m model, step int) (d *draft, op, signer string) {
	id := record.ID(fmt.Sprintf("9H%03dKMN", step))
	until := day(2028+r.IntN(8), 12, 31)
	ops := []struct {
		op    string
		after func(*record.Docket)
	}{
		{team.OpClose, func(k *record.Docket) {
			*k = AfterClose(*k, Ending{id, day(2026, 1, 5), until, 1}, []string{"line", "senior"})
		}},
		{team.OpReopen, func(k *record.Docket) { *k = AfterReopen(*k) }},
		{team.OpAdd, func(k *record.Docket) { *k = AfterAdd(*k) }},
		{team.OpEraseRequest, func(k *record.Docket) { k.Pending = id }},
		{team.OpTransfer, func(k *record.Docket) { *k = AfterSent(*k) }},
		{team.OpTransfer, func(k *record.Docket) { *k = AfterReceipt(*k) }},
		{team.OpRetain, func(k *record.Docket) { *k = AfterRetain(*k, until, 1) }},
		{team.OpDisposeRequest, func(k *record.Docket) { *k = AfterDisposeRequest(*k, id) }},
		{team.OpEndorse, nil}, {team.OpEndorse, toClosed},
		{team.OpEndorse, func(k *record.Docket) { *k = afterReturn(*k) }},
	}
	o := ops[r.IntN(len(ops))]
	signers := []string{"asha", "mina", "judith", "ruth"}
	signer = signers[r.IntN(len(signers))]
	d = s.next(o.op, signer).on(theCase, o.after)
	switch verdict := []string{"endorsed", "returned"}[r.IntN(2)]; {
	case o.op == team.OpEndorse && m.pending != "" && r.IntN(4) > 0:
		d.endorse(theCase, id, m.pending, []string{"line", "senior"}[r.IntN(2)], verdict)
	case o.op == team.OpEndorse:
		d.endorse(theCase, id, profile, "line", verdict)
	case o.op != team.OpRetain:
		d.entry(theCase, id)
	}
	if r.IntN(3) == 0 {
		d.on(theCase, func(k *record.Docket) { spoil(r, k, id) })
	}
	return d, o.op, signer
}

// spoil changes a docket as no operation does.
func spoil(r *rand.Rand, k *record.Docket, id record.ID) {
	statuses := []record.Status{record.Open, record.Closing, record.Closed, record.Transferred,
		record.Disposing, record.Destroyed}
	switch r.IntN(5) {
	case 0:
		k.Status = statuses[r.IntN(len(statuses))]
	case 1:
		k.Pending = []record.ID{"", id, profile}[r.IntN(3)]
	case 2:
		*k = k.WithBlock(record.BlockRecheck)
	case 3:
		*k = k.WithBlock(record.BlockTransfer)
	case 4:
		k.RetainUntil = day(2027+r.IntN(3), 12, 31)
	}
}
