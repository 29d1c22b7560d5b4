package match

import (
	"slices"
	"testing"
)

// TestNamesInMarkup are found where pages and quotations write them.
func TestNamesInMarkup(t *testing.T) {
	f := NewFinder[string]()
	f.Seek("she", Forms("Edna Kirkby", nil))
	for text, want := range map[string]string{
		"[K]irkby said":                        "[# said",
		"Kirk[by](there)":                      "#](there)",
		"Edna(Kirkby)":                         "#)",
		"child(ren)":                           "child(ren)",
		"https://face.example/%4Birkby":        "https://face.example/#",
		"Edna%20Kirkby.pdf":                    "#.pdf",
		"Edna<br>Kirkby":                       "#",
		"<p>Edna</p><p>Kirkby</p>":             "<p>#</p>",
		`<b title="Edna Kirkby">she</b>`:       `<b title="#">she</b>`,
		`<a href="/kirkby">she</a>`:            `<a href="/#">she</a>`,
		`Kir<span class="x">k</span>by`:        "#",
		"<!-- Kirkby --> and <b>Kirk</b>by":    "<!-- # --> and <b>#",
		"5 < 6 and Kirkby > 3":                 "5 < 6 and # > 3",
		"100% of them, 20%ad":                  "100% of them, 20%ad",
		"ednak@post.example":                   "#@post.example",
		"edna.k77@post.example":                "#@post.example",
		"Edna keeps ednak":                     "# keeps ednak",
		"an entity of two letters, &fjlig;ord": "an entity of two letters, &fjlig;ord",
		"Mrs K. rang":                          "#. rang",
		"Mrs K rang":                           "# rang",
		"Mrs K. She rang":                      "#. She rang",
		"Mrs K. Adams rang":                    "Mrs K. Adams rang",
		"Mrs Khan, K. Adams":                   "Mrs Khan, K. Adams",
	} {
		if got := around(f, text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}

// TestPeopleInMarkup: who is named in a comment or in a tag is asked about too.
func TestPeopleInMarkup(t *testing.T) {
	for text, want := range map[string][]string{
		"He met <!-- Kevin Marsh -->her":             {"Kevin Marsh"},
		`He met <a title="Kevin Marsh">him</a> here`: {"Kevin Marsh"},
	} {
		var got []string
		for _, n := range People(text) {
			got = append(got, n.Text)
			if text[n.From:n.To] != n.Text {
				t.Errorf("%q: the place says %q", text, text[n.From:n.To])
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q has %q, want %q", text, got, want)
		}
	}
}

func TestUserNamesAreSought(t *testing.T) {
	f := NewFinder[string]()
	f.Seek("she", ContactForms("Signal @danak77, insta: dana_k, dk77dana@post.example until 6.30pm"))
	for text, want := range map[string]string{
		"write to danak77":    "write to #",
		"as dana_k there":     "as # there",
		"at 6.30pm":           "at 6.30pm",
		"as @dk77dana":        "as @#",
		"signal and insta":    "signal and insta",
		"post example no one": "post example no one",
	} {
		if got := around(f, text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}

// TestEntityOfLetters: two letters of one entity have nothing between them.
func TestEntityOfLetters(t *testing.T) {
	f := NewFinder[string]()
	f.Seek("he", Forms("F J Ord", nil))
	f.Seek("he", Forms("Alf Jord", nil))
	f.Seek("home", AddressForms("12 Fjord Lane"))
	for text, want := range map[string]string{
		"&fjlig;ord Lane":       "#",
		"12&fjlig;ord Lane":     "#",
		"Al&fjlig;ord":          "#",
		"&fjlig; Ord, 1&fjlig;": "&fjlig; #, 1&fjlig;",
	} {
		if got := around(f, text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}
