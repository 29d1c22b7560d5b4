package cases

import (
	"cmp"
	"slices"

	"casefile/internal/record"
)

// Fork is one thing about which people wrote apart: neither author knew the other's text.
type Fork struct {
	What  string   // the thing: profile, risk, rating, or the kind of a text amended twice
	Texts []*Item  // the newest, none of which leads to another, as they came into the record
	Open  []string // the fields that they give differently, and of which neither value rules
	Ruled []string // those of which one value, or all of them, rules meanwhile: which, in words
}

// Last returns the text that came in last, which an amendment of the fork names.
func (f *Fork) Last() *Item { return f.Texts[len(f.Texts)-1] }

// ForkError says that something can't be done before a fork is settled.
type ForkError struct {
	Ref   record.Ref // the text to amend
	Found string
}

func (e *ForkError) Error() string { return e.Found }

// writtenOn reports whether the author of a later text knew the earlier one. The later text
// says so itself where it follows or amends the earlier. Dates decide where the later text
// does not say what it follows, or names a text that nobody can read any more. Authors know
// their own texts, and those that had come into the shared record. All others count as apart.
func (c *Case) writtenOn(later, earlier *Item) bool {
	switch {
	case c.amendedBy(later) == earlier, slices.Contains(later.Follows, earlier.ID),
		writtenTogether(later, earlier):
		return true
	case later.Follows != nil && c.allRead(later.Follows):
		return false
	case later.author() == earlier.author(), sameCommit(later, earlier):
		return true
	}
	return !earlier.reached().After(later.Recorded)
}

// sameCommit reports whether one commit brought both texts.
func sameCommit(a, b *Item) bool { return a.Commit != "" && a.Commit == b.Commit }

// writtenTogether reports whether somebody recorded two texts in one go. What came from
// elsewhere in one commit may have been written apart there.
func writtenTogether(a, b *Item) bool {
	return sameCommit(a, b) && len(a.Origin)+len(b.Origin) == 0
}

// amendedBy returns the text that one amended, or nil: of one thread both are.
func (c *Case) amendedBy(it *Item) *Item {
	ref, ok := it.Link("amends")
	if !ok || c.depth[it.ID] == 0 {
		return nil
	}
	return c.texts[ref.Entry]
}

// allRead reports whether every text of some IDs is among those that count.
func (c *Case) allRead(ids []record.ID) bool {
	return !slices.ContainsFunc(ids, func(id record.ID) bool { return c.texts[id] == nil })
}

// came orders texts as they came into the record: a later text never leads to an earlier one. Plain
// files are ordered as they were written.
func (c *Case) came(a, b *Item) int {
	// within one, the ID tells the place
	if a.Seq > 0 && b.Seq > 0 && a.Seq != b.Seq && !sameCommit(a, b) {
		return cmp.Compare(a.Seq, b.Seq)
	}
	return cmp.Or(writtenOrder(a, b), cmp.Compare(c.depth[a.ID], c.depth[b.ID]),
		cmp.Compare(a.ID, b.ID))
}

// lineage is all that was written about one thing, in the order in which it came.
type lineage struct {
	texts []*Item
	at    map[*Item]int
	led   []bits // of each text, the places of those that lead to it; nil: each leads to the next
}

// bits are a set of places.
type bits []uint64

func (b bits) has(i int) bool { return b[i/64]&(1<<(i%64)) != 0 }
func (b bits) set(i int)      { b[i/64] |= 1 << (i % 64) }
func (b bits) join(o bits) {
	for i := range o {
		b[i] |= o[i]
	}
}

func (c *Case) lineage(texts []*Item) *lineage {
	l := &lineage{texts: slices.Clone(texts), at: map[*Item]int{}}
	slices.SortFunc(l.texts, c.came)
	inLine := true
	for i, it := range l.texts {
		l.at[it] = i
		inLine = inLine && (i == 0 || c.writtenOn(it, l.texts[i-1]))
	}
	if inLine {
		return l
	}
	for i, it := range l.texts {
		led := make(bits, len(l.texts)/64+1)
		for j := i - 1; j >= 0; j-- {
			if !led.has(j) && c.writtenOn(it, l.texts[j]) {
				led.set(j)
				led.join(l.led[j])
			}
		}
		l.led = append(l.led, led)
	}
	return l
}

// forked reports whether people ever wrote apart, settled or not.
func (l *lineage) forked() bool { return l.led != nil }

// leads reports whether one text leads to another, by way of others perhaps.
func (l *lineage) leads(earlier, later *Item) bool {
	i, j := l.at[earlier], l.at[later]
	return i < j && (l.led == nil || l.led[j].has(i))
}

// ends returns the texts of a list that lead to no other of them.
func (l *lineage) ends(texts []*Item) []*Item {
	var out []*Item
	for _, it := range texts {
		if !slices.ContainsFunc(texts, func(o *Item) bool { return l.leads(it, o) }) {
			out = append(out, it)
		}
	}
	slices.SortFunc(out, func(a, b *Item) int { return cmp.Compare(l.at[a], l.at[b]) })
	return out
}

// lineageOf returns the lineage of all versions of some threads.
func (c *Case) lineageOf(threads []*Thread) *lineage {
	var all []*Item
	for _, t := range threads {
		all = append(all, t.versions()...)
	}
	return c.lineage(all)
}

