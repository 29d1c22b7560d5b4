package ledger

import (
	"testing"

	"casefile/internal/verify"
)

// FuzzTrust reads INTRO@TIP. A text that names commits is written again unchanged.
func FuzzTrust(f *testing.F) {
	const intro, tip = "1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a",
		"2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b"
	f.Add(intro)
	f.Add(" " + intro + "@" + tip + "\n")
	f.Add("@" + tip)
	f.Add(intro + "@" + tip + "@" + intro)
	f.Fuzz(func(t *testing.T, text string) {
		got := ParseTrust(text)
		if !verify.IsCommitID(got.Intro) || got.Seen != "" && !verify.IsCommitID(got.Seen) {
			return
		}
		if again := ParseTrust(got.String()); again != got {
			t.Errorf("%+v became %+v", got, again)
		}
	})
}

// FuzzMarked reads a line under a mark. Only this account's lines are believed, and no line counts
// for another sort.
func FuzzMarked(f *testing.F) {
	f.Add("trust", "1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a", "")
	f.Add("index", "7 K K3F927QM", testMark.line("index", "7 K K3F927QM"))
	f.Add("index", "", "x 0123456789abcdef0123456789abcdef\n")
	f.Fuzz(func(t *testing.T, sort, text, line string) {
		if got, ok := testMark.unline(sort, testMark.line(sort, text)); !ok || got != text {
			t.Errorf("%q became %q, %v", text, got, ok)
		}
		if _, ok := testMark.unline(sort+"x", testMark.line(sort, text)); ok {
			t.Errorf("a line of %q counts for another sort", sort)
		}
		if got, ok := testMark.unline(sort, line); ok && testMark.line(sort, got) != line &&
			testMark.line(sort, got) != line+"\n" {
			t.Errorf("%q is believed and is not ours", line)
		}
	})
}
