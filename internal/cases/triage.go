package cases

import (
	"slices"
	"strings"
	"time"

	"casefile/internal/match"
	"casefile/internal/record"
)

// Triagers names the members who could triage a concern of the case when an entry came, by the
// roster and the readers of its commit, and the rights of its signer. Room team makes it.
type Triagers struct {
	As      string   // lead, cover, senior; "" for anybody else, and if nothing is known
	Leads   []string // leads who were here, and those who covered for absent ones
	Seniors []string // seniors who were here
}

// DecisionFiled is the decision of a triage by which a concern goes elsewhere.
const DecisionFiled = "file_in_case"

// triageCounts reports whether a triage of a concern counts. A lead's counts, and that of a member
// who covers for one. A senior manager's counts if no uninvolved lead was here. A person who raised
// the concern, or is named in it, does not triage it alone if another could have.
func triageCounts(may Triagers, by, involved []string) bool {
	free := func(members []string) bool {
		return slices.ContainsFunc(members, func(id string) bool {
			return !slices.Contains(involved, id) && !slices.Contains(by, id)
		})
	}
	own := slices.ContainsFunc(by, func(id string) bool { return slices.Contains(involved, id) })
	switch {
	case may.As == "":
		return false
	case own:
		return !free(may.Leads) && !free(may.Seniors)
	case may.As == "senior":
		return !free(may.Leads)
	}
	return true
}

// handsOn reports whether a triage only carries a concern, or what was said of it, from an
// intake to the case where it belongs. Whoever may triage at all may do that: it was read
// there, or will be here. A case that has had a key worker is no intake: to say that its
// concern goes elsewhere moves nothing.
func (c *Case) handsOn(it *Item) bool {
	intake := c.Docket != nil && c.Docket.KeyWorker == ""
	return it.Filed || intake && it.Str("decision") == DecisionFiled
}

// matter is a concern with the texts that others recorded in its place: one triage reads them all.
type matter struct {
	root      *Thread
	texts     []*Thread
	triages   []*Thread
	seen      []*Thread
	triage    *Thread
	read      ClockState
	due       time.Time
	danger    string
	first     *Thread  // the triage by which the clock of the category began, or nil
	triagedBy string   // the member whose triage that was
	named     []string // members whom one of the texts names, or who raised it elsewhere
}

// matterOf returns the concern that a text belongs to: the one that it would amend, and so on.
func (c *Case) matterOf(t *Thread) *Thread {
	gone := map[*Thread]bool{}
	for c.beside[t.First] != nil && !gone[t] {
		gone[t] = true
		t = c.byID[c.beside[t.First].ID]
	}
	return t
}

// read finds the triage of a matter, and the time by which it is due. The clock counts from the
// earliest text. The most urgent text so far decides the time. A more urgent text that is written
// after the triage asks for another triage.
func (c *Case) read(m *matter) {
	versions := m.versions()
	involved := c.involved(m, versions)
	for _, t := range c.triagesOf(m) {
		m.triages = append(m.triages, t)
		if c.counted(t, involved) == nil {
			m.seen = append(m.seen, t)
		}
	}
	c.triagedFirst(m, involved)
	since := versions[0]
	for since != nil {
		m.triage = c.firstRead(m, since, since == versions[0] && m.triagedAnyhow(), involved)
		before, after := versions, []*Item(nil)
		if m.triage != nil {
			by := c.counted(m.triage, involved)
			before, after = split(versions, func(v *Item) bool {
				return v == since || v == versions[0] || writtenAfter(by, v)
			})
		}
		m.danger = mostUrgent(before)
		span := c.in.Policy.Concern.TriageImmediate // also while nobody knows
		if m.danger == "no" {
			span = c.in.Policy.Concern.TriageOtherwise
		}
		from := since.firstSince()
		if since == versions[0] {
			from = m.root.startedAt()
		}
		m.due = c.in.Policy.Calendar().Due(from, span)
		m.read = c.stopped(begun{due: m.due, current: m.due}, m.triage,
			c.readAt(m.triage, involved))
		i := slices.IndexFunc(after, func(v *Item) bool { return urgency(v) > urgencies[m.danger] })
		if since = nil; i >= 0 {
			since = after[i]
		}
	}
}

// triagedAnyhow reports whether a triage that links to the matter has read its first text,
// whenever that was written: so it is, but where an earlier one was erased. Whether that was
// as urgent nobody knows any more.
func (m *matter) triagedAnyhow() bool {
	return len(m.root.erased) == 0 || m.root.First.Str("immediate_danger") == "no"
}

