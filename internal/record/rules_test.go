package record

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// ruleUse is how the source names a rule when it applies it.
var ruleUse = regexp.MustCompile(`(?:\.add\(|\brefuse\(|\.wrong\(|rule = |rule, full := )"([a-z0-9-]+)"`)

func usedRules(t *testing.T) map[string]bool {
	t.Helper()
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	for _, f := range files {
		if !strings.HasSuffix(f.Name(), ".go") || strings.HasSuffix(f.Name(), "_test.go") {
			continue
		}
		data, err := os.ReadFile(f.Name())
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range ruleUse.FindAllStringSubmatch(string(data), -1) {
			used[m[1]] = true
		}
	}
	return used
}
