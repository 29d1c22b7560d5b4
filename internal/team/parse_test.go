package team

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

func TestParseReadsWhatEncodeWrites(t *testing.T) {
	for name, want := range map[string]Team{"golden": goldenTeam(), "small": small(),
		"nobody": {Format: 1, Version: 1}} {
		got, err := Parse(want.Encode())
		if err != nil || !bytes.Equal(got.Encode(), want.Encode()) ||
			len(got.Members) != len(want.Members) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	got, err := Parse([]byte(golden()))
	if err != nil {
		t.Fatal(err)
	}
	asha, found := got.Member("asha")
	if !found || asha.Name != "Asha Rao" || asha.Active() || asha.LineManager != "vera" ||
		!asha.Has(Lead) || len(asha.Keys) != 2 || asha.Keys[0].active() || !asha.Keys[1].active() {
		t.Errorf("asha is %+v", asha)
	}
}

func TestParseRefuses(t *testing.T) {
	good := golden()
	swap := func(old, new string) string {
		if !strings.Contains(good, old) {
			t.Fatalf("the golden file has no %q", old)
		}
		return strings.Replace(good, old, new, 1)
	}
	for name, c := range map[string]struct {
		file string
		line int
	}{
		"empty":              {"", 1},
		"no final LF":        {strings.TrimSuffix(good, "\n"), 31},
		"blank line at end":  {good + "\n", 32},
		"comment":            {"# team\n" + good, 1},
		"CRLF":               {strings.ReplaceAll(good, "\n", "\r\n"), 1},
		"BOM":                {"\ufeff" + good, 1},
		"format 01":          {swap("format: 1", "format: 01"), 1},
		"format +1":          {swap("format: 1", "format: +1"), 1},
		"format word":        {swap("format: 1", "format: one"), 1},
		"no version":         {swap("version: 3\n", ""), 2},
		"members null":       {"format: 1\nversion: 1\nmembers: ~\n", 3},
		"members unlisted":   {"format: 1\nversion: 1\nmembers:\n", 3},
		"plain name":         {swap(`"Asha Rao"`, `Asha Rao`), 5},
		"single quotes":      {swap(`"Asha Rao"`, `'Asha Rao'`), 5},
		"escape in name":     {swap(`"Asha Rao"`, `"Asha\u0020Rao"`), 5},
		"quote in name":      {swap(`"Asha Rao"`, `"Asha "A" Rao"`), 5},
		"spaces after":       {swap(`"Asha Rao"`, `"Asha Rao" `), 5},
		"roles out of order": {swap("[caseworker, lead]", "[lead, caseworker]"), 7},
		"roles tight":        {swap("[caseworker, lead]", "[caseworker,lead]"), 7},
		"role unknown":       {swap("[caseworker, lead]", "[boss]"), 7},
		"roles block":        {swap("[caseworker, lead]", ""), 7},
		"fields out of order": {swap("    line_manager: vera\n    since: 2026-01-12T09:00:00Z\n",
			"    since: 2026-01-12T09:00:00Z\n    line_manager: vera\n"), 10},
		"duplicate field": {
			swap("    line_manager: vera\n", "    line_manager: vera\n    line_manager: vera\n"),
			10},
		"unknown field": {swap("    line_manager: vera\n", "    phone: 0\n"), 9},
		"empty field":   {swap("line_manager: vera", "line_manager: "), 9},
		"time with offset": {
			swap("since: 2026-01-12T09:00:00Z", "since: 2026-01-12T09:00:00+00:00"), 10},
		"time with fraction": {
			swap("since: 2026-01-12T09:00:00Z", "since: 2026-01-12T09:00:00.5Z"), 10},
		"date only": {swap("since: 2026-01-12T09:00:00Z", "since: 2026-01-12"), 10},
		"no such day": {swap("since: 2026-01-12T09:00:00Z", "since: 2026-02-30T09:00:00Z"),
			10},
		"left never": {swap("left: 2026-09-30T16:00:00Z", "left: 0001-01-01T00:00:00Z"),
			11},
		"keys without key":     {swap("  - id: backup", "    keys:\n  - id: backup"), 18},
		"key without from":     {swap("        from: 2026-06-01T10:00:00Z\n", ""), 17},
		"members out of order": {swap("id: backup", "id: aardvark"), 4},
		"anchor":               {swap("id: asha", "id: &a asha\n    x: *a"), 5},
		"second document":      {good + "---\n", 32},
		"over 8 MiB":           {good + strings.Repeat("#", 8<<20), 0},
	} {
		_, err := Parse([]byte(c.file))
		if !errors.Is(err, ErrSyntax) {
			t.Errorf("%s: %v", name, err)
		} else if c.line > 0 && !strings.Contains(err.Error(), fmt.Sprintf("line %d", c.line)) {
			t.Errorf("%s: expected line %d: %v", name, c.line, err)
		}
	}
}

func TestParseNewerFormat(t *testing.T) {
	_, err := Parse([]byte("format: 2\nwhatever: comes\n"))
	if !errors.Is(err, ErrNewer) || errors.Is(err, ErrSyntax) {
		t.Errorf("%v", err)
	}
}

// A YAML reader must read the same values as Parse.
func TestTeamIsYAML(t *testing.T) {
	var seen struct {
		Format  int
		Members []struct {
			ID, Name, Email, Recipient string
			LineManager                string `yaml:"line_manager"`
			Roles                      []string
			Keys                       []struct{ Key string }
		}
	}
	if err := yaml.Unmarshal([]byte(golden()), &seen); err != nil {
		t.Fatal(err)
	}
	want, err := Parse([]byte(golden()))
	if err != nil {
		t.Fatal(err)
	}
	for i, m := range want.Members {
		got := seen.Members[i]
		if got.ID != m.ID || got.Name != m.Name || got.Email != m.Email ||
			got.Recipient != m.Recipient ||
			got.LineManager != m.LineManager || len(got.Roles) != len(m.Roles) ||
			len(got.Keys) != len(m.Keys) {
			t.Errorf("YAML sees %+v", got)
		}
		for j, k := range m.Keys {
			if got.Keys[j].Key != k.Key {
				t.Errorf("YAML sees key %q", got.Keys[j].Key)
			}
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(golden()))
	f.Add(small().Encode())
	f.Add([]byte("format: 1\nversion: 1\nmembers: []\n"))
	f.Add([]byte("format: 1\nversion: 1\nmembers:\n  - id: a\n    name: \"a\"\n    email: \"\"\n" +
		"    roles: []\n    since: 2026-01-12T09:00:00Z\n"))
	f.Fuzz(func(t *testing.T, file []byte) {
		team, err := Parse(file)
		if err != nil {
			return
		}
		if !bytes.Equal(team.Encode(), file) {
			t.Errorf("a second spelling was accepted")
		}
		// A roster that Check accepts can add no line and no option to allowed_signers.
		if team.Check() == nil {
			checkSigners(t, team)
		}
	})
}

func checkSigners(t *testing.T, team Team) {
	keys := 0
	for _, m := range team.Members {
		keys += len(m.Keys)
	}
	lines := strings.SplitAfter(string(team.AllowedSigners()), "\n")
	if len(lines) != keys+1 {
		t.Errorf("%d keys made %d lines", keys, len(lines)-1)
	}
	for _, line := range lines[:len(lines)-1] {
		if words := strings.Split(line, " "); len(words) != 4 ||
			!strings.HasPrefix(words[1], `namespaces="git"`) {
			t.Errorf("line %q", line)
		}
	}
}
