package disclose

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"casefile/internal/cases"
	"casefile/internal/seal"
	"casefile/internal/storytest"
)

// An item is a recorded entry of front matter and a body; kinds are the built-in ones.
var item, kinds = storytest.Recorded, storytest.Kinds

const reported = "anonymous: yes\nsources: [{who: Edith Hallam, how: telephone}]\n"

func TestWithhold(t *testing.T) {
	for _, c := range []struct {
		about, front, body string
		gone, stays        []string
	}{
		{"its own source", reported, "", []string{"Hallam"},
			[]string{`{who: "withheld", how: "telephone"}`}},
		{"in quotes", "anonymous: yes\nsources: [{who: \"Edith Hallam\"}]\n", "",
			[]string{"Hallam"}, []string{`"withheld"`}},
		{"in any case of letters, with what follows", reported, "EDITH HALLAM's dog; edith  hallam",
			[]string{"HALLAM", "hallam"}, []string{"withheld dog; withheld"}},
		{"over two lines", reported, "said Edith\nHallam.", []string{"Hallam"},
			[]string{"said withheld."}},
		{"twice beside each other", reported, "Edith Hallam Edith Hallam", []string{"Hallam"},
			[]string{"withheld withheld"}},
		{"in addresses and user names", reported, "ehallam@post.example, EdithHallam, edith77",
			[]string{"allam", "edith"}, []string{"withheld@post.example, withheld, withheld"}},
		{"in a file's name", reported, "See school-ehallam.txt.", []string{"hallam"},
			[]string{"See school-withheld.txt."}},
		{"with accents, and with what cannot be seen", reported, "\u00c9dith and Hal\u00adlam, " +
			"Hallams", []string{"dith", "lam"}, []string{"withheld and withheld, withheld"}},
		{"no part of a longer word", "anonymous: yes\nsources: [{who: Ann}]\n", "Ann told Anne.",
			[]string{"Ann "}, []string{"withheld told Anne."}},
		{"third parties of that entry", reported, "[Mr Cole]{.third-party} too", []string{"Cole"},
			[]string{"[withheld]{.third-party} too"}},
		{"a common word, in its own entry", "anonymous: yes\nsources: [{who: neighbour}]\n" +
			"headline: Neighbour rang\n", "", []string{"eighbour"},
			[]string{`headline: "withheld rang"`}},
		{"marks of a pattern mean nothing", "anonymous: yes\nsources: [{who: 'E. H. (aunt)'}]\n",
			"EaHx E. H. (aunt)", []string{"E. H."}, []string{"EaHx withheld"}},
		{"nobody anonymous", "sources: [{who: Edith Hallam}]\n", "[Mr Cole]{.third-party}", nil,
			[]string{"Edith Hallam", "Mr Cole"}},
		{"not known who", "anonymous: yes\nsources: [{who: unknown}]\n", "unknown", nil,
			[]string{"who: unknown"}},
	} {
		it := item(t, "7K2M9QXH", "concern", c.front, c.body)
		got, err := Withhold([]cases.Item{it}, kinds(t))
		if err != nil {
			t.Errorf("%s: %v", c.about, err)
			continue
		}
		text := string(got.Items[0].Text)
		for _, w := range c.gone {
			if strings.Contains(text, w) {
				t.Errorf("%s: %q is still there: %s", c.about, w, text)
			}
		}
		for _, w := range c.stays {
			if !strings.Contains(text, w) {
				t.Errorf("%s: %q is not there: %s", c.about, w, text)
			}
		}
		changed := len(c.gone) > 0
		same := got.Items[0].SHA256 == it.SHA256 && got.Items[0].Nonce == it.Nonce
		if len(got.Changed) > 0 != changed || same == changed {
			t.Errorf("%s: told of as changed: %v; SHA-256 and nonce as they were: %v", c.about,
				got.Changed, same)
		}
	}
}

func TestWithholdElsewhere(t *testing.T) {
	concern := item(t, "7K2M9QXH", "concern", reported, "")
	other := item(t, "9QXH7K2M", "note", "headline: Rang Edith Hallam back\n",
		"[Mr Cole]{.third-party} and a neighbour")
	got, err := Withhold([]cases.Item{concern, other}, kinds(t))
	if err != nil || len(got.Changed) != 2 || got.Items[1].Headline != "Rang withheld back" ||
		!strings.Contains(string(got.Items[1].Text), "[Mr Cole]") {
		t.Errorf("%v, %v, %+v", err, got.Changed, got.Items[1].Entry)
	}
	if strings.Contains(string(other.Text), "withheld") ||
		other.Headline != "Rang Edith Hallam back" {
		t.Error("the entry itself was changed")
	}
}

