package ledger

// Watch is told that work of so many steps begins. It gives what is told of each number of
// steps that were done more, and what is told that the work is over. nil is nobody who wants to
// see it.
type Watch func(what string, steps int) (tell func(n int), end func())

// Begin tells the watch of work that begins.
func (w Watch) Begin(what string, steps int) (tell func(n int), end func()) {
	if w == nil {
		return func(int) {}, func() {}
	}
	return w(what, steps)
}

// Watching is told of the long work of this ledger, and of whoever works with it.
func (l *Ledger) Watching() Watch { return l.watch }
