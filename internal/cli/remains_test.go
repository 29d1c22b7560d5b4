package cli

import (
	"testing"

	"casefile/internal/casebook"
	"casefile/internal/record"
)

func TestRemains(t *testing.T) {
	here := []casebook.Place{{ID: "a1", Where: "refs/tags/saved"}, {ID: "b2", Where: "refs/tags/saved"}}
	many := []casebook.Place{{Where: "a"}, {Where: "b"}, {Where: "c"}, {Where: "d"}, {Where: "e"},
		{Where: "f"}, {Where: "g"}, {Where: "refs/heads/b"}}
	there := []casebook.Place{{ID: "a1", Where: "server.git"}}
	id := record.ID("K3F927QM")
	on := "remove what is named; casefile doctor then goes on with it"
	server := "whoever keeps the server runs there: casefile doctor; what it leaves there, " +
		"casefile retention proof K3F9-27QM names"
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
			"copies of keys remain here: refs/heads/b, a, b, c, d, e, 2 more places", on},
		{"the server has one", erasure(id, nil, there), exitFindings,
			"copies of keys remain at the remote: server.git", server},
		{"both", erasure(id, here, there), exitFindings,
			"copies of keys remain here: refs/tags/saved; copies of keys remain at the remote: server.git", on},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := remainsOf(c.found).finding()
			if err == nil {
				if c.code != exitOK {
					t.Fatal("nothing is told")
				}
				return
			}
			if code, hint := outcomeOf(err); code != c.code || err.Error() != c.words || hint != c.hint {
				t.Errorf("%d %q\n%s", code, err, hint)
			}
		})
	}
}

func erasure(id record.ID, here, there []casebook.Place) *casebook.Erasure {
	return &casebook.Erasure{Cases: []record.ID{id}, Purged: casebook.Purged{Left: here, There: there}}
}
