package record

import (
	"bytes"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// Strike returns a recorded text in which words are changed, and otherwise as it was: a field of
// which nothing changes keeps its lines, and so does the stamp. Value and Body of the editor count
// alone. Once anything changes no comment of the front matter stays, and comment says whether one
// must not: then the text changes for it.
func Strike(text []byte, e Editor, comment func(words string) bool) ([]byte, error) {
	p, _, root, err := recorded(text)
	if err != nil {
		return nil, err
	}
	e = Editor{Value: e.Value, Body: e.Body}.whole()
	body := e.Body(p.Body, p.bodyLine())
	struck, changed := struckFront(p.YAML, root, e)
	commented := slices.ContainsFunc(strings.Split(p.YAML, "\n"), func(line string) bool {
		_, words, is := strings.Cut(line, "#")
		return is && comment(words)
	})
	if !changed && !commented && body == p.Body {
		return text, nil
	}
	p.YAML, p.Body = struck, body
	return []byte(p.Text()), nil
}

// struckFront returns front matter as an editor changes it, without comments.
func struckFront(src string, root *yaml.Node, e Editor) (out string, changed bool) {
	var b strings.Builder
	lines := strings.SplitAfter(src, "\n")
	for i := 0; i+1 < len(root.Content); i += 2 {
		key, value := root.Content[i], root.Content[i+1]
		end := len(lines)
		if i+2 < len(root.Content) {
			end = root.Content[i+2].Line - 1
		}
		own := strings.Join(lines[key.Line-1:end], "")
		now, before := e.flowField(key, value), Editor{}.whole().flowField(key, value)
		switch {
		case slices.Contains(stampKeys, key.Value):
			b.WriteString(lines[key.Line-1])
		case now == before && !strings.Contains(own, "#"): // in which no comment can be
			b.WriteString(own)
		default:
			changed = changed || now != before
			b.WriteString(now)
		}
	}
	return b.String(), changed
}

// flowField returns a top-level field on one line.
func (e Editor) flowField(key, value *yaml.Node) string {
	if blank(value) {
		return e.key(key) + ":\n"
	}
	var b bytes.Buffer
	e.writeField(&b, key, value)
	return b.String()
}
