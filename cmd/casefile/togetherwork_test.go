package main

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"

	"casefile/internal/pattern"
)

// worker is one person of a day.
type worker struct {
	*day
	id     string
	random *rand.Rand
	want   int      // entries to record
	own    []string // cases that they opened
	seen   []string // entries that were there to endorse
	tries  int
}

// work records until all wanted entries are recorded, while syncing goes on
// beside it in a process of its own.
func (w *worker) work() {
	done := make(chan struct{})
	var beside sync.WaitGroup
	beside.Go(func() {
		for {
			select {
			case <-done:
				return
			default:
				w.sync()
			}
		}
	})
	for n := 0; n < w.want && w.tries < 4*w.want; {
		if w.entry() {
			n++
		}
		if w.tries%2 == 0 {
			w.deed()
		}
		if w.tries%5 == 0 {
			w.sync()
		}
	}
	close(done)
	beside.Wait()
}

// casefile runs a command, and says whether it succeeded.
func (w *worker) casefile(mark, stdin string, args ...string) (stdout string, ok bool) {
	args = append([]string{"casefile"}, args...)
	out, errs, code := w.try(w.id, stdin, args...)
	w.ran(w.id, mark, out, errs, code, args)
	return out, code == 0
}

func (w *worker) sync() { w.casefile("", "", "sync", "--json") }

// entry records one text that no other is like.
func (w *worker) entry() bool {
	w.tries++
	mark := fmt.Sprintf("Mark-%s-%d.", w.id, w.tries)
	if w.id == "ben" {
		return w.concern(mark)
	}
	if len(w.own) == 0 || w.tries%20 == 0 {
		return w.open(mark)
	}
	on := w.cases
	if w.random.IntN(3) == 0 {
		on = w.own
	}
	_, ok := w.casefile(mark, "---\nkind: note\nheadline: "+mark+"\nsources: [{who: mother, how: "+
		"telephone}]\n---\n", "note", w.pick(on), "-F", "-")
	return ok
}

func (w *worker) pick(from []string) string { return from[w.random.IntN(len(from))] }

func (w *worker) open(mark string) bool {
	text := strings.Replace(w.text("profile.md", nil), "Tobi Adeyemi", mark, 1)
	out, ok := w.casefile(mark, text, "open", "-F", "-")
	if m := openedLine().FindStringSubmatch(out); m != nil {
		w.own = append(w.own, m[1])
	}
	return ok
}

// concern records a contributor's concern: every third is nobody's case yet.
func (w *worker) concern(mark string) bool {
	text := strings.Replace(w.today(w.text("concern.md", nil)), "Tobi came", mark+" He came", 1)
	args := []string{"concern", "-F", "-"}
	if w.random.IntN(3) > 0 {
		args = []string{"concern", w.pick(w.cases), "-F", "-"}
	}
	_, ok := w.casefile(mark, text, args...)
	return ok
}

// deed does what else is done in the worker's trade, on cases that others work
// on too. Much of it is refused by then, or in conflict later.
func (w *worker) deed() {
	on := w.pick(w.cases)
	can := map[string][]func(){
		"asha": {func() { w.assent(on) }, func() { w.close() }, func() { w.hold(on) }},
		"omar": {func() { w.hold(on) }},
		"mina": {w.endorse, w.close, func() {
			w.readers(on, "omar")
		}, func() { w.readers(on, "noor") }, w.accept},
		"noor": {w.endorse, func() { w.readers(on, "omar") }, func() { w.readers(on, "vera") }},
		"vera": {w.endorse, func() { w.readers(on, "noor") }, func() { w.rename("noor") }},
		"judith": {w.endorse, func() {
			w.hold(on)
		}, func() { w.readers(on, "omar") }, func() { w.rename("omar") }},
		"lena": {w.accept},
	}[w.id]
	if len(can) > 0 {
		can[w.random.IntN(len(can))]()
	}
}

// assent lets somebody in who may have been taken away.
func (w *worker) assent(on string) { w.casefile("", "", "readers", on, "grant", "omar") }

// readers takes a member away from a case, or lets them in again.
func (w *worker) readers(on, member string) {
	verb := []string{"grant", "revoke"}[w.random.IntN(2)]
	w.casefile("", "", "readers", on, verb, member)
}

func (w *worker) hold(on string) {
	mark := fmt.Sprintf("Hold-%s-%d.", w.id, w.tries)
	w.casefile(mark, strings.Replace(w.text("hold.md", nil), "An inquiry", mark+" An inquiry", 1),
		"hold", on, "-F", "-")
}

// close closes the case that is ready for it; only one can.
func (w *worker) close() {
	mark := fmt.Sprintf("Closing-%s-%d.", w.id, w.tries)
	text := strings.Replace(w.today(w.text("closure.md", nil)), "The family", mark+" The family", 1)
	w.casefile(mark, text, "close", w.closing, "-F", "-")
}

// accept takes an intake on that nobody has taken on, as far as this copy knows.
func (w *worker) accept() {
	out, _ := w.casefile("", "", "list", "--all", "--no-names", "--status", "intake", "--json")
	if m := caseInList().FindStringSubmatch(out); m != nil {
		w.casefile("", "", "accept", m[1], "--key-worker", "asha")
	}
}

var caseInList = pattern.Of(`"case": "(\w{8})"`)

// endorse endorses what somebody recorded; it may not be here yet.
func (w *worker) endorse() {
	w.mu.Lock()
	var others []string
	for entry, n := range w.recorded {
		if n.member != w.id && n.mark != "" && !slices.Contains(w.seen, entry) {
			others = append(others, entry)
		}
	}
	w.mu.Unlock()
	if len(others) == 0 {
		return
	}
	slices.Sort(others)
	entry := w.pick(others)
	w.sync()
	w.seen = append(w.seen, entry)
	if _, ok := w.casefile("", "", "endorse", entry); ok {
		w.mu.Lock()
		w.endorsed[w.id+" "+entry] = true
		w.mu.Unlock()
	}
}

// rename changes the roster, of which there is one for all.
func (w *worker) rename(member string) {
	w.casefile("", "", "team", "set", member, "--name",
		fmt.Sprintf("%s %c", strings.ToUpper(member[:1])+member[1:], 'A'+w.random.IntN(26)))
}
