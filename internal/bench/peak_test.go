package bench

import (
	"errors"
	"os/exec"
	"strings"
	"testing"
)

func TestPeakLine(t *testing.T) {
	due := exec.Command("sh", "-c", "exit 25").Run() // as retention check has it when something is due
	for _, tt := range []struct {
		kib  int64
		err  error
		want string
	}{
		{300 << 10, nil, "300 MiB at most 300 MiB"},
		{300<<10 + 1, due, "300 MiB at most 300 MiB MISSED"},
		{0, nil, ""},
		{1, errors.New("ended badly"), ""},
	} {
		line, err := peakLine("", 300, tt.kib, "casefile", tt.err)
		if got := strings.Join(strings.Fields(line), " "); got != tt.want || (err == nil) != (tt.want != "") {
			t.Errorf("%d KiB, %v: %q, %v; want %q", tt.kib, tt.err, got, err, tt.want)
		}
	}
}
