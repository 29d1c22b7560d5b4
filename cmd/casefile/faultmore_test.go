package main

import (
	"os"
	"path/filepath"
	"strings"
)

// deedsOfOffice returns deeds of the members who keep the agency's rules, its people and its
// copies.
func deedsOfOffice() []deedForGood {
	const stage = "opened"
	return []deedForGood{
		{name: "cover", who: "judith", stage: stage, again: said("covers|already"),
			does: func(*vault) (string, []string) {
				return "", strings.Fields("casefile cover mina --by asha --until 2024-01-20")
			}},
		{name: "policy", who: "judith", stage: stage, op: "policy",
			again: said("recorded so already"),
			does: func(v *vault) (string, []string) {
				policy := v.must("judith", "", "casefile", "policy")
				return policy + "# read in January\n", strings.Fields("casefile policy edit -F -")
			}},
		{name: "release", who: "judith", stage: stage, op: "release",
			again: said("not on hold|no hold"),
			does: func(v *vault) (string, []string) {
				hold := []string{"casefile", "hold", v.stands, "-F", "-"}
				v.saw(v.must("judith", v.text("hold.md", nil), hold...))
				return "---\nreason: the inquiry is over\nauthority: J. Pryce\n---\n",
					[]string{"casefile", "release", v.stands, "-F", "-"}
			}},
		{name: "import csv", who: "asha", stage: stage, op: "add", again: said("before|already"),
			does: func(v *vault) (string, []string) {
				table := "When,What\n2022-03-01,A letter came\n2022-03-02,A visit was held\n"
				return "", append(
					[]string{"casefile", "import", "csv", v.stands, v.file("table.csv", table)},
					"--column", "date=When", "--column", "event=What")
			}},
		{name: "team add", who: "judith", stage: stage, op: "team", again: said("already|is taken"),
			does: func(v *vault) (string, []string) {
				v.hire("faye", "Faye Lowe")
				card := filepath.Join(v.dir, "faye.card")
				v.must("faye", "", "casefile", "identity", "card", "-o", card)
				return "", []string{"casefile", "team", "add", card, "--roles", "contributor"}
			}},
		{name: "identity rotate", who: "asha", stage: stage,
			does: func(v *vault) (string, []string) {
				card := filepath.Join(v.dir, "again.card")
				return "", []string{"casefile", "identity", "rotate", "-o", card}
			}},
		{name: "restore server", who: "judith", stage: stage,
			again: said("casefile sync|is not empty"),
			does: func(v *vault) (string, []string) {
				return "", []string{"casefile", "restore", "server",
					filepath.Join(v.dir, "copies", "anew")}
			}},
	}
}

// file writes a file to hand to a command.
func (v *vault) file(name, text string) string {
	v.t.Helper()
	path := filepath.Join(v.dir, name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		v.t.Fatal(err)
	}
	return path
}
