package remote

import (
	"errors"
	"testing"

	"casefile/internal/store"
)

// A lock that nobody holds any more looks like others who are faster, and only the
// server can say which file it is.
func TestOutrun(t *testing.T) {
	for _, test := range []struct {
		said []string
		want string
	}{
		{nil, ": others were faster 100 times"},
		{[]string{"casefile: refused: no such case"}, ": others were faster 100 times"},
		{
			[]string{
				"error: cannot lock ref 'refs/heads/main': Unable to create '/s.git/./refs/heads/main.lock': File exists.",
				"", "Another git process seems to be running in this repository",
			},
			": others were faster 100 times, or one of them was killed: 'refs/heads/main': " +
				"Unable to create '/s.git/./refs/heads/main.lock': File exists",
		},
	} {
		s := session{said: test.said}
		err := s.outrun()
		if !errors.Is(err, store.ErrBehind) || err.Error() != store.ErrBehind.Error()+test.want {
			t.Errorf("%q: %v", test.said, err)
		}
	}
}
