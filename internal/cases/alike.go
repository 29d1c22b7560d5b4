package cases

import "casefile/internal/record"

// Alike gathers the cases that may be the same child's as a new profile, one after
// another, and no more of them than are compared in some seconds.
type Alike struct {
	Profile *record.Entry
	Own     record.ID // the case that the profile is for, which is not compared
	Most    int       // cases are compared, and then no more
	Found   []Like

	compared int
	stopped  bool // another case was to be compared
}

// Like is a case that may be the same child's.
type Like struct {
	Case   record.ID
	Name   string // "" while it has no profile
	Status record.Status
	Common []string // what it has in common, as likeness says it
}

// Wants reports whether a case is to be read and taken.
func (a *Alike) Wants(d *record.Docket) bool {
	if d.Case == a.Own || d.Status == record.Destroyed {
		return false
	}
	if a.compared == a.Most {
		a.stopped = true
		return false
	}
	a.compared++
	return true
}

// Take compares a case that was wanted, by what is known of it.
func (a *Alike) Take(d *record.Docket, name string, k KnownAs) {
	if common := k.likeness(a.Profile); len(common) > 0 {
		a.Found = append(a.Found, Like{d.Case, name, d.Status, common})
	}
}

// Stopped reports whether as many cases were compared as may be, and others were not.
func (a *Alike) Stopped() bool { return a.stopped }