// inForce lists the texts that count for one thing of which several threads tell. There are
// several where people wrote apart. A thread gives way to another that was begun on it, or that
// was amended with knowledge of its newest texts. An amendment of a thread that gave way still
// counts, unless the newer texts know it or it was written on them.
func (l *lineage) inForce(threads []*Thread) []*Item {
	var out []*Item
	var gone []*Thread
	for _, t := range threads {
		if slices.ContainsFunc(threads, func(u *Thread) bool {
			return u != t && l.givesWay(t, u)
		}) {
			gone = append(gone, t)
			continue
		}
		out = append(out, t.Newest()...)
	}
	newer := slices.Clone(out)
	for _, t := range gone {
		for _, v := range t.Newest() {
			if !l.known(v, t) && slices.ContainsFunc(newer, func(s *Item) bool {
				return !l.leads(s, v)
			}) {
				out = append(out, v)
			}
		}
	}
	slices.SortFunc(out, func(a, b *Item) int { return cmp.Compare(l.at[a], l.at[b]) })
	return out
}

// givesWay reports whether thread t gives way to u.
func (l *lineage) givesWay(t, u *Thread) bool {
	if l.leads(t.First, u.First) {
		return true
	}
	if l.leads(u.First, t.First) {
		return false
	}
	return !slices.ContainsFunc(t.Newest(), func(v *Item) bool {
		return !slices.ContainsFunc(u.versions(), func(w *Item) bool { return l.leads(v, w) })
	})
}

// known reports whether a text of another thread was written on this one.
func (l *lineage) known(v *Item, own *Thread) bool {
	mine := own.versions()
	return slices.ContainsFunc(l.texts, func(o *Item) bool {
		return l.leads(v, o) && !slices.Contains(mine, o)
	})
}

// fork notes that texts about one thing stand side by side.
func (c *Case) fork(what string, texts []*Item) {
	for _, f := range c.Forks {
		if !slices.ContainsFunc(texts, func(it *Item) bool {
			return !slices.Contains(f.Texts, it)
		}) {
			return // told already, of the thing as a whole
		}
	}
	open, ruled := c.openBetween(texts), c.ruledBetween(texts)
	c.Forks = append(c.Forks, &Fork{What: what, Texts: texts, Open: open, Ruled: ruled})
}

// textForks notes the texts that were amended apart.
func (c *Case) textForks() {
	for _, t := range c.threads {
		if t.Concurrent != nil {
			c.fork(t.Kind, t.Concurrent)
		}
	}
}

// Fork returns the one that a text stands in, or nil.
func (c *Case) Fork(it *Item) *Fork {
	for _, f := range c.Forks {
		if slices.ContainsFunc(f.Texts, func(o *Item) bool { return o.ID == it.ID }) {
			return f
		}
	}
	return nil
}

// MayLeave refuses to let a copy of the case leave the agency while texts stand side by side
// and nothing rules which of them is true; nil where it may.
func (c *Case) MayLeave() *ForkError {
	for _, f := range c.Forks {
		if len(f.Open) > 0 {
			return c.forkError(f)
		}
	}
	return nil
}

func (c *Case) forkError(f *Fork) *ForkError {
	return &ForkError{Ref: f.Last().Ref(), Found: c.ForkText(f)}
}

// Follows returns the newest texts about what a new entry tells of: what the program writes into
// it. It is nil for an entry that tells of nothing that others could tell of, and empty where
// nobody has told of it yet.
func (c *Case) Follows(e *record.Entry) []record.ID {
	var on []record.ID
	for _, threads := range c.linesOf(e) {
		if on == nil {
			on = []record.ID{}
		}
		l := c.lineageOf(threads)
		for _, it := range append(l.ends(l.texts), l.inForce(threads)...) {
			if !slices.Contains(on, it.ID) {
				on = append(on, it.ID)
			}
		}
	}
	slices.Sort(on)
	return on
}

// linesOf returns the things that a new entry tells of, as the threads that told of each.
func (c *Case) linesOf(e *record.Entry) [][]*Thread {
	var out [][]*Thread
	amends, amending := e.Link("amends")
	t := c.thread(amends)
	switch {
	case e.Kind == record.KindProfile:
		out = append(out, c.of(record.KindProfile))
	case e.Kind == record.KindRisk:
		for _, r := range c.Risks {
			if slices.ContainsFunc(r.Updates, func(u *Thread) bool {
				return u == t || c.linksTo(e, "risk", u)
			}) {
				out = append(out, r.Updates)
			}
		}
	case e.Kind == record.KindProgress:
		if _, rated := e.Int("rating"); !rated {
			break
		}
		for _, o := range c.Outcomes {
			if c.linksTo(e, "outcome", o.Entry) {
				out = append(out, o.rated())
			}
		}
	}
	if amending && t != nil {
		out = append(out, []*Thread{t})
	}
	return out
}

// linksTo reports whether an entry that is not recorded yet links to a thread.
func (c *Case) linksTo(e *record.Entry, relation string, to *Thread) bool {
	return slices.ContainsFunc(e.Links[relation], func(ref record.Ref) bool {
		return c.thread(ref) == to
	})
}
