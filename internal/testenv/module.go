package testenv

import (
	"encoding/json"
	"testing"
)

// ModuleDir returns the folder of a module that go.mod names, with files that others made to test
// with. It is fetched where it is missing: nothing that is built holds it.
func ModuleDir(t *testing.T, path string) string {
	t.Helper()
	out, err := Go("mod", "download", "-json", path).Output()
	var module struct{ Dir string }
	if jsonErr := json.Unmarshal(out, &module); err != nil || jsonErr != nil || module.Dir == "" {
		t.Fatalf("module %s: %v, %s", path, err, out)
	}
	return module.Dir
}
