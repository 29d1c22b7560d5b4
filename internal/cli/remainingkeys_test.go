package cli

import (
	"strings"
	"testing"

	"casefile/internal/casebook"
	"casefile/internal/record"
)

func TestRemainingKeys(t *testing.T) {
	here := []casebook.Place{{ID: "a1", Where: "refs/tags/saved", Saved: true},
		{ID: "b2", Where: "refs/tags/saved", Saved: true}}
	own := []casebook.Place{{ID: "a1", Where: "refs/casefile/keys/K3"},
		{ID: "a1", Where: "objects/a1/b2"}}
	many := []casebook.Place{{Where: "a"}, {Where: "b"}, {Where: "c"}, {Where: "d"}, {Where: "e"},
		{Where: "f"}, {Where: "g"}, {Where: "refs/heads/b", Saved: true}}
	there := []casebook.Place{{ID: "a1", Where: "server.git"}}
	id := record.ID("K3F927QM")
	on := "remove what somebody saved, and nothing else: refs/tags/saved; " +
		"casefile doctor then goes on with it"
	byItself := "casefile doctor goes on with it, and says what is in its way; " +
		"nothing of it is to be removed by hand, except a whole repository that somebody saved " +
		"there"
	server := "the keeper of the server runs there: casefile doctor, with --trust INTRO@TIP if it has no hook; what that leaves, casefile retention proof K3F9-27QM names"
	for _, c := range []struct {
		name  string
		found *casebook.Erasure
		code  int
		words string
		hint  string
	}{
		{"nothing was to go", nil, exitOK, "", ""},
		{"all is gone", erasure(id, nil, nil), exitOK, "", ""},
		{"a tag holds two", erasure(id, here, nil), exitFindings,
			"copies of keys remain here: refs/tags/saved", on},
		{"a branch holds seven files", erasure(id, many, nil), exitFindings,
			"copies of keys remain here: refs/heads/b, a, b, c, d, e, 2 more places",
			strings.Replace(on, "refs/tags/saved", "refs/heads/b", 1)},
		{"a keys ref and an object", erasure(id, own, nil), exitFindings,
			"copies of keys remain here: refs/casefile/keys/K3, objects/a1/b2", byItself},
		{"a keys ref, and a tag", erasure(id, append(own, here...), nil), exitFindings,
			"copies of keys remain here: refs/casefile/keys/K3, refs/tags/saved, objects/a1/b2",
			on},
		{"the server has one", erasure(id, nil, there), exitFindings,
			"copies of keys remain at the remote: server.git", server},
		{"both", erasure(id, here, there), exitFindings,
			"copies of keys remain here: refs/tags/saved; copies of keys remain at the remote: " +
				"server.git", on},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := remainingKeysOf(c.found).finding()
			if err == nil {
				if c.code != exitOK {
					t.Fatal("nothing is told")
				}
				return
			}
			if code, hint := outcomeOf(err); code != c.code || err.Error() != c.words ||
				hint != c.hint {
				t.Errorf("%d %q\n%s", code, err, hint)
			}
		})
	}
}

func erasure(id record.ID, here, there []casebook.Place) *casebook.Erasure {
	return &casebook.Erasure{Cases: []record.ID{id},
		Purged: casebook.Purged{Left: here, There: there}}
}
