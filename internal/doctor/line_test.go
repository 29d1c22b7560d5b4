package doctor

import "testing"

// The last line names the mend of the worst: whoever has broken records and no backup noted
// mends the records first.
func TestWorstMend(t *testing.T) {
	backup := fault("backup", "none is noted").by("copy it")
	history := unseen("history", "damaged object").by("restore")
	for _, tt := range []struct {
		name  string
		lines []Line
		want  string
	}{
		{"nothing", nil, ""},
		{"all well", []Line{well("git", "2.39"), note("identity", "bare").by("protect it")}, ""},
		{"a backup alone", []Line{well("git", "2.39"), backup}, "copy it"},
		{"broken records", []Line{backup, history}, "restore"},
		{"two of a kind", []Line{fault("editor", "a").by("first"), fault("disk", "b").by("second")},
			"first"},
		{"what is wrong before what was not seen",
			[]Line{unseen("remote", "no answer").by("ask"),
				fault("work tree", "differs").by("fix")}, "fix"},
		{"no folder at all", []Line{fault("identity", "none").by("new"),
			fault("records", "HEAD is empty").by("restore")}, "restore"},
		{"a fault without a mend", []Line{fault("history", "breaks a rule"), backup}, "copy it"},
	} {
		if got := WorstMend(tt.lines); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}
