package manual

import (
	"embed"
	"slices"
	"strings"
)

//go:embed *.md
var files embed.FS

// Page is one page of the manual.
type Page struct {
	Topic string // the name of its file, without .md
	Title string // its first heading
	Text  string // Markdown
}

// topics returns the names of the pages in their reading order, in which a test runs them.
func topics() []string {
	return []string{"caseworker", "manager", "records-officer", "scripts", "server", "tailoring",
		"guarantees", "when-something-is-lost"}
}

// Pages returns all pages in reading order.
func Pages() []Page {
	var out []Page
	for _, topic := range topics() {
		text, err := files.ReadFile(topic + ".md")
		if err != nil {
			panic(err) // all listed pages are embedded
		}
		title, _, _ := strings.Cut(string(text), "\n")
		out = append(out, Page{topic, strings.TrimPrefix(title, "# "), string(text)})
	}
	return out
}

// Find returns the page about a topic.
func Find(topic string) (p Page, ok bool) {
	all := Pages()
	i := slices.IndexFunc(all, func(p Page) bool { return p.Topic == topic })
	if i < 0 {
		return Page{}, false
	}
	return all[i], true
}