// versions returns all texts of a matter in the order in which they were written, after the one
// that began it.
func (m *matter) versions() []*Item {
	var out []*Item
	for _, t := range m.texts {
		out = append(out, t.versions()...)
	}
	slices.SortStableFunc(out, writtenOrder)
	i := slices.Index(out, m.root.First)
	return append([]*Item{m.root.First}, slices.Delete(out, i, i+1)...)
}

func (c *Case) triagesOf(m *matter) []*Thread {
	var out []*Thread
	for _, t := range m.texts {
		for _, answer := range c.linking(t, record.KindConcern, record.KindTriage) {
			if !slices.Contains(out, answer) {
				out = append(out, answer)
			}
		}
	}
	slices.SortStableFunc(out, byWritten)
	return out
}

// counted returns the first version of a triage whose signer might give it, or nil.
func (c *Case) counted(t *Thread, involved []string) *Item {
	for _, v := range t.oldestFirst() {
		if c.handsOn(v) && v.Triagers.As != "" ||
			triageCounts(v.Triagers, []string{v.author(), v.signer()}, involved) {
			return v
		}
	}
	return nil
}

// firstRead returns the first triage that counts; of those written since a text, except where it is
// the first of all: one that links to it was written after it.
func (c *Case) firstRead(m *matter, since *Item, any bool, involved []string) *Thread {
	var out []*Thread
	for _, t := range m.triages {
		if by := c.counted(t, involved); by != nil && (any || writtenAfter(by, since)) {
			out = append(out, t)
		}
	}
	return firstAnswer(out)
}

// readAt returns the time at which a version of a triage says that the concern was read. If the
// author of the first version may not triage, the author of the correction counts as the reader, at
// that later time.
func (c *Case) readAt(t *Thread, involved []string) func(*Item) time.Time {
	return func(v *Item) time.Time {
		at := c.saidAt(t, "read_at")(v)
		if by := c.counted(t, involved); by != t.First && by.Recorded.After(at) {
			return by.Recorded
		}
		return at
	}
}

// writtenAfter reports whether one entry was surely written after another: by its time, and
// by its place in the history where both are known. In doubt it was not.
func writtenAfter(a, b *Item) bool {
	return !a.Recorded.Before(b.Recorded) && (a.Seq == 0 || b.Seq == 0 || a.Seq > b.Seq)
}

func split(all []*Item, first func(*Item) bool) (yes, no []*Item) {
	for _, v := range all {
		if first(v) {
			yes = append(yes, v)
		} else {
			no = append(no, v)
		}
	}
	return yes, no
}

// urgencies rank what is said of danger now; what nobody knows comes before no.
var urgencies = map[string]int{"yes": 2, "no": -1}

func urgency(v *Item) int { return urgencies[v.Str("immediate_danger")] }

// mostUrgent returns the word of the most urgent of some texts.
func mostUrgent(texts []*Item) string {
	most := texts[0]
	for _, v := range texts[1:] {
		if urgency(v) > urgency(most) {
			most = v
		}
	}
	return most.Str("immediate_danger")
}

// involved returns the members who raised a concern, here or where it was moved from, and the
// members whom it names.
func (c *Case) involved(m *matter, versions []*Item) []string {
	first := m.root.First
	out := []string{first.raisedBy()}
	if !first.Filed {
		out = append(out, first.signer())
	}
	m.named = append(m.named, first.RecordedBefore()...)
	for _, v := range versions {
		m.named = append(m.named, NamedIn(v.Entry, c.in.Names)...)
	}
	slices.Sort(m.named)
	m.named = slices.Compact(m.named)
	return append(out, m.named...)
}

// NamedIn returns the members whom a concern names as the ones whom it is about, or in what was
// seen and heard: by their whole name, in whichever way it is written, or by a title and one of
// their names. Whom its author told is not meant.
func NamedIn(e *record.Entry, names map[string]string) []string {
	text := strings.Join([]string{e.Headline, e.Str("about"), e.Str("seen_or_heard"),
		e.Str("child_said")}, "\n\n")
	f, plain := match.NewFinder[string](), match.Plain(text)
	for id, name := range names {
		if perhapsSaid(plain, name) { // of a team few are named anywhere
			f.Seek(id, match.Forms(name, nil))
		}
	}
	var out []string
	for _, h := range f.Find(text) {
		said := text[h.From:h.To]
		for _, id := range h.Who {
			if match.Same(said, names[id]) && len(match.Folded(said)) > 1 ||
				len(match.Titled(said)) > 0 {
				out = append(out, id)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func perhapsSaid(plain, name string) bool {
	return slices.ContainsFunc(match.Folded(name), func(w string) bool {
		return len(w) > 1 && strings.Contains(plain, match.Plain(w))
	})
}
