package report

import (
	"bytes"
	"errors"
	"strings"
	"testing"
)

var sender = Sender{Name: "Asha Rao", Role: "caseworker", Email: "asha@agency.example"}

// letterOf writes the letter of the case's referral to social services.
func letterOf(t *testing.T, f Format, edits changed) string {
	t.Helper()
	p := tobi(t, edits)
	for _, r := range p.Case.Referrals {
		if r.Out {
			var out bytes.Buffer
			if err := WriteLetter(&out, f, p, r, sender); err != nil {
				t.Fatal(err)
			}
			return out.String()
		}
	}
	t.Fatal("the case has no referral that goes out")
	return ""
}

func TestLetterSaysWhatTheReceiverNeeds(t *testing.T) {
	for _, f := range []Format{Text, Markdown, HTML} {
		got := strings.Join(strings.Fields(letterOf(t, f, nil)), " ")
		for _, want := range []string{
			"that we made by telephone on 5", "16:10", // of what
			"A. Lind", "Northshire CSC", // to whom
			"Tobi", "2 Nov 2016", // about whom
			"alone at home for a night",       // why
			"K3F9-27QM/5REF-7YCN", "Asha Rao", // our reference
			"Confidential",
		} {
			if !strings.Contains(strings.ReplaceAll(got, "\u00a0", " "), want) {
				t.Errorf("%s: %q is missing:\n%s", f, want, got)
			}
		}
	}
}

// A protected address is in no letter, which anyone may open. A person who asked not to be named is
// named nowhere.
func TestLetterKeepsWhatIsProtected(t *testing.T) {
	got := letterOf(t, Markdown, nil)
	if strings.Contains(got, "4 Mill Lane") ||
		!strings.Contains(got, "protected; ask us by telephone") {
		t.Errorf("the protected address:\n%s", got)
	}
	if !strings.Contains(got, "ADDRESS PROTECTED from") {
		t.Error("the letter does not say from whom the address is kept")
	}
}

func TestLetterNamesNoInformantWhoAskedNotToBe(t *testing.T) {
	edit := changed{}
	for mark, named := range map[string]bool{"": true, "anonymous: yes\n": false} {
		edit["12-referral.md"] = [2]string{"reason: Tobi", "sources: [{who: Mr Heron}]\n" + mark +
			"reason: Tobi"}
		for _, f := range []Format{Text, Markdown, HTML} {
			if got := letterOf(t, f, edit); strings.Contains(got, "Heron") != named ||
				strings.Contains(got, "withheld") == named {
				t.Errorf("%s with %q: %s", f, mark, got)
			}
		}
	}
}

func TestLetterFormats(t *testing.T) {
	p := tobi(t, nil)
	for _, f := range []Format{CSV, JSON, "pdf"} {
		if err := WriteLetter(&bytes.Buffer{}, f, p, p.Case.Referrals[0], sender); !errors.Is(err,
			ErrFormat) {
			t.Errorf("%s: %v, want ErrFormat", f, err)
		}
	}
}
