package cases

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"casefile/internal/record"
)

// held works out which protections and statuses hold, from every profile in every version.
// They end only by a text that says that they end: a newer one that leaves one out keeps it.
// Along each line of texts the newest that name one say how it stands. Where people wrote
// apart, whatever holds for one of them holds.
func (c *Case) held(l *lineage, profiles []*Thread) {
	untrue := c.untrueFlags(l, profiles)
	start := c.startOfUnknown(l, untrue)
	for _, end := range l.ends(l.texts) {
		var kept []*said[Protection]
		var flags []*said[Flag]
		for _, it := range l.texts {
			if it == end || l.leads(it, end) {
				kept = c.protect(l, kept, it)
				flags = c.nameFlags(l, flags, it, untrue[it], start)
			}
		}
		for _, p := range kept {
			c.Subject.ProtectedFrom = c.addProtection(c.Subject.ProtectedFrom, p.longest(c))
		}
		for _, f := range flags {
			c.Subject.EverFlags = c.addFlag(c.Subject.EverFlags, f.longest(c))
		}
	}
	c.keepNamed()
	c.Subject.carriedAddresses = c.carriedAddresses(l)
	c.guarded = slices.Sorted(maps.Keys(guardedIn(l)))
}

// guardedIn returns, by folded name, the people whose own address a profile protects, each with the
// text that named them last. It leaves out those whose protection a later profile on the same line
// ended.
func guardedIn(l *lineage) map[string]*Item {
	out := map[string]*Item{}
	for _, it := range l.texts {
		for _, m := range it.Maps("people") {
			name := str(m, "name")
			ended := func(o *Item) bool { return l.leads(it, o) && says(o, name, "no") }
			if says(it, name, "yes") && !slices.ContainsFunc(l.texts, ended) {
				out[folded(name)] = it
			}
		}
	}
	return out
}

// carriedAddresses returns the guarded people whom the profiles that stand name without their
// protection.
func (c *Case) carriedAddresses(l *lineage) []CarriedOver {
	from := guardedIn(l)
	var out []CarriedOver
	for _, p := range c.profiles {
		for _, m := range p.Maps("people") {
			name := str(m, "name")
			by := from[folded(name)]
			if by != nil && !slices.ContainsFunc(c.profiles, func(o *Item) bool {
				return says(o, name, "yes")
			}) {
				out = append(out,
					CarriedOver{"the protected address of " + name, by, "address_protected: no"})
				delete(from, folded(name))
			}
		}
	}
	return out
}

// says reports whether a profile says of somebody's address that it is protected, or not.
func says(it *Item, name, what string) bool {
	return slices.ContainsFunc(it.Maps("people"), func(m map[string]any) bool {
		return folded(str(m, "name")) == folded(name) && str(m, "address_protected") == what
	})
}

// profileFact is a protection or a status, with the text that named it last.
type profileFact interface {
	last() record.Date // zero = without end
	by() *Item
}

func (p Protection) last() record.Date { return p.Until }
func (p Protection) by() *Item         { return p.CarriedFrom }
func (f Flag) last() record.Date       { return f.To }
func (f Flag) by() *Item               { return f.CarriedFrom }

// said holds the newest texts that name one thing. There are several if people wrote apart.
type said[T profileFact] struct{ newest []T }

// add takes in a text, in place of the texts that it was written on.
func (s *said[T]) add(l *lineage, h T) {
	s.newest = slices.DeleteFunc(s.newest, func(o T) bool { return l.leads(o.by(), h.by()) })
	s.newest = append(s.newest, h)
}

func (s *said[T]) longest(c *Case) T {
	return slices.MaxFunc(s.newest, func(a, b T) int { return moreOf(c, a, b) })
}

// moreOf compares what two texts say of one thing: what holds longer is more. Of two alike
// the text that stands counts, else the one that was written later.
func moreOf[T profileFact](c *Case, a, b T) int {
	stands := func(h T) int { return btoi(slices.Contains(c.profiles, h.by())) }
	return cmp.Or(longer(a.last(), b.last()), cmp.Compare(stands(a), stands(b)),
		a.by().Recorded.Compare(b.by().Recorded), cmp.Compare(a.by().ID, b.by().ID))
}

