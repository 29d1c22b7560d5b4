package cli

import "testing"

func TestWordAt(t *testing.T) {
	for _, row := range []struct {
		use  string
		n    int // arguments before
		want string
	}{
		{"chronology CASE", 0, "CASE"}, {"chronology CASE", 1, ""},
		{"show CASE|ENTRY", 0, "CASE|ENTRY"},
		{"casefile [CASE]", 0, "CASE"}, {"casefile [CASE]", 1, ""},
		{"report KIND [CASE]", 0, "KIND"}, {"report KIND [CASE]", 1, "CASE"},
		{"link CASE CASE", 1, "CASE"}, {"link CASE CASE", 2, ""},
		{"retain CASE... | --all", 0, "CASE"}, {"retain CASE... | --all", 3, "CASE"},
		{"hold CASE[/HOLD]", 0, "CASE[/HOLD"},
		{"erase ENTRY... | CASE --finish | CASE --repair", 0, "ENTRY"},
		{"rekey --old-identity FILE | --withdraw CASE", 0, "--old-identity"},
		{"attach CASE FILE", 1, "FILE"},
		{"readers CASE [grant MEMBER... | revoke MEMBER]", 0, "CASE"},
		{"version", 0, ""},
	} {
		if got := wordAt(row.use, row.n); got != row.want {
			t.Errorf("%s, after %d: %q, want %q", row.use, row.n, got, row.want)
		}
	}
}
