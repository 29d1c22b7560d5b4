//go:build unix

package term

import (
	"os/exec"
	"strings"
	"testing"
)

// What casefile starts has the limit too. It can't be raised again, so that this test is run
// by whatever tests come after it as well.
func TestNoCoreFiles(t *testing.T) {
	NoCoreFiles()
	out, err := exec.Command("sh", "-c", "ulimit -c; ulimit -Hc").Output()
	if got := strings.Fields(string(out)); err != nil || len(got) != 2 || got[0] != "0" || got[1] != "0" {
		t.Errorf("core files of %q, %v", out, err)
	}
}
