package main

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// named is a duty as any of the pages names it.
type named struct{ Case, Entry, Rule string }

// samepages compares the start page, the inbox and due of each actor: they must name the same
// duties, whatever is due now or later. At least one actor must have a duty.
func samepages(ts *testscript.TestScript, neg bool, actors []string) {
	if neg || len(actors) == 0 {
		ts.Fatalf("usage: samepages ACTOR…")
	}
	some := false
	for _, who := range actors {
		var status, inbox, due struct{ Waits, Lines, Later, Overdue, Today, Next []named }
		page(ts, who, &status, "casefile", "--json")
		page(ts, who, &inbox, "casefile", "--json", "inbox")
		list := page(ts, who, &due, "casefile", "--json", "due")
		want := sortedNames(due.Overdue, due.Today, due.Next, waitsOf(ts, list))
		for name, got := range map[string][]named{
			"start page": sortedNames(status.Waits, status.Later),
			"inbox":      sortedNames(inbox.Lines, inbox.Later)} {
			if !slices.Equal(got, want) {
				ts.Fatalf("%s: the %s names\n%v\nand due names\n%v", who, name, got, want)
			}
		}
		some = some || len(want) > 0
	}
	if !some {
		ts.Fatalf("nobody has a duty: there is nothing to compare")
	}
}

// page runs a command as an actor and decodes its document. That something is overdue,
// by exit code 25, is no failure.
func page(ts *testscript.TestScript, who string, into any, command ...string) []byte {
	ts.Setenv("XDG_CONFIG_HOME", filepath.Join(ts.Getenv("HOME"), who, ".config"))
	err := ts.Exec(command[0], command[1:]...)
	out := []byte(ts.ReadFile("stdout"))
	if decoding := json.Unmarshal(out, into); decoding != nil {
		ts.Fatalf("%s %s: %v, %v", who, strings.Join(command, " "), err, decoding)
	}
	return out
}

// waitsOf returns the rows of due that have no day.
func waitsOf(ts *testscript.TestScript, document []byte) []named {
	var due struct{ Waits []named }
	ts.Check(json.Unmarshal(document, &due))
	return due.Waits
}

func sortedNames(lists ...[]named) []named {
	out := slices.Concat(lists...)
	slices.SortFunc(out, func(a, b named) int {
		return strings.Compare(fmt.Sprint(a), fmt.Sprint(b))
	})
	return out
}