func TestWithholdForms(t *testing.T) {
	profile := item(t, "3XJ9V3N8", "profile", "subject_type: child\nname: Tobi Hallam\npeople:\n"+
		"  - {name: Maureen Price, relation: grandmother}\n", "")
	for _, c := range []struct{ who, text, want string }{
		{"Edith Warner", "Edith rang. Mrs Warner rang. WARNER, Edith rang. E. Warner rang.",
			"withheld rang. withheld rang. withheld rang. withheld rang."},
		// the child's surname
		{"Edith Hallam", "Tobi Hallam rang. Mrs Hallam rang. Edith rang.",
			"Tobi Hallam rang. withheld rang. withheld rang."},
		// a grandmother stays one
		{"Maureen Price", "Maureen Price rang.", "Maureen Price rang."},
		{"Neighbour", "A neighbour rang.", "A neighbour rang."},
		{"01632 960733", "Ring 01632 960733.", "Ring withheld."},
	} {
		concern := item(t, "7K2M9QXH", "concern", "anonymous: yes\nsources: [{who: "+c.who+"}]\n",
			"")
		got, err := Withhold(
			[]cases.Item{profile, concern, item(t, "9QXH7K2M", "note", "", c.text)}, kinds(t))
		if err != nil {
			t.Errorf("%s: %v", c.who, err)
			continue
		}
		if text := got.Items[2].Sections[0].Text; text != c.want {
			t.Errorf("%s: %q, not %q", c.who, text, c.want)
		}
		if strings.Contains(string(got.Items[1].Text), c.who) {
			t.Errorf("%s is named in the entry itself", c.who)
		}
		if !strings.Contains(string(got.Items[0].Text), "Tobi Hallam") ||
			!strings.Contains(string(got.Items[0].Text), "Maureen Price") {
			t.Errorf("%s: the profile lost somebody: %s", c.who, got.Items[0].Text)
		}
	}
}

// TestWithholdWritten: however a name is written, in a body and in front matter.
func TestWithholdWritten(t *testing.T) {
	const told = "anonymous: yes\nsources: [{who: Ivo Kirkby}]\n"
	for _, c := range []struct{ about, front, body, want string }{
		{"emphasis within", "", "K**irk**by rang, *Ivo* Kir_k_by too.",
			"withheld rang, withheld too."},
		{"an entity", "", "&#75;irkby and K&#x69;rkby rang.", "withheld and withheld rang."},
		{"an entity in front matter", "action: 'Told &#75;irkby so'\n", "", "Told withheld so"},
		{"characters in characters", "", "&amp;#75;irkby rang.", "withheld rang."},
		{"letters with marks apart", "", "Ki\u0307rkby rang.", "withheld rang."},
		{"what cannot be seen", "", "Kir\u00adk\u200bby rang.", "withheld rang."},
		{"over a line's end", "", "Kirk-\nby rang.", "withheld rang."},
		{"escapes of YAML", "action: \"Told Kirk\\x62y so\"\n", "", "Told withheld so"},
		{"a slip in the whole name", "", "Ivo Kirkbey rang.", "withheld rang."},
		{"another with a like name", "", "Kirby and Ivor rang.", "Kirby and Ivor rang."},
	} {
		items := []cases.Item{item(t, "7K2M9QXH", "concern", told, ""),
			item(t, "9QXH7K2M", "note", c.front, c.body)}
		got, err := Withhold(items, kinds(t))
		if err != nil {
			t.Errorf("%s: %v", c.about, err)
			continue
		}
		if text := got.Items[1].Action + got.Items[1].Section(""); text != c.want {
			t.Errorf("%s: %q, not %q", c.about, text, c.want)
		}
	}
}

