package cases

import "casefile/internal/record"

// SimilarCases gathers the cases that may be the same child's as a new profile, one after
// another, and no more of them than are compared in some seconds.
type SimilarCases struct {
	Profile *record.Entry
	Own     record.ID // the case that the profile is for, which is not compared
	Most    int       // cases are compared, and then no more
	Found   []SimilarCase

	compared int
	stopped  bool // another case was to be compared
}

// SimilarCase is a case that may be the same child's.
type SimilarCase struct {
	Case   record.ID
	Name   string // "" while it has no profile
	Status record.Status
	Common []string // what it has in common, as similarities says it
}

// Wants reports whether a case is to be read and taken.
func (a *SimilarCases) Wants(d *record.Docket) bool {
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

// Take compares a wanted case, by the facts that are known of it.
func (a *SimilarCases) Take(d *record.Docket, name string, k KnownAs) {
	if common := k.similarities(a.Profile); len(common) > 0 {
		a.Found = append(a.Found, SimilarCase{d.Case, name, d.Status, common})
	}
}

// Stopped reports whether as many cases were compared as may be, and others were not.
func (a *SimilarCases) Stopped() bool { return a.stopped }
