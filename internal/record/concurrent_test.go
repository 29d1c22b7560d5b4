package record

import (
	"sync"
	"testing"
)

// TestConcurrent has several readers ask for kinds at once, for the race
// detector: kinds are read and compiled when first asked for.
func TestConcurrent(t *testing.T) {
	k := builtin(t)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for _, name := range k.Names()[:8] {
				if _, found := k.Check([]byte("---\nkind: "+name+"\n---\n"), "",
					Context{}); !found.Failed() {
					t.Errorf("an empty %s passes", name)
				}
			}
		})
	}
	wg.Wait()
}
