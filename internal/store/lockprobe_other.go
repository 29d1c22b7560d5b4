//go:build !linux && !darwin

package store

import "os"

// held can't be asked here without waiting: who is named is taken to hold it while it runs.
func held(path string) bool {
	o, known := readOwner(path)
	return known && o.fate(thisMachine(), beganHere) != ended
}

// forgetOwner has the file of a lock that nobody holds name nobody.
func forgetOwner(path string) bool { return !held(path) && os.Truncate(path, 0) == nil }
