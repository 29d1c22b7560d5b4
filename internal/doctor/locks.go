package doctor

import (
	"fmt"
	"time"
)

// Lock is a lock file in a repository.
type Lock struct {
	Path  string
	Held  string // why somebody may hold it; "" for a free one
	Age   time.Duration
	There bool // in the folder of the remote, which --fix in a copy leaves alone
}

// CheckLocks names each lock. A lock that a process holds is as it should be. A free one keeps
// people waiting, and is removed.
func CheckLocks(locks []Lock) (out []Line) {
	const check = "locks"
	for _, l := range locks {
		old := ""
		if l.Age >= time.Second {
			old = fmt.Sprintf(", %s old", l.Age.Round(time.Second))
		}
		switch {
		case l.Held != "":
			out = append(out, note(check, l.Path+old+": "+l.Held))
		case l.There:
			out = append(out, fault(check, l.Path+old+": no process holds it").
				by("the next push there drops it, or casefile -C FOLDER doctor --fix"))
		default:
			out = append(out, fault(check, l.Path+old+": no process holds it").
				by("casefile doctor --fix"))
		}
	}
	return out
}
