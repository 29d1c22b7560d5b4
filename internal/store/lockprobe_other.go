//go:build !linux && !darwin

package store

import "os"

// held can't ask the system here without waiting. It counts a named owner as the holder unless the
// owner has surely ended.
func held(path string) bool {
	o, known := readOwner(path)
	return known && o.fate(thisMachine(), beganHere) != ended
}

// forgetOwner removes the owner's name from the file of a lock that nobody holds.
func forgetOwner(path string) bool { return !held(path) && os.Truncate(path, 0) == nil }
