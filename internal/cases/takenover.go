package cases

import "time"

// TakenOver is work that a member who left had not sent, and another member took over. Only the
// adopter vouches that the author wrote it.
type TakenOver struct {
	Author, Adopter string // members
	Entries         int
	First, Last     time.Time // when they came in
}

// TakenOver lists the work that was taken over in the case, for each two people, in the order in
// which it came in.
func (c *Case) TakenOver() []TakenOver {
	var out []TakenOver
	at := map[[2]string]int{}
	for i := range c.in.Items {
		it := &c.in.Items[i]
		if it.Entry == nil || it.Fault != "" || it.Adopter() == "" || !c.stood(it) {
			continue
		}
		who := [2]string{it.Author, it.Adopter()}
		n, known := at[who]
		if !known {
			n = len(out)
			at[who] = n
			out = append(out, TakenOver{Author: who[0], Adopter: who[1], First: it.Committed,
				Last: it.Committed})
		}
		out[n].add(it)
	}
	return out
}

func (t *TakenOver) add(it *Item) {
	t.Entries++
	if it.Committed.Before(t.First) {
		t.First = it.Committed
	}
	if it.Committed.After(t.Last) {
		t.Last = it.Committed
	}
}
