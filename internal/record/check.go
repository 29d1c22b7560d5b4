package record

import (
	"bytes"
	"cmp"
	"fmt"
	"strings"
	"time"

	"gopkg.in/yaml.v3"
)

// Context holds the facts that Check needs besides the text.
type Context struct {
	Now  time.Time      // nothing may have happened later; zero: not asked
	Zone *time.Location // of days; nil: UTC
	Kind string         // expected; "": the text says it
	// when it was first written down, elsewhere perhaps: plans lie ahead of it; zero: Now
	Written     time.Time
	Stamped     bool     // the text must be a recorded entry
	Informal    bool     // the agency's policy asks for fewer fields
	MaxSentence int      // in words; 0: language is not looked at
	Jargon      []string // words that the policy doesn't want
	Known       []string // abbreviations that the agency's readers know
	// the policy's words for the size of a risk, lowest first; none: the usual ones
	Levels []string
}

// Check finds everything that is wrong with a text, by the rules of Rules,
// sorted by place. The entry is nil where the text is too broken to read one.
func (k *Kinds) Check(text []byte, file string, c Context) (*Entry, Findings) {
	n := &notes{file: file}
	e := k.check(n, unixLines(text), c)
	if e != nil {
		e.Text = text
	}
	n.list.Sort()
	return e, n.list
}

// CheckTyped reports every fault of a text as its author typed it, in the form in which it would be
// recorded: with AsStrict first, and without the template's hints; a concern as Raise takes it in.
// A recorded text is checked unchanged.
func (k *Kinds) CheckTyped(text []byte, file string, c Context) Findings {
	bare := bytes.TrimPrefix(text, []byte(byteOrderMark))
	kind, ok := k.Kind(cmp.Or(c.Kind, FieldLine(bare, "kind")))
	if _, _, err := Unstamp(text); err == nil || !ok {
		_, found := k.Check(text, file, c)
		return found
	}
	if kind.alwaysIn() {
		return k.checkRaised(kind, text, file, c)
	}
	strict, notes := kind.AsStrict(text)
	for i := range notes {
		notes[i].File = file
	}
	if notes.Failed() {
		return k.CheckBesides(kind, notes, text, c)
	}
	if FromTemplate(strict) {
		strict = kind.Unhint(strict)
	}
	_, found := k.Check(strict, file, c)
	found = append(notes, found.AsTyped(file, text, strict)...)
	found.Sort()
	return found
}

// checkRaised is CheckTyped for a concern. A concern is always taken in: only an empty one, or one
// that is too long, has errors.
func (k *Kinds) checkRaised(kind *Kind, text []byte, file string, c Context) Findings {
	c.Kind = kind.Name
	_, found, err := kind.Raise(text, func(text []byte) Findings {
		_, found := k.Check(text, "", c)
		return found
	})
	if err != nil {
		found = Findings{{Rule: RuleMissingField, Severity: Error, Line: 1, Column: 1,
			Found: upperFirst(err.Error()) + ".", Do: "Write what worries you: one sentence is " +
				"enough."}}
	}
	for i := range found {
		found[i].File = file
	}
	found.Sort()
	return found
}

// CheckBesides adds the findings on the other lines of a typed text to those of AsStrict, errors
// among them. So the author learns everything at once. If those errors make the text unreadable,
// nothing is added.
func (k *Kinds) CheckBesides(kind *Kind, notes Findings, typed []byte, c Context) Findings {
	file := notes[0].File
	text := kind.Mended(typed)
	if FromTemplate(text) {
		text = kind.Unhint(text)
	}
	e, found := k.Check(text, file, c)
	if e == nil {
		return notes
	}
	return notes.Besides(found.AsTyped(file, typed, text))
}

func (k *Kinds) check(n *notes, text string, c Context) *Entry {
	if checkBytes(n, text); n.list.Failed() {
		return nil
	}
	p, root, ok := whole(n, text)
	if !ok {
		return nil
	}
	var stamp Stamp
	if c.Stamped {
		var bad int
		if stamp, bad = readStamp(p.YAML); !p.has() {
			n.add(RuleNoFrontMatter, position{1, 1}, "The text has no front matter.",
				"Record it with casefile add, which makes it.")
		} else if bad != 0 {
			n.add(RuleStamp, position{bad, 1}, "This is not the line that the program writes here.",
				"Record the text with casefile add, which writes the first six lines.")
		}
	}
	kind := k.kindOf(n, root, c.Kind)
	if kind == nil {
		return nil
	}
	stamp.Kind = kind.Name
	body := strings.TrimRight(p.Body, " \t\n") + "\n"
	sections, fence := sectionsOf(body, p.bodyLine())
	values := kind.checkFields(n, root, sections, c)
	kind.checkBody(n, sections, fence)
	e := kind.entry(stamp, values, sections)
	checkNatures(n, e)
	checkBasis(n, text, sections)
	checkTests(n, sections, c, amends(root))
	checkLanguage(n, e, headlineOf(text, root), c)
	return e
}

// kindOf returns the kind that the text names, or the one expected.
func (k *Kinds) kindOf(n *notes, root *yaml.Node, expected string) *Kind {
	at, name := position{1, 1}, expected
	if _, v := child(root, "kind"); v != nil {
		at = nodePosition(v)
		if name = v.Value; expected != "" && name != expected {
			n.add(RuleKindMismatch, at,
				fmt.Sprintf("The text is of the kind %s, and %s was asked for.", quoted(name),
					WithArticle(expected)), "Write kind: "+expected+", or record it with the "+
					"command of its own kind.")
			return nil
		}
	}
	if name == "" {
		n.add(RuleUnknownKind, at, "The text does not say what kind of entry it is.",
			"Add a line such as kind: contact.")
		return nil
	}
	kind, ok := k.Kind(name)
	if !ok {
		n.add(RuleUnknownKind, at, "There is no kind "+quoted(name)+".",
			"Write one of casefile kinds"+suggestion(name, k.names)+".")
		return nil
	}
	return kind
}

// checkFields judges the front matter, and gives its values.
func (k *Kind) checkFields(n *notes, root *yaml.Node, sections []Section,
	c Context,
) map[string]any {
	if root == nil {
		root = &yaml.Node{Kind: yaml.MappingNode, Line: 0, Column: 1}
	}
	checkEscapes(n, root)
	var r reader
	values := r.mapping(root, k.asked)
	j := schemaChecker{notes: n, kind: k, root: root, informal: c.Informal}
	for _, key := range r.blanks {
		j.blank(key)
	}
	checkDates(n, r.dates, c)
	checkLevels(n, r.levels, c.Levels)
	checkConsistency(n, root, &r, values, c)
	j.schemas(values)
	j.orSections(values, sections)
	if c.Stamped {
		j.fullLinks()
	}
	return values
}
