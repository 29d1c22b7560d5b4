package store

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A sparse work tree shows the root and schema/. Its index keeps all of cases/ in one line through
// every update. Stock git finds the work tree clean and can make it full again.
func TestCheckoutSparse(t *testing.T) {
	ctx, r := t.Context(), initRepo(t, InitOptions{Sparse: true})
	dir := r.WorkDir()
	tips := []string{""}
	for _, change := range []files{
		{"casefile.yaml": "1", "cases/K3/K3F927QM.yaml": "1"},
		{"cases/K3/K3F927QM/e.md.age": "2", "cases/P4/P4W8B8Q1.yaml": "2"},
		{"casefile.yaml": "3", "schema/mealtime.json": "{}"},
		{"cases/K3/K3F927QM.yaml": "4", "cases/P4/P4W8B8Q1.yaml": ""},
	} {
		old := tips[len(tips)-1]
		c := commitFiles(t, r, old, change, nil)
		must(t, r.Move(ctx, []Move{{main, old, c.ID}}))
		must(t, r.Checkout(ctx, old, c.ID))
		tips = append(tips, c.ID)
		if out := stock(t, dir, "", "status", "--porcelain"); out != "" {
			t.Errorf("status: %s", out)
		}
		if lines := strings.Split(stock(t, dir, "", "ls-files", "--sparse"),
			"\n"); !slices.Contains(lines, "cases/") {
			t.Errorf("the index holds %q, want cases/ as one line", lines)
		}
		if _, err := os.Lstat(filepath.Join(dir, "cases")); !os.IsNotExist(err) {
			t.Errorf("cases/ is in the work tree (%v)", err)
		}
	}
	for name, want := range map[string]string{"casefile.yaml": "3", "schema/mealtime.json": "{}"} {
		if got, err := os.ReadFile(filepath.Join(dir, name)); err != nil || string(got) != want {
			t.Errorf("%s = %q, %v; want %q", name, got, err, want)
		}
	}
	stock(t, dir, "", "sparse-checkout", "disable")
	if got, err := os.ReadFile(filepath.Join(dir, "cases/K3/K3F927QM/e.md.age")); err != nil ||
		string(got) != "2" {
		t.Errorf("made full, the entry = %q, %v", got, err)
	}
	c := commitFiles(t, r, tips[4], files{"cases/K3/K3F927QM/f.md.age": "5"}, nil)
	must(t, r.Move(ctx, []Move{{main, tips[4], c.ID}}))
	must(t, r.Checkout(ctx, tips[4], c.ID))
	if out := stock(t, dir, "", "status", "--porcelain"); out != "" {
		t.Errorf("made full, status: %s", out)
	}
}