// TestWithholdTouchesWordsAlone: a name that is a word of the schema, of a template or of
// everybody's changes no answer, no day and no name of a field.
func TestWithholdTouchesWordsAlone(t *testing.T) {
	const front = "headline: I hope he will note the case by May\nimpact: negative\nkept: held\n" +
		"child_seen: no\nmethod: in_person\nsignificant: true\n" +
		"occurred: 2026-03-05 # as they said\n"
	const body = "We will see a young man by the case. It is no joy; yes. Flat 4. Day 12."
	for _, who := range []string{"Will Young", "Mark Case", "Hope Kind", "Ms Note", "Grace Contact",
		"Jo No",
		"Rose By", "Dana 12", "neighbour at 4", "Mrs Jones-Case", "Joy Negative", "Yes Man",
		"Ann Lee", "True Held"} {
		told := item(t, "7K2M9QXH", "concern", "anonymous: yes\nsources: [{who: "+who+"}]\n", "")
		note := item(t, "9QXH7K2M", "contact", front, body)
		got, err := Withhold([]cases.Item{told, note}, kinds(t))
		if err != nil || len(got.Changed) != 1 || string(got.Items[1].Text) != string(note.Text) {
			t.Errorf("%s: %v, changed are %v: %s", who, err, got.Changed, got.Items[1].Text)
		}
		if got.Items[0].Sources[0].Who != withheldMark {
			t.Errorf("%s: told by %q", who, got.Items[0].Sources[0].Who)
		}
	}
}

// TestWithholdVersions: what one version says of anonymity counts for all of them, and a
// comment is a place to name somebody too.
func TestWithholdVersions(t *testing.T) {
	first := item(t, "7K2M9QXH", "concern",
		"# Ivo Kirkby rang\nsources: [{who: a man, how: telephone}]\n", "The man rang.")
	second := item(t, "9QXH7K2M", "concern",
		"anonymous: yes\nsources: [{who: Ivo Kirkby, how: telephone}]\nlinks: {amends: 7K2M9QXH}\n",
		"")
	got, err := Withhold([]cases.Item{first, second}, kinds(t))
	if err != nil || len(got.Changed) != 2 {
		t.Fatalf("%v, %v", err, got.Changed)
	}
	text := string(got.Items[0].Text)
	if strings.Contains(text, "Kirkby") || got.Items[0].Sources[0].Who != withheldMark {
		t.Errorf("the first text still says %s", text)
	}
}

func TestNotWithheld(t *testing.T) {
	long := item(t, "7K2M9QXH", "concern", "anonymous: yes\nsources: [{who: Al}]\n",
		strings.Repeat("Al ", 20000))
	if _, err := Withhold([]cases.Item{long}, kinds(t)); !errors.Is(err, ErrWithhold) {
		t.Errorf("a text that grows too long: %v", err)
	}
	escapes := "&amp;" + strings.Repeat("amp;", mostEscapes+2) + "#75;irkby rang"
	told := item(t, "7K2M9QXH", "concern", "anonymous: yes\nsources: [{who: Ivo Kirkby}]\n", "")
	deep := item(t, "9QXH7K2M", "note", "", escapes)
	if _, err := Withhold([]cases.Item{told, deep}, kinds(t)); !errors.Is(err, ErrWithhold) ||
		!strings.Contains(err.Error(), "amend its text") {
		t.Errorf("characters in characters, over and over: %v", err)
	}
}

// What somebody's name was never stands in a copy, whatever the text is.
func FuzzWithhold(f *testing.F) {
	f.Add("Edith Hallam", "said Edith Hallam.")
	f.Add("a.b", "a.b a.b")
	f.Add("Withheld", "withheld")
	k := kinds(f)
	f.Fuzz(func(t *testing.T, name, body string) {
		text := fmt.Sprintf("---\nid: 7K2M9QXH\ncase: K3F927QM\nkind: concern\n"+
			"recorded: 2026-03-06T17:40:12Z\nby: asha\nnonce: 5XJ0V3N8R2M6T4Q9W1Z7Y0K8BC\n"+
			"anonymous: yes\nsources: [{who: %q}]\n---\n%s", name, body)
		padded, err := seal.Pad([]byte(text))
		if err != nil {
			return
		}
		e, err := k.Decode(padded)
		if err != nil {
			return
		}
		got, err := Withhold([]cases.Item{{Entry: e}}, k)
		if err != nil {
			return
		}
		for _, who := range told(&got.Items[0]) {
			if who != withheldMark && strings.TrimSpace(who) != "" {
				t.Fatalf("%q is still the source", who)
			}
		}
	})
}
