package team

import (
	"crypto/elliptic"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"
)

func TestCheckAcceptsGoodTeams(t *testing.T) {
	if err := small().Check(); err != nil {
		t.Error(err)
	}
	left := with(small(), "mhall", func(m *Member) { m.Left = day(3, 1) })
	if err := left.Check(); err != nil {
		t.Errorf("a line manager who left may stay named: %v", err)
	}
}

// TestCheckRefuses changes one thing in a good team, and requires the fault to be named.
func TestCheckRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		id     string
		change func(*Member)
		says   string
	}{
		"id upper case":  {"asha", func(m *Member) { m.ID = "Asha" }, "an id has"},
		"id empty":       {"asha", func(m *Member) { m.ID = "" }, "an id has"},
		"id digit first": {"asha", func(m *Member) { m.ID = "1asha" }, "an id has"},
		"id 33 long": {"asha", func(m *Member) {
			m.ID = strings.Repeat("a", 33)
		}, "an id has"},
		"id with LF": {"asha", func(m *Member) { m.ID = "asha\n" }, "an id has"},
		"id no":      {"asha", func(m *Member) { m.ID = "no" }, "YAML"},
		"id twice": {"jpryce", func(m *Member) {
			m.ID = "asha"
		}, "the id is already there"},
		"email twice": {"asha", func(m *Member) {
			m.Email = "VERA@agency.example"
		}, "the email is already there"},
		"recipient twice": {"asha", func(m *Member) {
			m.Recipient = recipient("y")
		}, "the recipient is already there"},
		"key twice": {"asha", func(m *Member) {
			m.Keys[0].Key = ed25519Line(5)
		}, "the key is already there"},
		"key twice in a member": {"asha", func(m *Member) {
			m.Keys = append(m.Keys, m.Keys[0])
		}, "the key is already there"},
		"no senior": {"vera", func(m *Member) {
			m.Roles = []Role{Records}
		}, "senior must be active"},
		"senior left": {"vera", func(m *Member) {
			m.Left = day(2, 1)
		}, "senior must be active"},
		"manager unknown": {"asha", func(m *Member) {
			m.LineManager = "nobody"
		}, "is not a member"},
		"own manager": {"asha", func(m *Member) {
			m.LineManager = "asha"
		}, "own line manager"},
		"covered by nobody": {"asha", func(m *Member) {
			m.CoveredBy, m.CoveredUntil = "zed", "2026-03-21"
		}, "who is not a member"},
		"covers for oneself": {"asha", func(m *Member) {
			m.CoveredBy, m.CoveredUntil = "asha", "2026-03-21"
		}, "for themselves"},
		"covered to no day": {"asha", func(m *Member) {
			m.CoveredBy, m.CoveredUntil = "vera", "2026-02-30"
		}, "not a day"},
		"covered without end": {"asha", func(m *Member) { m.CoveredBy = "vera" }, "not a day"},
		"an end without cover": {"asha", func(m *Member) {
			m.CoveredUntil = "2026-03-21"
		}, "who is not a member"},
		"covered by a key": {"asha", func(m *Member) {
			m.CoveredBy, m.CoveredUntil = "recovery-1", "2026-03-21"
		}, "recovery key"},
		"a key that is covered": {"recovery-1", func(m *Member) {
			m.CoveredBy, m.CoveredUntil = "asha", "2026-03-21"
		}, "recovery key"},
		"circle": {"vera", func(m *Member) {
			m.LineManager = "asha"
		}, "own line manager"},
		"role unknown": {"asha", func(m *Member) {
			m.Roles = []Role{"boss"}
		}, "unknown role"},
		"role twice": {"asha", func(m *Member) {
			m.Roles = []Role{Lead, Lead}
		}, "twice"},
		"no role": {"asha", func(m *Member) { m.Roles = nil }, "no role"},
		"recovery and more": {"recovery-1", func(m *Member) {
			m.Roles = []Role{Recovery, Senior}
		}, "no other role"},
		"recovery by name only": {"recovery-1", func(m *Member) {
			m.Roles = []Role{Senior}
		}, "recovery-1"},
		"recovery by role only": {"asha", func(m *Member) {
			m.Roles = []Role{Recovery}
		}, "recovery-1"},
		"recovery-0": {"recovery-1", func(m *Member) {
			m.ID = "recovery-0"
		}, "recovery-1"},
		"no recipient": {"asha", func(m *Member) { m.Recipient = "" }, "no recipient"},
		"X25519 recipient": {"asha", func(m *Member) {
			m.Recipient = "age1" + strings.Repeat("q", 58)
		}, "not a post-quantum"},
		"recipient with LF": {"asha", func(m *Member) {
			m.Recipient = recipient("q")[:1958] + "\n"
		}, "not a post-quantum"},
		"no since": {"asha", func(m *Member) {
			m.Since = time.Time{}
		}, "whole seconds"},
		"half second": {"asha", func(m *Member) {
			m.Since = m.Since.Add(time.Second / 2)
		}, "whole seconds"},
		"key without from": {"asha", func(m *Member) {
			m.Keys[0].From = time.Time{}
		}, "whole seconds"},
	} {
		err := with(small(), c.id, c.change).Check()
		if !errors.Is(err, ErrInvalid) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, team := range []Team{{Format: 0, Version: 1}, {Format: 2, Version: 1},
		{Format: 1, Version: 0}} {
		team.Members = small().Members
		if err := team.Check(); !errors.Is(err, ErrInvalid) {
			t.Errorf("format %d, version %d: %v", team.Format, team.Version, err)
		}
	}
}