// keepNamed marks the protections that hold although none of the profiles that stand names them,
// and takes the statuses that people look for now.
func (c *Case) keepNamed() {
	named := func(by *Item) bool { return slices.Contains(c.profiles, by) }
	for i := range c.Subject.ProtectedFrom {
		p := &c.Subject.ProtectedFrom[i]
		if named(p.CarriedFrom) || !p.InForce {
			p.CarriedFrom = nil
		}
	}
	for i := range c.Subject.EverFlags {
		f := &c.Subject.EverFlags[i]
		here := named(f.CarriedFrom)
		ended := !f.To.IsZero() && c.hour.over(f.To)
		if here || ended {
			f.CarriedFrom = nil
		}
		if here || !ended {
			c.Subject.Flags = append(c.Subject.Flags, *f)
		}
	}
}

// protect takes in the people from whom one profile keeps the address. A person whom each text
// names once has the same protection in all of them, whatever the words of its basis. Otherwise the
// basis tells one from another.
func (c *Case) protect(l *lineage, kept []*said[Protection], it *Item) []*said[Protection] {
	named := protectionsIn(it)
	before := map[string]int{}
	for _, k := range kept {
		before[folded(k.newest[0].From)]++
	}
	here := map[string]int{}
	for _, p := range named {
		here[folded(p.From)]++
	}
	for _, p := range named {
		p.InForce, p.CarriedFrom = p.Until.IsZero() || !c.hour.over(p.Until), it
		from := folded(p.From)
		i := slices.IndexFunc(kept, func(k *said[Protection]) bool {
			was := k.newest[0]
			return folded(was.From) == from &&
				(folded(was.Basis) == folded(p.Basis) || here[from] == 1 && before[from] == 1)
		})
		if i < 0 {
			kept = append(kept, &said[Protection]{})
			i = len(kept) - 1
		}
		kept[i].add(l, p)
	}
	return kept
}

func protectionsIn(it *Item) []Protection {
	var out []Protection
	for _, m := range it.Maps("address_protected_from") {
		out = append(out,
			Protection{From: str(m, "from"), Basis: str(m, "basis"), Until: dateOf(m, "until")})
	}
	return out
}

// folded returns a text without regard to capitals and blanks.
func folded(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }

// addProtection joins what two lines of texts say of one protection.
func (c *Case) addProtection(all []Protection, p Protection) []Protection {
	i := slices.IndexFunc(all, func(o Protection) bool {
		return folded(o.From) == folded(p.From) && folded(o.Basis) == folded(p.Basis)
	})
	if i < 0 {
		return append(all, p)
	}
	if moreOf(c, p, all[i]) > 0 {
		all[i] = p
	}
	return all
}

// longer compares the last days of two protections: one without an end is the longest.
func longer(a, b record.Date) int {
	if a.IsZero() || b.IsZero() {
		return cmp.Compare(btoi(a.IsZero()), btoi(b.IsZero()))
	}
	return a.Compare(b)
}

// flagHeld tells one holding of a status from another of the same name.
type flagHeld struct {
	name string
	from record.Date
}

func heldOf(f Flag) flagHeld { return flagHeld{f.Name, f.From} }

// untrueFlags are, for each text, the statuses that an amendment took out of it as an error:
// what was never true was never held, in no earlier version either that had it already.
func (c *Case) untrueFlags(l *lineage, profiles []*Thread) map[*Item]map[flagHeld]bool {
	out := map[*Item]map[flagHeld]bool{}
	for _, t := range profiles {
		for _, n := range t.versions() {
			was := c.amendedBy(n)
			if was == nil || n.Str("amend_reason") != "error" {
				continue
			}
			for _, f := range c.flags(was) {
				if !slices.ContainsFunc(c.flags(n), func(o Flag) bool {
					return heldOf(o) == heldOf(f)
				}) {
					c.markUntrue(out, l, t, n, heldOf(f))
				}
			}
		}
	}
	return out
}

