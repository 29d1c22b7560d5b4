package record

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"gopkg.in/yaml.v3"

	"casefile/internal/pattern"
)

// flowNode is a value in brackets as its author means it: a list, named values, or words.
type flowNode struct {
	kind  byte // '[', '{' or 0
	items []flowItem
	words string   // of a scalar, without its quotes
	more  []string // which commas cut off, and which have no names of their own
	typed string   // of a scalar, as it was typed; "" if it must be written again
	blank bool     // a scalar of which nothing was typed
	of    *shape
}

// flowItem is one item of a list, or one named value.
type flowItem struct {
	key string // as typed
	flowNode
}

// flow takes a list or named values between brackets. A comma inside round brackets or
// quotes belongs to the item that it stands in.
func (s *strictly) flow(v value, of *shape, rest string) []numbered {
	words := rest
	if len(v.below) > 0 {
		words = folded(rest, v.below)
	}
	words = strings.TrimSpace(s.withoutHint(words))
	p := flowParser{src: words, single: singlyQuoted(words)}
	node := p.value(of, 0)
	behind := strings.TrimSpace(p.src[p.at:])
	switch {
	case behind != "" && of.textual(): // such as "[sic] he said"
		return s.words(v, of, rest)
	case p.why != "":
		s.n.add(RuleUnbalanced, v.position(), quoted(v.name)+" has "+p.why+".",
			"Write "+v.name+": "+node.strict())
		return s.wrong(v, node.strict())
	case behind != "":
		s.n.add(RuleUnbalanced, v.position(),
			quoted(v.name)+" has "+quoted(behind)+" behind its closing bracket.",
			"Write "+v.name+": "+node.strict()+" and put the rest into the text below.")
		return s.wrong(v, node.strict())
	}
	return s.asMeant(v, node, words)
}

// asMeant leaves a value in brackets as it was typed where YAML reads what is meant.
func (s *strictly) asMeant(v value, node flowNode, words string) []numbered {
	read := yamlValue(v.source())
	hinted := words != strings.TrimSpace(v.rest) && len(v.below) == 0
	if read != nil && node.same(read) && (read.LineComment == "" || hinted) {
		if strict := node.strict(); node.fits() {
			if read.LineComment != "" { // the template's hint
				return v.with(strict)
			}
			return v.lines()
		}
		return v.with(node.strict()) // for us the words are the same, for other readers not
	}
	s.typed(v, node.strict())
	return v.with(node.strict())
}

// flowWords returns the values that YAML reads in brackets, one behind the other.
func flowWords(node *yaml.Node) string {
	if node.Kind == yaml.ScalarNode {
		return jsonText(node.Value)
	}
	var parts []string
	step := 1
	if node.Kind == yaml.MappingNode {
		step = 2
	}
	for i := 0; i+step <= len(node.Content); i += step {
		part := flowWords(node.Content[i+step-1])
		if step == 2 {
			part = node.Content[i].Value + ": " + part
		}
		parts = append(parts, part)
	}
	if step == 2 {
		return "{" + strings.Join(parts, ", ") + "}"
	}
	return "[" + strings.Join(parts, ", ") + "]"
}

// same reports whether YAML reads what is meant.
func (n flowNode) same(read *yaml.Node) bool {
	switch {
	case n.kind == 0:
		return read.Kind == yaml.ScalarNode && read.Value == n.words
	case n.kind == '[' && (read.Kind != yaml.SequenceNode || len(read.Content) != len(n.items)),
		n.kind == '{' && (read.Kind != yaml.MappingNode || len(read.Content) != 2*len(n.items)):
		return false
	}
	for i, item := range n.items {
		if n.kind == '[' && !item.same(read.Content[i]) {
			return false
		}
		if n.kind == '{' && (read.Content[2*i].Value != unquotedKey(item.key) ||
			!item.same(read.Content[2*i+1])) {
			return false
		}
	}
	return true
}

// fits reports whether every reader of YAML takes the words, as they were typed, for texts.
func (n flowNode) fits() bool {
	switch {
	case n.kind == 0 && n.typed == "":
		return n.blank
	case n.kind == 0 && n.typed != n.words: // it has quotes
		return true
	case n.kind == 0 && !n.of.textual():
		return n.of.meansYes(n.typed) == n.typed
	case n.kind == 0:
		return !looksLikeKey(n.typed) && (n.of.untyped() || staysText(n.words))
	}
	for _, item := range n.items {
		if !item.fits() {
			return false
		}
	}
	return true
}

// strict returns the value on one line of YAML that every reader takes in the same sense.
func (n flowNode) strict() string {
	var parts []string
	for _, item := range n.items {
		part := item.strict()
		if n.kind == '{' {
			part = strings.TrimRight(item.key+": "+part, " ")
		}
		parts = append(parts, part)
	}
	switch n.kind {
	case '[':
		return "[" + strings.Join(parts, ", ") + "]"
	case '{':
		return "{" + strings.Join(parts, ", ") + "}"
	}
	if n.fits() && (n.blank || flowReads(n.typed) == n.words) {
		return n.typed
	}
	if len(n.more) > 0 {
		words := strings.Join(append([]string{n.words}, n.more...), ", ")
		return jsonText(strings.TrimSpace(words))
	}
	word := n.of.meansYes(n.words)
	if n.of.textual() || n.typed == "" || flowReads(word) != word {
		return jsonText(n.words)
	}
	return word
}

