package cases

import (
	"slices"
	"strings"

	"casefile/internal/record"
)

// ErasureTarget returns the field of an erasure that names what goes, as the program writes it.
func ErasureTarget(going []record.ID) string {
	return "[" + strings.Join(bareIDs(going), ", ") + "]"
}

// WithFiles returns everything that an erasure of entries takes: the entries, and the files that
// attachments among them name. It is sorted, each once.
func (c *Case) WithFiles(entries []record.ID) []record.ID {
	out := slices.Clone(entries)
	for _, id := range entries {
		if it := c.Item(id); it != nil && it.Kind == record.KindAttachment {
			out = append(out, record.ID(it.Str("file")))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// AskedToErase returns the entries that a request for erasure names, as somebody would give them:
// without the files that go with an attachment among them.
func (c *Case) AskedToErase(request *Item) []record.ID {
	var out []record.ID
	for _, typed := range request.Strs("target") {
		out = append(out, record.ID(typed))
	}
	return slices.DeleteFunc(slices.Clone(out), func(id record.ID) bool {
		return slices.ContainsFunc(out, func(other record.ID) bool {
			it := c.Item(other)
			return it != nil && it.Kind == record.KindAttachment && it.Str("file") == string(id)
		})
	})
}

// ErasureFindings checks that a request names the same entries that were shown and confirmed. going
// is sorted. by names the source of the field, in words that the author knows.
func ErasureFindings(going []record.ID, request *record.Entry, by string) record.Findings {
	named := slices.Compact(slices.Sorted(slices.Values(request.Strs("target"))))
	if slices.Equal(named, bareIDs(going)) {
		return nil
	}
	return record.Findings{{
		File: request.Case.String(), Rule: record.RuleWrongValue, Severity: record.Error,
		Case: request.Case, Entry: request.ID,
		Found: "target names other entries than " + by,
		Do:    "leave target out; " + by + " writes it",
	}}
}

func bareIDs(ids []record.ID) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = string(id)
	}
	return out
}

// OtherVersions returns texts that amend a text to be erased, or are amended by one, and that stay
// unless they are named too.
func (c *Case) OtherVersions(going []record.ID) []record.Ref {
	var out []record.Ref
	for _, id := range going {
		t := c.Thread(id)
		if t == nil {
			continue
		}
		for _, v := range t.versions() {
			if ref := v.Ref(); !slices.Contains(going, v.ID) && !slices.Contains(out, ref) {
				out = append(out, ref)
			}
		}
	}
	return out
}