func TestAVeryLongLineOfManagers(t *testing.T) {
	team := small()
	for i := range 40 {
		m := Member{ID: fmt.Sprintf("m%d", i), Roles: []Role{Manager}}
		if i > 0 {
			m.LineManager = fmt.Sprintf("m%d", i-1)
		}
		team.Members = append(team.Members, m)
	}
	byID := team.byID()
	if faults := byID["m31"].lineFaults(byID); len(faults) != 0 {
		t.Errorf("31 levels: %v", faults)
	}
	if faults := byID["m32"].lineFaults(byID); len(faults) != 1 {
		t.Errorf("32 levels: %v", faults)
	}
}

func TestNames(t *testing.T) {
	for _, good := range []string{"Asha", "Asha Rao", "Mo O'Hall", "J. Pryce-Évans",
		"Nguyễn Thị Hoa", "李 小明", "Ngozi (cover)", "Team 7", strings.Repeat("é", 100)} {
		if err := checkName(good); err != nil {
			t.Errorf("%q: %v", good, err)
		}
	}
	for _, bad := range []string{
		"", " Asha", "Asha ", "Asha.", "'Asha", "Asha'", "-Asha,", "A, B", "A <b>", "A > b",
		`A "B" C`, `A\B`, "A\nB", "A\tB", "A\x00",
		"A\u00a0B", "A\u202eB", "A\u2028B", "A\ufeffB", "A\xffB", ";x", ":x",
		strings.Repeat("é", 101),
	} {
		if err := checkName(bad); !errors.Is(err, ErrInvalid) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

// Each bad email would mean something to ssh's patterns, to git, or to YAML.
func TestEmails(t *testing.T) {
	for _, good := range []string{"asha@agency.example", "a.rao+case@x-y.example",
		"o'hall@agency.example", "_x@localhost"} {
		if err := checkEmail(good); err != nil {
			t.Errorf("%q: %v", good, err)
		}
	}
	for _, bad := range []string{
		"", "asha", "@", "asha@", "@agency.example", "a@b@c", "*@agency.example", "asha@*",
		"a?ha@agency.example", "!asha@agency.example",
		"a,b@agency.example", `"asha"@agency.example`, "#asha@agency.example",
		"asha @agency.example", "asha@agency.example ",
		"asha@agency.example\nmallory@x", "asha@agency.example\tnamespaces=",
		"asha@agency.example.", ".asha@agency.example",
		"-asha@agency.example", "<asha@agency.example>", "ásha@agency.example", "asha\x00@x",
		strings.Repeat("a", 250) + "@x.yz",
	} {
		if err := checkEmail(bad); !errors.Is(err, ErrInvalid) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func TestKeyTypes(t *testing.T) {
	ed := ed25519Line(1)
	wire, ecWire := mustWire(t, ed), mustWire(t, ecdsaLine(t, elliptic.P256()))
	edPoint, ecPoint := string(wire[len(wire)-32:]), string(ecWire[len(ecWire)-65:])
	for name, good := range map[string]string{
		"ed25519":    ed,
		"p256":       ecdsaLine(t, elliptic.P256()),
		"p384":       ecdsaLine(t, elliptic.P384()),
		"p521":       ecdsaLine(t, elliptic.P521()),
		"rsa 3072":   rsaLine(t, 3072),
		"sk-ed25519": wireLine("sk-ssh-ed25519@openssh.com", edPoint, "ssh:"),
		"sk-ecdsa":   wireLine("sk-ecdsa-sha2-nistp256@openssh.com", "nistp256", ecPoint, "ssh:"),
	} {
		if err := checkKey(good); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	encode := base64.StdEncoding.EncodeToString
	for name, bad := range map[string]string{
		"empty": "", "type only": "ssh-ed25519", "comment": ed + " asha",
		"two spaces": strings.Replace(ed, " ", "  ", 1),
		"LF":         ed + "\n", "option": `cert-authority ` + ed, "rsa 2048": rsaLine(t, 2048),
		"wrong type":        "ssh-rsa " + encode(wire),
		"trailing bytes":    "ssh-ed25519 " + encode(append(wire[:len(wire):len(wire)], 0)),
		"cut":               "ssh-ed25519 " + encode(wire[:len(wire)-1]),
		"base64 not strict": ed[:len(ed)-1] + "=",
		"base64 with LF":    ed[:40] + "\n" + ed[40:],
		"dsa":               wireLine("ssh-dss", "p", "q", "g", "y"),
		"certificate":       wireLine(ssh.CertAlgoED25519v01, "nonce", edPoint),
		"point off a curve": wireLine("ecdsa-sha2-nistp256", "nistp256",
			"\x04"+strings.Repeat("A", 64)),
	} {
		if err := checkKey(bad); !errors.Is(err, ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func mustWire(t *testing.T, line string) []byte {
	t.Helper()
	_, encoded, _ := strings.Cut(line, " ")
	wire, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		t.Fatal(err)
	}
	return wire
}
