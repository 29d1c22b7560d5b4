package doctor

import (
	"reflect"
	"testing"
	"time"
)

// A lock that a process holds is told and is no fault; one that is nobody's is.
func TestCheckLocks(t *testing.T) {
	got := CheckLocks([]Lock{
		{Path: "HEAD.lock", Age: 61*time.Minute + 400*time.Millisecond},
		{Path: "sync.lock", Held: "process 7 (casefile) has held it since noon",
			Age: 3 * time.Second},
		{Path: "main.lock", Held: "it holds what git leaves in no lock"},
		{Path: "server/main.lock", There: true, Age: time.Minute},
	})
	want := []Line{
		{"locks", Fault, "HEAD.lock, 1h1m0s old: no process holds it", "casefile doctor --fix"},
		{"locks", Note, "sync.lock, 3s old: process 7 (casefile) has held it since noon", ""},
		{"locks", Note, "main.lock: it holds what git leaves in no lock", ""},
		{"locks", Fault, "server/main.lock, 1m0s old: no process holds it",
			"the next push there drops it, or casefile -C FOLDER doctor --fix"},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%q", got)
	}
	if none := CheckLocks(nil); len(none) > 0 {
		t.Errorf("without locks: %v", none)
	}
}