// looksLikeKey reports whether some readers of YAML take words between brackets for the
// name of a value that is left out.
func looksLikeKey(typed string) bool { return strings.HasSuffix(typed, ":") }

// flowReads returns a scalar between brackets as YAML reads it; "" where it is none.
func flowReads(typed string) string {
	list := yamlValue("k: [" + typed + "]\n")
	if list == nil || len(list.Content) != 1 || list.Content[0].Kind != yaml.ScalarNode ||
		list.LineComment != "" {
		return ""
	}
	return list.Content[0].Value
}

func unquotedKey(key string) string {
	if len(key) > 1 && (key[0] == '"' || key[0] == '\'') && key[len(key)-1] == key[0] {
		return key[1 : len(key)-1]
	}
	return key
}

// flowParser reads a value in brackets as people mean it. It guesses the meaning even if something
// does not close, or a comma cuts a value in two. So the line can be shown as it should be.
type flowParser struct {
	src   string
	at    int
	depth int
	why   string // what is wrong first; "" where all is well
	outer []byte // what closes what is open, the outermost first

	single map[int]int // what stands between single quotes
}

// amiss keeps the first reason.
func (p *flowParser) amiss(format string, args ...any) {
	if p.why == "" {
		p.why = fmt.Sprintf(format, args...)
	}
}

func (p *flowParser) value(of *shape, closer byte) flowNode {
	if of == nil {
		of = &shape{}
	}
	p.blanks()
	if p.at < len(p.src) && p.depth < maxDepth {
		switch c := p.src[p.at]; {
		case c == '[' && of.takes("array"):
			return p.collection(c, ']', of)
		case c == '{' && of.takes("object"):
			return p.collection(c, '}', of)
		}
	}
	return p.scalar(of, closer)
}

// endsOuter reports whether a bracket closes what is open further out, while what is open
// here closes nowhere.
func (p *flowParser) endsOuter(r rune) bool {
	if len(p.outer) < 2 || r > unicode.MaxASCII {
		return false
	}
	own, further := p.outer[len(p.outer)-1], p.outer[:len(p.outer)-1]
	return bytes.IndexByte(further, byte(r)) >= 0 && byte(r) != own &&
		strings.IndexByte(p.src[p.at:], own) < 0
}

func (p *flowParser) blanks() {
	for p.at < len(p.src) && strings.ContainsRune(" \t\n", rune(p.src[p.at])) {
		p.at++
	}
}

// collection reads a list or named values from their opening bracket on.
func (p *flowParser) collection(open, closer byte, of *shape) flowNode {
	out := flowNode{kind: open, of: of}
	p.at++
	p.depth++
	p.outer = append(p.outer, closer)
	defer func() { p.depth--; p.outer = p.outer[:p.depth] }()
	for {
		p.blanks()
		switch {
		case p.at >= len(p.src) || p.endsOuter(rune(p.src[p.at])):
			p.amiss("a “%c” that nothing closes", open)
			return out
		case p.src[p.at] == closer:
			p.at++
			return out
		case p.src[p.at] == ',':
			p.at++
			p.blanks()
			if len(out.items) == 0 || p.at < len(p.src) && p.src[p.at] == ',' {
				p.amiss("a comma with nothing before it")
			}
			continue
		}
		before := p.at
		p.item(&out, closer)
		if p.blanks(); p.at > before && p.at < len(p.src) && p.src[p.at] != ',' &&
			p.src[p.at] != closer && !p.endsOuter(rune(p.src[p.at])) {
			p.amiss("words behind a bracket that closes")
		}
		if p.at == before { // a bracket of the other kind
			p.amiss("a “%c” that nothing opens", p.src[p.at])
			p.at++
		}
	}
}

// item reads one item. A value without a name belongs to the one before it.
func (p *flowParser) item(out *flowNode, closer byte) {
	if out.kind == '[' {
		out.items = append(out.items, flowItem{"", p.value(out.of.Items, closer)})
		return
	}
	key, named := p.key()
	if !named {
		more := p.scalar(&shape{}, closer)
		p.amiss("a comma in front of %s, which has no name", quoted(more.words))
		if last := len(out.items) - 1; last >= 0 && out.items[last].kind == 0 {
			it := &out.items[last]
			it.more, it.typed = append(it.more, more.words), ""
			return
		}
		out.items = append(out.items, flowItem{jsonText(more.words), flowNode{of: &shape{}}})
		return
	}
	of := out.of.Fields.get(unquotedKey(key))
	out.items = append(out.items, flowItem{key, p.value(of, closer)})
}

