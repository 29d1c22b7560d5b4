package disclose

import (
	"slices"
	"strings"
	"testing"

	"casefile/internal/cases"
	"casefile/internal/record"
)

// TestOtherIDs: only numbers of cases that are known to be others go. What merely looks like
// one, such as a passport's, stays.
func TestOtherIDs(t *testing.T) {
	k := kinds(t)
	const other = "other_cases: [{case: P4W8-6T2H, relation: sibling}]\n"
	d := Decisions{Cases: []record.ID{"H2T6P8W4"}}
	for _, c := range []struct{ about, body, want string }{
		{"with and without a hyphen", "P4W86T2H, P4W8-6T2H and p4w8-6t2h", "%, % and %"},
		{"one that the caller knows", "H2T6-P8W4 and h2t6p8w4", "% and %"},
		{"with an entry", "P4W8-6T2H/7K2M, P4W8/7K2M-9QXH", "%, %"},
		{"short, of a case that is named here", "See P4W8, not p4w8a.", "See %, not p4w8a."},
		{"short, of one that the caller knows", "H2T6 it is", "H2T6 it is"},
		{"of no case", "NI QQ123456; passport 5GBR2345; UPN H801-2000; ref NSCS8842; AB12 CDE",
			"NI QQ123456; passport 5GBR2345; UPN H801-2000; ref NSCS8842; AB12 CDE"},
		{"behind another word with a hyphen", "some-P4W8-6T2H", "some-%"},
		{"of this case, and of its entries", "K3F9-27QM, K3F9/9QXH, 9QXH-7K2M",
			"K3F9-27QM, K3F9/9QXH, 9QXH-7K2M"},
		{"within a longer number", "AP4W86T2H and P4W86T2H1", "AP4W86T2H and P4W86T2H1"},
	} {
		items := []cases.Item{profile(t, k, other), sealedItem(t, k, 1, "note", "", c.body)}
		out, log, err := Redact(items, k, d)
		if err != nil {
			t.Errorf("%s: %v", c.about, err)
			continue
		}
		if got := short(out[1].Section("")); got != c.want {
			t.Errorf("%s: %q, want %q", c.about, got, c.want)
		}
		if taken := slices.ContainsFunc(log, func(i LogItem) bool {
			return i.What == otherCaseWhat
		}); taken != strings.Contains(c.want, "%") {
			t.Errorf("%s: the log has %v", c.about, log)
		}
	}
}

// TestNoTrace: of what is withheld there is no link, no number, no file and no word of a
// manager's; the log tells all of it.
func TestNoTrace(t *testing.T) {
	k := kinds(t)
	const file = "file: H2T6P8W4\nname: a.txt\ntype: text/plain\nlength: 8\nsha256: " +
		"abababababababababababababababababababababababababababababababab\n"
	concern := sealedItem(t, k, 1, "concern", "links: {evidence: B8Q1R4D9}\n", "Words.\n")
	drawing := sealedItem(t, k, 2, "attachment", file, "")
	note := sealedItem(t, k, 3, "note", "links: {concern: 9QXH7K2M, related: [7K2M9QXH, "+
		"9QXH7K2M], risk: P4W86T2H/9QXH7K2M}\n",
		"See 9QXH-7K2M, K3F9-27QM/9QXH, B8Q1-R4D9 and 7K2M-9QXH.\n")
	withhold := Decisions{Items: []Decision{{Entry: ids[1], Do: DoWithhold, Exemption: SeriousHarm},
		{Entry: ids[2], Do: DoKeep}}}
	out, log, err := Redact([]cases.Item{profile(t, k, ""), concern, drawing, note}, k, withhold)
	if err != nil || len(out) != 2 {
		t.Fatalf("%d copies, %v", len(out), err)
	}
	if got := short(out[1].Section("")); got != "See #, #, # and 7K2M-9QXH." {
		t.Error(got)
	}
	if got := out[1].Links; len(got) != 1 || len(got["related"]) != 1 ||
		got["related"][0].Entry != ids[0] {
		t.Errorf("links are %v", got)
	}
	var said []string
	for _, i := range log {
		said = append(said, i.What+": "+i.Exemption)
	}
	for _, want := range []string{"the whole entry: serious_harm", belongsWhat + ": serious_harm",
		"another case: third_party",
		"a link to what is left out: serious_harm", otherEntryWhat + ": third_party"} {
		if !slices.Contains(said, want) {
			t.Errorf("the log lacks %q: %q", want, said)
		}
	}
	bare := sealedItem(t, k, 3, "note", "links: {concern: 9QXH7K2M}\n", "Words.\n")
	out, _, err = Redact([]cases.Item{profile(t, k, ""), concern, bare}, k, withhold)
	if err != nil || strings.Contains(string(out[1].Text), "links") {
		t.Errorf("%v: a trace of the link: %s", err, out[1].Text)
	}
}

// TestFilesOfWhatIsWithheld: a file goes with the entry that it belongs to, whichever of both
// has the link; a redacted copy of it is no part of that.
func TestFilesOfWhatIsWithheld(t *testing.T) {
	k := kinds(t)
	const file = "file: H2T6P8W4\nname: a.txt\ntype: text/plain\nlength: 8\nsha256: " +
		"abababababababababababababababababababababababababababababababab\n"
	for _, c := range []struct {
		about, concern, file string
		goes                 bool
	}{
		{"no link", "", "", true},
		{"the file has the link", "", "links: {concern: 9QXH7K2M}\n", false},
		{"the entry has the link", "links: {evidence: B8Q1R4D9}\n", "", false},
		{"it replaces a file that is withheld", "", "links: {replaces: 9QXH7K2M}\n", true},
	} {
		items := []cases.Item{profile(t, k, ""), sealedItem(t, k, 1, "concern", c.concern, ""),
			sealedItem(t, k, 2, "attachment", file+c.file, "")}
		out, _, err := Redact(items, k,
			Decisions{Items: []Decision{{Entry: ids[1], Do: DoWithhold, Exemption: SeriousHarm}}})
		if err != nil || len(out) == 2 != c.goes {
			t.Errorf("%s: %d copies, %v", c.about, len(out), err)
		}
	}
}

// TestKeepsOfEntries: a keep of what was said in confidence holds for the versions that stood.
func TestKeepsOfEntries(t *testing.T) {
	k := kinds(t)
	first := sealedItem(t, k, 1, "note", "confidentiality: keep it from the father\n",
		"Word one.\n")
	second := sealedItem(t, k, 2, "note", "links: {amends: 9QXH7K2M}\nconfidentiality: keep it\n",
		"Word two.\n")
	first.Seq, second.Seq = 2, 8
	for seq, want := range map[int]int{0: 3, 9: 3, 5: 1} {
		d := Decisions{Items: []Decision{{Entry: ids[1], Do: DoKeep, Seq: seq}}}
		if out, _, err := Redact([]cases.Item{profile(t, k, ""), first, second}, k,
			d); err != nil || len(out) != want {
			t.Errorf("decided at %d: %d copies, %v", seq, len(out), err)
		}
	}
}
