package casebook

import "context"

// AgencyFields returns the fields of each of the agency's own kinds. A kind that can't be read has
// none, and recording with it reports why.
func (b *Book) AgencyFields(ctx context.Context) map[string][]string {
	own, err := b.Schemas(ctx)
	if err != nil || len(own) == 0 {
		return nil
	}
	kinds, err := b.Kinds(ctx)
	if err != nil {
		return nil
	}
	out := map[string][]string{}
	for name := range own {
		k, ok := kinds.Kind(name)
		if !ok || !k.Agency {
			continue
		}
		out[name] = []string{}
		for _, f := range k.Fields {
			if !f.Common {
				out[name] = append(out[name], f.Name)
			}
		}
	}
	return out
}
