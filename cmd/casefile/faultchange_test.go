package main

import "strings"

// deedsOfChange returns deeds that end, begin or hand on something: cases, people, drafts, copies
// and servers.
func deedsOfChange() []deedForGood {
	return []deedForGood{
		{name: "accept", who: "mina", stage: "an intake", op: "accept",
			again: said("is open already, with key worker asha"),
			does: func(v *vault) (string, []string) {
				return "", []string{"casefile", "accept", v.intake(), "--key-worker", "asha"}
			}},
		{name: "accept into a case", who: "mina", stage: "an intake", op: "close",
			again: said("not an intake"),
			does: func(v *vault) (string, []string) {
				return "", []string{"casefile", "accept", v.intake(), "--into", v.stands}
			}},
		{name: "retain", who: "judith", stage: "another rule", op: "retain",
			does: func(v *vault) (string, []string) {
				return "", []string{"casefile", "retain", v.doomed}
			}},
		{name: "transfer sent", who: "asha", stage: "to be sent", op: "transfer",
			again: said("wait for their receipt"),
			does: func(v *vault) (string, []string) {
				return textOfSending, []string{"casefile", "transfer", "sent", v.stands, "-F", "-"}
			}},
		{name: "transfer receipt", who: "asha", stage: "sent", op: "transfer",
			again: said("waits for a receipt"),
			does: func(v *vault) (string, []string) {
				return textOfReceipt,
					[]string{"casefile", "transfer", "receipt", v.stands, "-F", "-"}
			}},
		{name: "team leave", who: "judith", stage: "joined", op: "team", again: said("left"),
			does: func(*vault) (string, []string) {
				return "", strings.Fields("casefile team leave faye")
			}},
		{name: "adopt", who: "mina", stage: "left", op: "adopt", again: said("nothing to adopt"),
			does: func(v *vault) (string, []string) {
				return "", []string{"casefile", "adopt", v.copy("faye")}
			}},
		{name: "rejoin", who: "judith", stage: "set back", op: "rejoin",
			again: said("lacks nothing"),
			does: func(*vault) (string, []string) {
				return "", strings.Fields("casefile sync --rejoin")
			}},
		{name: "draft discard", who: "asha", stage: "draft", again: said("no draft"),
			does: func(v *vault) (string, []string) {
				return "", []string{"casefile", "draft", "discard", v.draftOf("asha")}
			}},
		{name: "a draft mended", who: "asha", stage: "draft", op: "add",
			again: said("no draft|recorded already"),
			does: func(v *vault) (string, []string) {
				contact := v.text("contact.md", nil)
				return strings.ReplaceAll(contact, "2026-", "2022-"),
					[]string{"casefile", "contact",
						v.stands, "--draft", v.draftOf("asha")}
			}},
		{name: "restore copy", who: "asha", stage: "damaged",
			again: said("nothing of it is damaged"),
			does: func(*vault) (string, []string) {
				return "", strings.Fields("casefile restore copy --no-input")
			}},
	}
}
