package cases

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"casefile/internal/record"
)

// join groups entries into threads: each with the texts that amend it.
func (c *Case) join(items []*Item) {
	byID := map[record.ID]*Item{}
	for _, it := range items {
		if it.ID != "" {
			byID[it.ID] = it
		}
	}
	amends := map[*Item]*Item{}
	for _, it := range items {
		if to := c.amended(it, byID); to != nil {
			amends[it] = to
		}
	}
	groups := map[*Item][]*Item{}
	c.texts, c.depth = byID, map[record.ID]int{}
	for _, it := range items {
		root, d := origin(it, amends)
		if root == it && d > 0 {
			c.find(it.Entry, RuleAmendmentLoop, "the entry amends itself, by way of others",
				"correct links.amends in a new entry")
			d = 0
		}
		c.depth[it.ID] = d
		groups[root] = append(groups[root], it)
	}
	for _, it := range items {
		if versions := groups[it]; len(versions) > 0 && it.Kind != record.KindEndorsement {
			c.addThread(it, versions)
		}
	}
	slices.SortFunc(c.threads, func(a, b *Thread) int { return c.compare(a.Item, b.Item) })
}

func (c *Case) addThread(first *Item, versions []*Item) {
	slices.SortFunc(versions, c.came)
	l := c.lineage(versions)
	newest := l.ends(versions)
	last := newest[len(newest)-1]
	t := &Thread{Item: last, newest: last, First: first,
		History: slices.DeleteFunc(slices.Clone(versions), func(v *Item) bool { return v == last })}
	if len(newest) > 1 {
		t.Item, t.Concurrent = c.combined(newest), newest
	}
	if len(versions) > 1 {
		t.keepSecret(l)
	}
	c.threads = append(c.threads, t)
	for _, v := range versions {
		if v.ID != "" {
			c.byID[v.ID] = t
		}
		c.standFor(t, v)
	}
}

// standFor puts a thread in the place of versions of it that were erased, which one of the
// others amends: what links to them links to it.
func (c *Case) standFor(t *Thread, v *Item) {
	for _, ref := range v.Links["amends"] {
		gone := c.Tombstone(ref.Entry)
		if gone == nil || c.erasedOf[ref.Entry] != nil {
			continue
		}
		was := &Item{Entry: &record.Entry{Kind: v.Kind, By: gone.Author}, Author: gone.Author}
		if amending(was, v) == amends {
			c.erasedOf[ref.Entry] = t
			t.erased = append(t.erased, *gone)
		}
	}
}

// startedAt is firstWritten as clocks that begin with a thread count it.
func (t *Thread) startedAt() time.Time { return t.First.noLater(t.firstWritten()) }

// firstWritten returns the time at which a thread was first recorded, also where that text was
// erased since.
func (t *Thread) firstWritten() time.Time {
	first := t.First.FirstRecorded()
	for _, gone := range t.erased {
		if gone.Recorded.Before(first) {
			first = gone.Recorded
		}
	}
	return first
}

// versions returns all texts of the thread, the newest first.
func (t *Thread) versions() []*Item { return append([]*Item{t.text()}, t.History...) }

// text returns the newest version as it was recorded, the last of several.
func (t *Thread) text() *Item {
	if t.newest == nil {
		return t.Item
	}
	return t.newest
}

// Newest returns the versions that stand: one, or more where they were written apart.
func (t *Thread) Newest() []*Item {
	if t.Concurrent != nil {
		return t.Concurrent
	}
	return []*Item{t.text()}
}

// Stands reports whether a version is among the newest.
func (t *Thread) Stands(it *Item) bool { return slices.Contains(t.Newest(), it) }

// Version finds a text, of those that stand or stood, by its own ID, and its thread; nil
// where there is none.
func (c *Case) Version(id record.ID) (*Thread, *Item) {
	t := c.Thread(id)
	if t == nil {
		return nil, nil
	}
	if i := slices.IndexFunc(t.versions(), func(v *Item) bool { return v.ID == id }); i >= 0 {
		return t, t.versions()[i]
	}
	return nil, nil
}

