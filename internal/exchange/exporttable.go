package exchange

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"casefile/internal/record"
)

// firstColumns returns the columns that every entry has.
func firstColumns() []string {
	return []string{"id", "case", "kind", "recorded", "by", "occurred", "headline", "significant",
		"impact", "sources", "action", "for", "references", "confidentiality", "links", "origin",
		"sha256", "commit", "op", "committed", "endorsements"}
}

// Table returns the export as one CSV. It has a line for each entry and a column for each field
// that any entry has. Lists and maps have columns like field.1.name. Each section has a column too.
func (x Export) Table() ([]byte, error) {
	first := firstColumns()
	lines := make([]map[string]string, len(x.Entries))
	more := map[string]bool{}
	for i, e := range x.Entries {
		lines[i] = e.cells()
		for name := range lines[i] {
			if !slices.Contains(first, name) {
				more[name] = true
			}
		}
	}
	titles := append(first, slices.SortedFunc(maps.Keys(more), compareColumns)...)
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	if err := w.Write(titles); err != nil {
		return nil, err
	}
	for _, line := range lines {
		row := make([]string, len(titles))
		for i, title := range titles {
			row[i] = safeCell(line[title])
		}
		if err := w.Write(row); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return out.Bytes(), w.Error()
}

// compareColumns puts fields before sections, and compares numbers by value.
func compareColumns(a, b string) int {
	if s := strings.HasPrefix(a, "## "); s != strings.HasPrefix(b, "## ") {
		if s {
			return 1
		}
		return -1
	}
	x, y := strings.Split(a, "."), strings.Split(b, ".")
	for i := range min(len(x), len(y)) {
		if len(x[i]) != len(y[i]) && isNumber(x[i]) && isNumber(y[i]) {
			return len(x[i]) - len(y[i])
		}
		if c := strings.Compare(x[i], y[i]); c != 0 {
			return c
		}
	}
	return len(x) - len(y)
}

func isNumber(s string) bool { return strings.Trim(s, "0123456789") == "" }

// cells returns the entry as cells by column.
func (e ExportEntry) cells() map[string]string {
	out := map[string]string{}
	for name, value := range e.Entry {
		switch name {
		case "fields":
			if fields, ok := value.(map[string]any); ok {
				for field, v := range fields {
					flatten(out, field, v)
				}
			}
		case "sections":
			e.sectionCells(out)
		case "sources", "references", "links", "origin":
			out[name] = listed(value)
		default:
			flatten(out, name, value)
		}
	}
	out["sha256"], out["commit"], out["op"] = e.SHA256, e.Commit, e.Op
	out["committed"] = e.Committed.Format(time.RFC3339)
	var given []string
	for _, g := range e.Endorsements {
		given = append(given,
			fmt.Sprintf("%s %s by %s on %s", g.Level, g.Verdict, g.By, instant(g.At)))
	}
	out["endorsements"] = strings.Join(given, "; ")
	return out
}

func (e ExportEntry) sectionCells(out map[string]string) {
	list, _ := e.Entry["sections"].([]map[string]string)
	for _, s := range list {
		title := "## " + s["title"]
		if s["title"] == "" {
			title = "## (text)"
		}
		out[title] = s["text"]
	}
}

// flatten puts a value below its name: lists by number from 1, maps by key.
func flatten(out map[string]string, name string, value any) {
	switch v := value.(type) {
	case nil:
	case []any:
		for i, item := range v {
			flatten(out, fmt.Sprintf("%s.%d", name, i+1), item)
		}
	case map[string]any:
		for key, item := range v {
			flatten(out, name+"."+key, item)
		}
	default:
		out[name] = fmt.Sprint(v)
	}
}

// listed returns a list of the common fields in one cell.
func listed(value any) string {
	var parts []string
	switch v := value.(type) {
	case []record.Source:
		for _, s := range v {
			parts = append(parts, joined(", ", s.Who, s.How, s.Agency))
		}
	case []record.Reference:
		for _, r := range v {
			parts = append(parts, r.Agency+" "+r.Number)
		}
	case []record.Origin:
		for _, o := range v {
			parts = append(parts, joined(", ", o.Agency, o.Case, o.Entry, o.Kind, o.By))
		}
	case map[string][]string:
		for _, relation := range slices.Sorted(maps.Keys(v)) {
			parts = append(parts, relation+" "+strings.Join(v[relation], " "))
		}
	}
	return strings.Join(parts, "; ")
}

func joined(between string, parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), between)
}

// safeCell puts an apostrophe before a text that a spreadsheet would take for a formula.
func safeCell(s string) string {
	rest := []rune(strings.TrimLeft(s, " \t\n\u00a0\u3000"))
	if len(rest) > 0 && strings.ContainsRune("=+-@＝＋－＠", rest[0]) {
		return "'" + s
	}
	return s
}
