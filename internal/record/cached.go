package record

// DecodeVersion numbers the results of Decode. An entry that another version cached is decoded
// again. Raise the number when Decode makes something else of the same text.
const DecodeVersion = "1"

// WithoutText returns the entry without what WithText gives back, to be kept beside its text.
func (e *Entry) WithoutText() *Entry {
	bare := *e
	bare.Sections, bare.Text = nil, nil
	return &bare
}

// WithText returns the entry with the text that it was decoded from, as Decode gives it.
func (e *Entry) WithText(text []byte) *Entry {
	whole := *e
	p, _ := split(string(text))
	whole.Sections, _ = sectionsOf(p.Body, p.bodyLine())
	whole.Text = text
	return &whole
}