// keyForm is a name as it may stand in front of a colon: quoted, or so that YAML can read it.
var keyForm = pattern.Of("^(\"[^\"]*\"|'[^']*'|[^\\s:#\"'\\[\\]{},&*!|>%@`?-][^:#]*)$")

// key reads the name of a named value with its colon.
func (p *flowParser) key() (string, bool) {
	rest := p.src[p.at:]
	for i := 0; i < len(rest); i++ {
		switch c := rest[i]; {
		case c == ':' && (i+1 == len(rest) || rest[0] == '"' ||
			strings.ContainsRune(" \t\n,]}", rune(rest[i+1]))):
			key := strings.TrimSpace(rest[:i])
			if !keyForm().MatchString(key) {
				return "", false
			}
			p.at += i + 1
			return key, true
		case strings.ContainsRune(",[]{}()", rune(c)):
			return "", false
		}
	}
	return "", false
}

// scalar reads words up to the comma or bracket that ends them.
func (p *flowParser) scalar(of *shape, closer byte) flowNode {
	start := p.at
	if end, ok := p.quotedEnd(closer); ok {
		typed := p.src[start:end]
		if words := flowReads(typed); words != "" || len(typed) == 2 {
			p.at = end
			p.blanks()
			return flowNode{words: words, typed: typed, of: of}
		}
	}
	missing := p.words(closer)
	typed := strings.Trim(p.src[start:p.at], " \t\n")
	out := flowNode{words: typed + missing, typed: typed, of: of}
	if missing == `"` && strings.HasPrefix(typed, missing) { // quoted, except for the end
		out.words = typed[1:]
	}
	if p.why != "" {
		out.typed = "" // so that it is shown in quotes
	}
	out.blank = out.words == ""
	return out
}

// quotedEnd returns the end of a quoted scalar that begins here, where nothing else follows it
// before the comma or bracket that ends the item.
func (p *flowParser) quotedEnd(closer byte) (int, bool) {
	if p.at >= len(p.src) || p.src[p.at] != '"' && p.src[p.at] != '\'' {
		return 0, false
	}
	quote := p.src[p.at]
	for i := p.at + 1; i < len(p.src); i++ {
		switch {
		case quote == '"' && p.src[i] == '\\':
			i++
		case p.src[i] == quote && quote == '\'' && i+1 < len(p.src) && p.src[i+1] == quote:
			i++
		case p.src[i] == quote:
			rest := strings.TrimLeft(p.src[i+1:], " \t\n")
			return i + 1, rest == "" || rest[0] == ',' || rest[0] == closer
		}
	}
	return 0, false
}

// opens maps the brackets and quotes that hold a comma to their closing ones.
var opens = map[rune]rune{'(': ')', '[': ']', '{': '}', '“': '”', '"': '"'}

// words goes to the comma or bracket that ends the words here, and gives what is missing
// to close them. Where what opens inside them closes nowhere, they end at the last bracket
// that may end the whole.
func (p *flowParser) words(closer byte) (missing string) {
	var open []rune // what closes what is open
	rest := p.src[p.at:]
	last := strings.LastIndexByte(rest, closer)
	until := 0 // where words between single quotes end
	for i, r := range rest {
		switch {
		case i < until:
		case len(open) > 0 && r == open[len(open)-1] && (i != last || r != rune(closer)):
			open = open[:len(open)-1]
		case len(open) == 0 && (r == ',' || r == rune(closer) || last < 0 && p.endsOuter(r)),
			i == last:
			p.at += i
			return p.unclosed(open)
		case p.single[p.at+i] > 0 && !inQuotes(open):
			until = p.single[p.at+i] - p.at
		case opens[r] != 0 && !inQuotes(open):
			open = append(open, opens[r])
		case strings.ContainsRune(")]}”", r) && !inQuotes(open):
			p.amiss("a “%c” that nothing opens", r)
		}
	}
	p.at = len(p.src)
	return p.unclosed(open)
}

// singlyQuoted returns the beginnings and ends of words between single quotes. Text with a bracket
// in it is not quoted: there the marks are apostrophes of two values.
func singlyQuoted(src string) map[int]int {
	out := map[int]int{}
	for _, at := range singleQuotes(src) {
		if !strings.ContainsAny(src[at[0]:at[1]], "[]{}") {
			out[at[0]] = at[1]
		}
	}
	return out
}

// unclosed returns the missing closing brackets and quotes, the innermost first.
func (p *flowParser) unclosed(open []rune) string {
	var out strings.Builder
	for _, r := range slices.Backward(open) {
		var begun rune
		for begins, closes := range opens {
			if closes == r {
				begun = begins
			}
		}
		p.amiss("a “%c” that nothing closes", begun)
		out.WriteRune(r)
	}
	return out.String()
}

func inQuotes(open []rune) bool {
	return len(open) > 0 && (open[len(open)-1] == '"' || open[len(open)-1] == '”')
}
