package report

import (
	"bufio"
	"bytes"
	"html/template"
	"strconv"
	"strings"

	"casefile/internal/pattern"
	"casefile/internal/record"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// proseHTML renders the Markdown of an entry. It does not interpret raw HTML, links and images:
// they are shown as typed, have no effect, and make no network request. An entity for an invisible
// character is shown as typed. The result is the only text that the page's template does not
// escape.
func proseHTML(s string) (template.HTML, error) {
	var out bytes.Buffer
	words := html.NewRenderer(html.WithWriter(seenWriter{html.DefaultWriter}))
	md := goldmark.New(goldmark.WithParser(proseParser()),
		goldmark.WithRenderer(renderer.NewRenderer(
			renderer.WithNodeRenderers(util.Prioritized(words, 1000),
				util.Prioritized(thirdPartyRenderer{}, 500)))))
	if err := md.Convert([]byte(shallow(record.Clean(s))), &out); err != nil {
		return "", err
	}
	return template.HTML(out.String()), nil
}

// seenWriter writes words as goldmark does, except words in which an entity would become an
// invisible character, which could for example change the direction of a text.
type seenWriter struct{ html.Writer }

func (w seenWriter) Write(out util.BufWriter, source []byte) {
	var read bytes.Buffer
	buffered := bufio.NewWriter(&read)
	w.Writer.Write(buffered, source)
	buffered.Flush()
	if unseenIn(read.Bytes()) > unseenIn(source) {
		w.RawWrite(out, source)
		return
	}
	out.Write(read.Bytes())
}

func unseenIn(s []byte) int {
	n := 0
	for _, r := range string(s) {
		if record.Unseen(r) {
			n++
		}
	}
	return n
}

// tooDeep matches a line that begins more than 64 nested quotations and lists. Nobody writes such
// lines, and each level costs goldmark a walk through all others.
var tooDeep = pattern.Of(
	`(?m)^((?:[ \t]*(?:>|[-+*][ \t]|\d{1,9}[.)][ \t])){64}[ \t]*\d{0,9})([->+*.)].*)$`)

// shallow escapes what a line begins beyond that depth. A line of one repeated mark is a horizontal
// rule, and stays.
func shallow(s string) string {
	return tooDeep().ReplaceAllStringFunc(s, func(line string) string {
		for _, rule := range []string{"- \t", "* \t"} {
			if strings.Trim(line, rule) == "" {
				return line
			}
		}
		return tooDeep().ReplaceAllString(line, `${1}\${2}`)
	})
}

func proseParser() parser.Parser {
	return parser.NewParser(
		parser.WithBlockParsers(
			util.Prioritized(parser.NewSetextHeadingParser(), 100),
			util.Prioritized(parser.NewThematicBreakParser(), 200),
			util.Prioritized(parser.NewListParser(), 300),
			util.Prioritized(parser.NewListItemParser(), 400),
			util.Prioritized(parser.NewCodeBlockParser(), 500),
			util.Prioritized(parser.NewATXHeadingParser(), 600),
			util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
			util.Prioritized(parser.NewBlockquoteParser(), 800),
			util.Prioritized(parser.NewParagraphParser(), 1000),
		),
		parser.WithInlineParsers(
			util.Prioritized(parser.NewCodeSpanParser(), 100),
			util.Prioritized(thirdPartyParser{}, 200),
			util.Prioritized(parser.NewEmphasisParser(), 500),
		),
		parser.WithASTTransformers(util.Prioritized(lowerHeadings{}, 100),
			util.Prioritized(allShown{}, 200)),
	)
}

// lowerHeadings puts an entry's headings below those of the report.
type lowerHeadings struct{}

func (lowerHeadings) Transform(doc *ast.Document, _ text.Reader, _ parser.Context) {
	ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if h, ok := n.(*ast.Heading); ok && entering {
			h.Level = min(h.Level+3, 6)
		}
		return ast.WalkContinue, nil
	})
}

// allShown shows what Markdown would hide: the words after the marks that begin a code block, and
// the typed number of each list item, which Markdown would count itself.
type allShown struct{}

func (allShown) Transform(doc *ast.Document, r text.Reader, _ parser.Context) {
	var blocks []*ast.FencedCodeBlock
	ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.FencedCodeBlock:
			if n.Info != nil {
				blocks = append(blocks, n)
			}
		case *ast.List:
			numberItems(n, r.Source())
		}
		return ast.WalkContinue, nil
	})
	for _, n := range blocks {
		words := ast.NewString(n.Info.Segment.Value(r.Source()))
		words.SetRaw(true)
		p := ast.NewParagraph()
		p.AppendChild(p, words)
		n.Parent().InsertBefore(n.Parent(), n, p)
		n.Info = nil
	}
}

// numberItems sets the typed number of each item whose number is not the next one.
func numberItems(list *ast.List, source []byte) {
	next := list.Start
	for item := list.FirstChild(); item != nil && list.IsOrdered(); item = item.NextSibling() {
		if typed := numberOf(item, source); typed >= 0 && typed != next {
			item.SetAttributeString("value", []byte(strconv.Itoa(typed)))
			next = typed
		}
		next++
	}
}

// itemNumber matches the number before the words of an item.
var itemNumber = pattern.Of(`(\d{1,9})[.)][ \t]+$`)

// numberOf returns the typed number of an item; -1 if it can't be found.
func numberOf(item ast.Node, source []byte) int {
	first := item.FirstChild()
	if first == nil || first.Type() != ast.TypeBlock || first.Lines().Len() == 0 {
		return -1
	}
	begin := first.Lines().At(0).Start
	line := source[bytes.LastIndexByte(source[:begin], '\n')+1 : begin]
	m := itemNumber().FindSubmatch(line)
	if m == nil {
		return -1
	}
	number, _ := strconv.Atoi(string(m[1]))
	return number
}

// thirdPartyNode is [Mrs Jones]{.third-party}.
type thirdPartyNode struct {
	ast.BaseInline
	name []byte
}

// kindThirdParty is the node's kind in goldmark.
var kindThirdParty = ast.NewNodeKind("ThirdParty")

func (n *thirdPartyNode) Kind() ast.NodeKind { return kindThirdParty }
func (n *thirdPartyNode) Dump(source []byte, level int) {
	ast.DumpHelper(n, source, level, nil, nil)
}

type thirdPartyParser struct{}

func (thirdPartyParser) Trigger() []byte { return []byte{'['} }

func (thirdPartyParser) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, _ := block.PeekLine()
	m := thirdPartyHere().FindSubmatchIndex(line)
	if m == nil {
		return nil
	}
	block.Advance(m[1])
	return &thirdPartyNode{name: bytes.Clone(line[m[2]:m[3]])}
}

type thirdPartyRenderer struct{}

func (thirdPartyRenderer) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(kindThirdParty,
		func(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
			if entering {
				w.WriteString(`<span class="third" title="third party">`)
				w.Write(util.EscapeHTML(n.(*thirdPartyNode).name))
				w.WriteString(`</span>`)
			}
			return ast.WalkContinue, nil
		})
}
