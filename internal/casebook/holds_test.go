package casebook

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"casefile/internal/record"
	"casefile/internal/team"
)

func deathText(who string) string {
	return "---\nkind: death\nheadline: Robin died\nwho: " + who + "\nname: Sam Example\n" +
		"what: unknown\n" +
		"died_on: 2026-03-01\nbasis: The certificate\n---\n"
}

func releaseText(hold record.ID) string {
	return "---\nkind: release\nreason: It is not needed any more\nauthority: Judith Pryce\n" +
		"links: {hold: " +
		string(hold) + "}\n---\n"
}

// holdings are the changes that two copies make to the holds of one case, apart from each other.
type holdings struct {
	*office
	id     record.ID
	rand   *rand.Rand
	deaths []record.ID       // the newest text of each that asha recorded
	on     map[record.ID]int // how often each was put on; and
	off    map[record.ID]int // how often it was released
}

// act does one thing in a copy: asha puts holds on, judith releases some too.
func (h *holdings) act(in *office, who string) {
	h.Helper()
	b := in.as(who)
	d, err := b.Docket(h.ctx, h.id)
	h.must(err)
	subject := []string{"subject", "parent"}[h.rand.IntN(2)]
	var done *Done
	switch n := h.rand.IntN(4); {
	case n == 0:
		p := b.prepared(h, h.id, "hold", "---\nkind: hold\nbasis: inquiry\nauthority: Court\n"+
			"reason: Asked for\n---\n")
		done, err = b.Hold(h.ctx, h.id, p)
	case who == "judith" && d.OnHold():
		hold := d.Holds[h.rand.IntN(len(d.Holds))]
		p := b.prepared(h, h.id, "release", releaseText(hold))
		h.off[hold]++
		done, err = b.Release(h.ctx, record.Ref{Case: h.id, Entry: hold}, p)
	case who == "asha" && n == 1 && len(h.deaths) > 0:
		i := h.rand.IntN(len(h.deaths))
		text := string(record.Amended([]byte(deathText(subject)), h.deaths[i], h.deaths[i],
			"error"))
		done, err = b.Add(h.ctx, h.id, []*Prepared{b.prepared(h, h.id, "death", text)}, nil)
		h.deaths[i] = done.Change.Cases[0].Entries[0].Entry.ID
	default:
		done, err = b.Add(h.ctx, h.id,
			[]*Prepared{b.prepared(h, h.id, "death", deathText(subject))}, nil)
		if who == "asha" {
			h.deaths = append(h.deaths, done.Change.Cases[0].Entries[0].Entry.ID)
		}
	}
	h.must(err)
	if done.Change.Op == team.OpHold {
		h.on[done.Change.Cases[0].Entries[0].Entry.ID]++
	}
}

// agrees wants the docket to name what was put on and not released, and the texts to say the
// same.
func (h *holdings) agrees(in *office, what string) {
	h.Helper()
	var want []record.ID
	for hold := range h.on {
		if h.off[hold] == 0 {
			want = append(want, hold)
		}
	}
	slices.Sort(want)
	c, err := in.as("judith").Case(h.ctx, h.id)
	h.must(err)
	if !slices.Equal(c.Docket.Holds, want) {
		h.Errorf("%s: the docket names %v, and %v were put on and not released", what,
			c.Docket.Holds, want)
	}
	for _, id := range c.Docket.Holds {
		if hold := c.OfHold(id); hold == nil || hold.Entry == nil || !hold.Listed {
			h.Errorf("%s: the docket names %s, and no text does", what, id)
		}
	}
	for _, hold := range c.Holds {
		if c.Unlisted(hold) {
			h.Errorf("%s: %s holds the case, and the docket does not name it", what, hold.ID)
		}
	}
}

// Whatever two people put on and release apart, the docket names what the texts say.
func TestHoldsAgree(t *testing.T) {
	for seed := range uint64(4) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			o := newOffice(t)
			h := &holdings{office: o, id: o.newCase(), rand: rand.New(rand.NewPCG(seed, 14)),
				on: map[record.ID]int{}, off: map[record.ID]int{}}
			there := o.copied()
			for round := range 3 {
				for range 1 + h.rand.IntN(3) {
					h.act(o, "asha")
				}
				for range 1 + h.rand.IntN(3) {
					h.act(there, "judith")
				}
				if h.rand.IntN(2) == 0 {
					o.meets("asha", there)
					there.meets("judith", o)
				} else {
					there.meets("judith", o)
					o.meets("asha", there)
				}
				h.agrees(o, fmt.Sprintf("round %d here", round))
				h.agrees(there, fmt.Sprintf("round %d there", round))
			}
		})
	}
}

// Who is no senior releases what they can see that no death holds, and nothing else.
func TestMayRelease(t *testing.T) {
	o := newOffice(t)
	rita := o.hire("rita", "Rita Moss", team.Records)
	rita.LineManager = "judith"
	b := o.as("judith")
	at := o.now
	_, err := b.setTeam(o.ctx, func(now team.Team, _ int64) (team.Team, error) {
		rita.Since, rita.Keys[0].From = at, at
		now.Version++
		now.Members = append(slices.Clone(now.Members), rita)
		return now, nil
	})
	o.must(err)
	id := o.newCase()
	o.must(holdCase(o, o.as("asha"), id))
	b = o.as("asha")
	done, err := b.Add(o.ctx, id, []*Prepared{b.prepared(o, id, "death", deathText("subject"))},
		nil)
	o.must(err)
	death := done.Change.Cases[0].Entries[0].Entry.ID
	d := done.Dockets[0]
	for _, hold := range d.Holds {
		ref := record.Ref{Case: id, Entry: hold}
		if err := o.as("rita").MayRelease(o.ctx, ref); !errors.Is(err, ErrDenied) {
			t.Errorf("who can't see what holds the case may release %s: %v", ref, err)
		}
		if err := o.as("judith").MayRelease(o.ctx, ref); err != nil {
			t.Errorf("a senior may not release %s: %v", ref, err)
		}
	}
	_, err = o.as("asha").Grant(o.ctx, id, []string{"rita"})
	o.must(err)
	for _, hold := range d.Holds {
		err := o.as("rita").MayRelease(o.ctx, record.Ref{Case: id, Entry: hold})
		if errors.Is(err, ErrDenied) != (hold == death) {
			t.Errorf("rita and %s, of a death: %v: %v", hold, hold == death, err)
		}
	}
}
