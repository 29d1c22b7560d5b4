//go:build unix

package term

import (
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"
)

// What casefile starts has the limit too, and leaves nothing where it crashes. It can't be
// raised again, so that this test is run by whatever tests come after it as well.
func TestNoCoreFiles(t *testing.T) {
	NoCoreFiles()
	out, err := exec.Command("sh", "-c", "ulimit -c; ulimit -Hc").Output()
	if got := strings.Fields(string(out)); err != nil || len(got) != 2 || got[0] != "0" ||
		got[1] != "0" {
		t.Errorf("core files of %q, %v", out, err)
	}
	crash := exec.Command("sh", "-c", "kill -ABRT $$")
	crash.Dir = t.TempDir()
	if err := crash.Run(); err == nil {
		t.Error("nothing crashed")
	}
	if left, err := os.ReadDir(crash.Dir); err != nil || len(left) > 0 {
		t.Errorf("%v is left, %v", left, err)
	}
}

// A program that the system has for crashes gets nothing, where the limit is one byte. Whoever
// has set it to none can't raise it.
func TestNoMemoryForOtherPrograms(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux has such a limit")
	}
	NoCoreFiles()
	limits, err := os.ReadFile("/proc/self/limits")
	if err != nil {
		t.Fatal(err)
	}
	_, line, _ := strings.Cut(string(limits), "Max core file size")
	if got := strings.Fields(line)[:2]; got[0] != got[1] || got[0] != "1" && got[0] != "0" {
		t.Errorf("limits of %v", got)
	}
}
