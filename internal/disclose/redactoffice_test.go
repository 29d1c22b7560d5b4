package disclose

import (
	"errors"
	"strings"
	"testing"

	"casefile/internal/cases"
	"casefile/internal/record"
)

// officeItems returns the case of a child whose address is protected from the father, with an
// agency.
func officeItems(t *testing.T, agency string) []cases.Item {
	k := kinds(t)
	return []cases.Item{
		sealedItem(t, k, 0, "profile", "subject_type: child\nname: Tobi Adeyemi\n"+
			"date_of_birth: 2016-11-02\n"+
			"address: 12 Mill Lane; Eskby; EK2 1AB\n"+
			"address_protected_from: [{from: father, basis: court order}]\n"+
			"people:\n  - {name: Dana Adeyemi, relation: mother, contact: 0161 496 0123}\n", ""),
		sealedItem(t, k, 1, "concern", "headline: Shouting\nanonymous: yes\nabout: Tobi\n"+
			"sources: [{who: Edith Hallam}]\n", ""),
		sealedItem(t, k, 2, "note",
			"headline: Rang them\nsources: [{who: Edith Hallam, how: in person, agency: Oak "+
				"Primary}]\nreferences: [{agency: \""+agency+"\", number: 884213}]\n",
			"Rang "+agency+" again."),
	}
}

// TestOffices: an agency stays by its whole name, but for a protected street, a number, or all
// of somebody's name in it; one that tells the town of a protected address is asked about.
func TestOffices(t *testing.T) {
	dana := Decision{Name: "Dana Adeyemi", Do: DoKeep}
	for _, c := range []struct {
		about, agency string
		also          []Decision
		asked, stays  string
	}{
		{about: "with a surname in it", agency: "Hallam House", stays: "Rang Hallam House again."},
		{about: "with a protected street in it", agency: "12 Mill Ln Refuge",
			stays: "Rang ▇▇▇ (withheld) Refuge again."},
		{about: "with a number in it", agency: "Helpline 01614960123",
			stays: "Rang Helpline ▇▇▇ (third party) again."},
		{about: "with a whole name in it", agency: "Edith Hallam Care",
			stays: "Rang ▇▇▇ (third party) Care again."},
		{about: "with a whole name behind", agency: "Office Edith Hallam",
			stays: "Rang Office ▇▇▇ (third party) again."},
		{about: "with a number behind", agency: "Office 0161 496 0123",
			stays: "Rang Office ▇▇▇ (third party) again."},
		{about: "kept with a whole name in it", agency: "Edith Hallam Care",
			stays: "Rang ▇▇▇ (third party) Care again.",
			also:  []Decision{{Name: "Edith Hallam Care", Do: DoKeep}}},
		{about: "with the street in it", agency: "Mill Lane Primary", asked: "Mill Lane Primary"},
		{about: "with the town in it", agency: "Eskby Library", asked: "Eskby Library"},
		{about: "with the town in it, kept", agency: "Eskby Library",
			stays: "Rang Eskby Library again.",
			also:  []Decision{{Name: "Eskby Library", Do: DoKeep}}},
		{about: "with the town in it, removed", agency: "Eskby Library",
			stays: "Rang ▇▇▇ (third party) again.",
			also:  []Decision{{Name: "Eskby Library", Do: DoRemove, Exemption: ThirdParty}}},
	} {
		d := Decisions{Today: record.Date{Year: 2026, Month: 3, Day: 6},
			Items: append(c.also, dana)}
		got, _, err := Redact(officeItems(t, c.agency), kinds(t), d)
		var u *Undecided
		switch {
		case errors.As(err, &u):
			if len(u.Questions) != 1 || u.Questions[0].Name != c.asked ||
				u.Questions[0].Propose != "" {
				t.Errorf("%s: asks %+v", c.about, u.Questions)
			}
		case err != nil || c.asked != "":
			t.Errorf("%s: asks nothing, %v", c.about, err)
		case !strings.Contains(all(got), c.stays):
			t.Errorf("%s: %s", c.about, all(got))
		case strings.Contains(c.stays, block) && strings.Contains(all(got), c.agency):
			t.Errorf("%s: its name stands somewhere: %s", c.about, all(got))
		}
	}
}

// TestAreaOfProtectedAddress: whether an address that is kept from somebody is in the area of the
// agency is kept from them too.
func TestAreaOfProtectedAddress(t *testing.T) {
	k := kinds(t)
	const front = "address: 12 Mill Lane, Eskby\naddress_in_area: yes\naddress_since: 2026-01-02\n"
	for protection, stays := range map[string]bool{"": true,
		"address_protected_from: [{from: father, basis: court order}]\n": false} {
		got, _, err := Redact([]cases.Item{profile(t, k, front+protection)}, k, Decisions{})
		if err != nil {
			t.Fatal(err)
		}
		if area := got[0].Str("address_in_area"); (area == "yes") != stays {
			t.Errorf("%q: in the area: %q", protection, area)
		}
	}
}
