package report

import (
	"strings"
	"testing"
)

// A list of drafts keeps to the width of the terminal. The rest of a line continues below, in the
// column of the facts.
func TestDraftsInWidths(t *testing.T) {
	list := []DraftLine{
		{ID: "6T8Y2NGA", Age: "12 min", Kind: "referral-confirmation", Case: "K3F9-27QM",
			Name: "Tobi Adeyemi"},
		{ID: "7K2M9QXH", Age: "3 days", Kind: "concern", Where: "beside your identity"},
		{ID: "9QXH7K2M", Age: "26 h 0 min"},
	}
	for width, want := range map[int]string{
		120: `6T8Y-2NGA  kept 12 min ago      referral-confirmation  K3F9-27QM  Tobi Adeyemi
7K2M-9QXH  kept 3 days ago      concern                           beside your identity
9QXH-7K2M  kept 26 h 0 min ago
`,
		80: `6T8Y-2NGA  kept 12 min ago      referral-confirmation  K3F9-27QM  Tobi Adeyemi
7K2M-9QXH  kept 3 days ago      concern                           beside your
                                                                  identity
9QXH-7K2M  kept 26 h 0 min ago
`,
		50: `6T8Y-2NGA  kept 12 min ago   referral-confirmation
           K3F9-27QM   Tobi Adeyemi
7K2M-9QXH  kept 3 days ago   concern
           beside your identity
9QXH-7K2M  kept 26 h 0 min ago
`,
	} {
		var out strings.Builder
		if err := WriteDrafts(&out, list, width); err != nil {
			t.Fatal(err)
		}
		if out.String() != want {
			t.Errorf("at %d columns:\n%s", width, out.String())
		}
		for line := range strings.Lines(out.String()) {
			if runes(strings.TrimSuffix(line, "\n")) > width {
				t.Errorf("wider than %d: %s", width, line)
			}
		}
	}
}