// markUntrue marks a status in the versions that an amendment was written on.
func (c *Case) markUntrue(out map[*Item]map[flagHeld]bool, l *lineage, t *Thread, n *Item,
	f flagHeld,
) {
	for _, v := range t.versions() {
		if l.leads(v, n) {
			if out[v] == nil {
				out[v] = map[flagHeld]bool{}
			}
			out[v][f] = true
		}
	}
}

// nameFlags takes in what one profile says of statuses: one of the same name and the same
// start is the same, so that its end ends it.
func (c *Case) nameFlags(l *lineage, known []*said[Flag], it *Item, untrue map[flagHeld]bool,
	start map[string]record.Date,
) []*said[Flag] {
	for _, f := range c.flags(it) {
		if untrue[heldOf(f)] {
			continue
		}
		if f.From.IsZero() {
			f.From = start[f.Name]
		}
		f.CarriedFrom = it
		i := slices.IndexFunc(known, func(k *said[Flag]) bool {
			return heldOf(k.newest[0]) == heldOf(f)
		})
		if i < 0 {
			known = append(known, &said[Flag]{})
			i = len(known) - 1
		} else {
			f.Detail = cmp.Or(f.Detail, known[i].newest[0].Detail)
		}
		known[i].add(l, c.current(f))
	}
	return known
}

// addFlag joins what two lines of texts say of one status.
func (c *Case) addFlag(all []Flag, f Flag) []Flag {
	i := slices.IndexFunc(all, func(o Flag) bool { return heldOf(o) == heldOf(f) })
	if i < 0 {
		return append(all, f)
	}
	if moreOf(c, f, all[i]) > 0 {
		all[i] = f
	}
	return all
}

// startOfUnknown returns the start of statuses that one text names with a start and another
// without. They are the same only where no doubt is left: one start alone is known, no text names
// both, and the one that was named first was still held when the other was.
func (c *Case) startOfUnknown(l *lineage,
	untrue map[*Item]map[flagHeld]bool,
) map[string]record.Date {
	starts := map[string]map[record.Date]bool{}
	two := map[string]bool{}
	last := map[string]Flag{}
	for _, it := range l.texts {
		here := map[string]record.Date{}
		for _, f := range c.flags(it) {
			if untrue[it][heldOf(f)] {
				continue
			}
			if from, both := here[f.Name]; both && from != f.From {
				two[f.Name] = true
			}
			if was, told := last[f.Name]; told && was.From != f.From && !was.To.IsZero() {
				two[f.Name] = true
			}
			if starts[f.Name] == nil {
				starts[f.Name] = map[record.Date]bool{}
			}
			here[f.Name], last[f.Name], starts[f.Name][f.From] = f.From, f, true
		}
	}
	out := map[string]record.Date{}
	for name, days := range starts {
		delete(days, record.Date{})
		if known := slices.Collect(maps.Keys(days)); len(known) == 1 && !two[name] {
			out[name] = known[0]
		}
	}
	return out
}

// keepSecret keeps an entry anonymous, and kept from the same people, if a newer version leaves
// that out without saying that it ended.
func (t *Thread) keepSecret(l *lineage) {
	anonymous, secret := "", t.Confidentiality
	for _, end := range t.Newest() {
		said, from := "", ""
		for _, v := range l.texts {
			if v == end || l.leads(v, end) {
				said, from = cmp.Or(known(v.Str("anonymous")), said),
					cmp.Or(v.Confidentiality, from)
			}
		}
		if said == "yes" {
			anonymous = said
		}
		secret = cmp.Or(secret, from)
	}
	if secret == t.Confidentiality && (anonymous == "" || t.Str("anonymous") == anonymous) {
		return
	}
	out := *t.Item
	e := *out.Entry
	e.Fields = maps.Clone(e.Fields)
	if anonymous != "" {
		e.Fields["anonymous"] = anonymous
	}
	e.Confidentiality = secret
	out.Entry = &e
	t.Item = &out
}
