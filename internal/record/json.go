package record

// JSON returns an entry as --json shows it: fields as the schema types them, sections in order,
// links as CASE/ENTRY. The nonce is left out: with it, anybody could test guesses of the text
// against the public SHA-256.
func (e *Entry) JSON() map[string]any {
	out := map[string]any{
		"id": string(e.ID), "case": string(e.Case), "kind": e.Kind,
		"recorded": e.Recorded.UTC().Format(recordedForm), "by": e.By,
		"occurred": e.Occurred.String(), "significant": e.Significant,
		"fields": e.Fields, "links": e.jsonLinks(), "sections": e.jsonSections(),
	}
	for key, v := range map[string]string{"headline": e.Headline, "impact": e.Impact,
		"action": e.Action,
		"for":    e.For, "confidentiality": e.Confidentiality} {
		if v != "" {
			out[key] = v
		}
	}
	if len(e.Sources) > 0 {
		out["sources"] = e.Sources
	}
	if len(e.References) > 0 {
		out["references"] = e.References
	}
	if !e.RecordedFirst.IsZero() {
		out[firstKey] = e.RecordedFirst.UTC().Format(recordedForm)
	}
	if len(e.Origin) > 0 {
		out["origin"] = e.Origin
	}
	if e.Follows != nil {
		out["follows"] = e.Follows
	}
	return out
}

func (e *Entry) jsonLinks() map[string][]string {
	out := map[string][]string{}
	for relation, refs := range e.Links {
		for _, r := range refs {
			out[relation] = append(out[relation], string(r.Case)+"/"+string(r.Entry))
		}
	}
	return out
}

func (e *Entry) jsonSections() []map[string]string {
	out := []map[string]string{}
	for _, s := range e.Sections {
		out = append(out, map[string]string{"title": s.Title, "text": s.Text})
	}
	return out
}