// origin follows amendments back to the first text. In a loop every entry is
// its own origin, and the depth is not 0.
func origin(it *Item, amends map[*Item]*Item) (*Item, int) {
	seen := map[*Item]bool{it: true}
	at, depth := it, 0
	for amends[at] != nil {
		at, depth = amends[at], depth+1
		if seen[at] {
			return it, depth
		}
		seen[at] = true
	}
	return at, depth
}

// amended returns the entry that one lawfully amends, or nil. Any other stands as an entry of its
// own beside the text that it wanted to replace.
func (c *Case) amended(it *Item, byID map[record.ID]*Item) *Item {
	to := c.amendTarget(it, byID)
	if to == nil {
		return nil
	}
	who := func(does string) string {
		return fmt.Sprintf("%s amends %s's entry %s and %s", c.name(it.author()),
			c.name(to.raisedBy()), c.Short(to.ID), does)
	}
	switch amending(to, it) {
	case amendsUnlawful:
		c.find(it.Entry, RuleAmendWithoutRight, who("could not read the case then, or add to it"),
			"read both: neither takes the other's place")
		return nil
	case amendsUnreasoned:
		c.find(it.Entry, RuleAmendWithoutReason, who("gives no reason"),
			"record it again with `amend_reason: error`, addition, language or subject_request")
		return nil
	case amendsBeside:
		c.beside[it] = to
		return nil
	}
	return to
}

// amendTarget returns the text of the same kind that an entry would amend: of those that it names
// the first that is there. An amendment names the first text of all besides the newest, so that the
// erasure of one between them does not part the others.
func (c *Case) amendTarget(it *Item, byID map[record.ID]*Item) *Item {
	for _, ref := range it.Links["amends"] {
		to := byID[ref.Entry]
		if to == nil || to == it || ref.Case != c.ID && ref.Case != "" {
			continue // unknown-link says it
		}
		if to.Kind != it.Kind {
			return nil // link-wrong-kind says it
		}
		return to
	}
	return nil
}

// writtenOrder orders entries as they came into the record: by the second in
// which they were recorded and, within it, by their place in the history. What
// came from elsewhere in one commit stays in the order in which it was recorded
// there.
func writtenOrder(a, b *Item) int {
	return cmp.Or(a.Recorded.Compare(b.Recorded), a.FirstRecorded().Compare(b.FirstRecorded()),
		cmp.Compare(a.Seq, b.Seq))
}

// byWritten orders threads by the time when their first texts were written down.
func byWritten(a, b *Thread) int {
	return cmp.Or(writtenOrder(a.First, b.First), cmp.Compare(a.First.ID, b.First.ID))
}

// compare orders entries as a chronology does: by the earliest instant at
// which they can have occurred, then recorded, case, their place in history, ID.
func (c *Case) compare(a, b *Item) int {
	return cmp.Or(
		c.occurred(a.Entry).Compare(c.occurred(b.Entry)),
		a.Recorded.Compare(b.Recorded),
		cmp.Compare(a.Case, b.Case),
		cmp.Compare(a.Seq, b.Seq),
		cmp.Compare(a.ID, b.ID))
}

// Item finds a folded entry of any kind, endorsements among them, by its own
// ID.
func (c *Case) Item(id record.ID) *Item {
	for i := range c.in.Items {
		if it := &c.in.Items[i]; it.Entry != nil && it.ID == id && it.Fault == "" && c.stood(it) {
			return it
		}
	}
	return nil
}

// Texts lists the text asked for, with those that stand beside it, and with history all
// its versions, oldest first. Endorsements stand in no thread and are shown alone.
func (c *Case) Texts(id record.ID, history bool) []*Item {
	thread, it := c.Version(id)
	switch {
	case it == nil:
		if it = c.Item(id); it == nil {
			return nil
		}
		return []*Item{it}
	case history:
		return append(append([]*Item{}, thread.History...), thread.text())
	case thread.Stands(it):
		return thread.Newest()
	}
	return []*Item{it}
}
