package ledger

// Watch is told when work of so many steps begins. It returns two functions: tell is called with
// the number of further steps done, end when the work is over. nil shows no progress.
type Watch func(what string, steps int) (tell func(n int), end func())

// Begin tells the watch that work begins.
func (w Watch) Begin(what string, steps int) (tell func(n int), end func()) {
	if w == nil {
		return func(int) {}, func() {}
	}
	return w(what, steps)
}

// Watching returns the watch that is told of long work on this ledger.
func (l *Ledger) Watching() Watch { return l.watch }
