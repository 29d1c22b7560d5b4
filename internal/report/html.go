package report

import (
	_ "embed" // the page's template and style sheet
	"html/template"
	"io"
	"slices"
)

// confidential is at the head of every report that can be printed.
const confidential = "CONFIDENTIAL: case record"

//go:embed page.html
var pageTemplate string

//go:embed style.css
var styleSheet string

// htmlPage is the data for the template. Foot names the case, the instant and the commit on each
// printed page.
type htmlPage struct {
	*document
	Confidential string
	Style        template.CSS
	Foot         string
}

func writeHTML(w io.Writer, d *document) error {
	t, err := template.New("page").Funcs(template.FuncMap{
		"line": segments, "plain": plain, "prose": proseHTML, "long": longWords,
	}).Parse(pageTemplate)
	if err != nil {
		return err
	}
	foot := join(" · ", d.Title+" "+d.Case, d.Subject, "as at "+d.AsAt,
		labelled("record verified to ", d.Tip))
	return t.Execute(w, htmlPage{d, confidential, template.CSS(styleSheet), plain(foot)})
}

// shortTip returns the part of a commit that people read aloud.
func shortTip(tip string) string {
	if len(tip) > 12 {
		return tip[:12]
	}
	return tip
}

// longWords reports whether a cell has a word that must be broken because it would make the page
// too wide.
func longWords(text string, notes []string) bool {
	const most = 24 // characters, about a third of the narrowest page
	return slices.ContainsFunc(append([]string{text}, notes...), func(s string) bool {
		return longestWord(s) > most
	})
}
