package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"casefile/internal/testenv"
)

// required returns the modules that go.mod names directly, with their versions. Each has its reason
// behind it.
func required(t *testing.T) map[string]string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	modules := map[string]string{}
	_, rest, _ := strings.Cut(string(text), "\nrequire (\n")
	block, _, _ := strings.Cut(rest, "\n)")
	for line := range strings.Lines(block) {
		module, reason, _ := strings.Cut(strings.TrimSpace(line), "//")
		fields := strings.Fields(module)
		if len(fields) != 2 || len(strings.Fields(reason)) < 3 {
			t.Errorf("go.mod: %q has no reason", line)
			continue
		}
		modules[fields[0]] = fields[1]
	}
	return modules
}

// TestDependencies compares the table of internal/README.md with go.mod: each module of the
// one stands in the other, with its version and the day of that, and no cell is empty.
func TestDependencies(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "internal", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	want, days := required(t), released(t)
	if len(want) < 15 {
		t.Fatalf("go.mod names %d modules", len(want))
	}
	_, table, _ := strings.Cut(string(text), "\n| Module |")
	table, _, _ = strings.Cut(table, "\n\n")
	for _, row := range strings.Split(table, "\n")[2:] {
		cells := cellsOf(row)
		if len(cells) != 6 || slices.Contains(cells, "") {
			t.Errorf("not six words: %s", row)
			continue
		}
		if module := cells[0]; want[module] != cells[1] ||
			days[module] != "" && days[module] != cells[2] {
			t.Errorf("%s: go.mod has %q of %q", row, want[module], days[module])
		}
		delete(want, cells[0])
	}
	for module := range want {
		t.Errorf("%s stands in go.mod alone", module)
	}
}

func cellsOf(row string) []string {
	cells := strings.Split(strings.Trim(row, "|"), "|")
	for i := range cells {
		cells[i] = strings.TrimSpace(cells[i])
	}
	return cells
}

// released returns the days of the versions in use, of those for which Go knows it here.
func released(t *testing.T) map[string]string {
	t.Helper()
	cmd := testenv.Go("list", "-m", "-json", "all")
	cmd.Dir = filepath.Join("..", "..")
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	days := map[string]string{}
	for d := json.NewDecoder(strings.NewReader(string(out))); d.More(); {
		var m struct{ Path, Time string }
		if err := d.Decode(&m); err != nil {
			t.Fatal(err)
		}
		days[m.Path], _, _ = strings.Cut(m.Time, "T")
	}
	return days
}
