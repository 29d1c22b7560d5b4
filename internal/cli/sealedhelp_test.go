package cli

import (
	"strings"
	"testing"

	"casefile/internal/team"
)

// Nobody can let anybody into a case that no other copy has.
func TestSealedHelp(t *testing.T) {
	for op, grants := range map[string]bool{
		team.OpAdd: true, team.OpClose: true, team.OpOpen: false, team.OpIntake: false,
	} {
		help := sealedHelp(op, "7K2M9QXH")
		if strings.Contains(help, "readers 7K2M-9QXH grant") != grants {
			t.Errorf("%s: %s", op, help)
		}
		if strings.Contains(help, "casefile adopt") == grants {
			t.Errorf("%s: %s", op, help)
		}
	}
}
