package team

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

type rosterVector struct {
	Name, Expect    string
	Version         int
	Members, Active []string
}

func TestRosterVectors(t *testing.T) {
	var index struct{ Vectors []rosterVector }
	folder := filepath.Join("..", "..", "testdata", "vectors", "team")
	data, err := os.ReadFile(filepath.Join(folder, "index.json"))
	if err == nil {
		err = json.Unmarshal(data, &index)
	}
	if err != nil || len(index.Vectors) < 8 {
		t.Fatal(len(index.Vectors), err)
	}
	refusals := map[string]error{"syntax": ErrSyntax, "newer": ErrNewer, "invalid": ErrInvalid}
	for _, v := range index.Vectors {
		file, err := os.ReadFile(filepath.Join(folder, v.Name+".yaml"))
		if err != nil {
			t.Fatal(err)
		}
		roster, err := Parse(file)
		if err == nil {
			err = roster.Check()
		}
		if v.Expect != "" {
			if want := refusals[v.Expect]; want == nil || !errors.Is(err, want) {
				t.Errorf("%s: want %q, got %v", v.Name, v.Expect, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", v.Name, err)
			continue
		}
		v.check(t, roster, file, folder)
	}
}

func (v rosterVector) check(t *testing.T, roster Team, file []byte, folder string) {
	t.Helper()
	var members, active []string
	for _, m := range roster.Members {
		members = append(members, m.ID)
		if m.Active() {
			active = append(active, m.ID)
		}
	}
	if roster.Version != v.Version || !slices.Equal(members, v.Members) ||
		!slices.Equal(active, v.Active) {
		t.Errorf("%s: version %d, members %v, active %v", v.Name, roster.Version, members, active)
	}
	if string(roster.Encode()) != string(file) {
		t.Errorf("%s: written\n%s", v.Name, roster.Encode())
	}
	want, err := os.ReadFile(filepath.Join(folder, v.Name+".signers"))
	if err != nil || string(roster.AllowedSigners()) != string(want) {
		t.Errorf("%s: allowed_signers\n%s\nwant\n%s%v", v.Name, roster.AllowedSigners(), want, err)
	}
}
