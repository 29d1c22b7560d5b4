package search

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"casefile/internal/match"
)

// These bound a query. A longer one is a slip, as when somebody pastes a page.
const (
	mostTyped  = 4096 // bytes
	mostNested = 100  // brackets
)

// Parse parses a query.
func Parse(typed string) (*Query, error) {
	if len(typed) > mostTyped {
		return nil, fmt.Errorf("%w: it has more than %d bytes", ErrQuery, mostTyped)
	}
	if !utf8.ValidString(typed) {
		return nil, fmt.Errorf("%w: it is not UTF-8", ErrQuery)
	}
	tokens, err := tokensOf(typed)
	if err != nil {
		return nil, err
	}
	p := &parser{typed: typed, tokens: tokens}
	root, err := p.any(0)
	switch {
	case err != nil:
		return nil, err
	case p.at < len(tokens):
		return nil, wrong(p.character(), "a bracket is closed that was not opened")
	case root == nil:
		return nil, fmt.Errorf("%w: there is no letter and no figure in it", ErrQuery)
	}
	return queryOf(root), nil
}

// token is a piece of a query. from and to are bytes.
type token struct {
	kind     tokenKind
	from, to int
}

type tokenKind int

const (
	plainWord tokenKind = iota
	phrase              // without its quotation marks
	opening
	closing
	andSign
	orSign
	notSign
)

// signOf returns AND, OR or NOT as a sign. In small letters they are plain words.
func signOf(word string) tokenKind {
	switch word {
	case "AND":
		return andSign
	case "OR":
		return orSign
	case "NOT":
		return notSign
	}
	return plainWord
}

func tokensOf(s string) ([]token, error) {
	var out []token
	for i := 0; i < len(s); {
		c, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case unicode.IsSpace(c):
			i += size
		case numberLength(s[i:]) > 0:
			to := i + numberLength(s[i:])
			out, i = append(out, token{plainWord, i, to}), to
		case c == '(':
			out, i = append(out, token{opening, i, i + 1}), i+1
		case c == ')':
			out, i = append(out, token{closing, i, i + 1}), i+1
		case quotes(c):
			end := strings.IndexFunc(s[i+size:], quotes)
			if end < 0 {
				return nil, wrong(utf8.RuneCountInString(s[:i]),
					"a quotation begins that has no end")
			}
			to := i + size + end
			_, close := utf8.DecodeRuneInString(s[to:])
			out, i = append(out, token{phrase, i + size, to}), to+close
		default:
			to := i + wordLength(s[i:])
			if at, fault := signFault(s[i:to]); fault != "" {
				return nil, wrong(utf8.RuneCountInString(s[:i+at]), "%s", fault)
			}
			out, i = append(out, token{signOf(s[i:to]), i, to}), to
		}
	}
	return out, nil
}

// signFault returns the fault of a star before or within a word, or of a hyphen before it, with its
// byte in the word. It returns "" for no fault. Other search languages give these signs a meaning;
// ignored here, they would find the wrong texts.
func signFault(word string) (at int, fault string) {
	isLetter := func(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) }
	if i := strings.IndexByte(word, '*'); i >= 0 && strings.IndexFunc(word[i:], isLetter) > 0 {
		return i, "a star goes at the end of a word; --regexp has signs for any letters"
	}
	rest, cut := strings.CutPrefix(word, "-")
	if c, _ := utf8.DecodeRuneInString(rest); cut && unicode.IsLetter(c) {
		return 0, "a hyphen before a word leaves nothing out; NOT does"
	}
	return 0, ""
}

func quotes(c rune) bool { return c == '"' || c == '“' || c == '”' || c == '„' }

// wordLength returns the length of the word at the beginning of a text.
func wordLength(s string) int {
	end := strings.IndexFunc(s, func(c rune) bool {
		return unicode.IsSpace(c) || c == '(' || c == ')' || quotes(c)
	})
	if end < 0 {
		return len(s)
	}
	return end
}

// parser parses tokens into alternatives, each a list of parts.
type parser struct {
	typed  string
	tokens []token
	at     int
}

func (p *parser) kind() (tokenKind, bool) {
	if p.at >= len(p.tokens) {
		return 0, false
	}
	return p.tokens[p.at].kind, true
}

// next reports whether a sign comes next, and passes it.
func (p *parser) next(sign tokenKind) bool {
	if kind, more := p.kind(); more && kind == sign {
		p.at++
		return true
	}
	return false
}

// character returns the position of the current token, or the end of the last one.
func (p *parser) character() int {
	to := len(p.typed)
	if p.at < len(p.tokens) {
		to = p.tokens[p.at].from
	}
	return utf8.RuneCountInString(p.typed[:to])
}

// any parses parts with OR between them. It returns nil if they have no letter and no figure.
func (p *parser) any(deep int) (node, error) {
	if deep > mostNested {
		return nil, wrong(p.character(), "there are too many brackets in one another")
	}
	var out either
	for {
		n, err := p.all(deep)
		if err != nil {
			return nil, err
		}
		if n != nil {
			out = append(out, n)
		}
		if !p.next(orSign) {
			break
		}
	}
	switch len(out) {
	case 0:
		return nil, nil
	case 1:
		return out[0], nil
	}
	return out, nil
}

// all parses parts with AND or nothing between them.
func (p *parser) all(deep int) (node, error) {
	var out both
	for first := true; ; first = false {
		at := p.character()
		and := p.next(andSign)
		if and && first {
			return nil, wrong(at, "AND has nothing before it")
		}
		kind, more := p.kind()
		if more && kind == closing && deep == 0 {
			return nil, wrong(p.character(), "a bracket is closed that was not opened")
		}
		if !more || kind == closing || kind == orSign {
			if and || first {
				return nil, wrong(p.character(), "a word is missing")
			}
			break
		}
		list, err := p.part(deep)
		if err != nil {
			return nil, err
		}
		out = append(out, list...)
	}
	switch len(out) {
	case 0:
		return nil, nil
	case 1:
		return out[0], nil
	}
	return out, nil
}

// part parses one part: a bracket, a NOT, or words.
func (p *parser) part(deep int) ([]node, error) {
	at := p.character()
	switch {
	case p.next(notSign):
		kind, more := p.kind()
		if !more || kind == closing || kind == orSign || kind == andSign {
			return nil, wrong(at, "NOT has nothing behind it")
		}
		return p.not(deep)
	case p.next(opening):
		n, err := p.any(deep + 1)
		if err != nil {
			return nil, err
		}
		if !p.next(closing) {
			return nil, wrong(at, "a bracket is not closed")
		}
		if n == nil {
			return nil, nil
		}
		return []node{n}, nil
	}
	return p.words(), nil
}

// not parses the part after NOT.
func (p *parser) not(deep int) ([]node, error) {
	if deep > mostNested {
		return nil, wrong(p.character(), "there are too many brackets in one another")
	}
	var list []node
	if kind, _ := p.kind(); kind == plainWord {
		list = p.known(1)
		if list == nil {
			list = one(p.alone(p.at))
			p.at++
		}
	} else {
		var err error
		if list, err = p.part(deep + 1); err != nil {
			return nil, err
		}
	}
	if len(list) == 0 {
		return nil, nil
	}
	return []node{without{both(list)}}, nil
}

// words parses a phrase, or plain words up to the next sign. Several words that mean one thing, as
// a day, become one term.
func (p *parser) words() []node {
	if t := p.tokens[p.at]; t.kind == phrase {
		p.at++
		text := p.typed[t.from:t.to]
		plain := phraseOf(text, strings.HasSuffix(text, "*"))
		if n := knownAs(text, true, plain); plain != nil && n != nil {
			return []node{n}
		}
		return one(plain)
	}
	var out []node
	for kind, more := p.kind(); more && kind == plainWord; kind, more = p.kind() {
		if list := p.known(mostTogether); list != nil {
			out = append(out, list...)
			continue
		}
		out = append(out, one(p.word(p.at))...)
		p.at++
	}
	return out
}

// mostTogether bounds the words that mean one thing: 12 Upper Rose Hill Road, Kirkby L32 1AB.
const mostTogether = 8

// known parses the longest run of at most so many plain words that mean a day, a number, an address
// or an ID. It returns nil if there is none.
func (p *parser) known(most int) []node {
	from, n := p.tokens[p.at].from, 0
	for n < most && p.at+n < len(p.tokens) && p.tokens[p.at+n].kind == plainWord {
		n++
	}
	for ; n > 0; n-- {
		to := p.tokens[p.at+n-1].to
		if term := knownAs(p.typed[from:to], false, p.each(n)); term != nil {
			p.at += n
			return []node{term}
		}
	}
	return nil
}

// each returns a node for the next n plain words in any order and place. If none has a letter or a
// figure, the node is empty and finds every text.
func (p *parser) each(n int) node {
	var out both
	for i := range n {
		out = append(out, one(p.word(p.at+i))...)
	}
	if len(out) == 1 {
		return out[0]
	}
	return out
}

// word returns a node for one plain word, which hyphens may make several. If somebody types o neill
// without the apostrophe, both words together are found in O'Neill.
func (p *parser) word(i int) node {
	n := p.alone(i)
	if n == nil {
		return nil
	}
	out := either{n}
	for _, first := range []int{i - 1, i} {
		if first < 0 || first+1 == len(p.tokens) || p.tokens[first+1].kind != plainWord ||
			p.tokens[first].kind != plainWord {
			continue
		}
		text := p.typed[p.tokens[first].from:p.tokens[first+1].to]
		if way, ok := withInitial(soughtReading(text)); ok {
			out = append(out, &words{[]match.Reading{way}, strings.HasSuffix(text, "*")})
		}
	}
	if len(out) == 1 {
		return n
	}
	return out
}

// alone returns a node for a word without regard to its neighbours.
func (p *parser) alone(i int) node {
	text := p.typed[p.tokens[i].from:p.tokens[i].to]
	return phraseOf(text, strings.HasSuffix(text, "*"))
}

func one(n node) []node {
	if n == nil {
		return nil
	}
	return []node{n}
}
